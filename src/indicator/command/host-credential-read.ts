import { isCredentialFile } from '../../command/places.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

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
  'jq',
  'yq',
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
  needs: ['effects'],
  kinds: ['read'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'read' &&
        effect.host !== null &&
        READERS.has(effect.program) &&
        isCredentialFile(effect.host.path) &&
        `reads ${quoted(effect.host.path)} of the node`,
    ),
});
