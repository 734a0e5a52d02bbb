import { first } from './arguments.ts';
import { WORK } from './budget.ts';
import { isFile } from './file-names.ts';
import type { Call, Machine } from './machine.ts';
import { DOWNLOADERS } from './network.ts';
import { isOpaque, MOST_LOOKED_AT } from './opaque.ts';
import { isShell } from './programs.ts';
import { originOf, union, type Value } from './value.ts';

/** What these put out comes from a service: the letters and digits in their words are keys and names. */
export const SERVICE_CLIENTS: ReadonlySet<string> = new Set([
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
    'git',
    'gh',
    'glab',
    'op',
    'bw',
    'akeyless',
    'doctl',
    'hcloud',
    'oci',
    'ibmcloud',
  ],
  ...['terraform', 'ssh-agent', 'chamber', 'infisical', 'doppler', 'redis-cli', 'mongosh', 'mongo'],
]);
/** The same, unless a statement makes text itself. */
const DATABASES: ReadonlySet<string> = new Set(['psql', 'mysql', 'mariadb', 'clickhouse-client']);
const MAKES_TEXT = /\bunhex\s?\(|convert_from\s?\(|from_base64\s?\(|\bdecode\s?\(|\bx'[0-9a-f]{8}|\bcha?r\s?\(/i;

/** Programs that choose or place what they read, and make nothing of it. */
export const CHOOSERS: ReadonlySet<string> = new Set([
  ...[
    'grep',
    'egrep',
    'fgrep',
    'sed',
    'sort',
    'shuf',
    'uniq',
    'head',
    'tail',
    'cut',
    'paste',
    'comm',
    'join',
    'cat',
    'tac',
  ],
  ...['nl', 'wc', 'tee', 'envsubst', 'yq', 'column', 'split', 'xargs'],
]);
/** What makes text of numbers and letters in a program of jq. */
const JQ_MAKES = /implode|explode|base(?:64|32)d/;

/** A key, a digest or a name behind an option. A longer value is a text. */
const LONGEST_KEY = 128;
const isKey = (text: string, before: string | undefined): boolean =>
  text.length <= LONGEST_KEY &&
  !/\s/.test(text) &&
  (/^--?[a-zA-Z][\w-]{0,40}$/.test(before ?? '') || /^--?[a-zA-Z][\w-]{0,40}=/.test(text));

/** What sed makes of a text that stands in the command, by edits that are not followed here: it is turned into another. */
const ofLiteral = (machine: Machine, call: Call, out: Value): Value => {
  const { input } = call;
  if (input?.known !== true || input.text.trim().length < LEAST_LITERAL || input.origins.length > 0) return out;
  if (!call.texts.some((text) => CHANGES_ORDER.test(text))) return out;
  const from = machine.emit({ kind: 'decode', layer: 'sed' }, call);
  return { ...out, origins: union(out.origins, [from]), leads: union(out.leads, [from]) };
};
const LEAST_LITERAL = 16;
/** Edits that go over lines or put the parts of a line in another order. */
const CHANGES_ORDER = /(?:^|[;{}\s!])[GHxDP](?:$|[;}\s])|\\2[^/|#]{0,40}\\1/;

/** Whether what a program puts out goes anywhere but into the log. */
const isTaken = ({ scope, redirects }: Call): boolean =>
  scope.isTaken === true || redirects.some(({ op, fd }) => fd !== 2 && /^(?:&?>{1,2}|>&)$/.test(op));

/**
 * What a program puts out that is not known here, though it was given a text that people cannot read: it was decoded, whatever
 * the program is. An interpreter's is told where its code is read.
 */
export const withHidden = (machine: Machine, call: Call, out: Value): Value => {
  const { program, texts, args, input } = call;
  if (out.known || program === '' || isShell(program) || DOWNLOADERS.has(program) || !isTaken(call)) return out;
  if (SERVICE_CLIENTS.has(program)) return out;
  if (CHOOSERS.has(program)) return program === 'sed' ? ofLiteral(machine, call, out) : out;
  if (DATABASES.has(program) && !texts.some((text) => MAKES_TEXT.test(text.slice(0, MOST_LOOKED_AT)))) return out;
  if (program === 'jq' && !texts.some((text) => JQ_MAKES.test(text.slice(0, MOST_LOOKED_AT)))) return out;
  if (originOf(out.origins, 'download', 'decode', 'connect') !== undefined) return out;
  const isHidden = ({ text, known }: Value): boolean =>
    known &&
    text.length >= 24 &&
    machine.spend(Math.min(text.length, MOST_LOOKED_AT) * WORK.lookedAtCharacter) &&
    isOpaque(text);
  const given =
    (input !== null && isHidden(input)) ||
    first(machine, call, args).some((arg, at) => {
      const text = texts[at] ?? '';
      if (/^[a-z][a-z+.-]{1,12}:\/\//i.test(text) || isKey(text, texts[at - 1])) return false;
      if (isHidden(arg)) return true;
      const file = isFile(text) ? machine.files.get(text) : undefined;
      return file !== undefined && isHidden(file);
    });
  if (!given) return out;
  const from = machine.emit({ kind: 'decode', layer: program }, call);
  return { ...out, origins: union(out.origins, [from]), leads: union(out.leads, [from]) };
};
