import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandTokenSignIn = defineIndicator({
  id: 'command.token-sign-in',
  title: 'Signs in to an outside service with the token of the pod',
  attack: ['T1053.007', 'T1528'],
  severity: 'medium',
  why: 'The request has the shape of a sign-in to Vault, but the log does not say whose host it is, and whoever gets the token acts as the pod.',
  falsePositives: ['Jobs that fetch their secrets from a Vault outside of the cluster'],
  needs: ['effects'],
  kinds: ['send'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'send' &&
        effect.by === 'sign-in' &&
        effect.what.what === 'token' &&
        `signs in at ${quoted(effect.to)} with the token of the pod`,
    ),
});
