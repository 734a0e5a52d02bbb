import { Cron } from 'croner';

/** Moments at which a schedule fires, in milliseconds since 1970. */
export interface Runs {
  /** Strictly after the moment; fewer when there are no more. */
  after(ms: number, count: number): readonly number[];
  /** At or before the moment, newest first. */
  upTo(ms: number, count: number): readonly number[];
}

/** What Kubernetes takes for a schedule: five fields or a macro. https://pkg.go.dev/github.com/robfig/cron/v3 */
const FIELDS = /^[\d*,/?A-Za-z -]{1,200}$/;
const MACROS: ReadonlySet<string> = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);

/**
 * The runs of a CronJob's schedule; `null` for one that is not read here (`@every`, a bad field) or a zone that is not
 * known. Without a zone it is UTC, which is the zone of nearly every controller manager.
 */
export const runsOf = (schedule: string, timeZone: string | null): Runs | null => {
  const pattern = schedule.trim();
  if (!MACROS.has(pattern) && (!FIELDS.test(pattern) || pattern.split(/ +/).length !== 5)) return null;
  let cron: Cron;
  // `5/20` is 5, 25 and 45 to Kubernetes: the library takes it only when asked to.
  try {
    cron = new Cron(pattern, { timezone: timeZone ?? 'UTC', paused: true, mode: '5-part', sloppyRanges: true });
    cron.nextRun();
  } catch {
    return null;
  }
  const times = (find: () => readonly Date[]): readonly number[] => {
    try {
      return find().map((date) => date.getTime());
    } catch {
      return []; // A day that never comes: the library gives up after some years.
    }
  };
  return {
    after: (ms, count) => times(() => cron.nextRuns(count, new Date(ms))),
    upTo: (ms, count) => times(() => cron.previousRuns(count, new Date(ms + 1_000))).filter((at) => at <= ms),
  };
};
