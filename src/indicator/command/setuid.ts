import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandSetuid = defineIndicator({
  id: 'command.setuid',
  title: 'Lets a program of the node run as its owner, or with rights of root',
  attack: ['T1053.007', 'T1548.001'],
  severity: 'high',
  why: 'A shell with this bit makes every user of the node root, long after the pod is gone.',
  falsePositives: ['Installers of programs such as ping or sudo on the node'],
  needs: ['effects'],
  kinds: ['change-mode'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'change-mode' || effect.host === null || effect.host.readOnly) return null;
      const { capability, setsUser, host } = effect;
      if (capability !== undefined)
        return `gives ${quoted(host.path)} the right ${quoted(capability)}, whoever starts it`;
      return setsUser && `sets the bit on ${quoted(host.path)} that makes it run as its owner`;
    }),
});
