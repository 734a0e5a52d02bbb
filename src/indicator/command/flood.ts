import { isInterpreter } from '../../command/programs.ts';
import { baseName } from '../../lib/path.ts';
import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

const FLOODS: ReadonlySet<string> = new Set([
  'hping3',
  'hping',
  't50',
  'mhddos',
  'slowloris',
  'goldeneye',
  'torshammer',
]);

/** Options by which it floods; a long one may be cut short. */
const UNLIMITED = /^--(?:fl[a-z]{0,3}|rand-s[a-z]{0,5})$/;

/** The program, or the script that an interpreter is given. */
const nameOf = ({ program, args }: Run): string =>
  isInterpreter(program) ? baseName(args.find((arg) => !arg.startsWith('-')) ?? '').replace(/\.\w{1,3}$/, '') : program;

export const commandFlood = defineIndicator({
  id: 'command.flood',
  title: 'Floods a host with packets',
  attack: ['T1053.007', 'T1498'],
  severity: 'high',
  why: 'A load test sends requests and counts answers; a flood with forged senders only wants the host gone.',
  falsePositives: ['Tests of protection against floods'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run') return null;
      const name = nameOf(effect);
      const floods = FLOODS.has(name) && (!name.startsWith('hping') || effect.args.some((arg) => UNLIMITED.test(arg)));
      return floods && `floods a host with ${quoted(name)}`;
    }),
});
