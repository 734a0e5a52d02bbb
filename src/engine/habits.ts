import { assessFirstTimes } from '../indicator/registry.ts';
import { instantOfMs } from '../lib/time.ts';
import { type Baseline, createBaseline } from '../memory/baseline.ts';
import type { Delivered } from '../memory/deliveries.ts';
import { firstTimes } from '../memory/first-times.ts';
import { keysOf, type Shown, shownBy } from '../memory/shown.ts';
import { atLeast } from '../model/finding.ts';
import type { Outcome } from '../model/indicator.ts';
import type { ClusterBaseline } from '../model/summary.ts';
import type { Assessment } from '../score/score.ts';

/** What writes of a log make usual, and what a write is the first to show. */
export interface Habits {
  readonly baseline: Baseline;
  /**
   * Takes a judged write, and gives what it shows, to be asked about when everything was read. It teaches where it was accepted,
   * nothing hides it, and it is below medium by itself: also when it only repeats what was judged before.
   */
  learn(delivered: Delivered, assessment: Assessment, isHidden: boolean): Shown;
  /** Outcomes of the indicators of the baseline, by what is known by now. */
  of(shown: Shown): readonly Outcome[];
  /** For the summary. */
  known(): readonly ClusterBaseline[];
}

const MOST_CLUSTERS = 10;

export const createHabits = (baseline: Baseline = createBaseline()): Habits => ({
  baseline,
  learn: ({ activity }, { afresh, facts }, isHidden) => {
    const shown = shownBy(activity, facts);
    const { cluster, ms } = shown;
    const teaches = activity.request.outcome === 'accepted' && !isHidden && !atLeast(afresh, 'medium');
    if (teaches && ms !== null) baseline.teach(cluster, ms, keysOf(shown));
    return shown;
  },
  of: (shown) => assessFirstTimes(firstTimes(baseline, shown)),
  known: () =>
    baseline.clusters.slice(0, MOST_CLUSTERS).map((cluster) => {
      const { sinceMs, ...known } = baseline.warmth(cluster);
      return { cluster, since: sinceMs === null ? null : instantOfMs(sinceMs), ...known };
    }),
});
