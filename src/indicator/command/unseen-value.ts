import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandUnseenValue = defineIndicator({
  id: 'command.unseen-value',
  title: 'Runs the value of a variable that nothing in the object sets',
  attack: ['T1053.007', 'T1027'],
  severity: 'info',
  why: 'What runs is decided elsewhere: in the image, or by what the command was given before it was logged. It could not be judged.',
  falsePositives: ['Images whose own environment names their program'],
  needs: ['effects'],
  kinds: ['unresolved'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => effect.kind === 'unresolved' && effect.variable !== undefined && effect.note),
});
