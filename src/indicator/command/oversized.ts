import type { Effect } from '../../model/effect.ts';
import type { CommandFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { saysOf } from '../effects.ts';

/** Characters of a script beyond which a person no longer reads it; the reader of this program goes on. */
export const LARGE_SCRIPT = 64 * 1024;

export const commandOversized = defineIndicator({
  id: 'command.oversized',
  title: 'Command too long to be read whole',
  attack: ['T1053.007', 'T1027'],
  severity: 'low',
  why: 'Padding hides a payload from readers and from rules with a limit, this one included.',
  falsePositives: ['Generated scripts'],
  needs: ['commands', 'effects'],
  evaluate: ({ commands, effects }) =>
    commands.flatMap((command) => {
      const length = command.argv.reduce((sum, word) => sum + word.length, command.script?.length ?? 0);
      const cut = effects.find((effect) => isLimit(effect) && isOf(effect, command));
      if (cut === undefined && length <= LARGE_SCRIPT) return [];
      if (cut?.provenance !== undefined) {
        const says = saysOf(cut, 'runs more than was judged of it');
        return [{ says, at: command.pointer, value: cut.shown, container: command.container }];
      }
      const much = `runs a command of ${length} characters`;
      return [
        {
          says: saysOf(command, cut !== undefined ? `${much}, of which only a part was judged` : much),
          at: command.pointer,
          value: command.shown,
          container: command.container,
        },
      ];
    }),
});

const isLimit = (effect: Effect): boolean => effect.kind === 'unresolved' && effect.because === 'limit';

const isOf = (effect: Effect, { container, carrier, pointer }: CommandFact): boolean =>
  effect.container === container && effect.carrier === carrier && effect.pointer === pointer;
