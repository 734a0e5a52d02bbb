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

export const commandFlood = defineIndicator({
  id: 'command.flood',
  title: 'Floods a host with packets',
  attack: ['T1053.007', 'T1498'],
  severity: 'high',
  why: 'A load test sends requests and counts answers; a flood with forged senders only wants the host gone.',
  falsePositives: ['Tests of protection against floods'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run' || !FLOODS.has(effect.program)) return null;
      const floods =
        !effect.program.startsWith('hping') || effect.args.some((arg) => /^--(?:flood|rand-source)$/.test(arg));
      return floods && `floods a host with ${quoted(effect.program)}`;
    }),
});
