import { baseName } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import { WORK } from './budget.ts';
import { testOf } from './conditions.ts';
import { asksDatabase } from './databases.ts';
import { entersNode, takesNode } from './entry.ts';
import { type Fetched, fetchedBy, RUNS_FETCHED } from './fetchers.ts';
import { filesWritten, isFile, namedOutputs, urlsIn } from './files.ts';
import { filtered } from './filters.ts';
import { asksApis } from './http-apis.ts';
import { readInto } from './inputs.ts';
import { runsCode } from './interpret.ts';
import { handedOnAt, kubeCall } from './kube.ts';
import { links } from './links.ts';
import type { Call, Machine } from './machine.ts';
import { bindsShell, DOWNLOADERS, isPeer, listens, NETWORK_DEVICE } from './network.ts';
import { runsPreloads } from './preloads.ts';
import { isInterpreter, isShell, runsInput, scriptFile, shellTextIndex } from './programs.ts';
import { readsOf } from './reads.ts';
import { runsHooks, runsOther } from './runners.ts';
import { namesProgram, runsFile, runsValue } from './running.ts';
import { sends } from './sinks.ts';
import { sshWords } from './ssh.ts';
import {
  EMPTY,
  isReadable,
  join,
  literal,
  mapped,
  originOf,
  union,
  unknown,
  type Value,
  withOrigins,
} from './value.ts';
import { SUM_CHECKERS } from './verified.ts';
import { kernelProgram, writesFile } from './writes.ts';
import { spread } from './xargs.ts';

const REMOVERS: ReadonlySet<string> = new Set(['rm', 'shred', 'truncate', 'unlink', 'srm', 'wipe']);
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
const UNPACKERS: ReadonlySet<string> = new Set(['tar', 'unzip', 'bsdtar', 'cpio', '7z']);
/** Where what an archive tool unpacked is kept, as a file that no path names. */
const UNPACKED = '/\0unpacked';
const MOST_ARGUMENTS = 300;

/** The words that are looked at one by one; says when there are more. */
const first = <T>(machine: Machine, call: Call, words: readonly T[]): readonly T[] => {
  if (words.length <= MOST_ARGUMENTS) return words;
  machine.cut(call);
  return words.slice(0, MOST_ARGUMENTS);
};

/** What one simple command would do: its effects are emitted, its output is given back. */
export const dispatch = (machine: Machine, call: Call): Value => {
  const before = machine.effects.length;
  const isOpen = opensShell(call);
  const words = machine.wordsShown(call.allTexts);
  const args = words === call.allTexts ? call.texts : words.slice(words.length - call.texts.length);
  const run = machine.emit(
    {
      kind: 'run',
      program: call.program,
      args,
      words,
      opensShell: isOpen,
    },
    call,
  );
  const reads = readsOf(machine, call);
  const out = withOrigins(performed(machine, call, run), reads);
  // What a web client brought is in the file that it wrote.
  if (reads.length > 0 && DOWNLOADERS.has(call.program)) {
    for (const file of filesWritten(call.program, call.texts)) {
      const held = machine.files.get(file);
      if (held !== undefined) machine.files.set(file, withOrigins(held, reads));
    }
  }
  sends(machine, call, reads);
  written(machine, call, out);
  escapes(machine, call, before, isOpen);
  return out;
};

/** A shell that takes its commands from whoever is at the other end; a chroot or an nsenter without a program runs one. */
const opensShell = ({ program, texts, input, hostEntries, allTexts }: Call): boolean => {
  if (input?.known === true && input.text !== '') return false;
  if (program === '') return hostEntries.length > 0;
  return isShell(program) && shellTextIndex(allTexts) < 0 && scriptFile({ program, args: texts }) === null;
};

const escapes = (machine: Machine, call: Call, before: number, isOpen: boolean): void => {
  const { hostEntries, program, texts } = call;
  const kernel = kernelProgram(program, texts);
  if (kernel !== null) machine.emit({ kind: 'escape', how: 'kernel', does: kernel, takesOver: true, program }, call);
  const entry = hostEntries.find((one) => entersNode(one, machine));
  if (entry === undefined) return;
  machine.emit(
    {
      kind: 'escape',
      how: entry.how,
      does:
        entry.how === 'nsenter'
          ? "enters the namespaces of the node's first process"
          : "changes its root to the node's file system",
      takesOver: isOpen || takesNode(machine.effects.slice(before)),
      program,
    },
    call,
  );
};

