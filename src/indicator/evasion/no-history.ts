import { defineIndicator } from '../define.ts';

const LIMITS = ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const;

export const evasionNoHistory = defineIndicator({
  id: 'evasion.no-history',
  title: 'Keeps no finished Job, whether it succeeded or failed',
  attack: ['T1070', 'T1053.007'],
  severity: 'low',
  why: 'With its Jobs go their pods and logs: who looks a minute later finds that nothing ever ran.',
  falsePositives: ['Jobs that run very often in clusters that ship logs elsewhere'],
  needs: ['jobSettings'],
  evaluate({ jobSettings }) {
    const [succeeded, failed] = LIMITS.map((limit) =>
      jobSettings.find(({ name, value }) => name === limit && value === 0),
    );
    if (succeeded === undefined || failed === undefined) return [];
    return [
      {
        says: 'Both history limits are 0, so that every finished Job is deleted with its pods and logs.',
        at: failed.pointer,
        value: LIMITS.map((limit) => `${limit}: 0`).join(', '),
      },
    ];
  },
});
