import { seenValue } from '../../model/seen.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { onHost } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

/** Directories without which a node does not start again. */
const VITAL =
  /^\/(?:\*|(?:etc|usr|var|home|boot|root|lib|lib64|bin|sbin|opt|var\/lib|var\/lib\/kubelet|var\/lib\/etcd)(?:\/\*)?)?$/;

/** Kinds that hold data or everything else. */
const HOLDING =
  /^(?:pvc?|persistentvolumes?|persistentvolumeclaims?|ns|namespaces?|volumesnapshots?|backups?(?:\.velero\.io)?|all|secrets?|crds?)$/;

export const commandDestruction = defineIndicator({
  id: 'command.destruction',
  title: 'Destroys a node or the data of a cluster',
  attack: ['T1053.007', 'T1070'],
  severity: 'high',
  why: 'Nothing that is meant to go on running deletes the system of its node or every volume of its cluster.',
  falsePositives: ['Tear-down of test clusters'],
  needs: ['commands'],
  asks: ['hostPaths'],
  evaluate: ({ commands }, { hostPaths }) => {
    const mounts = seenValue(hostPaths) ?? [];
    return fromCommands(commands, (understood, command) =>
      firstAct(understood, (act) => {
        const { program, args } = act.ran;
        if (program === 'rm' && args.some((arg) => /^-[a-zA-Z]*[rR]/.test(arg) || arg === '--recursive')) {
          for (const arg of args) {
            const place = onHost(act, arg, command, mounts);
            if (place !== null && !place.readOnly && VITAL.test(place.path))
              return `deletes ${quoted(place.path)} of the node`;
          }
        }
        const everywhere = args.some((arg) => arg === '-A' || arg.startsWith('--all-namespaces'));
        if (
          (program === 'kubectl' || program === 'oc') &&
          args.includes('delete') &&
          args.includes('--all') &&
          everywhere
        ) {
          const kind = args.find((arg) => HOLDING.test(arg));
          return kind !== undefined && `deletes every ${quoted(kind)} of the cluster`;
        }
        return null;
      }),
    );
  },
});
