import { fromBase32, fromBase64, fromHex, fromUrl, inflated } from '../decoders.ts';
import { concat, EMPTY, join, literal, mapped, union } from '../value.ts';
import { parsesJson, printsJson } from './json.ts';
import { listMethod, mappedOver } from './methods.ts';
import { environment } from './objects.ts';
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
  asValue,
  type Calls,
  dict,
  type Handler,
  knownNumber,
  knownText,
  list,
  NOTHING,
  number,
  originsOf,
  ref,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

const MOST_RANGE = 20_000;

/** The words of a call that takes a list or one text. */
export const wordsOf = (thing: Thing | undefined): readonly Thing[] => {
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

const decodes =
  (layer: string, decoder: TextDecoder | null): Handler =>
  (host, call) =>
    decodedBy(host, argumentOf(call, 0, 's', 'string', 'data'), layer, decoder);

const inflates: TextDecoder = (value, { machine }) => inflated(value, machine.inflate);

export const passes: Handler = (_host, { args }) => args[0] ?? NOTHING;

const nothing: Handler = () => NOTHING;

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

export const itemsIn = (thing: Thing): readonly Thing[] => {
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

export const joinsPath: Handler = (_host, { args }) => {
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

const codec: Handler = (host, call) => decodedAs(host, call.args[0], knownText(argumentOf(call, 1, 'encoding')) ?? '');

/** Checksums, and certificates, which are public: what was read to make one is not in it. */
const TELLS_NOTHING = [
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'blake2s', 'new', 'file_digest'].map(
    (name) => `hashlib.${name}`,
  ),
  ...['load_pem_x509_certificate', 'load_pem_x509_certificates', 'load_der_x509_certificate'].map(
    (name) => `cryptography.x509.${name}`,
  ),
  'OpenSSL.crypto.load_certificate',
];

/** A text as one word of a shell. */
const shellWord = (thing: Thing): Thing => {
  const value = asValue(thing);
  if (!value.known || value.text === '' || /^[\w@%+=:,./-]+$/.test(value.text)) return thing;
  return textOf(mapped(value, `'${value.text.replaceAll("'", `'"'"'`)}'`));
};

/** Functions that make a value of another: encodings, characters, lists, and what is printed. */
export const VALUES: Calls = [
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
  // With an end, it is what the function gives until then.
  [
    'iter',
    (host, { args: [over, end] }) =>
      over === undefined ? NOTHING : end === undefined ? over : list([host.call(over, [])]),
  ],
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
  // All variables as a text are no place to look for one any more.
  ...['str', 'repr', 'ascii', 'pprint.pformat'].map(
    (name) =>
      [
        name,
        ((host, call) =>
          asKind(call.args[0], 'object')?.type === 'environment'
            ? textOf(asValue(call.args[0] ?? NOTHING))
            : passes(host, call)) satisfies Handler,
      ] as const,
  ),
  ...[
    'next',
    'sorted',
    'list',
    'tuple',
    'set',
    'memoryview',
    'copy.copy',
    'copy.deepcopy',
    'asyncio.run',
    'asyncio.wait_for',
    'asyncio.create_task',
    'textwrap.dedent',
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
  ['json.dumps', printsJson],
  ['shlex.split', (_host, { args }) => list(wordsOf(args[0]))],
  ['shlex.quote', (_host, { args }) => shellWord(args[0] ?? NOTHING)],
  ['pipes.quote', (_host, { args }) => shellWord(args[0] ?? NOTHING)],
  [
    'shlex.join',
    (host, { args: [words] }) =>
      joinedBy(host, literal(' '), words?.kind === 'list' ? list(words.items.map(shellWord)) : words),
  ],
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
  ...TELLS_NOTHING.map((name) => [name, () => unknownThing()] as const),
];