/** Files that it writes by its arguments; redirects are written where the command is evaluated. */
const written = (machine: Machine, call: Call, out: Value): void => {
  const { program, texts, input } = call;
  if (DOWNLOADERS.has(program)) return;
  for (const file of filesWritten(program, texts)) {
    const copied =
      program === 'tee' || program === 'sponge' || program === 'dd' ? (input ?? out) : copyOf(machine, call, out);
    // A program of the image that keeps its name is what its name says.
    if (!copied.known || baseName(copied.text.slice(0, copied.text.indexOf(' '))) !== baseName(file))
      machine.files.set(file, copied);
    const held = union(copied.origins, out.origins);
    writesFile(machine, call, file, copied.known ? copied.text : texts.join(' '), held);
  }
};

/** What a copy holds: the file it was made of; of a program of the image, a script that starts it. */
const copyOf = (machine: Machine, { texts, program, args }: Call, out: Value): Value => {
  if (!['cp', 'mv', 'install', 'ln'].includes(program)) return withoutText(out);
  const from =
    texts
      .filter((text) => !text.startsWith('-'))
      .slice(0, -1)
      .at(-1) ?? '';
  const known = machine.files.get(from);
  if (known !== undefined) return known;
  if (/^(?:\/usr(?:\/local)?)?\/s?bin\/[\w.+-]{1,40}$/.test(from) || /^[\w.+-]{1,40}$/.test(from)) {
    return literal(`${from} "$@"\n`);
  }
  return unknown(args.reduce<readonly Effect[]>((all, { origins }) => union(all, origins), []));
};

const withoutText = (value: Value): Value => (value.origins.length === 0 ? unknown() : mapped(value, null));

const performed = (machine: Machine, call: Call, run: Effect): Value => {
  const { program, path, texts, args, input, allTexts, scope } = call;
  const xargs = lastXargs(allTexts, allTexts.length - texts.length);
  if (xargs >= 0) return spread(machine, call, xargs);
  const split = splitAt(allTexts, allTexts.length - texts.length);
  if (split > 0) return runsValue(machine, call, splitString(call, split), 'text');
  if (call.hostEntries.length > 0 && program === '')
    return input === null ? unknown([run]) : runsValue(machine, call, input, 'input');
  if (program === '') return EMPTY;

  const kube = kubeCall(machine, call);
  if (kube !== null) machine.emit(kube, call);
  if (program === 'ln') links(machine, call);
  const handed = handedOnAt(program, texts);
  if (handed >= 0) {
    return machine.runWords(args.slice(handed), { ...call, scope: { ...scope, hostEntry: null } }, input);
  }
  asksDatabase(machine, call);
  // Sums that were downloaded too say nothing: whoever changes one changes the other.
  if (SUM_CHECKERS.has(program) && texts.some((text) => /^-[a-z]*c$|^--check$/.test(text)) && input?.known === true) {
    machine.verified.take(input.text, machine.files);
  }
  installs(machine, call);
  if (listens(program, texts)) machine.emit({ kind: 'listen', program }, call);
  if (isPeer(program, texts)) return connected(machine, call);
  const fetched = fetchedBy(program, texts);
  if (fetched !== null) return brought(machine, call, fetched);
  if (DOWNLOADERS.has(program)) return downloaded(machine, call);
  if (program === 'ssh') runsRemotely(machine, call);
  const file = programFile(machine, call);
  if (file !== null) return file;
  runsHooks(machine, call);
  runsPreloads(machine, call);
  const other = runsOther(machine, call);
  if (other !== null) return other;
  if (isShell(program)) return isolated(machine, () => shell(machine, call, run));
  if (isInterpreter(program) && texts[0] === '-m' && texts[1] === 'base64')
    return filtered(machine, { ...call, program: 'base64', args: args.slice(2), texts: texts.slice(2) }) ?? unknown();
  if (isInterpreter(program)) {
    const length = texts.reduce((sum, text) => sum + text.length, input?.text.length ?? 0);
    if (machine.spend(WORK.text + length * WORK.codeCharacter)) return runsCode(machine, call);
    machine.cut(call);
    return passedOn(machine, call);
  }
  const out = builtin(machine, call) ?? filtered(machine, call);
  if (out !== null) return out;
  // A word whose value came from elsewhere names what runs.
  if (path.startsWith('$')) {
    const word = call.all[call.all.length - args.length - 1] ?? EMPTY;
    if (word.sealed !== undefined) return runsValue(machine, call, word, 'text');
    received(machine, call, word);
    namesProgram(machine, call, word);
  }
  return passedOn(machine, call);
};

