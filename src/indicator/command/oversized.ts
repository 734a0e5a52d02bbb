import { defineIndicator } from '../define.ts';
import { saysOf } from '../text/evidence.ts';
import { understand } from '../text/understand.ts';

/** Characters of a script beyond which a person no longer reads it; the reader of this program goes on. */
export const LARGE_SCRIPT = 64 * 1024;

export const commandOversized = defineIndicator({
  id: 'command.oversized',
  title: 'Command too long to be read whole',
  attack: ['T1053.007', 'T1027'],
  severity: 'low',
  why: 'Padding hides a payload from readers and from rules with a limit, this one included.',
  falsePositives: ['Generated scripts'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    commands.flatMap((command) => {
      const length = command.argv.reduce((sum, word) => sum + word.length, command.script?.length ?? 0);
      const { cut } = understand(command);
      if (!cut && length <= LARGE_SCRIPT) return [];
      const much = `runs a command of ${length} characters`;
      return [
        {
          says: saysOf(command, cut ? `${much}, of which only the beginning was judged` : much),
          at: command.pointer,
          value: command.shown,
          container: command.container,
        },
      ];
    }),
});
