const MINUTE = 60_000;
/** Minutes that are looked through; a schedule that has no time in thirteen months is not named. */
const FARTHEST = 400 * 24 * 60;

const NAMES: Readonly<Record<string, readonly string[]>> = {
  month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

type Field = ReadonlySet<number>;
interface Schedule {
  readonly minute: Field;
  readonly hour: Field;
  readonly day: Field;
  readonly month: Field;
  readonly weekday: Field;
  /** A day must fit both fields when one of them is a star, and may fit either when none is. */
  readonly eitherDay: boolean;
}

/** Five fields as Kubernetes reads them (robfig/cron v3, standard parser); undefined for anything else. */
const parse = (text: string): Schedule | undefined => {
  const parts = (MACROS[text.trim()] ?? text).trim().split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minute, hour, day, month, weekday] = [
    field(parts[0], 0, 59),
    field(parts[1], 0, 23),
    field(parts[2], 1, 31),
    field(parts[3], 1, 12, NAMES.month),
    field(parts[4], 0, 6, NAMES.weekday),
  ];
  if (!minute || !hour || !day || !month || !weekday) return undefined;
  const isStar = (part: string | undefined): boolean => /^[*?]/.test(part ?? '');
  return { minute, hour, day, month, weekday, eitherDay: !isStar(parts[2]) && !isStar(parts[4]) };
};

const field = (text = '', low: number, high: number, names: readonly string[] = []): Field | undefined => {
  const values = new Set<number>();
  const number = (word: string): number => {
    const named = names.indexOf(word.toLowerCase());
    return named >= 0 ? named + low : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  };
  for (const part of text.split(',')) {
    const [range = '', stepText, ...more] = part.split('/');
    const [first = '', last, ...others] = range.split('-');
    const star = first === '*' || first === '?';
    const from = star ? low : number(first);
    const to = star || (last === undefined && stepText !== undefined) ? high : number(last ?? first);
    const step = stepText === undefined ? 1 : number(stepText);
    if (more.length + others.length > 0 || !(from >= low && to <= high && from <= to && step > 0)) return undefined;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
};

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Reads a time's fields in a time zone; undefined for a zone that is none. */
const clockIn = (timeZone: string): ((time: number) => readonly number[]) | undefined => {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') {
    return (time) => {
      const date = new Date(time);
      return [date.getUTCMinutes(), date.getUTCHours(), date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCDay()];
    };
  }
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ minute: 'numeric', hour: 'numeric', day: 'numeric', month: 'numeric', weekday: 'short' },
    });
    return (time) => {
      const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
      const numbers = ['minute', 'hour', 'day', 'month'].map((one) => Number(parts.get(one as 'minute')));
      return [...numbers, WEEKDAYS.indexOf(parts.get('weekday') ?? '')];
    };
  } catch {
    return undefined;
  }
};

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
  const parsed = parse(schedule);
  const clock = clockIn(timeZone ?? 'UTC');
  if (parsed === undefined || clock === undefined) return undefined;
  let time = Math.floor(now / MINUTE) * MINUTE;
  for (let steps = 0; steps < FARTHEST && time > since; steps += 1, time -= MINUTE) {
    if (isRun(parsed, clock(time))) return time;
  }
  return null;
};

const isRun = (
  schedule: Schedule,
  [minute = -1, hour = -1, day = -1, month = -1, weekday = -1]: readonly number[],
): boolean => {
  if (!schedule.minute.has(minute) || !schedule.hour.has(hour) || !schedule.month.has(month)) return false;
  const [byDay, byWeekday] = [schedule.day.has(day), schedule.weekday.has(weekday)];
  return schedule.eitherDay ? byDay || byWeekday : byDay && byWeekday;
};

/** The Job's name that the CronJob controller gives to a run: the scheduled time in whole minutes. */
export const runName = (cronJob: string, time: number): string => `${cronJob}-${Math.floor(time / MINUTE)}`;
