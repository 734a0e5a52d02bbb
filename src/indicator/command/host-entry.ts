import { seenValue } from '../../model/seen.ts';
import { defineIndicator } from '../define.ts';
import { entersHost, takesOver } from '../text/entry.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

export const commandHostEntry = defineIndicator({
  id: 'command.host-entry',
  title: 'Enters the node with a shell, a download or a change that stays',
  attack: ['T1053.007', 'T1611', 'T1609'],
  severity: 'high',
  why: 'The container is left: what follows runs on the node, outside every limit of the pod.',
  falsePositives: ['Node shells of administrators'],
  needs: ['commands'],
  asks: ['hostPaths'],
  evaluate: ({ commands }, { hostPaths }) =>
    fromCommands(commands, (understood, command) =>
      firstAct(understood, (act) => {
        if (!entersHost(act, command, seenValue(hostPaths) ?? []) || !takesOver(act)) return null;
        return act.ran.hostEntries[0]?.how === 'nsenter'
          ? "enters the namespaces of the node's first process"
          : "changes its root to the node's file system";
      }),
    ),
});
