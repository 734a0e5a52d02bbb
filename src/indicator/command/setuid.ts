import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandSetuid = defineIndicator({
  id: 'command.setuid',
  title: 'Lets a program of the node run as its owner',
  attack: ['T1053.007', 'T1548.001'],
  severity: 'high',
  why: 'A shell with this bit makes every user of the node root, long after the pod is gone.',
  falsePositives: ['Installers of programs such as ping or sudo on the node'],
  needs: ['effects'],
  kinds: ['change-mode'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'change-mode' &&
        effect.setsUser &&
        effect.host !== null &&
        !effect.host.readOnly &&
        `sets the bit on ${quoted(effect.host.path)} that makes it run as its owner`,
    ),
});
