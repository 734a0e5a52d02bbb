import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandCredentialShown = defineIndicator({
  id: 'command.credential-shown',
  title: 'Puts a token or a key into the log of its container',
  attack: ['T1053.007', 'T1528', 'T1552.007'],
  severity: 'medium',
  why: 'Whoever may create a pod and read its log takes the credentials of any service account of the namespace so.',
  falsePositives: ['Pods for debugging that show what is mounted'],
  needs: ['effects'],
  kinds: ['read'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'read' &&
        effect.isShown === true &&
        (effect.what === 'metadata'
          ? 'puts credentials of the instance into its log'
          : `puts what is in ${quoted(effect.path)} into its log`),
    ),
});
