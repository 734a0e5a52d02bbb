import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandKernelEscape = defineIndicator({
  id: 'command.kernel-escape',
  title: 'Leaves the container through the kernel',
  attack: ['T1053.007', 'T1611', 'T1547.006'],
  severity: 'high',
  why: 'Kernel helpers, modules and raw disks of the node are the known ways out of a privileged container.',
  falsePositives: ['Driver installers that load a module', 'Set-up of core dumps'],
  needs: ['effects'],
  kinds: ['escape'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => effect.kind === 'escape' && effect.how === 'kernel' && effect.does),
});
