import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandDecodeExecute = defineIndicator({
  id: 'command.decode-execute',
  title: 'Decodes text that cannot be read here, and runs it',
  attack: ['T1053.007', 'T1140', 'T1027', 'T1059.004'],
  severity: 'high',
  why: 'What runs is hidden from people and from rules: the text comes from elsewhere, is encrypted, or is a program of a machine.',
  falsePositives: ['Scripts passed through tools that cannot quote'],
  needs: ['effects'],
  kinds: ['execute'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'execute' &&
        effect.what === 'decoded' &&
        effect.isRead !== true &&
        (effect.how === 'code' ? 'runs code that decodes code and runs it' : 'decodes text and runs it'),
    ),
});
