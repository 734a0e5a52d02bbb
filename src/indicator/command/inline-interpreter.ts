import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandInlineInterpreter = defineIndicator({
  id: 'command.inline-interpreter',
  title: 'Code for an interpreter in the manifest',
  attack: ['T1053.007', 'T1059.006'],
  severity: 'info',
  why: 'One-liners for Python, Perl and the like open sockets and decode text without any tool in the image.',
  falsePositives: ['Report and migration jobs'],
  needs: ['effects'],
  kinds: ['code'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) => effect.kind === 'code' && `gives code to the interpreter ${quoted(effect.program)}`,
    ),
});
