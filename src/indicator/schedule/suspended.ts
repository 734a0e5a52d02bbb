import { defineIndicator } from '../define.ts';

export const scheduleSuspended = defineIndicator({
  id: 'schedule.suspended',
  title: 'Created suspended',
  attack: ['T1053.007'],
  severity: 'info',
  why: 'Nothing runs until somebody changes one field, and no sensor at run time has anything to see before.',
  falsePositives: ['Jobs that a queue starts', 'CronJobs that are prepared before they are wanted'],
  needs: ['jobSettings', 'request'],
  evaluate: ({ jobSettings, request }) =>
    request.verb !== 'create'
      ? []
      : jobSettings
          .filter(({ name, value }) => name === 'suspend' && value === true)
          .map(({ pointer }) => ({
            says: 'It is created suspended, and runs once that is taken off.',
            at: pointer,
            value: 'suspend: true',
          })),
});
