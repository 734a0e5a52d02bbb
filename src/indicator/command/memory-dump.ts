import { MEMORY } from '../../command/reads.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandMemoryDump = defineIndicator({
  id: 'command.memory-dump',
  title: 'Takes down the memory of another process',
  attack: ['T1053.007', 'T1003.007'],
  severity: 'medium',
  why: 'Keys and tokens that are nowhere in a file stand in the memory of the process that uses them.',
  falsePositives: ['Developers who look for a leak'],
  references: ['https://attack.mitre.org/techniques/T1003/007/'],
  needs: ['effects'],
  kinds: ['read'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) => effect.kind === 'read' && effect.path === MEMORY && 'takes down what a process holds in its memory',
    ),
});
