import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** In its place; after a change of directory a name alone. */
const PLACE = /(?:^|\/etc\/)ld\.so\.preload$/;

export const commandPreload = defineIndicator({
  id: 'command.preload',
  title: 'Puts a library in front of every program',
  attack: ['T1053.007', 'T1574.006'],
  severity: 'high',
  why: 'What stands in ld.so.preload is loaded into each program that starts: it hides processes and files, and stays.',
  falsePositives: ['None known in jobs'],
  needs: ['effects'],
  kinds: ['write'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'write' &&
        (PLACE.test(effect.path) || effect.host?.path === '/etc/ld.so.preload') &&
        `writes ${quoted(effect.path)}`,
    ),
});
