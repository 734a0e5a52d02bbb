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

/** What a judged write is to a baseline: plain data. */
export interface Habit {
  readonly shown: Shown;
  /**
   * Whether it says what is usual: it was accepted, and is below medium by itself, also when it only repeats what was judged
   * before.
   */
  readonly isUsual: boolean;
}

export const habitOf = ({ activity }: Delivered, { afresh, facts }: Assessment): Habit => ({
  shown: shownBy(activity, facts),
  isUsual: isAccepted(activity) && !atLeast(afresh, 'medium'),
});

/** Cloud Logging gives a code to errors alone: in a whole record none is a success, or else the baseline would know nobody. */
const isAccepted = ({ request, event }: Delivered['activity']): boolean => {
  if (request.outcome !== 'unknown') return request.outcome === 'accepted';
  const isCloudLogging = event.envelope === 'gke' || event.envelope === 'sentinel-gke';
  return isCloudLogging && request.code === null && event.cutAt === null;
};

/** What writes of a log make usual, and what a write is the first to show. */
export interface Habits {
  readonly baseline: Baseline;
  /** A write that no exception hides: what is hidden teaches nothing. */
  learn(habit: Habit): void;
  /** Outcomes of the indicators of the baseline, by what is known by now. */
  of(habit: Habit): readonly Outcome[];
  /** For the summary. */
  known(): readonly ClusterBaseline[];
}

const MOST_CLUSTERS = 10;

export const createHabits = (baseline: Baseline = createBaseline()): Habits => ({
  baseline,
  learn: ({ shown, isUsual }) => {
    if (isUsual && shown.ms !== null) baseline.teach(shown.cluster, shown.ms, keysOf(shown));
  },
  of: ({ shown }) => assessFirstTimes(firstTimes(baseline, shown)),
  known: () =>
    baseline.clusters.slice(0, MOST_CLUSTERS).map((cluster) => {
      const { sinceMs, ...known } = baseline.warmth(cluster);
      return { cluster, since: sinceMs === null ? null : instantOfMs(sinceMs), ...known };
    }),
});
