import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { saysOf } from '../effects.ts';

/** Programs that change nothing and wait, or say that they wait. */
const QUIET: ReadonlySet<string> = new Set([
  ...[
    'sleep',
    'tail',
    'cat',
    'echo',
    'printf',
    'true',
    ':',
    'trap',
    'wait',
    'exit',
    'kill',
    'date',
    'sh',
    'bash',
    'ash',
    'pause',
    'read',
    'exec',
  ],
]);
const SHORT = 300;

const waitsLong = (effect: Effect): boolean => {
  if (effect.kind === 'run')
    return effect.program === 'pause' || (effect.program === 'tail' && effect.args.includes('/dev/null'));
  if (effect.kind !== 'wait') return false;
  if (effect.isEndless) return true;
  const [, amount, unit] = /^(\d{1,12})(?:\.\d{1,9})?([smhd]?)$/.exec(effect.seconds.trim()) ?? [];
  return amount === undefined || unit === 'h' || unit === 'd' || Number(amount) * (unit === 'm' ? 60 : 1) > SHORT;
};
const isQuiet = (effect: Effect): boolean =>
  effect.kind === 'wait' ||
  (effect.kind === 'run' && (effect.program === '' || QUIET.has(effect.program)) && effect.onHost === null);

export const commandIdle = defineIndicator({
  id: 'command.idle',
  title: 'Does nothing but wait',
  attack: ['T1053.007', 'T1610'],
  severity: 'info',
  why: 'A container that only waits is there for somebody who comes in later.',
  falsePositives: ['Pods for debugging', 'Main containers beside an init container that does the work'],
  needs: ['effects'],
  evaluate: ({ effects }) => {
    const own = new Map<string, Effect[]>();
    for (const effect of effects) {
      if (effect.carrier !== 'command') continue;
      const known = own.get(effect.pointer);
      if (known === undefined) own.set(effect.pointer, [effect]);
      else known.push(effect);
    }
    return [...own.values()].flatMap((all) => {
      const [first] = all;
      if (first === undefined || !all.every(isQuiet) || !all.some(waitsLong)) return [];
      return [
        {
          says: saysOf(first, 'does nothing but wait'),
          at: first.pointer,
          value: first.shown,
          container: first.container,
        },
      ];
    });
  },
});
