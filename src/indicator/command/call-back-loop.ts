import { isOutside } from '../../command/network.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';

export const commandCallBackLoop = defineIndicator({
  id: 'command.call-back-loop',
  title: 'Calls a host outside again and again',
  attack: ['T1053.007', 'T1071.001', 'T1029'],
  severity: 'low',
  why: 'A loop without an end that asks the same host for ever is how an implant waits for orders; with power over the node it is one.',
  falsePositives: ['Pollers and heartbeats that are written as a shell script'],
  needs: ['effects'],
  kinds: ['download'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'download' || effect.isEndless !== true) return null;
      const outside = effect.urls.map(hostOf).find(isOutside);
      return outside !== undefined && `calls ${quoted(outside)} in a loop that nothing ends`;
    }),
});
