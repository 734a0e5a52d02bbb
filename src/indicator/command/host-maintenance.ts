import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandHostMaintenance = defineIndicator({
  id: 'command.host-maintenance',
  title: 'Runs a named command on the node',
  attack: ['T1053.007', 'T1611'],
  severity: 'medium',
  why: 'The container is left for one command. The same right allows any other.',
  falsePositives: ['Kernel settings, restarts of services, backups of etcd'],
  needs: ['effects'],
  kinds: ['escape'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'escape' &&
        effect.how !== 'kernel' &&
        !effect.takesOver &&
        `runs ${quoted(effect.program || 'a command')} on the node`,
    ),
});
