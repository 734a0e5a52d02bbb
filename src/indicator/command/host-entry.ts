import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandHostEntry = defineIndicator({
  id: 'command.host-entry',
  title: 'Enters the node with a shell, a download or a change that stays',
  attack: ['T1053.007', 'T1611', 'T1609'],
  severity: 'high',
  why: 'The container is left: what follows runs on the node, outside every limit of the pod.',
  falsePositives: ['Node shells of administrators'],
  needs: ['effects'],
  kinds: ['escape'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) => effect.kind === 'escape' && effect.how !== 'kernel' && effect.takesOver && effect.does,
    ),
});
