import { isPersistencePlace } from '../../command/places.ts';
import { seenValue } from '../../model/seen.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { onHost } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';
import { filesWritten } from '../text/files.ts';

export const commandPersistenceWrite = defineIndicator({
  id: 'command.persistence-write',
  title: 'Writes to a place of the node from which programs are started',
  attack: ['T1053.007', 'T1053.003', 'T1543.002', 'T1098.004', 'T1574.006'],
  severity: 'high',
  why: 'A cron entry, a service unit, a key or a preloaded library outlives the pod, the job and the cluster.',
  falsePositives: ['Node configuration tools that install a service unit'],
  needs: ['commands'],
  asks: ['hostPaths'],
  evaluate: ({ commands }, { hostPaths }) => {
    const mounts = seenValue(hostPaths) ?? [];
    return fromCommands(commands, (understood, command) =>
      firstAct(understood, (act) => {
        for (const file of filesWritten(act)) {
          const place = onHost(act, file, command, mounts);
          if (place !== null && !place.readOnly && isPersistencePlace(place.path)) {
            return `writes ${quoted(place.path)} on the node`;
          }
        }
        return null;
      }),
    );
  },
});
