import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandDecodeExecute = defineIndicator({
  id: 'command.decode-execute',
  title: 'Decodes text and runs it',
  attack: ['T1053.007', 'T1140', 'T1027', 'T1059.004'],
  severity: 'high',
  why: 'Text is encoded so that neither people nor rules read it; nothing that is meant to be read is run this way.',
  falsePositives: ['Scripts passed through tools that cannot quote'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'execute' &&
        effect.what === 'decoded' &&
        (effect.how === 'code' ? 'runs code that decodes code and runs it' : 'decodes text and runs it'),
    ),
});
