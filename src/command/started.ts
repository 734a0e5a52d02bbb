import { baseName } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import { UNPACKED } from './files.ts';
import type { Call, Machine } from './machine.ts';
import { NETWORK_DEVICE } from './network.ts';
import { filesWritten } from './output-files.ts';
import { isShell, runsInput, scriptFile, shellTextIndex } from './programs.ts';
import { runsFile, runsValue } from './running.ts';
import { EMPTY, isReadable, literal, originOf, union, unknown, type Value } from './value.ts';

/** A shell that takes its commands from whoever is at the other end; a chroot or an nsenter without a program runs one. */
export const opensShell = ({ program, texts, input, hostEntries, allTexts }: Call): boolean => {
  if (input?.known === true && input.text !== '') return false;
  if (program === '') return hostEntries.length > 0;
  return isShell(program) && shellTextIndex(allTexts) < 0 && scriptFile({ program, args: texts }) === null;
};

/** What a shell runs: the text of an option, a file, or what comes in. What it sets is gone with it. */
export const startsShell = (machine: Machine, call: Call, run: Effect): Value =>
  isolated(machine, () => shell(machine, call, run));

/** What another process sets is gone with it. */
const isolated = (machine: Machine, run: () => Value): Value => {
  const mark = machine.variables.fork();
  const out = run();
  machine.variables.undo(mark);
  return out;
};

const INTERACTIVE = /^-[a-z]{0,4}i[a-z]{0,4}$/;

const shell = (machine: Machine, call: Call, run: Effect): Value => {
  const { all, allTexts, texts, program, input, scope } = call;
  const text = shellTextIndex(allTexts);
  if (text >= 0) {
    const positional = all.slice(text + 2);
    const name = all[text + 1];
    if (name !== undefined) machine.variables.set('0', name);
    machine.variables.delete('OPTIND');
    return runsValue(machine, { ...call, scope: { ...scope, shell: program } }, all[text] ?? EMPTY, 'text', positional);
  }
  const file = scriptFile({ program, args: texts });
  const known = file === null ? undefined : (machine.files.get(file) ?? machine.files.get(machine.absolute(file)));
  if (known !== undefined) return runsFile(machine, call, known, call.args.slice(1));
  const reads = runsInput({ program, args: texts });
  const isOnDevice = scope.onDevice || call.redirects.some(({ target }) => NETWORK_DEVICE.test(target.text));
  // One that is told to be interactive was meant for a peer, whatever else was mistyped behind it.
  if (isOnDevice && (reads || texts.some((text) => INTERACTIVE.test(text)))) {
    machine.emit(
      { kind: 'connect', to: '/dev/tcp', binds: 'binds a shell to a network connection of the shell itself' },
      call,
    );
  }
  if (!reads) {
    // A process substitution or a word that holds the output of something else.
    const brought = file === null ? null : fromArchive(machine, call, file.includes('/') ? file : `./${file}`);
    if (brought !== null) return brought;
    const word = call.args[texts.indexOf(file ?? '')];
    if (word !== undefined && originOf(word.leads, 'download', 'decode', 'connect') !== undefined)
      return runsFile(machine, call, word, []);
    return unknown([]);
  }
  const at = texts.findIndex((text) => /^-[a-z]*s$/.test(text));
  const words = at < 0 ? undefined : call.args.slice(texts[at + 1] === '--' ? at + 2 : at + 1);
  const inner = { ...call, scope: { ...scope, shell: program } };
  const out = input === null ? EMPTY : runsValue(machine, inner, input, 'input', words);
  return { ...unknown(union(out.origins, [run])), text: out.text, known: out.known };
};

/** A program that is a file written before: a download, decoded data, or a script whose text is known. */
export const programFile = (machine: Machine, call: Call): Value | null => {
  const { path } = call;
  // A name without a path is looked for where programs are, not in the working directory.
  const file =
    machine.files.program(path, machine.variables.get('PATH')?.text) ??
    (path.includes('/') ? machine.files.get(machine.absolute(path)) : undefined);
  if (
    file !== undefined &&
    (path.includes('/') || !filesWritten(call.program, call.texts).some((one) => baseName(one) === path))
  ) {
    const tool = publishedAs(file, baseName(path));
    const out = runsFile(machine, call, file, call.args);
    return tool === null ? out : machine.runWords([literal(tool), ...call.args], call, call.input);
  }
  return fromArchive(machine, call, path);
};

/** Programs that are known by what they are told, as their publishers name them. */
const PUBLISHED: ReadonlySet<string> = new Set([
  ...[
    'kubectl',
    'oc',
    'helm',
    'aws',
    'rclone',
    'mc',
    'restic',
    'docker',
    'nerdctl',
    'crictl',
    'etcdctl',
    'curl',
    'wget',
  ],
  ...['frpc', 'chisel', 'ngrok', 'cloudflared', 'gost', 'socat', 'nc', 'ncat', 'busybox', 'xmrig', 'jq', 'yq', 'gh'],
]);
/** The program that a download is which was saved under another name; `null` where its address does not say it. */
const publishedAs = ({ origins }: Value, name: string): string | null => {
  for (const one of origins) {
    if (one.kind !== 'download') continue;
    for (const url of one.urls) {
      const last = baseName(url.replace(/[?#].*$/, ''));
      if (last !== name && PUBLISHED.has(last)) return last;
    }
  }
  return null;
};

/** A file that an archive brought which was downloaded or decoded, as far as its place tells; `null` for another. */
export const fromArchive = (machine: Machine, call: Call, path: string): Value | null => {
  const unpacked = /^(?:[^/$][^/]*\/|\/tmp\/|\/var\/tmp\/|\/dev\/shm\/)/.test(path)
    ? machine.files.get(UNPACKED)
    : undefined;
  if (unpacked === undefined) return null;
  const from = originOf(unpacked.origins, 'download', 'decode', 'connect');
  if (from !== undefined) {
    const what = from.kind === 'decode' ? 'decoded' : 'downloaded';
    machine.emit({ kind: 'execute', what, how: 'unpacked', from: from.kind === 'connect' ? null : from }, call);
  }
  return unknown(unpacked.origins);
};

/** A command that came over a connection, or in a variable that was filled with a download or with decoded text. */
export const received = (machine: Machine, call: Call, word: Value): void => {
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
