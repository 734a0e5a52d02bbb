import { defineIndicator } from '../define.ts';
import { isSensitive } from '../host/sensitive.ts';
import { filesRead, onHost } from '../text/acts.ts';
import { sendsAway } from '../text/credentials.ts';
import { fromCommands } from '../text/evidence.ts';
import { flowOf } from '../text/flow.ts';

export const commandHostFileSend = defineIndicator({
  id: 'command.host-file-send',
  title: 'Sends files of the node out of the cluster',
  attack: ['T1053.007', 'T1048', 'T1552.001'],
  severity: 'high',
  why: 'Keys, hashes and configuration of the node leave by the shortest way.',
  falsePositives: ['Home-made backups of nodes to an outside host'],
  needs: ['commands', 'hostPaths'],
  evaluate: ({ commands, hostPaths }) =>
    fromCommands(commands, (understood, command) => {
      const isSource = (act: (typeof understood.acts)[number]): boolean =>
        filesRead(act).some((file) => {
          const place = onHost(act, file, command, hostPaths);
          return place !== null && (isSensitive(place) || place.path === '/');
        });
      const flow = flowOf(understood, isSource);
      for (const act of understood.acts) {
        if (sendsAway(act, flow) !== undefined) return { act, does: 'sends files of the node out of the cluster' };
      }
      return null;
    }),
});
