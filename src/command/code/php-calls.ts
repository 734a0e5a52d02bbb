import { fromBase64, fromHex, fromUrl, inflated, rot13 } from '../decoders.ts';
import { concat, EMPTY, literal, mapped, unknown } from '../value.ts';
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
import { parsesJson } from './json.ts';
import { mappedOver, textMethod } from './methods.ts';
import {
  environment,
  fileOf,
  givenTo,
  isExecutable,
  peerNameOf,
  peerOf,
  sendsFile,
  socketTo,
  variable,
} from './objects.ts';
import { charactersOf, codeOf, decodedBy, encodedAs, formatted, joinedBy, type TextDecoder } from './texts.ts';
import {
  asKind,
  asObject,
  asValue,
  dict,
  does,
  type Handler,
  type Host,
  knownNumber,
  knownText,
  list,
  MOST_ITEMS,
  NOTHING,
  number,
  object,
  originsOf,
  ref,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

const isUrl = (written: string): boolean => /^(?:https?|ftp):\/\//i.test(written);

const shell: Handler = (host, { args }) => textOf(runsShell(host, args[0]));

const decodes =
  (layer: string, decoder: TextDecoder | null): Handler =>
  (host, { args }) =>
    decodedBy(host, args[0], layer, decoder);

const inflates: TextDecoder = (value, { machine }) => inflated(value, machine.inflate);
const passes: Handler = (_host, { args }) => args[0] ?? NOTHING;

/** A function of PHP that is a method of text elsewhere: which argument is the text, and in which order the others come. */
const asMethod =
  (name: string, of: number, ...rest: readonly number[]): Handler =>
  (host, call) => {
    const given = rest.map((at) => call.args[at]).filter((one) => one !== undefined);
    const self = call.args[of] ?? text('');
    return textMethod(host, { ...call, self: textOf(asValue(self)), args: given }, name) ?? unknownThing(givenTo(call));
  };

const reads: Handler = (host, { args }) => {
  const path = asValue(args[0] ?? text(''));
  // `data:` holds its content, most often in base64.
  const data = /^data:[^,]{0,80};base64,/.exec(path.text)?.[0];
  if (data !== undefined)
    return decodedBy(host, textOf(mapped(path, path.text.slice(data.length))), 'base64', fromBase64);
  const context = asObject(args[2], 'stream-context');
  if (!isUrl(path.text)) return textOf(readsFile(host, path));
  const body = context === undefined ? [] : [context];
  return textOf(unknown(requests(host, 'file_get_contents', args[0], body).origins));
};

const opens: Handler = (host, { args }) => {
  const path = asValue(args[0] ?? text(''));
  return isUrl(path.text) ? requests(host, 'fopen', args[0], []) : fileOf(host, args[0], knownText(args[1]) ?? 'r');
};

const replaces: Handler = (host, call) => {
  const [from, to, of] = call.args;
  const pairs = from?.kind === 'list' ? from.items.slice(0, 100) : [from ?? text('')];
  let out: Thing = of ?? text('');
  for (const [index, one] of pairs.entries()) {
    const by = to?.kind === 'list' ? (to.items[index] ?? text('')) : (to ?? text(''));
    out = textMethod(host, { ...call, self: textOf(asValue(out)), args: [one, by] }, 'replaceAll') ?? out;
  }
  return out;
};

const translates: Handler = (host, call) => {
  const [of, from, to] = call.args;
  const value = asValue(of ?? text(''));
  if (from?.kind === 'dict') {
    let out: Thing = textOf(value);
    for (const [name, by] of [...from.entries].slice(0, 200)) {
      out = textMethod(host, { ...call, self: out, args: [text(name), by] }, 'replaceAll') ?? out;
    }
    return out;
  }
  const [a, b] = [knownText(from) ?? '', knownText(to) ?? ''];
  const table = new Map([...a].map((char, at) => [char, b[at] ?? char] as const));
  return value.known
    ? textOf(mapped(value, [...value.text].map((char) => table.get(char) ?? char).join('')))
    : textOf(value);
};

const calls: Handler = (host, { args }) => {
  const [of, ...given] = args;
  return of === undefined ? NOTHING : host.call(of, given);
};

const callsWithList: Handler = (host, { args }) =>
  args[0] === undefined ? NOTHING : host.call(args[0], asKind(args[1], 'list')?.items ?? []);

const maps =
  (of: number, over: number): Handler =>
  (host, { args }) => {
    const [change, items] = [args[of], args[over]];
    if (change === undefined || items === undefined) return NOTHING;
    return list(
      mappedOver(host, items.kind === 'list' ? items.items : [unknownThing(originsOf(items))], (one) =>
        host.call(change, [one]),
      ),
    );
  };

const curl: Handler = (_host, { args }) => {
  const url = args[0];
  return object('curl', [], url === undefined || url.kind === 'none' ? [] : [['url', url]]);
};

const curlOption: Handler = (_host, { args }) => {
  const [of, name, value] = args;
  const handle = asObject(of, 'curl');
  const key = name?.kind === 'ref' ? name.path : '';
  if (handle === undefined || value === undefined) return NOTHING;
  if (key === 'curlopt_url') handle.fields.set('url', value);
  if (key === 'curlopt_postfields') handle.fields.set('body', value);
  if (key === 'curlopt_file') handle.fields.set('file', value);
  return NOTHING;
};

const curlRuns: Handler = (host, { args }) => {
  const handle = asObject(args[0], 'curl');
  const body = handle?.fields.get('body');
  const found = requests(host, 'curl_exec', handle?.fields.get('url'), body === undefined ? [] : [body]);
  const file = handle?.fields.get('file');
  if (file !== undefined) host.call(host.member(file, 'write'), [textOf(unknown(found.origins))]);
  return textOf(unknown(found.origins));
};

/** `proc_open(command, [0 => $socket, …], $pipes)`. */
const procOpen: Handler = (host, { args }) => {
  const [command, spec] = args;
  const ends = spec?.kind === 'list' ? spec.items : spec?.kind === 'dict' ? [...spec.entries.values()] : [];
  const socket = ends.map((one) => asObject(one, 'socket')).find((one) => one !== undefined);
  const words = asKind(command, 'list')?.items;
  return processOf(words === undefined ? runsShell(host, command, socket) : runsWords(host, words, socket));
};

const connects: Handler = (host, { args }) => socketTo(host, peerOf(args));

const gives: Handler = (host, { args }) => {
  const [to, ...data] = args;
  if (to === undefined) return NOTHING;
  return host.call(host.member(to, 'write'), data.slice(0, 1));
};

const takes: Handler = (host, { args }) => {
  const [from] = args;
  return from === undefined ? NOTHING : host.call(host.member(from, 'read'), []);
};

const copies: Handler = (host, call) => {
  const [from, to] = call.args;
  if (to !== undefined)
    writes(host, asValue(to), asValue(reads(host, { ...call, args: from === undefined ? [] : [from] })), false);
  return NOTHING;
};

const includes: Handler = (host, call) => {
  const value = asValue(reads(host, call));
  return value.origins.length > 0 || value.known ? runsAsCode(host, textOf(value)) : NOTHING;
};

const prints: Handler = (host, { args }) => {
  host.output = args.map(asValue).reduce(concat, host.output);
  return NOTHING;
};

const mails: Handler = (host, call) => {
  sends(
    host,
    givenTo(call),
    asValue(call.args[0] ?? text(''))
      .text.split('@')
      .at(-1) ?? '',
  );
  return NOTHING;
};

/** What PHP brings, by name in lower case. */
const CALLS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...['system', 'exec', 'shell_exec', 'passthru', 'popen'].map((name) => [name, shell] as const),
  ['proc_open', procOpen],
  [
    'pcntl_exec',
    (host, { args }) => processOf(runsWords(host, [args[0] ?? text(''), ...(asKind(args[1], 'list')?.items ?? [])])),
  ],
  ...['eval', 'assert'].map(
    (name) => [name, ((host, { args }) => runsAsCode(host, args[0])) satisfies Handler] as const,
  ),
  [
    'create_function',
    (_host, { args }) => object('code', originsOf(args[1] ?? NOTHING), [['code', args[1] ?? text('')]]),
  ],
  ...['include', 'include_once', 'require', 'require_once'].map((name) => [name, includes] as const),
  ['call_user_func', calls],
  ['call_user_func_array', callsWithList],
  ['register_shutdown_function', calls],
  ['array_map', maps(0, 1)],
  ['array_filter', maps(1, 0)],
  ['array_walk', maps(1, 0)],
  ['usort', maps(1, 0)],
  [
    'preg_replace_callback',
    (host, { args }) =>
      args[1] === undefined ? NOTHING : host.call(args[1], [list([args[2] ?? NOTHING, args[2] ?? NOTHING])]),
  ],

  ['base64_decode', decodes('base64', fromBase64)],
  ['base64_encode', (_host, { args }) => encodedAs(args[0], 'base64')],
  ...['gzinflate', 'gzuncompress', 'gzdecode', 'zlib_decode'].map((name) => [name, decodes('gzip', inflates)] as const),
  ['str_rot13', decodes('rot13', rot13)],
  ['strrev', decodes('reversed', (value) => [...value].reverse().join(''))],
  ['hex2bin', decodes('hex', fromHex)],
  [
    'pack',
    (host, { args: [format, ...rest] }) =>
      /^[hH]\*?$/.test(knownText(format) ?? '')
        ? decodedBy(host, rest[0], 'hex', fromHex)
        : charactersOf(rest.map(codeOf)),
  ],
  ['urldecode', decodes('url', (value) => fromUrl(value))],
  ['rawurldecode', decodes('url', (value) => fromUrl(value))],
  ['convert_uudecode', decodes('uu', null)],
  ['unserialize', decodes('serialized', null)],
  ['chr', (_host, { args }) => charactersOf([knownNumber(args[0])])],
  ['ord', (_host, { args }) => (codeOf(args[0]) === null ? unknownThing() : number(codeOf(args[0]) ?? 0))],
  ...['implode', 'join'].map(
    (name) =>
      [
        name,
        ((host, { args: [a, b] }) =>
          a?.kind === 'list'
            ? joinedBy(host, b === undefined ? EMPTY : asValue(b), a)
            : joinedBy(host, asValue(a ?? text('')), b)) satisfies Handler,
      ] as const,
  ),
  ['explode', asMethod('split', 1, 0)],
  ['str_split', asMethod('split', 0)],
  ['trim', asMethod('trim', 0)],
  ['strtolower', asMethod('lower', 0)],
  ['strtoupper', asMethod('upper', 0)],
  ['substr', asMethod('substr', 0, 1, 2)],
  ['str_repeat', asMethod('repeat', 0, 1)],
  ['str_replace', replaces],
  ['strtr', translates],
  ['sprintf', (_host, { args }) => textOf(formatted(asValue(args[0] ?? text('')), list(args.slice(1))))],
  [
    'array_reverse',
    (host, { args }) => {
      const items = list(asKind(args[0], 'list')?.items ?? []);
      return host.call(host.member(items, 'reverse'), []);
    },
  ],
  [
    'strlen',
    (_host, { args }) => (knownText(args[0]) === null ? unknownThing() : number(knownText(args[0])?.length ?? 0)),
  ],
  ['count', (_host, { args: [one] }) => (one?.kind === 'list' ? number(one.items.length) : unknownThing())],
  ['intval', (_host, { args }) => (knownNumber(args[0]) === null ? unknownThing() : number(knownNumber(args[0]) ?? 0))],
  ['hexdec', (_host, { args }) => number(Number.parseInt(asValue(args[0] ?? NOTHING).text, 16) || 0)],
  ['octdec', (_host, { args }) => number(Number.parseInt(asValue(args[0] ?? NOTHING).text, 8) || 0)],
  [
    'range',
    (host, { args }) => {
      const [from, to] = [codeOf(args[0]), codeOf(args[1])];
      if (from === null || to === null || to < from || to - from > 5000 || !host.spend(to - from))
        return unknownThing();
      return list(
        Array.from({ length: to - from + 1 }, (_, index) =>
          args[0]?.kind === 'text' ? text(String.fromCodePoint(from + index)) : number(from + index),
        ),
      );
    },
  ],
  ['json_decode', parsesJson],
  ...[
    'escapeshellarg',
    'escapeshellcmd',
    'strval',
    'stripslashes',
    'utf8_decode',
    'json_encode',
    'http_build_query',
    'serialize',
    'print_r',
    'var_export',
    'array_values',
  ].map(
    (name) =>
      [
        name,
        ((_host, call) =>
          call.args[0]?.kind === 'text' || call.args[0]?.kind === 'list'
            ? call.args[0]
            : unknownThing(givenTo(call))) satisfies Handler,
      ] as const,
  ),
  [
    'array_merge',
    (_host, { args }) =>
      args.every(({ kind }) => kind === 'dict')
        ? dict(args.flatMap((one) => (one.kind === 'dict' ? [...one.entries] : [])))
        : list(args.flatMap((one) => (one.kind === 'list' ? one.items : [one])).slice(0, MOST_ITEMS)),
  ],
  ['constant', (_host, { args }) => ref((knownText(args[0]) ?? '').toLowerCase())],
  [
    'define',
    does((host, { args: [name, value] }) => host.assign((knownText(name) ?? '').toLowerCase(), value ?? NOTHING)),
  ],

  ['file_get_contents', reads],
  ['readfile', reads],
  ['glob', (_host, { args }) => list(args.slice(0, 1))],
  ['scandir', () => list([text('*')])],
  ['file', reads],
  ['fopen', opens],
  ['tmpfile', (host) => fileOf(host, text('/tmp/temporary'), 'w')],
  [
    'file_put_contents',
    does((host, { args }) => writes(host, asValue(args[0] ?? text('')), asValue(args[1] ?? text('')), args.length > 2)),
  ],
  ...['fwrite', 'fputs', 'socket_write', 'socket_send', 'stream_socket_sendto'].map((name) => [name, gives] as const),
  ...['fread', 'fgets', 'stream_get_contents', 'socket_read', 'socket_recv', 'stream_get_line', 'fgetss'].map(
    (name) => [name, takes] as const,
  ),
  ['copy', copies],
  ['rename', copies],
  ['chmod', does((host, { args }) => changesMode(host, asValue(args[0] ?? text('')), isExecutable(args[1])))],
  ...['unlink', 'rmdir'].map(
    (name) => [name, does((host, { args }) => deletes(host, asValue(args[0] ?? text('')), false))] as const,
  ),
  ...['sleep', 'usleep'].map((name) => [name, does((host, { args }) => waits(host, args[0]))] as const),
  ['curl_init', curl],
  ['curl_setopt', curlOption],
  [
    'curl_setopt_array',
    (host, call) => {
      const [of, options] = call.args;
      for (const [name, one] of asKind(options, 'dict')?.entries ?? [])
        curlOption(host, { ...call, args: [of ?? NOTHING, ref(name), one] });
      return NOTHING;
    },
  ],
  ['curl_exec', curlRuns],
  [
    'stream_context_create',
    (_host, { args }) => {
      const content = asKind(asKind(args[0], 'dict')?.entries.get('http'), 'dict')?.entries.get('content');
      return object('stream-context', [], content === undefined ? [] : [['content', content]]);
    },
  ],
  ...['pdo', 'mysqli', 'mysqli_connect'].map((name) => [name, (() => object('database')) satisfies Handler] as const),
  ...['ftp_connect', 'ftp_ssl_connect'].map((name) => [name, connects] as const),
  ['ftp_put', (host, { args }) => sendsFile(host, peerNameOf(args[0]), args[2])],
  ...['fsockopen', 'pfsockopen', 'stream_socket_client'].map((name) => [name, connects] as const),
  ['socket_create', () => object('socket')],
  [
    'socket_connect',
    (host, { args }) => (args[0] === undefined ? NOTHING : host.call(host.member(args[0], 'connect'), args.slice(1))),
  ],
  ['socket_listen', does((host) => host.emit({ kind: 'listen', program: 'a socket in code' }))],
  [
    'stream_socket_server',
    does(
      (host) => host.emit({ kind: 'listen', program: 'a socket in code' }),
      () => object('socket'),
    ),
  ],
  ['stream_socket_accept', (host) => socketTo(host, 'whoever connects')],
  ['socket_accept', (host) => socketTo(host, 'whoever connects')],
  [
    'putenv',
    (host, { args }) => {
      const [, name, value = ''] = /^([A-Za-z_]\w{0,80})=([\s\S]*)$/.exec(knownText(args[0]) ?? '') ?? [];
      if (name !== undefined) host.machine.variables.set(name, literal(value));
      return NOTHING;
    },
  ],
  ['getenv', (host, { args }) => (args[0] === undefined ? environment(host) : variable(host, knownText(args[0])))],
  ['echo', prints],
  ['print', prints],
  ['mail', mails],
  [
    'gethostbyname',
    (host, { args }) => {
      const name = asValue(args[0] ?? text(''));
      sends(host, name.origins, name.text.replace(/^.*\$\(…\)\./s, ''));
      return unknownThing();
    },
  ],
  ['dl', does((host, { args }) => saysRun(host, readsFile(host, asValue(args[0] ?? text(''))).origins, 'file'))],
  ['ffi::cdef', passes],
]);

export const phpPath = (path: string): string => path.replace(/^\\/, '');

export const phpCall = (path: string): Handler | undefined => CALLS.get(path);

/** What a name stands for that the program did not set. */
export const phpMember = (host: Host, path: string): Thing | null => {
  if (path === '$_ENV' || path === '$_SERVER') return environment(host);
  if (path === '$argv') return list([text('-'), ...host.operands.map(textOf)]);
  if (/^\$_(?:GET|POST|REQUEST|COOKIE|FILES)$/.test(path)) return unknownThing();
  if (path.startsWith('$GLOBALS.')) return host.named(`$${path.slice(9)}`);
  if (path === '$GLOBALS') return ref('$GLOBALS');
  // A variable that nothing sets.
  if (path.startsWith('$')) return unknownThing([], path.slice(0, 60));
  return null;
};
