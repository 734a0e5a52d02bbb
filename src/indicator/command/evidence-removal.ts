import { seenValue } from '../../model/seen.ts';
import { defineIndicator } from '../define.ts';
import { onHost } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';
import { filesWritten } from '../text/files.ts';

/** Logs that say who did what, not what an application did. */
const ACCOUNTS = /\/(?:audit(?:\/|$|\.log|\*)|auth\.log|secure$|wtmp|btmp|lastlog|utmp|kube-apiserver)/;
const REMOVERS: ReadonlySet<string> = new Set(['rm', 'shred', 'truncate', 'unlink', 'find']);

export const commandEvidenceRemoval = defineIndicator({
  id: 'command.evidence-removal',
  title: 'Removes events or audit logs',
  attack: ['T1053.007', 'T1070'],
  severity: 'high',
  why: 'Events and audit logs are what an investigation stands on.',
  falsePositives: ['Clean-up of events in clusters with a small etcd'],
  needs: ['commands'],
  asks: ['hostPaths'],
  evaluate: ({ commands }, { hostPaths }) => {
    const mounts = seenValue(hostPaths) ?? [];
    return fromCommands(commands, (understood, command) =>
      firstAct(understood, (act) => {
        const { program, args } = act.ran;
        if ((program === 'kubectl' || program === 'oc') && args.includes('delete')) {
          return (
            args.some((arg) => /^(?:events?|ev)(?:\.events\.k8s\.io)?$/.test(arg)) && 'deletes events of the cluster'
          );
        }
        const removed = REMOVERS.has(program) ? args : filesWritten(act);
        for (const file of removed) {
          const place = onHost(act, file, command, mounts);
          if (place !== null && ACCOUNTS.test(place.path)) return 'removes audit or sign-in logs of the node';
        }
        return null;
      }),
    );
  },
});
