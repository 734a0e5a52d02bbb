import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Value of one end of a range: a number, or the name of a month. */
const numberOf = (text: string): number => {
  const month = MONTHS.indexOf(text.toLowerCase());
  return month >= 0 ? month + 1 : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
};

/** The values that a field of a schedule names, of those from `least` to `most`; `null` when it cannot be read. */
const valuesOf = (field: string, least: number, most: number): readonly number[] | null => {
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

/** Whether no year has a day that the schedule names. With a day of the week a cron also runs on that day. */
export const isImpossible = (schedule: string): boolean => {
  const fields = schedule.trim().slice(0, 256).split(/\s+/);
  if (/^(?:CRON_)?TZ=/.test(fields[0] ?? '')) fields.shift();
  const [, , day = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5 || (weekday !== '*' && weekday !== '?')) return false;
  const days = valuesOf(day, 1, 31);
  const months = valuesOf(month, 1, 12);
  if (days === null || months === null || days.length === 0) return false;
  return months.length > 0 && months.every((one) => days.every((value) => value > (DAYS_IN_MONTH[one - 1] ?? 31)));
};

export const scheduleNeverFires = defineIndicator({
  id: 'schedule.never-fires',
  title: 'Scheduled for a day that does not exist',
  attack: ['T1053.007'],
  severity: 'info',
  why: 'Such a CronJob runs only when a person makes a Job of it: a template that waits, and that nobody sees run.',
  falsePositives: ['CronJobs kept as templates for runs by hand'],
  needs: ['schedule'],
  evaluate: ({ schedule: { schedule, pointer } }) =>
    isImpossible(schedule)
      ? [{ says: `The schedule ${quoted(schedule)} names no day of any year.`, at: pointer, value: schedule }]
      : [],
});
