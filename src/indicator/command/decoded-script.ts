import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandDecodedScript = defineIndicator({
  id: 'command.decoded-script',
  title: 'Decodes a script of the manifest and runs it',
  attack: ['T1053.007', 'T1140', 'T1027', 'T1059.004'],
  severity: 'low',
  why: 'The text was decoded and judged in its turn; that somebody encoded it keeps people from reading it.',
  falsePositives: ['Scripts passed through tools that cannot quote'],
  needs: ['effects'],
  kinds: ['execute'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'execute' &&
        effect.what === 'decoded' &&
        effect.isRead === true &&
        'decodes a script, whose text was read, and runs it',
    ),
});
