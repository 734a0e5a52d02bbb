import { fromBase32, fromBase64, fromHex, fromUrl, inflated } from '../decoders.ts';
import { concat, EMPTY, join, literal, mapped, union, unknown, type Value } from '../value.ts';
import {
  changesMode,
  deletes,
  processOf,
  readsFile,
  requests,
  runsAsCode,
  runsShell,
  runsWords,
  saysRun,
  sends,
  waits,
  writes,
} from './acts.ts';
import { isKubeClient } from './kubernetes.ts';
import { listMethod, mappedOver } from './methods.ts';
import {
  bodyOf,
  environment,
  fileOf,
  givenTo,
  isExecutable,
  peerOf,
  sessionOf,
  socketTo,
  webRequest,
} from './objects.ts';
import {
  CHARACTERS,
  charactersOf,
  codeOf,
  decodedAs,
  decodedBy,
  encodedAs,
  joinedBy,
  type TextDecoder,
} from './texts.ts';
import {
  argumentOf,
  asKind,
  asObject,
  asValue,
  type CodeCall,
  dict,
  does,
  type Handler,
  type Host,
  knownNumber,
  knownText,
  list,
  NOTHING,
  number,
  type ObjectThing,
  object,
  originsOf,
  ref,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

const MOST_RANGE = 20_000;

/** The words of a call that takes a list or one text. */
const wordsOf = (thing: Thing | undefined): readonly Thing[] => {
  const words = asKind(thing, 'list')?.items;
  if (words !== undefined) return words;
  const value = asValue(thing ?? NOTHING);
  return value.known && /\s/.test(value.text)
    ? value.text
        .trim()
        .split(/\s+/, 100)
        .map((word) => textOf(mapped(value, word)))
    : [textOf(value)];
};

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

const decodes =
  (layer: string, decoder: TextDecoder | null): Handler =>
  (host, call) =>
    decodedBy(host, argumentOf(call, 0, 's', 'string', 'data'), layer, decoder);

const inflates: TextDecoder = (value, { machine }) => inflated(value, machine.inflate);

const passes: Handler = (_host, { args }) => args[0] ?? NOTHING;
const nothing: Handler = () => NOTHING;
const unknownOf: Handler = (_host, call) => unknownThing(givenTo(call));

const opens: Handler = (host, call) => {
  const path = argumentOf(call, 0, 'file');
  const of = asObject(path, 'path');
  const held = asObject(path, 'file');
  if (held !== undefined) return held;
  const descriptor = path?.kind === 'number' ? host.descriptors.get(path.value) : undefined;
  const named = descriptor === undefined ? (of?.fields.get('name') ?? path) : text(descriptor);
  return fileOf(host, named, knownText(argumentOf(call, 1, 'mode')) ?? 'r');
};

/** A file by a number, as the calls of the kernel have it. */
const opensNumber =
  (path: (call: CodeCall, next: number) => string): Handler =>
  (host, call) => {
    const next = 100 + host.descriptors.size;
    if (host.descriptors.size < 100) host.descriptors.set(next, path(call, next));
    return number(next);
  };

const writesNumber: Handler = (host, { args }) => {
  const [to, data] = args;
  const path = to?.kind === 'number' ? host.descriptors.get(to.value) : undefined;
  const socket = asObject(to, 'socket');
  if (socket !== undefined) host.call(host.member(socket, 'send'), args.slice(1));
  else if (path !== undefined && data !== undefined) writes(host, textOfPath(path), asValue(data), true);
  return number(1);
};
const textOfPath = (path: string): Value => literal(path);

const dup2: Handler = (host, { args }) => {
  host.joined = asObject(args[0], 'socket') ?? host.joined;
  return NOTHING;
};

const copies: Handler = (host, { args }) => {
  const [from, to] = args;
  const path = asValue(from ?? text(''));
  if (to !== undefined) writes(host, asValue(to), readsFile(host, path), false);
  return to ?? NOTHING;
};

const copiesData: Handler = (host, { args }) => {
  const [from, to] = args;
  if (from !== undefined && to !== undefined) host.call(host.member(to, 'write'), [textOf(unknown(originsOf(from)))]);
  return NOTHING;
};

const saves: Handler = (host, call) => {
  const url = argumentOf(call, 0, 'url');
  const path = argumentOf(call, 1, 'filename', 'out');
  const found = requests(host, call.path.split('.', 1)[0] ?? '', url, []);
  const name =
    path ??
    text(
      asValue(url ?? text(''))
        .text.split('/')
        .at(-1) ?? '',
    );
  writes(host, asValue(name), unknown(found.origins), false);
  return list([name, NOTHING]);
};

const webVerb: Handler = (host, call) => {
  const [module = '', verb = ''] = [call.path.split('.', 1)[0], call.path.split('.').at(-1)];
  if (verb === 'request' || verb === 'stream') {
    const method = knownText(argumentOf(call, 0, 'method'))?.toLowerCase() ?? 'get';
    return requests(host, module, argumentOf(call, 1, 'url'), bodyOf(call, 2), method);
  }
  return requests(host, module, argumentOf(call, 0, 'url'), bodyOf(call, 1), verb);
};

const range: Handler = (_host, { args }) => {
  const [a = null, b = null, c = null] = args.map((one) => knownNumber(one));
  const [from, to, step] = args.length > 1 ? [a, b, c ?? 1] : [0, a, 1];
  if (from === null || to === null || step === 0) return unknownThing();
  const out: Thing[] = [];
  for (let at = from; (step > 0 ? at < to : at > to) && out.length < MOST_RANGE; at += step) out.push(number(at));
  return list(out);
};

const maps: Handler = (host, { args }) => {
  const [change, over, also] = args;
  if (change === undefined || over === undefined) return NOTHING;
  const items = itemsIn(over);
  const others = also === undefined ? [] : itemsIn(also);
  return list(
    mappedOver(host, items, (one, index) =>
      host.call(change, also === undefined ? [one] : [one, others[index % Math.max(1, others.length)] ?? NOTHING]),
    ),
  );
};

const itemsIn = (thing: Thing): readonly Thing[] => {
  if (thing.kind === 'list') return thing.items;
  if (thing.kind === 'dict') return [...thing.entries.keys()].map(text);
  const value = asValue(thing);
  if (thing.kind !== 'text' || !value.known) return [unknownThing(originsOf(thing))];
  return [...value.text.slice(0, MOST_RANGE)].map((char) => textOf(mapped(value, char)));
};

/** Numbers as the bytes that they are. */
const bytes: Handler = (_host, { args }) => {
  const [first] = args;
  if (first?.kind === 'list') return charactersOf(first.items.map(codeOf));
  return first?.kind === 'number' ? text('\0'.repeat(Math.min(1000, Math.max(0, first.value)))) : (first ?? text(''));
};

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

const prints: Handler = (host, { args, named }) => {
  const to = named.get('file');
  const said = join(args.map(asValue), ' ');
  if (to !== undefined && to.kind === 'object') host.call(host.member(to, 'write'), [textOf(said)]);
  else
    host.output = concat(
      host.output,
      concat(said, named.has('end') ? asValue(named.get('end') ?? NOTHING) : literal('\n')),
    );
  return NOTHING;
};

const joinsPath: Handler = (_host, { args }) => {
  let out = EMPTY;
  for (const one of args) {
    const value = asValue(one);
    out =
      value.text.startsWith('/') || out.text === ''
        ? { ...value, origins: union(out.origins, value.origins) }
        : concat(out.text.endsWith('/') ? out : concat(out, literal('/')), value);
  }
  return textOf(out);
};

/** Names are looked up outside; data may leave as a part of one. */
const looksUp: Handler = (host, { args }) => {
  const name = asValue(args[0] ?? text(''));
  const host_ = name.text.replace(/^.*\$\(…\)\./s, '');
  sends(host, name.origins, host_);
  return unknownThing();
};

const archives: Handler = (host, call) => {
  const [base, format, root] = [
    argumentOf(call, 0, 'base_name'),
    argumentOf(call, 1, 'format'),
    argumentOf(call, 2, 'root_dir'),
  ];
  const ending =
    { gztar: '.tar.gz', bztar: '.tar.bz2', xztar: '.tar.xz', zip: '.zip' }[knownText(format) ?? ''] ?? '.tar';
  const path = concat(asValue(base ?? text('')), literal(ending));
  writes(host, path, { ...readsFile(host, asValue(root ?? text(''))), known: false }, false);
  return textOf(path);
};

const temporary: Handler = (host, call) =>
  fileOf(
    host,
    text(`/tmp/temporary-${knownText(call.named.get('suffix')) ?? ''}`),
    knownText(argumentOf(call, 0, 'mode')) ?? 'w+b',
  );

const codec: Handler = (host, call) => decodedAs(host, call.args[0], knownText(argumentOf(call, 1, 'encoding')) ?? '');

const fromJson = (host: Host, parsed: unknown, level: number): Thing => {
  if (!host.spend() || level > 8) return unknownThing();
  if (typeof parsed === 'string') return text(parsed);
  if (typeof parsed === 'number') return number(parsed);
  if (typeof parsed === 'boolean') return number(Number(parsed));
  if (Array.isArray(parsed)) return list(parsed.slice(0, 2000).map((one: unknown) => fromJson(host, one, level + 1)));
  if (typeof parsed !== 'object' || parsed === null) return NOTHING;
  return dict(
    Object.entries(parsed)
      .slice(0, 2000)
      .map(([key, one]) => [key, fromJson(host, one, level + 1)] as const),
  );
};

/** Text that is known is taken apart; the rest keeps where it comes from. */
export const parsesJson: Handler = (host, { args }) => {
  const value = asValue(args[0] ?? NOTHING);
  if (!value.known || value.text.length > 20_000 || value.origins.length > 0)
    return unknownThing(originsOf(args[0] ?? NOTHING));
  try {
    return fromJson(host, JSON.parse(value.text), 0);
  } catch {
    return unknownThing();
  }
};

const kubeClient: Handler = () => object('kube');

/** What Python brings and what its usual libraries add, by path. */
const CALLS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
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
    does(
      (host, { args }) => saysRun(host, readsFile(host, asValue(args[0] ?? text(''))).origins, 'file'),
      unknownThing,
    ),
  ],
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

  ...['b64decode', 'urlsafe_b64decode', 'standard_b64decode', 'decodebytes', 'decodestring'].map(
    (name) => [`base64.${name}`, decodes('base64', fromBase64)] as const,
  ),
  ['base64.b32decode', decodes('base32', fromBase32)],
  ['base64.b16decode', decodes('hex', fromHex)],
  ['base64.b85decode', decodes('base85', null)],
  ['base64.a85decode', decodes('ascii85', null)],
  ['binascii.a2b_base64', decodes('base64', fromBase64)],
  ...['binascii.unhexlify', 'binascii.a2b_hex', 'bytes.fromhex', 'bytearray.fromhex'].map(
    (name) => [name, decodes('hex', fromHex)] as const,
  ),
  ['codecs.decode', codec],
  ['codecs.encode', (_host, call) => encodedAs(call.args[0], knownText(argumentOf(call, 1, 'encoding')) ?? '')],
  ['codecs.getdecoder', (_host, { args }) => ref(`\0codec.${knownText(args[0]) ?? ''}`)],
  ['zlib.decompress', decodes('gzip', inflates)],
  ['gzip.decompress', decodes('gzip', inflates)],
  ['bz2.decompress', decodes('bzip2', null)],
  ['lzma.decompress', decodes('xz', null)],
  ...['marshal.loads', 'pickle.loads', 'cloudpickle.loads', 'dill.loads'].map(
    (name) => [name, decodes('marshal', null)] as const,
  ),
  ['base64.b64encode', (_host, { args }) => encodedAs(args[0], 'base64')],
  ['binascii.hexlify', (_host, { args }) => encodedAs(args[0], 'hex')],
  ['urllib.parse.unquote', decodes('url', (value) => fromUrl(value))],
  ['urllib.parse.unquote_plus', decodes('url', (value) => fromUrl(value))],
  ['urllib.parse.urljoin', (_host, { args }) => textOf(args.map(asValue).reduce(concat, EMPTY))],
  ['chr', (_host, { args }) => charactersOf([knownNumber(args[0])])],
  ['unichr', (_host, { args }) => charactersOf([knownNumber(args[0])])],
  [
    'ord',
    (_host, { args }) =>
      codeOf(args[0]) === null ? unknownThing(originsOf(args[0] ?? NOTHING)) : number(codeOf(args[0]) ?? 0),
  ],
  ['bytes', bytes],
  ['bytearray', bytes],
  ['bytes.join', (host, { args }) => joinedBy(host, EMPTY, args[0])],
  ['str.join', (host, { args }) => joinedBy(host, asValue(args[0] ?? NOTHING), args[1])],
  [
    'int',
    (_host, { args }) => {
      const base = knownNumber(args[1]) ?? 10;
      const found = Number.parseInt(asValue(args[0] ?? NOTHING).text, base >= 2 && base <= 36 ? base : 10);
      return Number.isNaN(found) || args[0]?.kind !== 'text' ? (args[0] ?? number(0)) : number(found);
    },
  ],
  [
    'str.maketrans',
    (_host, { args }) => {
      const [from, to] = [knownText(args[0]), knownText(args[1])];
      return from === null || to === null
        ? (args[0] ?? dict())
        : dict(
            [...from]
              .slice(0, 500)
              .map((char, index) => [char, textOf({ ...literal(to[index] ?? ''), layers: [CHARACTERS] })] as const),
          );
    },
  ],
  ['range', range],
  ['map', maps],
  ['filter', (_host, { args }) => args[1] ?? NOTHING],
  [
    'reversed',
    (host, call) => {
      const items = list(itemsIn(call.args[0] ?? NOTHING));
      return listMethod(host, { ...call, self: items, args: [] }, 'reverse') ?? items;
    },
  ],
  [
    'len',
    (_host, { args: [one] }) => {
      if (one?.kind === 'list') return number(one.items.length);
      const written = knownText(one);
      return written === null ? unknownThing() : number(written.length);
    },
  ],
  ['enumerate', (_host, { args }) => list(itemsIn(args[0] ?? NOTHING).map((one, index) => list([number(index), one])))],
  [
    'zip',
    (_host, { args }) => {
      const lists = args.map(itemsIn);
      return list((lists[0] ?? []).map((_, index) => list(lists.map((one) => one[index] ?? NOTHING))));
    },
  ],
  ['itertools.cycle', passes],
  [
    'functools.reduce',
    (_host, { args }) => {
      const [change, over, start] = args;
      const items = over === undefined ? [] : itemsIn(over);
      if (change === undefined) return NOTHING;
      return (start === undefined ? items.slice(1) : items).reduce<Thing>(
        (all, one) => (_host.spend() ? _host.call(change, [all, one]) : all),
        start ?? items[0] ?? NOTHING,
      );
    },
  ],
  ...[
    'str',
    'repr',
    'iter',
    'next',
    'sorted',
    'list',
    'tuple',
    'set',
    'io.BytesIO',
    'io.StringIO',
    'memoryview',
    'copy.copy',
    'copy.deepcopy',
    'asyncio.run',
    'asyncio.wait_for',
    'asyncio.create_task',
    'textwrap.dedent',
    'shlex.quote',
    'os.fspath',
    'os.path.abspath',
    'os.path.realpath',
    'os.path.expanduser',
    'os.path.expandvars',
    'contextlib.closing',
    'io.TextIOWrapper',
    'ast.parse',
    'ssl.wrap_socket',
    'gzip.GzipFile',
  ].map((name) => [name, passes] as const),
  ['gzip.open', decodes('gzip', null)],
  [
    'dict',
    (_host, { args, named }) =>
      args[0]?.kind === 'dict' ? dict([...args[0].entries, ...named]) : (args[0] ?? dict(named)),
  ],
  ['json.loads', parsesJson],
  ['shlex.split', (_host, { args }) => list(wordsOf(args[0]))],
  ['shlex.join', (host, { args }) => joinedBy(host, literal(' '), args[0])],
  ['print', prints],
  [
    'sys.stdout.write',
    (host, { args }) => {
      host.output = concat(host.output, asValue(args[0] ?? NOTHING));
      return NOTHING;
    },
  ],
  ['os.path.join', joinsPath],
  ['os.getenv', (host, { args }) => host.call(host.member(environment(host), 'get'), args)],
  ['os.getcwd', nothing],

  ['open', opens],
  ['io.open', opens],
  ['os.fdopen', opens],
  ['codecs.open', opens],
  ['tarfile.open', opens],
  ['zipfile.ZipFile', opens],
  ['os.open', opensNumber((call) => asValue(call.args[0] ?? text('')).text)],
  ['os.memfd_create', opensNumber((_call, next) => `/proc/self/fd/${next}`)],
  ['os.write', writesNumber],
  [
    'os.read',
    (host, { args }) => {
      const path = args[0]?.kind === 'number' ? host.descriptors.get(args[0].value) : undefined;
      return path === undefined ? unknownThing(originsOf(args[0] ?? NOTHING)) : textOf(readsFile(host, literal(path)));
    },
  ],
  ['os.dup2', dup2],
  [
    'pathlib.Path',
    (_host, { args }) =>
      object(
        'path',
        [],
        [['name', textOf(asValue(joinsPath(_host, { path: '', self: NOTHING, args, named: new Map() })))]],
      ),
  ],
  ['tempfile.NamedTemporaryFile', temporary],
  ['tempfile.TemporaryFile', temporary],
  ['tempfile.mktemp', () => text('/tmp/temporary')],
  ['tempfile.mkstemp', (host, call) => list([opensNumber(() => '/tmp/temporary')(host, call), text('/tmp/temporary')])],
  ['tempfile.mkdtemp', () => text('/tmp/temporary-directory')],
  ['tempfile.gettempdir', () => text('/tmp')],
  ...['copy', 'copyfile', 'copy2', 'move', 'copytree'].map((name) => [`shutil.${name}`, copies] as const),
  ['shutil.copyfileobj', copiesData],
  ['shutil.make_archive', archives],
  ...['os.rename', 'os.replace', 'os.symlink', 'os.link'].map((name) => [name, copies] as const),
  ['os.chmod', does((host, { args }) => changesMode(host, asValue(args[0] ?? text('')), isExecutable(args[1])))],
  ...['os.remove', 'os.unlink', 'os.rmdir'].map(
    (name) => [name, does((host, { args }) => deletes(host, asValue(args[0] ?? text('')), false))] as const,
  ),
  ['shutil.rmtree', does((host, { args }) => deletes(host, asValue(args[0] ?? text('')), true))],
  ['time.sleep', does((host, { args }) => waits(host, args[0]))],
  ['asyncio.sleep', does((host, { args }) => waits(host, args[0]))],
  [
    'json.dump',
    (host, { args }) =>
      host.call(host.member(args[1] ?? NOTHING, 'write'), [textOf(unknown(originsOf(args[0] ?? NOTHING)))]),
  ],
  ['json.load', (_host, { args }) => unknownThing(originsOf(args[0] ?? NOTHING))],
  ['sys.stdin.read', (host) => textOf(host.input ?? unknown())],
  ['sys.stdin.buffer.read', (host) => textOf(host.input ?? unknown())],
  ['sys.stdin.readline', (host) => textOf(host.input ?? unknown())],
  ['input', (host) => textOf(host.input ?? unknown())],

  ['socket.socket', () => object('socket')],
  ['socket.create_connection', (host, { args }) => socketTo(host, peerOf(args))],
  [
    'socket.create_server',
    does(
      (host) => host.emit({ kind: 'listen', program: 'a socket in code' }),
      () => object('socket'),
    ),
  ],
  ['socket.fromfd', passes],
  ['ssl.SSLContext.wrap_socket', passes],
  ['socket.gethostbyname', looksUp],
  ['socket.getaddrinfo', looksUp],
  ['dns.resolver.query', looksUp],
  ['dns.resolver.resolve', looksUp],
  [
    'asyncio.open_connection',
    (host, { args }) => {
      const socket = socketTo(host, peerOf(args));
      return list([socket, socket]);
    },
  ],
  ...[
    'websocket.create_connection',
    'websockets.connect',
    'websockets.sync.client.connect',
    'smtplib.SMTP',
    'smtplib.SMTP_SSL',
    'ftplib.FTP',
    'telnetlib.Telnet',
  ].map((name) => [name, ((host, { args }) => socketTo(host, peerOf(args))) satisfies Handler] as const),

  [
    'urllib.request.urlopen',
    (host, call) =>
      webRequest(host, text('urllib'), argumentOf(call, 0, 'url'), call, call.args.length > 1 ? 'post' : 'get'),
  ],
  [
    'urllib.request.Request',
    (_host, call) => {
      const parts: (readonly [string, Thing | undefined])[] = [
        ['url', argumentOf(call, 0, 'url')],
        ['data', argumentOf(call, 1, 'data')],
        ['method', call.named.get('method')],
      ];
      return object(
        'request',
        [],
        parts.flatMap(([name, one]) => (one === undefined || one.kind === 'none' ? [] : [[name, one] as const])),
      );
    },
  ],
  ['urllib.request.urlretrieve', saves],
  ['wget.download', saves],
  ...['urllib.request.build_opener', 'urllib3.PoolManager', 'urllib3.ProxyManager'].map(
    (name) => [name, (() => sessionOf('urllib')) satisfies Handler] as const,
  ),
  ['urllib3.request', webVerb],
  ...['requests', 'httpx', 'aiohttp'].flatMap((module) =>
    ['get', 'post', 'put', 'patch', 'delete', 'head', 'request', 'stream'].map(
      (verb) => [`${module}.${verb}`, webVerb] as const,
    ),
  ),
  ...[
    'requests.Session',
    'requests.session',
    'httpx.Client',
    'httpx.AsyncClient',
    'aiohttp.ClientSession',
    'cloudscraper.create_scraper',
  ].map(
    (name) =>
      [
        name,
        ((_host, call) => sessionOf(call.path.split('.', 1)[0] ?? '', call.named.get('base_url'))) satisfies Handler,
      ] as const,
  ),
  ...['HTTPConnection', 'HTTPSConnection'].map(
    (name) =>
      [
        `http.client.${name}`,
        ((_host, { args }) =>
          sessionOf('http.client', textOf(concat(literal('https://'), joinedPeer(args))))) satisfies Handler,
      ] as const,
  ),
  ...[
    'requests.packages.urllib3.disable_warnings',
    'urllib3.disable_warnings',
    'signal.signal',
    'logging.info',
    'logging.error',
    'atexit.register',
  ].map((name) => [name, unknownOf] as const),
]);

