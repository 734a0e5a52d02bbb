import { concat, literal, unknown, type Value } from '../value.ts';
import { changesMode, deletes, readsFile, waits, writes } from './acts.ts';
import { archiveIn, buffer, tableIn } from './gathered.ts';
import { parsesJson } from './json.ts';
import { fileOf, isExecutable } from './objects.ts';
import { joinsPath } from './python-values.ts';
import {
  argumentOf,
  asObject,
  asValue,
  type Calls,
  type CodeCall,
  does,
  type Handler,
  knownText,
  list,
  NOTHING,
  number,
  object,
  originsOf,
  text,
  textOf,
  unknownThing,
} from './things.ts';

/** `json.load(sys.stdin)`; of another file it is only known where it comes from. */
const loadsJson: Handler = (host, call) => {
  const [from] = call.args;
  return from?.kind === 'ref' && from.path.startsWith('sys.stdin') && host.input !== null
    ? parsesJson(host, { ...call, args: [textOf(host.input)] })
    : unknownThing(originsOf(from ?? NOTHING));
};

const opens: Handler = (host, call) => {
  const path = argumentOf(call, 0, 'file');
  const of = asObject(path, 'path');
  const held = asObject(path, 'file');
  const inMemory = asObject(path ?? call.named.get('fileobj'), 'gathered');
  if (inMemory !== undefined) return archiveIn(inMemory);
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

/** Files and descriptors, and what comes in. */
export const FILES: Calls = [
  ['open', opens],
  ['io.open', opens],
  ['os.fdopen', opens],
  ['codecs.open', opens],
  ['io.BytesIO', buffer],
  ['io.StringIO', buffer],
  ['csv.writer', tableIn],
  ['csv.DictWriter', tableIn],
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
  ['json.load', loadsJson],
  ['sys.stdin.read', (host) => textOf(host.input ?? unknown())],
  ['sys.stdin.buffer.read', (host) => textOf(host.input ?? unknown())],
  ['sys.stdin.readline', (host) => textOf(host.input ?? unknown())],
  ['input', (host) => textOf(host.input ?? unknown())],
];
