import { defineIndicator } from '../define.ts';
import { subjectOf } from '../quote.ts';

export const privilegePrivileged = defineIndicator({
  id: 'privilege.privileged',
  title: 'Privileged container',
  attack: ['T1053.007', 'T1611'],
  severity: 'medium',
  why: 'A privileged container has every capability and every device of the node: one mount is enough to leave it.',
  falsePositives: ['Network and storage drivers', 'Image builders', 'Backups of control-plane nodes'],
  needs: ['privileges'],
  evaluate: ({ privileges }) =>
    privileges
      .filter(({ what }) => what === 'privileged')
      .map((one) => ({
        says:
          one.value === 'hostProcess'
            ? `${subjectOf(one)} runs as a process of the Windows node.`
            : `${subjectOf(one)} is privileged.`,
        at: one.pointer,
        value: `${one.value}: true`,
        container: one.container,
      })),
});
