import { seenValue } from '../../model/seen.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { entersHost, takesOver } from '../text/entry.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

export const commandHostMaintenance = defineIndicator({
  id: 'command.host-maintenance',
  title: 'Runs a named command on the node',
  attack: ['T1053.007', 'T1611'],
  severity: 'medium',
  why: 'The container is left for one command. The same right allows any other.',
  falsePositives: ['Kernel settings, restarts of services, backups of etcd'],
  needs: ['commands'],
  asks: ['hostPaths'],
  evaluate: ({ commands }, { hostPaths }) =>
    fromCommands(commands, (understood, command) =>
      firstAct(understood, (act) => {
        if (!entersHost(act, command, seenValue(hostPaths) ?? []) || takesOver(act)) return null;
        return `runs ${quoted(act.ran.program || 'a command')} on the node`;
      }),
    ),
});
