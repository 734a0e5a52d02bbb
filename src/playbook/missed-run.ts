import { runsOf } from '../lib/runs.ts';

const MINUTE = 60_000;

/**
 * The latest time after `since` and not after `now` at which a schedule has a run; null when it has none in between.
 * Undefined when that cannot be told: another kind of schedule, an unknown time zone.
 */
export const latestRun = (
  schedule: string,
  timeZone: string | null,
  since: number,
  now: number,
): number | null | undefined => {
  const runs = runsOf(schedule, timeZone);
  if (runs === null) return undefined;
  const [latest] = runs.upTo(now, 1);
  return latest === undefined || latest <= since ? null : latest;
};

/** The Job's name that the CronJob controller gives to a run: the scheduled time in whole minutes. */
export const runName = (cronJob: string, time: number): string => `${cronJob}-${Math.floor(time / MINUTE)}`;
