import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

export const commandInlineInterpreter = defineIndicator({
  id: 'command.inline-interpreter',
  title: 'Code for an interpreter in the manifest',
  attack: ['T1053.007', 'T1059.006'],
  severity: 'info',
  why: 'One-liners for Python, Perl and the like open sockets and decode text without any tool in the image.',
  falsePositives: ['Report and migration jobs'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(understood, ({ code, ran }) => code !== null && `gives code to the interpreter ${quoted(ran.program)}`),
    ),
});
