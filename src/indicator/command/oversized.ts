import { lengthOf } from '../../command/evaluate.ts';
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
  evaluate: ({ commands, effects }) => {
    const cut = new Map<string, Effect>();
    for (const effect of effects) {
      const place = placeOf(effect);
      if (isLimit(effect) && !cut.has(place)) cut.set(place, effect);
    }
    return commands.flatMap((command) => {
      const length = lengthOf(command);
      const found = cut.size > 0 ? cut.get(placeOf(command)) : undefined;
      if (found === undefined && length <= LARGE_SCRIPT) return [];
      if (found?.provenance !== undefined) {
        const says = saysOf(found, 'runs more than was judged of it');
        return [{ says, at: command.pointer, value: found.shown, container: command.container }];
      }
      const much = `runs a command of ${length} characters`;
      return [
        {
          says: saysOf(command, found === undefined ? much : `${much}, of which only a part was judged`),
          at: command.pointer,
          value: command.shown,
          container: command.container,
        },
      ];
    });
  },
});

const isLimit = (effect: Effect): boolean => effect.kind === 'unresolved' && effect.because === 'limit';

/** Hooks and probes share the container, and each command has its own pointer. */
const placeOf = ({ carrier, pointer }: Pick<CommandFact, 'carrier' | 'pointer'>): string => `${carrier} ${pointer}`;
