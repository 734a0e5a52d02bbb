import type { Value } from '../value.ts';
import { processOf, readsFile, runsAsCode, runsShell, runsWords, saysRun } from './acts.ts';
import { entersNamespace, native } from './native.ts';
import { itemsIn, passes, wordsOf } from './python-values.ts';
import {
  argumentOf,
  asKind,
  asObject,
  asValue,
  type Calls,
  does,
  type Handler,
  knownNumber,
  knownText,
  list,
  NOTHING,
  number,
  type ObjectThing,
  object,
  ref,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

/** A socket among what a process is given for its input and output. */
const socketIn = (named: ReadonlyMap<string, Thing>): ObjectThing | undefined => {
  for (const name of ['stdin', 'stdout', 'stderr']) {
    const found = asObject(named.get(name), 'socket');
    if (found !== undefined) return found;
  }
  return undefined;
};

/** `subprocess.run(…)`: the words of a list, a text with a shell, or the name of a program. */
const subprocess: Handler = (host, call) => {
  const command = argumentOf(call, 0, 'args');
  const shell = call.named.get('shell');
  const isShell = shell !== undefined && knownNumber(shell) !== 0 && shell.kind !== 'none';
  const words = asKind(command, 'list')?.items;
  const socket = socketIn(call.named);
  const executable = call.named.get('executable');
  const input = call.named.get('input');
  let out: Value;
  if (words !== undefined && !isShell) {
    const started = executable === undefined ? words : [executable, ...words.slice(1)];
    out = runsWords(host, started, socket);
  } else
    out =
      isShell || command?.kind !== 'text' || /\s/.test(command.value.text)
        ? runsShell(host, words?.[0] ?? command, socket)
        : runsWords(host, [command], socket);
  // What a shell is given to read, it runs.
  if (input !== undefined && out.origins.some((effect) => effect.kind === 'run' && effect.opensShell))
    runsShell(host, input);
  return processOf(out);
};

const shell: Handler = (host, call) => processOf(runsShell(host, argumentOf(call, 0, 'cmd', 'command', 'args')));

const shellOutput: Handler = (host, call) => textOf(runsShell(host, argumentOf(call, 0, 'cmd', 'command')));

/** `os.execv(path, words)`: the first of the words is a name only. */
const execs =
  (isList: boolean, from: number): Handler =>
  (host, { args }) => {
    const path = args[from] ?? text('');
    const words = isList ? wordsOf(args[from + 1]) : args.slice(from + 1);
    return processOf(
      runsWords(
        host,
        [path, ...words.slice(1)].filter((one) => one.kind !== 'dict'),
      ),
    );
  };

const spawns: Handler = (host, { args }) => processOf(runsWords(host, wordsOf(args[0])));

const imports: Handler = (host, { args }) => {
  const name = knownText(args[0]);
  if (name === null) return unknownThing();
  return name
    .split('.')
    .slice(1)
    .reduce((of, part) => host.member(of, part), ref(name.split('.', 1)[0] ?? name));
};

const getattr: Handler = (host, { args }) => {
  const [of, name, fallback] = args;
  const written = knownText(name);
  return of === undefined || written === null ? (fallback ?? unknownThing()) : host.member(of, written);
};

const starts: Handler = (host, call) => {
  const target = argumentOf(call, 1, 'target', 'function');
  const given = call.named.get('args') ?? call.args.find((one) => one.kind === 'list');
  if (target !== undefined) host.call(target, given === undefined ? [] : itemsIn(given));
  return object('thread');
};

/** A function with some arguments given before. */
const partial = (args: readonly Thing[]): Thing => {
  const [of, ...given] = args;
  if (of === undefined) return NOTHING;
  const made = object(
    'partial',
    [],
    [
      ['of', of],
      ['given', list(given)],
    ],
  );
  return { kind: 'method', of: made, name: '\0call' };
};

/** Processes, threads, and code and modules that are named by a text. */
export const PROCESSES: Calls = [
  ...['os.system', 'invoke.run', 'pexpect.run', 'commands.getoutput', 'asyncio.create_subprocess_shell'].map(
    (name) => [name, shell] as const,
  ),
  ...['subprocess.getoutput', 'subprocess.getstatusoutput', 'commands.getstatusoutput'].map(
    (name) => [name, shellOutput] as const,
  ),
  ...['os.popen', 'os.popen2', 'os.popen3', 'popen2.popen2'].map((name) => [name, shell] as const),
  ...['run', 'call', 'check_call', 'check_output', 'Popen'].map((name) => [`subprocess.${name}`, subprocess] as const),
  ['asyncio.create_subprocess_exec', (host, { args }) => processOf(runsWords(host, args))],
  ...['execl', 'execlp', 'execle', 'execlpe'].map((name) => [`os.${name}`, execs(false, 0)] as const),
  ...['execv', 'execvp', 'execve', 'execvpe', 'posix_spawn', 'posix_spawnp'].map(
    (name) => [`os.${name}`, execs(true, 0)] as const,
  ),
  ...['spawnl', 'spawnlp', 'spawnle'].map((name) => [`os.${name}`, execs(false, 1)] as const),
  ...['spawnv', 'spawnvp', 'spawnve'].map((name) => [`os.${name}`, execs(true, 1)] as const),
  ['pty.spawn', spawns],
  ['pexpect.spawn', spawns],

  [
    'os.chroot',
    does((host, { args }) => {
      host.newRoot = asValue(args[0] ?? text('')).text;
    }),
  ],
  ...['pip.main', 'pip._internal.main', 'pip._internal.cli.main.main'].map(
    (name) =>
      [
        name,
        does((host, { args }) => runsWords(host, [text('pip'), ...(asKind(args[0], 'list')?.items ?? [])])),
      ] as const,
  ),
  // Of files that are listed, one stands for all.
  ['os.walk', (_host, { args }) => list([list([args[0] ?? text('.'), list([text('*')]), list([text('*')])])])],
  ['os.listdir', () => list([text('*')])],
  ['glob.glob', (_host, { args }) => list(args.slice(0, 1))],
  ['glob.iglob', (_host, { args }) => list(args.slice(0, 1))],
  ['exec', (host, call) => runsAsCode(host, call.args[0])],
  ['eval', (host, call) => runsAsCode(host, call.args[0])],
  ['execfile', (host, { args }) => runsAsCode(host, textOf(readsFile(host, asValue(args[0] ?? text('')))))],
  ['runpy.run_path', (host, { args }) => runsAsCode(host, textOf(readsFile(host, asValue(args[0] ?? text('')))))],
  ['compile', passes],
  [
    'types.FunctionType',
    (host, { args }) => (args[0] === undefined ? NOTHING : { kind: 'method', of: runsAsCode(host, args[0]), name: '' }),
  ],
  [
    'ctypes.CDLL',
    does((host, { args }) => saysRun(host, readsFile(host, asValue(args[0] ?? text(''))).origins, 'file'), native),
  ],
  ...['ctypes.PyDLL', 'ctypes.cdll.LoadLibrary'].map((name) => [name, native] as const),
  ['os.setns', entersNamespace],
  ['__import__', imports],
  ['importlib.import_module', imports],
  ['importlib.__import__', imports],
  ['getattr', getattr],
  ['globals', () => ref('\0names')],
  ['locals', () => ref('\0names')],
  ['vars', (_host, { args }) => args[0] ?? ref('\0names')],
  ['functools.partial', (_host, { args }) => partial(args)],
  ['threading.Thread', starts],
  ['multiprocessing.Process', starts],
  ['threading.Timer', starts],
  ['os.fork', () => number(0)],
];
