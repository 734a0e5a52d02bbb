import { defineIndicator } from '../define.ts';

export const changeUnSuspended = defineIndicator({
  id: 'change.un-suspended',
  title: 'Resumed after it was created suspended',
  attack: ['T1053.007'],
  severity: 'info',
  why: 'Created asleep, an object runs nothing that anybody could see; one field wakes it, long after people looked.',
  falsePositives: ['CronJobs that are prepared before they are wanted', 'Jobs that a queue starts'],
  needs: ['change'],
  evaluate: ({ change: { suspend, createdSuspended } }) =>
    suspend === null || suspend.to !== 'false' || createdSuspended === null
      ? []
      : [
          {
            says: `It is no longer suspended, as it was ${createdSuspended}.`,
            at: suspend.pointer,
            value: 'suspend: true → false',
          },
        ],
});
