import type { Download, Effect } from '../model/effect.ts';
import { MOST_ARGUMENTS } from './arguments.ts';
import { signsInWithWritten } from './dead-drops.ts';
import { type Fetched, RUNS_FETCHED } from './fetchers.ts';
import { UNPACKED } from './files.ts';
import { asksApis } from './http-apis.ts';
import type { Call, Machine } from './machine.ts';
import { hostsOf, isPublicAddress } from './network.ts';
import { saysOrigins } from './origins.ts';
import { filesWritten, namedOutputs } from './output-files.ts';
import { isInterpreter } from './programs.ts';
import { urlsIn } from './urls.ts';
import { EMPTY, union, unknown, type Value } from './value.ts';
import { writesFile } from './writes.ts';

const INSTALLERS: ReadonlySet<string> = new Set([
  ...[
    'apt',
    'apt-get',
    'apk',
    'yum',
    'dnf',
    'microdnf',
    'zypper',
    'pacman',
    'pip',
    'pip3',
    'pipx',
    'uv',
    'npm',
    'pnpm',
  ],
  ...['yarn', 'gem', 'cargo', 'conda', 'mamba', 'dpkg', 'rpm', 'npx', 'go'],
]);

/** Variables that name the place from which packages come. */
const INDEXES: readonly string[] = [
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_INDEX', 'NPM_CONFIG_REGISTRY'],
  ...['npm_config_registry', 'YARN_REGISTRY', 'YARN_NPM_REGISTRY_SERVER', 'GOPROXY'],
];

const STDOUT: ReadonlySet<string> = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/** What a web client brings. */
export const downloaded = (machine: Machine, call: Call): Value => {
  const { program, texts } = call;
  const again = call.scope.isEndless === true ? { isEndless: true as const } : {};
  const sent = sentFrom(machine, call);
  const handed = sent === '' ? {} : { sent };
  const effect = machine.emit({ kind: 'download', program, urls: urlsIn(texts), ...again, ...handed }, call);
  const read = asksApis(machine, call);
  const origins = call.args.reduce<readonly Effect[]>((all, arg) => union(all, arg.origins), [effect, ...read]);
  const out = unknown(origins);
  for (const file of filesWritten(program, texts)) {
    machine.files.set(file, out);
    writesFile(machine, call, file, '');
  }
  return putsNothingOut(program, texts) ? EMPTY : out;
};

/** Options whose word is the file itself, and those whose word names one behind a sign. */
const SENDS_FILE = /^(?:-[a-zA-Z]{0,12}T|--(?:upload-file|post-file|body-file))$/;
const SENDS_NAMED = /^(?:-[a-zA-Z]{0,12}[dF]|--(?:data(?:-raw|-binary|-ascii|-urlencode)?|json|form))$/;
const MOST_SENT = 20_000;

/** The body that a web client takes from its input or from a file that the command wrote. */
const sentFrom = (machine: Machine, { texts, input }: Call): string => {
  if (input === null && machine.files.isBlank) return '';
  for (const [at, text] of texts.slice(0, MOST_ARGUMENTS).entries()) {
    const [, joined, value = text] = /^(--[a-z-]{4,20})=([\s\S]*)$/.exec(text.slice(0, 4096)) ?? [];
    const option = joined ?? texts[at - 1] ?? '';
    const name = SENDS_FILE.test(option)
      ? value
      : SENDS_NAMED.test(option)
        ? /^[\w.-]{0,60}=?[@<]([^;]{1,4000})/.exec(value)?.[1]
        : undefined;
    if (name === undefined) continue;
    const file = name === '-' ? input : machine.files.get(name);
    if (file !== null && file !== undefined && file.text !== '') return file.text.slice(0, MOST_SENT);
  }
  return '';
};

/** A client that is told a file to write puts nothing out. */
const putsNothingOut = (program: string, texts: readonly string[]): boolean => {
  if (program !== 'curl' && program !== 'wget') return false;
  const targets = namedOutputs(program, texts);
  return targets.length > 0 && targets.every((target) => !STDOUT.has(target));
};

/** What comes from a repository, a registry, a bucket or another host. */
export const brought = (machine: Machine, call: Call, { urls, files, tree, putsOut }: Fetched): Value => {
  const keyed = signsInWithWritten(machine, call) ? { isKeyed: true as const } : {};
  const effect = machine.emit({ kind: 'download', program: call.program, urls, ...keyed }, call);
  const out = unknown([effect]);
  for (const file of files) machine.files.set(file, out);
  if (tree === '.') machine.files.set(UNPACKED, out);
  else if (tree !== null) machine.files.setTree(tree, out);
  if (RUNS_FETCHED.has(call.program) || (call.program === 'go' && call.texts[0] === 'run')) {
    machine.emit({ kind: 'execute', what: 'downloaded', how: 'unpacked', from: effect }, call);
  }
  return putsOut ? out : EMPTY;
};

/** Says what an installer is told to bring, as a program of its own or as a module of Python. */
export const installs = (machine: Machine, call: Call): void => {
  const { program, texts, allTexts } = call;
  const isModule = isInterpreter(program) && texts[0] === '-m' && INSTALLERS.has(texts[1] ?? '');
  if (!isModule && !INSTALLERS.has(program)) return;
  const set = allTexts.slice(0, allTexts.length - texts.length).flatMap((text) => {
    const end = text.indexOf('=');
    return end > 0 && INDEXES.includes(text.slice(0, end)) ? [text.slice(end + 1)] : [];
  });
  const held = INDEXES.flatMap((name) => machine.variables.get(name)?.text ?? []);
  const words = (isModule ? texts.slice(2) : texts).slice(0, MOST_ARGUMENTS);
  const files = words.flatMap((one) => (PACKAGE_FILE.test(one) ? (machine.files.get(one) ?? []) : []));
  // A file that was brought from somebody with a name is a package of his, as if the address stood here.
  const from = files.flatMap(({ origins }) => origins.flatMap((one) => (isNamed(one) ? one.urls : [])));
  const packages = [...words, ...from, ...set, ...held];
  machine.emit({ kind: 'install', program: isModule ? (texts[1] ?? '') : program, packages }, call);
  for (const { origins } of files)
    saysOrigins(
      machine,
      call,
      origins.filter((one) => !isNamed(one)),
      'file',
    );
};

/** A download whose server says who it is. */
const isNamed = (effect: Effect): effect is Effect & Download =>
  effect.kind === 'download' &&
  effect.urls.length > 0 &&
  effect.urls.every((url) => url.startsWith('https://') && !hostsOf([url]).some(isPublicAddress));

/** A path, or a name with the ending of a package. */
const PACKAGE_FILE = /^(?!-)(?:.*\/|.*\.(?:deb|rpm|apk|whl|tgz|tar\.gz|zip|gem)$)/;
