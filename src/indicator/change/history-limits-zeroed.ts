import { defineIndicator } from '../define.ts';

export const changeHistoryLimitsZeroed = defineIndicator({
  id: 'change.history-limits-zeroed',
  title: 'Finished Jobs are no longer kept',
  attack: ['T1070', 'T1053.007'],
  severity: 'info',
  why: 'With its Jobs go their pods and logs. A job that was kept for years and is now deleted at once has something to hide.',
  falsePositives: ['Clusters that ship logs elsewhere and save room'],
  needs: ['change'],
  evaluate: ({ change: { history } }) =>
    history.map(({ from, to, pointer }) => ({
      says: `Finished Jobs are now deleted at once: ${to}, before ${from.slice(from.indexOf(': ') + 2)}.`,
      at: pointer,
      value: `${from} → ${to.slice(to.indexOf(': ') + 2)}`,
    })),
});
