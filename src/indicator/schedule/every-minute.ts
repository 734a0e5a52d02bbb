import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** The minute field of a schedule, after an optional time zone; `null` for `@hourly` and the like. */
const minuteField = (schedule: string): { readonly minute: string; readonly hour: string } | null => {
  const fields = schedule.trim().slice(0, 256).split(/\s+/);
  if (/^(?:CRON_)?TZ=/.test(fields[0] ?? '')) fields.shift();
  return fields.length < 5 ? null : { minute: fields[0] ?? '', hour: fields[1] ?? '' };
};

/** `*`, `0-59`, `*` with a step of 1 to 4, and `@every 1m`: more often than a person would look. */
const MOST_OFTEN = /^(?:\*|0-59|(?:\*|0-59)\/[1-4])$/;

const isEveryFewMinutes = (schedule: string): boolean => {
  if (/^@every\s+(?:\d{1,3}s|[1-4]m)/.test(schedule.trim())) return true;
  const field = minuteField(schedule);
  return field !== null && MOST_OFTEN.test(field.minute) && (field.hour === '*' || field.hour === '*/1');
};

export const scheduleEveryMinute = defineIndicator({
  id: 'schedule.every-minute',
  title: 'Runs every minute or every few minutes',
  attack: ['T1053.007'],
  severity: 'info',
  why: 'Call-backs and beacons use the shortest schedule: the container is back before anyone has looked.',
  falsePositives: ['Queues and schedulers of applications'],
  needs: ['schedule'],
  evaluate: ({ schedule: { schedule, pointer } }) =>
    isEveryFewMinutes(schedule)
      ? [
          {
            says: `The schedule ${quoted(schedule)} runs at most four minutes apart, all day.`,
            at: pointer,
            value: schedule,
          },
        ]
      : [],
});
