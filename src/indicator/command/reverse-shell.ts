import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandReverseShell = defineIndicator({
  id: 'command.reverse-shell',
  title: 'Binds a shell to a network connection',
  attack: ['T1053.007', 'T1059.004', 'T1095'],
  severity: 'high',
  why: 'Someone outside gets an interactive shell in the cluster, renewed at every run. No job needs that.',
  falsePositives: ['Exercises and attack emulation'],
  needs: ['effects'],
  kinds: ['connect'],
  evaluate: ({ effects }) => fromEffects(effects, (effect) => effect.kind === 'connect' && effect.binds),
});
