import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { showsIdentity } from './token-shown.ts';

export const commandCredentialShown = defineIndicator({
  id: 'command.credential-shown',
  title: 'Puts secrets into the log of its container',
  attack: ['T1053.007', 'T1552.007'],
  severity: 'medium',
  why: 'Whoever may create a pod and read its log takes the secrets of the namespace so.',
  falsePositives: ['Pods for debugging that show what is mounted'],
  needs: ['effects'],
  kinds: ['read'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'read' &&
        effect.isShown === true &&
        !showsIdentity(effect) &&
        `puts what is in ${quoted(effect.path)} into its log`,
    ),
});
