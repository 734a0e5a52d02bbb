import { cronFields, cronValues } from '../../lib/cron.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether no year has a day that the schedule names. With a day of the week a cron also runs on that day. */
export const isImpossible = (schedule: string): boolean => {
  const fields = cronFields(schedule);
  const [, , day = '', month = '', weekday = ''] = fields;
  // Every month has a first day.
  if (day === '*' || fields.length !== 5 || (weekday !== '*' && weekday !== '?')) return false;
  const days = cronValues(day, 1, 31);
  const months = cronValues(month, 1, 12);
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