const joinedPeer = (args: readonly Thing[]): Value => join(args.slice(0, 2).map(asValue), ':');

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

/** Names of modules and functions that mean the same. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^(?:__builtins__|builtins|__builtin__)\.(?:__dict__\.)?/, ''],
  [/^six\.moves\./, ''],
  [/^(?:urllib2|urllib)\.(?=(?:urlopen|Request|urlretrieve|build_opener)$)/, 'urllib.request.'],
  [/^urllib\.(?=(?:unquote|urlencode|quote)$)/, 'urllib.parse.'],
  [/^httplib\./, 'http.client.'],
  [/^(?:posix|nt)\./, 'os.'],
  [/^_socket\./, 'socket.'],
  [/^multiprocessing\.(?:dummy|context)\./, 'multiprocessing.'],
  [/^(?:eventlet|gevent)\.(?:green\.|monkey\.)?/, ''],
  [/^concurrent\.futures\..*/, 'concurrent.futures'],
  [/^sys\.modules\./, ''],
  [/^(?:_io|io)\.open$/, 'open'],
];

export const pythonPath = (path: string): string => {
  let out = path.replaceAll('.__dict__', '').replaceAll('.__call__', '');
  for (const [pattern, name] of ALIASES) out = out.replace(pattern, name);
  return out;
};

export const pythonCall = (path: string): Handler | undefined => {
  const found = CALLS.get(path);
  if (found !== undefined) return found;
  if (isKubeClient(path)) return kubeClient;
  if (path.startsWith('\0codec.'))
    return (host, { args }) => list([decodedAs(host, args[0], path.slice(7)), number(0)]);
  return undefined;
};

/** What stands behind a path without a call. */
export const pythonMember = (host: Host, path: string): Thing | null => {
  if (path === 'os.environ' || path === 'os.environb') return environment(host);
  if (path.startsWith('\0names.')) return host.named(path.slice(7));
  if (path === '*.__builtins__') return ref('*');
  if (path.startsWith('*.')) return CALLS.has(path.slice(2)) ? ref(path.slice(2)) : ref(`os.${path.slice(2)}`);
  if (path === 'sys.argv') return list([]);
  return null;
};
