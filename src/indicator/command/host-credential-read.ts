import { isCredentialFile } from '../../command/places.ts';
import { seenValue } from '../../model/seen.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { filesRead, onHost } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

/** Programs that give out what is in a file. A client that is told to use a key, such as etcdctl, does not. */
export const READERS: ReadonlySet<string> = new Set([
  'cat',
  'tac',
  'head',
  'tail',
  'less',
  'more',
  'base64',
  'xxd',
  'hexdump',
  'od',
  'strings',
  'grep',
  'awk',
  'sed',
  'cut',
  'sort',
  'cp',
  'tar',
  'zip',
  'gzip',
  'dd',
  'scp',
  'rsync',
  'curl',
  'wget',
  'nc',
  'ncat',
  'openssl',
  'john',
  'unshadow',
  '',
]);

export const commandHostCredentialRead = defineIndicator({
  id: 'command.host-credential-read',
  title: 'Reads keys or password hashes of the node',
  attack: ['T1053.007', 'T1552.001', 'T1003.008'],
  severity: 'medium',
  why: 'With the keys of the node or of the control plane the cluster is open from outside.',
  falsePositives: ['Backups of the certificates of a control plane'],
  needs: ['commands'],
  asks: ['hostPaths'],
  evaluate: ({ commands }, { hostPaths }) => {
    const mounts = seenValue(hostPaths) ?? [];
    return fromCommands(commands, (understood, command) =>
      firstAct(understood, (act) => {
        if (!READERS.has(act.ran.program)) return null;
        for (const file of filesRead(act)) {
          const place = onHost(act, file, command, mounts);
          if (place !== null && isCredentialFile(place.path)) return `reads ${quoted(place.path)} of the node`;
        }
        return null;
      }),
    );
  },
});
