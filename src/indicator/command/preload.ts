import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandPreload = defineIndicator({
  id: 'command.preload',
  title: 'Puts a library in front of every program',
  attack: ['T1053.007', 'T1574.006'],
  severity: 'high',
  why: 'What stands in ld.so.preload is loaded into each program that starts: it hides processes and files, and stays.',
  falsePositives: ['None known in jobs'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'write' && /(?:^|\/)ld\.so\.preload$/.test(effect.path) && `writes ${quoted(effect.path)}`,
    ),
});
