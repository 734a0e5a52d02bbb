import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const changeScheduleTightened = defineIndicator({
  id: 'change.schedule-tightened',
  title: 'Runs at least twice as often as before',
  attack: ['T1053.007'],
  severity: 'info',
  why: 'A beacon wants the shortest schedule, and a job that ran once a day already has the name and the rights.',
  falsePositives: ['Jobs that are needed more often', 'A schedule that is tried out'],
  needs: ['change'],
  evaluate: ({ change: { schedule } }) =>
    schedule === null
      ? []
      : [
          {
            says: `The schedule is now ${quoted(schedule.to)}, before ${quoted(schedule.from)}.`,
            at: schedule.pointer,
            value: `${schedule.from} → ${schedule.to}`,
          },
        ],
});
