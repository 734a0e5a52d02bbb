import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

export const privilegeUnconfined = defineIndicator({
  id: 'privilege.unconfined',
  title: 'Confinement switched off',
  attack: ['T1053.007', 'T1611'],
  severity: 'low',
  why: 'Most known escapes are stopped by seccomp, AppArmor, SELinux and the masked /proc.',
  falsePositives: ['Image builders in user namespaces', 'Debuggers'],
  needs: ['privileges'],
  evaluate: ({ privileges }) =>
    privileges
      .filter(({ what }) => what === 'unconfined')
      .map((one) => ({
        says: `${subjectOf(one)} switches off ${quoted(one.value)}.`,
        at: one.pointer,
        value: one.value,
        container: one.container,
      })),
});
