import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandCredentialSend = defineIndicator({
  id: 'command.credential-send',
  title: 'Sends credentials out of the cluster',
  attack: ['T1053.007', 'T1528', 'T1552.007', 'T1048'],
  severity: 'high',
  why: 'A token, a secret or the environment of a pod leaves for a host that is not part of the cluster.',
  falsePositives: ['Sign-in to an outside vault with the token of the pod'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'send' && effect.what.what !== 'file' && 'reads credentials and sends them out of the cluster',
    ),
});