/** Where `xargs` stands last before this word, or -1. */
const lastXargs = (words: readonly string[], end: number): number => {
  for (let at = end - 1; at >= 0; at -= 1) {
    const word = words[at] ?? '';
    if (word.endsWith('xargs') && baseName(word) === 'xargs') return at;
  }
  return -1;
};

/** Variables that name the place from which packages come. */
const INDEXES: readonly string[] = [
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_INDEX', 'NPM_CONFIG_REGISTRY'],
  ...['npm_config_registry', 'YARN_REGISTRY', 'YARN_NPM_REGISTRY_SERVER', 'GOPROXY'],
];

/** Says what an installer is told to bring, as a program of its own or as a module of Python. */
const installs = (machine: Machine, { program, texts, allTexts, ...at }: Call): void => {
  const isModule = isInterpreter(program) && texts[0] === '-m' && INSTALLERS.has(texts[1] ?? '');
  if (!isModule && !INSTALLERS.has(program)) return;
  const set = allTexts.slice(0, allTexts.length - texts.length).flatMap((text) => {
    const end = text.indexOf('=');
    return end > 0 && INDEXES.includes(text.slice(0, end)) ? [text.slice(end + 1)] : [];
  });
  const held = INDEXES.flatMap((name) => machine.variables.get(name)?.text ?? []);
  const packages = [...(isModule ? texts.slice(2) : texts).slice(0, MOST_ARGUMENTS), ...set, ...held];
  machine.emit({ kind: 'install', program: isModule ? (texts[1] ?? '') : program, packages }, at);
};

/** Programs that put out the size, the age or the checksum of what they read, and nothing of it. */
const MEASURES: ReadonlySet<string> = new Set([
  ...['stat', 'du', 'wc', 'cksum', 'md5sum', 'sha1sum', 'sha256sum', 'sha512sum', 'b2sum'],
]);

/** Runners such as `argoexec emissary -- sh -c …` and `vault-env -- app`: what stands behind the dashes is a command. */
const handsOver = (machine: Machine, call: Call): void => {
  const dashes = call.texts.indexOf('--');
  const program = dashes < 0 ? '' : baseName(call.texts[dashes + 1] ?? '');
  if (isShell(program) || isInterpreter(program) || DOWNLOADERS.has(program) || isPeer(program, [])) {
    machine.runWords(call.args.slice(dashes + 1), call, call.input);
  }
};

/** Every other program is taken to pass on what it reads, from its input, its words and files named in them. */
const passedOn = (machine: Machine, call: Call): Value => {
  const { args, texts, input, program, shown, scope } = call;
  if (MEASURES.has(program)) return unknown();
  handsOver(machine, call);
  let origins: readonly Effect[] = input?.origins ?? [];
  for (const [index, arg] of first(machine, call, args).entries()) {
    origins = union(origins, arg.origins);
    const file = isFile(texts[index] ?? '') ? machine.files.get(texts[index] ?? '') : undefined;
    if (file !== undefined) origins = union(origins, file.origins);
  }
  if (UNPACKERS.has(program) && origins.length > 0) machine.files.set(UNPACKED, unknown(origins));
  const action =
    /^--(?:checkpoint-action=exec|to-command|use-compress-program|info-script|rmt-command|rsh-command)=(.*)$/s.exec(
      texts.find((text) => /^--(?:checkpoint-action=exec|to-command|use-comp|info-s|rmt-|rsh-)/.test(text)) ?? '',
    )?.[1];
  if (program === 'tar' && action !== undefined) machine.runText(literal(action), { ...scope }, null);
  if (/^[gm]?awk$/.test(program)) awk(machine, { texts, shown, scope });
  return unknown(origins);
};

