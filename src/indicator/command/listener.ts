import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandListener = defineIndicator({
  id: 'command.listener',
  title: 'Waits for a raw connection',
  attack: ['T1053.007', 'T1095'],
  severity: 'low',
  why: 'A listener without a protocol is the other end of a call-back, or a way in.',
  falsePositives: ['Test servers and relays'],
  needs: ['effects'],
  kinds: ['listen'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) => effect.kind === 'listen' && `waits for connections with ${quoted(effect.program)}`,
    ),
});
