import { defineIndicator } from '../define.ts';
import { isCredentialSource, sendsAway } from '../text/credentials.ts';
import { fromCommands } from '../text/evidence.ts';
import { flowOf } from '../text/flow.ts';

export const commandCredentialSend = defineIndicator({
  id: 'command.credential-send',
  title: 'Sends credentials out of the cluster',
  attack: ['T1053.007', 'T1528', 'T1552.007', 'T1048'],
  severity: 'high',
  why: 'A token, a secret or the environment of a pod leaves for a host that is not part of the cluster.',
  falsePositives: ['Sign-in to an outside vault with the token of the pod'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) => {
      const flow = flowOf(understood, isCredentialSource);
      for (const act of understood.acts) {
        if (sendsAway(act, flow) !== undefined)
          return { act, does: 'reads credentials and sends them out of the cluster' };
      }
      return null;
    }),
});