/** `awk 'BEGIN { system("…") }'`, `"…" | getline`. */
const awk = (machine: Machine, { texts, scope, shown }: Pick<Call, 'texts' | 'shown' | 'scope'>): void => {
  for (const text of texts) {
    // gawk reads commands from a peer and starts them: what comes in over one pipe is the name of another.
    if (/\/inet[46]?\/(?:tcp|udp)\//.test(text) && /getline|system/.test(text)) {
      machine.emit(
        { kind: 'connect', to: '/inet/tcp', binds: 'runs in awk what it receives over a network connection' },
        { shown, scope },
      );
    }
    if (!/system|getline|\|/.test(text) || text.length > 20_000) continue;
    const line = /\|\s{0,8}getline\s{1,8}(\w{1,40})/.exec(text)?.[1];
    const from = line === undefined ? undefined : machine.effects.findLast(({ kind }) => kind === 'download');
    if (from !== undefined && new RegExp(`system\\s{0,4}\\(\\s{0,4}${line}\\b`).test(text)) {
      machine.emit({ kind: 'execute', what: 'downloaded', how: 'text', from }, { shown, scope });
    }
    for (const match of text.matchAll(
      /system\s{0,4}\(\s{0,4}"((?:[^"\\]|\\.){1,8000})"|"((?:[^"\\]|\\.){1,8000})"\s{0,4}\|\s{0,4}getline|\|\s{0,4}"((?:[^"\\]|\\.){1,8000})"/gs,
    )) {
      const found = (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('\\"', '"');
      machine.runText(literal(found), scope, null);
    }
  }
};

/** A program that is a file written before: a download, decoded data, or a script whose text is known. */
const programFile = (machine: Machine, call: Call): Value | null => {
  const { path } = call;
  // A name without a path is looked for where programs are, not in the working directory.
  const file =
    machine.files.program(path) ?? (path.includes('/') ? machine.files.get(machine.absolute(path)) : undefined);
  if (
    file !== undefined &&
    (path.includes('/') || !filesWritten(call.program, call.texts).some((one) => baseName(one) === path))
  ) {
    return runsFile(machine, call, file, call.args);
  }
  const unpacked = /^(?:\.{1,2}\/|\/tmp\/|\/var\/tmp\/|\/dev\/shm\/)/.test(path)
    ? machine.files.get(UNPACKED)
    : undefined;
  if (unpacked === undefined) return null;
  const from = originOf(unpacked.origins, 'download', 'decode');
  if (from !== undefined) {
    machine.emit(
      { kind: 'execute', what: from.kind === 'download' ? 'downloaded' : 'decoded', how: 'unpacked', from },
      call,
    );
  }
  return unknown(unpacked.origins);
};

/** What another process sets is gone with it. */
const isolated = (machine: Machine, run: () => Value): Value => {
  const mark = machine.variables.fork();
  const out = run();
  machine.variables.undo(mark);
  return out;
};

