import { decodeRecord } from '../decode/decode.ts';
import { readingsOf } from '../engine/judge.ts';
import type { Delivered } from '../memory/deliveries.ts';
import type { ScoreLine, Severity } from '../model/finding.ts';
import { type Known, NOTHING_KNOWN } from '../model/known.ts';
import { normalise } from '../normalise/normalise.ts';
import { assess } from '../score/score.ts';

/** What was said of one write, as far as an evaluation needs it. */
export interface Verdict {
  /** As Kubernetes spells it. */
  readonly workload: string;
  readonly severity: Severity;
  readonly risk: number;
  /** Ids of the indicators that hit, worst first. */
  readonly hits: readonly string[];
  /** The severity without one of the indicators that hit, by its id. */
  readonly without: ReadonlyMap<string, Severity>;
  /** The printed sum. */
  readonly lines: readonly ScoreLine[];
  /** The original query's score; `null` where it would not look. */
  readonly sentinelScore: number | null;
  /** A write of a CronJob or a Job of Kubernetes: all that an existence rule asks. */
  readonly isJob: boolean;
}

/** The verdict on one write, with what its log told of other objects, and what it would be without each of its reasons. */
export const verdictOn = (delivered: Delivered, known: Known = NOTHING_KNOWN): Verdict => {
  const { activity } = delivered;
  const readings = readingsOf(delivered, { known });
  const whole = assess(activity, readings);
  // Another reading may have other hits, and become the worst one when a reason of the first falls away.
  const ids = new Set(
    readings.flatMap(({ outcomes }) => outcomes.flatMap((one) => (one.kind === 'hit' ? [one.indicator.id] : []))),
  );
  const without = new Map<string, Severity>();
  for (const id of ids) {
    const less = readings.map((reading) => ({
      ...reading,
      outcomes: reading.outcomes.map((one) =>
        one.indicator.id === id ? ({ kind: 'miss', indicator: one.indicator } as const) : one,
      ),
    }));
    without.set(id, assess(activity, less).severity);
  }
  const { kind, apiGroup, resource } = activity.workload;
  return {
    workload: kind,
    severity: whole.severity,
    risk: whole.risk,
    hits: whole.hits.map(({ indicator }) => indicator.id),
    without,
    lines: whole.breakdown.risk,
    sentinelScore: activity.sentinel?.SuspicionScore ?? null,
    isJob: apiGroup === 'batch' && (resource === 'cronjobs' || resource === 'jobs'),
  };
};

/** The verdict on one audit event, the whole way from its text; `null` when it is no authored workload write. */
export const verdictOnEvent = (text: string): Verdict | null => {
  const at = { source: 'labels', offset: 0 };
  const [event] = decodeRecord({ ...at, text }).events;
  if (event === undefined) return null;
  const result = normalise(event, at);
  if (result.kind !== 'activity') return null;
  const { activity } = result;
  return verdictOn({ activity, events: [activity.event], sameIdOtherContent: 0 });
};
