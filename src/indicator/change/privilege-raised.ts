import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

export const changePrivilegeRaised = defineIndicator({
  id: 'change.privilege-raised',
  title: 'Known workload gets power over its node',
  attack: ['T1053.007', 'T1611'],
  severity: 'low',
  why: 'Power that a workload never needed is given by a change, where a new workload with it would be looked at.',
  falsePositives: ['Agents of which a new version needs more'],
  needs: ['change'],
  evaluate: ({ change }) =>
    change.privileges.map((one) => ({
      says: `${subjectOf(one)} now has ${quoted(one.to)}, which it did not have before.`,
      at: one.pointer,
      value: one.to,
      container: one.container,
    })),
});