const shell = (machine: Machine, call: Call, run: Effect): Value => {
  const { all, allTexts, texts, program, input, scope } = call;
  const text = shellTextIndex(allTexts);
  if (text >= 0) {
    const positional = all.slice(text + 2);
    const name = all[text + 1];
    if (name !== undefined) machine.variables.set('0', name);
    return runsValue(machine, { ...call, scope: { ...scope, shell: program } }, all[text] ?? EMPTY, 'text', positional);
  }
  const file = scriptFile({ program, args: texts });
  const known = file === null ? undefined : (machine.files.get(file) ?? machine.files.get(machine.absolute(file)));
  if (known !== undefined) return runsFile(machine, call, known, call.args.slice(1));
  const reads = runsInput({ program, args: texts });
  if (!reads) {
    // A process substitution or a word that holds the output of something else.
    const word = call.args[texts.indexOf(file ?? '')];
    if (word !== undefined && originOf(word.leads, 'download', 'decode', 'connect') !== undefined)
      return runsFile(machine, call, word, []);
    return unknown([]);
  }
  if (scope.onDevice || call.redirects.some(({ target }) => NETWORK_DEVICE.test(target.text))) {
    machine.emit(
      { kind: 'connect', to: '/dev/tcp', binds: 'binds a shell to a network connection of the shell itself' },
      call,
    );
  }
  const out =
    input === null ? EMPTY : runsValue(machine, { ...call, scope: { ...scope, shell: program } }, input, 'input');
  return { ...unknown(union(out.origins, [run])), text: out.text, known: out.known };
};

