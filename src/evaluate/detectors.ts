import { atLeast } from '../model/finding.ts';
import type { Verdict } from './verdict.ts';

/** A way to decide whether a write is worth a look. */
export interface Detector {
  readonly name: string;
  readonly flags: (verdict: Verdict) => boolean;
}

/** Ours at each severity, beside what would be used without it. */
export const DETECTORS: readonly Detector[] = [
  ...(['critical', 'high', 'medium', 'low'] as const).map((floor) => ({
    name: `cronwarden at ${floor}${floor === 'critical' ? '' : ' or above'}`,
    flags: ({ severity }: Verdict) => atLeast(severity, floor),
  })),
  ...[1, 2, 3].map((least) => ({
    name: `original query, score ${least} or more`,
    flags: ({ sentinelScore }: Verdict) => (sentinelScore ?? 0) >= least,
  })),
  { name: 'any write of a CronJob or Job', flags: ({ isJob }) => isJob },
];
