import { first } from './arguments.ts';
import { WORK } from './budget.ts';
import { isFile } from './file-names.ts';
import type { Call, Machine } from './machine.ts';
import { DOWNLOADERS } from './network.ts';
import { isOpaque, MOST_LOOKED_AT } from './opaque.ts';
import { isShell } from './programs.ts';
import { originOf, union, type Value } from './value.ts';

/** What these put out comes from a service: the letters and digits in their words are keys and names. */
const CLIENTS: ReadonlySet<string> = new Set([
  ...[
    'kubectl',
    'oc',
    'k3s',
    'helm',
    'aws',
    'az',
    'gcloud',
    'gsutil',
    'vault',
    'consul',
    'etcdctl',
    'docker',
    'podman',
  ],
  ...[
    'nerdctl',
    'crictl',
    'ctr',
    'ssh',
    'psql',
    'mysql',
    'mariadb',
    'redis-cli',
    'mongosh',
    'mongo',
    'git',
    'gh',
    'glab',
  ],
  ...['op', 'doctl', 'hcloud', 'oci', 'ibmcloud', 'terraform', 'ssh-agent', 'chamber', 'infisical', 'doppler'],
]);

/**
 * What a program puts out that is not known here, though it was given a text that people cannot read: it was decoded, whatever
 * the program is. An interpreter's is told where its code is read.
 */
export const withHidden = (machine: Machine, call: Call, out: Value): Value => {
  const { program, texts, args, input } = call;
  if (out.known || program === '' || isShell(program) || DOWNLOADERS.has(program) || CLIENTS.has(program)) return out;
  if (originOf(out.origins, 'download', 'decode', 'connect') !== undefined) return out;
  const isHidden = ({ text, known }: Value): boolean =>
    known &&
    text.length >= 24 &&
    machine.spend(Math.min(text.length, MOST_LOOKED_AT) * WORK.lookedAtCharacter) &&
    isOpaque(text);
  const fed = input !== null && isHidden(input);
  const given =
    fed ||
    (!texts.some((text) => text.includes('://')) &&
      first(machine, call, args).some((arg, at) => {
        if (isHidden(arg)) return true;
        const file = isFile(texts[at] ?? '') ? machine.files.get(texts[at] ?? '') : undefined;
        return file !== undefined && isHidden(file);
      }));
  if (!given) return out;
  const from = machine.emit({ kind: 'decode', layer: program }, call);
  return { ...out, origins: union(out.origins, [from]), leads: union(out.leads, [from]) };
};