const connected = (machine: Machine, call: Call): Value => {
  const binds = bindsShell(call);
  const to = call.texts
    .filter((text) => !text.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  const effect = machine.emit({ kind: 'connect', to, binds }, call);
  return unknown(union([effect], call.input?.origins ?? []));
};

const downloaded = (machine: Machine, call: Call): Value => {
  const { program, texts } = call;
  const again = call.scope.isEndless === true ? { isEndless: true as const } : {};
  const effect = machine.emit({ kind: 'download', program, urls: urlsIn(texts), ...again }, call);
  const read = asksApis(machine, call);
  const origins = call.args.reduce<readonly Effect[]>((all, arg) => union(all, arg.origins), [effect, ...read]);
  const out = unknown(origins);
  for (const file of filesWritten(program, texts)) {
    machine.files.set(file, out);
    writesFile(machine, call, file, '');
  }
  return putsNothingOut(program, texts) ? EMPTY : out;
};

/** What comes from a repository, a registry, a bucket or another host. */
const brought = (machine: Machine, call: Call, { urls, files, tree, putsOut }: Fetched): Value => {
  const effect = machine.emit({ kind: 'download', program: call.program, urls }, call);
  const out = unknown([effect]);
  for (const file of files) machine.files.set(file, out);
  if (tree === '.') machine.files.set(UNPACKED, out);
  else if (tree !== null) machine.files.setTree(tree, out);
  if (RUNS_FETCHED.has(call.program)) {
    machine.emit({ kind: 'execute', what: 'downloaded', how: 'unpacked', from: effect }, call);
  }
  return putsOut ? out : EMPTY;
};

/** The command that `ssh` hands to the other host, behind the name of the host. */
const runsRemotely = (machine: Machine, { texts, args, scope }: Call): void => {
  const words = args.slice(sshWords(texts).command);
  if (words.length > 0) machine.runText(join(words, ' '), { ...scope, hostEntry: null }, null);
  for (const text of texts.slice(0, MOST_ARGUMENTS)) {
    const command = /^(?:-o)?(?:ProxyCommand|LocalCommand|KnownHostsCommand)[= ](.+)$/is.exec(text)?.[1];
    if (command !== undefined && command !== 'none') machine.runText(literal(command), scope, null);
  }
};

const STDOUT: ReadonlySet<string> = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/** A client that is told a file to write puts nothing out. */
const putsNothingOut = (program: string, texts: readonly string[]): boolean => {
  if (program !== 'curl' && program !== 'wget') return false;
  const targets = namedOutputs(program, texts);
  return targets.length > 0 && targets.every((target) => !STDOUT.has(target));
};

/** A command that came over a connection, or in a variable that was filled with a download or with decoded text. */
const received = (machine: Machine, call: Call, word: Value): void => {
  const from = originOf(word.leads, 'download', 'decode');
  if (from !== undefined) {
    machine.emit(
      {
        kind: 'execute',
        what: from.kind === 'download' ? 'downloaded' : 'decoded',
        how: 'text',
        from,
        ...(from.kind === 'decode' && isReadable(word) ? { isRead: true } : {}),
      },
      call,
    );
  }
  if (call.scope.onDevice || originOf(word.leads, 'connect') !== undefined) {
    machine.emit(
      { kind: 'connect', to: '/dev/tcp', binds: 'binds a shell to a network connection of the shell itself' },
      call,
    );
  }
};

/** Where the option of `env` stands that takes a text with the words, or -1. */
const splitAt = (words: readonly string[], end: number): number => {
  const env = words.findIndex((word) => baseName(word) === 'env');
  if (env < 0 || env > end) return -1;
  const at = words.findIndex((word, index) => index > env && /^(?:-[a-z]*S|--split-string)/.test(word));
  return at <= end ? at : -1;
};

/** `env -S 'sh -c x'`. */
const splitString = ({ all, allTexts }: Call, at: number): Value => {
  const joined = (allTexts[at] ?? '').replace(/^(?:-[a-z]*S|--split-string=?)/, '');
  return join([...(joined === '' ? [] : [literal(joined)]), ...all.slice(at + 1)], ' ');
};

const builtin = (machine: Machine, call: Call): Value | null => {
  const { program, texts, args, input, scope } = call;
  switch (program) {
    case 'eval':
      return runsValue(machine, call, evalText(join(args, ' ')), 'text');
    case 'source':
    case '.': {
      const name = texts[0] ?? '';
      const file = machine.files.get(name);
      if (file !== undefined) return runsFile(machine, call, file, args.slice(1));
      if (runsInput({ program, args: texts }) && input !== null) return runsValue(machine, call, input, 'input');
      const word = args[0];
      return word === undefined ? EMPTY : runsOrigins(machine, call, word);
    }
    case 'trap':
      return texts[0] === undefined || texts[0].startsWith('-')
        ? EMPTY
        : runsValue(machine, call, args[0] ?? EMPTY, 'text');
    case 'su':
    case 'script':
    case 'runuser': {
      const option = texts.findIndex((text) => /^-[a-z]*c$/.test(text) || text === '--command');
      return option < 0 ? unknown() : runsValue(machine, call, args[option + 1] ?? EMPTY, 'text');
    }
    case 'read':
    case 'mapfile':
    case 'readarray':
      machine.status = readInto(machine, call);
      return EMPTY;
    case 'set':
      if (texts.includes('--')) machine.positional = args.slice(texts.indexOf('--') + 1);
      else if (texts[0] !== undefined && !/^[-+]/.test(texts[0])) machine.positional = args;
      return EMPTY;
    case 'shift':
      machine.status = machine.positional.length > 0;
      machine.positional = machine.positional.slice(Number(texts[0] ?? 1) || 1);
      return EMPTY;
    case 'unset':
      for (const text of texts) if (!text.startsWith('-')) machine.variables.delete(text);
      return EMPTY;
    case 'let':
      for (const text of texts.slice(0, MOST_ARGUMENTS)) machine.calculate(text);
      return EMPTY;
    case 'alias':
      for (const one of first(machine, call, args)) {
        const equals = one.text.indexOf('=');
        if (equals > 0 && machine.aliases.size < MOST_ARGUMENTS)
          machine.aliases.set(one.text.slice(0, equals), { ...one, text: one.text.slice(equals + 1) });
      }
      return EMPTY;
    case 'hash':
      if (texts[0] === '-p' && texts[1] !== undefined && texts[2] !== undefined)
        machine.files.set(texts[2], literal(`${texts[1]} "$@"\n`));
      return EMPTY;
    case 'break':
      machine.breaks();
      return EMPTY;
    case ':':
    case 'true':
      machine.status = true;
      return EMPTY;
    case 'false':
      machine.status = false;
      return EMPTY;
    case 'test':
      machine.status = testOf(args);
      return EMPTY;
    case '[':
      machine.status = testOf(args.slice(0, -1));
      return EMPTY;
    case 'mkfifo':
    case 'mkdir':
    case 'touch':
      return EMPTY;
    case 'cd':
    case 'pushd':
      machine.files.directory = directoryOf(machine, texts.find((text) => !text.startsWith('-')) ?? null);
      return EMPTY;
    case 'sleep':
      machine.emit({ kind: 'wait', seconds: texts.join(' '), isEndless: scope.isEndless === true }, call);
      return EMPTY;
    case 'chmod':
      changesMode(machine, call);
      return EMPTY;
    case 'find':
      return found(machine, call);
    case 'split': {
      const filter = texts.find((text) => text.startsWith('--filter='));
      if (filter !== undefined) machine.runText(literal(filter.slice('--filter='.length)), scope, input);
      return EMPTY;
    }
    default:
  }
  if (REMOVERS.has(program)) {
    const recursive = texts.some((text) => /^-[a-zA-Z]*[rR]/.test(text) || text === '--recursive');
    for (const text of first(machine, call, texts)) {
      if (!text.startsWith('-'))
        machine.emit(
          { kind: 'delete', path: text, host: machine.hostPlace(text, scope), recursive, isOld: false },
          call,
        );
    }
    return EMPTY;
  }
  return null;
};

/** Where a `cd` leads to; `null` where that is not known. */
const directoryOf = ({ files }: Machine, to: string | null): string | null => {
  if (to === null || /[$*?~]/.test(to)) return null;
  if (to.startsWith('/')) return to;
  return files.directory === null ? to : `${files.directory}/${to}`;
};

/** Unlike the text of a shell, any origin in the words of an `eval` is one of what runs. */
const evalText = (text: Value): Value => ({ ...text, leads: text.origins });

const runsOrigins = (machine: Machine, call: Call, word: Value): Value => {
  if (originOf(word.origins, 'download', 'decode', 'connect') === undefined) return unknown(word.origins);
  return runsFile(machine, call, { ...word, leads: word.origins, known: false }, []);
};

const EXECUTABLE = /^(?:[ugoa]*[+=][rwst]*x|0?[0-7]?[1357][0-7]{2}$|0?[0-7]?[0-7]{2}[1357]$)/;

const changesMode = (machine: Machine, call: Call): void => {
  const executable = call.texts.some((text) => EXECUTABLE.test(text));
  const setsUser = call.texts.some((text) => /^0?[4-7][0-7]{3}$|^[ugoa]*[+=][rwxt]*s/.test(text));
  for (const text of first(machine, call, call.texts).slice(1)) {
    machine.emit(
      { kind: 'change-mode', path: text, executable, setsUser, host: machine.hostPlace(text, call.scope) },
      call,
    );
    const file = executable ? machine.files.get(text) : undefined;
    const from = file === undefined ? undefined : originOf(file.origins, 'download', 'decode');
    if (from === undefined) continue;
    for (const one of file?.origins ?? []) {
      if (one.kind === 'download') machine.emit({ kind: 'execute', what: 'downloaded', how: 'file', from: one }, call);
      if (one.kind !== 'decode' || file === undefined) continue;
      // A script that is known is read at once: whoever makes it a program is about to run it.
      if (isReadable(file)) runsFile(machine, call, file, []);
      else machine.emit({ kind: 'execute', what: 'decoded', how: 'file', from: one }, call);
    }
  }
};

const found = (machine: Machine, call: Call): Value => {
  const { texts, args, scope } = call;
  // What an action runs is no action of this find.
  let after = 0;
  let origins: readonly Effect[] = [];
  for (const [index, text] of first(machine, call, texts).entries()) {
    if (index < after) continue;
    if (text === '-delete') {
      const path = texts[0] ?? '';
      const isOld = texts.some((one) => /^-(?:[acm](?:time|min)|newer|size|name|empty)/.test(one));
      const deleted = { kind: 'delete', path, host: machine.hostPlace(path, scope), recursive: !isOld, isOld } as const;
      machine.emit(deleted, call);
    }
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(text)) continue;
    const rest = texts.slice(index + 1);
    const end = rest.findIndex((one) => one === ';' || one === '+');
    after = end < 0 ? texts.length : index + 1 + end;
    const words = args.slice(index + 1, after);
    const place = literal(`${texts[0] ?? '.'}/*`);
    if (words.length === 0) continue;
    const out = machine.runWords(
      words.map((word) => (word.text === '{}' ? place : word)),
      call,
      null,
    );
    origins = union(origins, out.origins);
  }
  return unknown(origins);
};
