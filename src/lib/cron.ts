const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** A longer schedule is none that a server takes. */
const LONGEST = 256;

/** Value of one end of a range: a number, or the name of a month or of a day of the week. */
const numberOf = (text: string): number => {
  const name = text.toLowerCase();
  if (MONTHS.includes(name)) return MONTHS.indexOf(name) + 1;
  if (WEEKDAYS.includes(name)) return WEEKDAYS.indexOf(name);
  return /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
};

/** The fields of a schedule without its time zone; a name such as `@hourly` is one field. */
export const cronFields = (schedule: string): readonly string[] => {
  const fields = schedule.trim().slice(0, LONGEST).split(/\s+/);
  return /^(?:CRON_)?TZ=/.test(fields[0] ?? '') ? fields.slice(1) : fields;
};

/** The values that a field of a schedule names, of those from `least` to `most`; `null` when it cannot be read. */
export const cronValues = (field: string, least: number, most: number): readonly number[] | null => {
  const values: number[] = [];
  for (const part of field.split(',')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const [from = '', to, ...rest] = range.split('-');
    const every = range === '*' || range === '?';
    const first = every ? least : numberOf(from);
    // A start with a step and without an end goes on to the last value.
    const last = every || (to === undefined && part.includes('/')) ? most : to === undefined ? first : numberOf(to);
    const by = /^\d{1,2}$/.test(step) ? Number(step) : Number.NaN;
    if (more.length > 0 || rest.length > 0 || !(first >= least) || !(last <= most) || !(by > 0)) return null;
    for (let value = first; value <= last; value += by) values.push(value);
  }
  return values;
};

const NAMED: ReadonlyMap<string, number> = new Map([
  ['@hourly', 24],
  ['@daily', 1],
  ['@midnight', 1],
  ['@weekly', 1 / 7],
  ['@monthly', 12 / 365],
  ['@yearly', 1 / 365],
  ['@annually', 1 / 365],
]);
const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** How often a schedule runs in a day, on average; `null` when it cannot be read. */
export const runsPerDay = (schedule: string): number | null => {
  const every = /^@every\s+(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/.exec(schedule.trim().slice(0, LONGEST));
  if (every !== null) {
    const [, hours = 0, minutes = 0, seconds = 0] = every;
    const all = Number(hours) * (SECONDS.h ?? 0) + Number(minutes) * (SECONDS.m ?? 0) + Number(seconds);
    return all > 0 ? 86_400 / all : null;
  }
  const fields = cronFields(schedule);
  if (fields.length === 1) return NAMED.get(fields[0] ?? '') ?? null;
  if (fields.length !== 5) return null;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const shareOf = (field: string, least: number, most: number): number | null => {
    const values = cronValues(field, least, most);
    return values === null ? null : new Set(values).size;
  };
  const counts = [
    shareOf(minute, 0, 59),
    shareOf(hour, 0, 23),
    shareOf(day, 1, 31),
    shareOf(month, 1, 12),
    shareOf(weekday, 0, 7),
  ];
  const [minutes, hours, days, months, weekdays] = counts.map((count) => count ?? 0);
  if (counts.includes(null) || minutes === undefined || hours === undefined) return null;
  const isAny = (field: string): boolean => field === '*' || field === '?';
  const ofMonth = isAny(day) ? null : (days ?? 0) / 31;
  const ofWeek = isAny(weekday) ? null : Math.min(1, (weekdays ?? 0) / 7);
  // With both a cron runs on either.
  const share = ofMonth === null ? (ofWeek ?? 1) : ofWeek === null ? ofMonth : Math.min(1, ofMonth + ofWeek);
  return minutes * hours * share * ((months ?? 0) / 12);
};
