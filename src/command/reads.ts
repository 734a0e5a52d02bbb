import { baseName } from '../lib/path.ts';
import type { Effect, Read } from '../model/effect.ts';
import { filesWritten, onHost } from './files.ts';
import type { Call, Machine } from './machine.ts';
import { DOWNLOADERS, METADATA_CREDENTIALS } from './network.ts';

export const TOKEN_FILE =
  /(?:^|[@=/])(?:var\/)?run\/secrets\/(?:kubernetes\.io\/serviceaccount|eks\.amazonaws\.com\/serviceaccount|azure\/tokens)\/?(?:token|\*|azure-identity-token|$)/;
export const CREDENTIAL_NAME =
  /(?:\/\.ssh\/id_[a-z0-9]+|\/\.kube\/config|\/\.aws\/credentials|\/etc\/shadow|\/admin\.conf|\/super-admin\.conf|\/proc\/(?:\d+|\*|self|\$[A-Za-z_{}]+)\/environ)$/;
/** Everything in a directory of secrets at once. One secret alone is how a client signs in. */
const ALL_SECRETS = /(?:^|\/)secrets?\/\*$/;
const KUBECTL: ReadonlySet<string> = new Set(['kubectl', 'oc', 'k3s', 'microk8s.kubectl']);
/** Words that are looked through for paths of the node. */
const MOST_WORDS = 500;

/** What a call gives out of what it reads: tokens, credentials, files of the node. Each is emitted and given back. */
export const readsOf = (machine: Machine, call: Call): readonly Effect[] => {
  const { program, texts, allTexts, redirects } = call;
  const found: Effect[] = [];
  const add = (what: Read['what'], path: string): void => {
    if (found.length >= 16) return;
    found.push(machine.emit({ kind: 'read', what, path, host: null, program }, call));
  };
  const incoming = redirects.flatMap(({ op, target }) => (op === '<' ? [target.text] : []));
  for (const word of [...allTexts.slice(0, MOST_WORDS), ...incoming]) {
    if (word.length > 4096 || !/[/*]/.test(word)) continue;
    if (TOKEN_FILE.test(word)) add('token', pathOf(word));
    else if (CREDENTIAL_NAME.test(word) || ALL_SECRETS.test(word)) add('credentials', pathOf(word));
  }
  if (DOWNLOADERS.has(program) && texts.some((text) => METADATA_CREDENTIALS.test(text))) {
    machine.emit({ kind: 'metadata-api', credentials: true }, call);
    add('metadata', '');
  }
  if (showsSecrets(program, texts)) add('credentials', 'secrets');
  if (dumpsEnvironment(call)) add('environment', '');
  // A snapshot of etcd holds every secret of the cluster.
  if (program === 'etcdctl' && texts.includes('snapshot') && texts.includes('save')) add('credentials', 'etcd');
  for (const path of filesRead(call, incoming)) {
    const host = onHost(path, call.scope.hostEntry, machine.command.container, machine.hostPaths);
    if (host !== null && found.length < 32) {
      found.push(machine.emit({ kind: 'read', what: 'file', path, host, program }, call));
    }
  }
  return found;
};

const pathOf = (word: string): string => word.slice(Math.max(word.lastIndexOf('@'), word.lastIndexOf('=')) + 1);

export const showsSecrets = (program: string, texts: readonly string[]): boolean =>
  KUBECTL.has(program) &&
  texts.includes('get') &&
  texts.some((text) => /^(?:[a-z,]*,)?secrets?(?:$|[,/])/.test(text)) &&
  texts.some((text) => /^(?:-o|--output)/.test(text));

const dumpsEnvironment = ({ program, texts, allTexts }: Call): boolean =>
  texts.length === 0 && (program === 'printenv' || baseName(allTexts.at(-1) ?? '') === 'env' || program === 'set');

/** Words of a call that may be files that it reads: without options' names, `@` and `if=`. */
const filesRead = ({ program, texts }: Call, incoming: readonly string[]): readonly string[] => {
  const written = new Set(filesWritten(program, texts));
  const words = texts.slice(0, MOST_WORDS).flatMap((text) => {
    const from = Math.max(text.indexOf('@'), text.startsWith('-') || text.startsWith('if=') ? text.indexOf('=') : -1);
    const word = text.slice(from + 1);
    return word.startsWith('/') && word.length <= 4096 && !written.has(word) ? [word] : [];
  });
  return [...words, ...incoming];
};
