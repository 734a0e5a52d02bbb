import { fromBase64, fromUrl, inflated } from '../decoders.ts';
import { concat, EMPTY, join, literal, mapped, unknown } from '../value.ts';
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
  waits,
  writes,
} from './acts.ts';
import { NODE_DATABASES } from './databases.ts';
import { gathered } from './gathered.ts';
import { parsesJson, printsJson } from './json.ts';
import { isKubeModel, kubeModel } from './kube-models.ts';
import { isKubeClient } from './kubernetes.ts';
import { bodyOf, environment, fileOf, givenTo, isExecutable, looksUp, peerOf, sessionOf, socketTo } from './objects.ts';
import { charactersOf, codeOf, decodedAs, decodedBy, encodedAs, joinedBy, type TextDecoder } from './texts.ts';
import {
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

const optionOf = ({ args }: CodeCall, name: string): Thing | undefined => {
  for (const one of args) {
    const found = asKind(one, 'dict')?.entries.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** A socket among what a process is given for its input and output. */
const socketIn = (call: CodeCall): ObjectThing | undefined => {
  const stdio = asKind(optionOf(call, 'stdio'), 'list')?.items ?? [];
  return stdio.map((one) => asObject(one, 'socket')).find((one) => one !== undefined);
};

const shell: Handler = (host, call) => {
  const out = runsShell(host, call.args[0], socketIn(call));
  return call.path.endsWith('Sync') ? textOf(out) : processOf(out);
};

/** `spawn(file, words, options)`. */
const spawns: Handler = (host, call) => {
  const [file, given] = call.args;
  const words = asKind(given, 'list')?.items ?? asKind(file, 'list')?.items ?? [];
  const isShell = optionOf(call, 'shell');
  if (isShell !== undefined && knownNumber(isShell) !== 0) {
    const line = join([file ?? NOTHING, ...words].map(asValue), ' ');
    return processOf(runsShell(host, textOf(line), socketIn(call)));
  }
  const input = optionOf(call, 'input');
  const out = runsWords(
    host,
    asKind(file, 'list') === undefined ? [file ?? text(''), ...words] : words,
    socketIn(call),
  );
  if (input !== undefined && out.origins.some((effect) => effect.kind === 'run' && effect.opensShell))
    runsShell(host, input);
  return processOf(out);
};

/** Node itself, on another file. */
const forks: Handler = (host, { args }) => {
  const file = readsFile(host, asValue(args[0] ?? text('')));
  saysRun(host, file.origins, 'file');
  return processOf(unknown(file.origins));
};

const functionMaker: Handler = (_host, { args }) => {
  const body = args.at(-1);
  const names = args.slice(0, -1);
  return body === undefined
    ? NOTHING
    : object('code', originsOf(body), [
        ['code', body],
        ['names', list(names)],
      ]);
};

const imports: Handler = (_host, { args }) => {
  const name = knownText(args[0]);
  return name === null ? unknownThing() : ref(name.replace(/^node:/, ''));
};

const decodes =
  (layer: string, decoder: TextDecoder): Handler =>
  (host, { args }) =>
    decodedBy(host, args[0], layer, decoder);

const inflates: Handler = (host, call) => {
  const out = decodedBy(host, call.args[0], 'gzip', (value, { machine }) => inflated(value, machine.inflate));
  for (const one of call.args) if (one.kind === 'function') host.call(one, [NOTHING, out]);
  return out;
};

const bufferFrom: Handler = (host, { args }) => {
  const [data, encoding] = args;
  if (data?.kind === 'list') return charactersOf(data.items.map(codeOf));
  return decodedAs(host, data, knownText(encoding) ?? '');
};

const characters: Handler = (_host, { args }) => charactersOf(args.map(codeOf));

/** `fetch(url, { method, body })`, `axios.post(url, data)`, `http.request(options, callback)`. */
const web: Handler = (host, call) => {
  const [module = '', verb = 'get'] = call.path.split('.');
  const [first] = call.args;
  const options = asKind(first, 'dict')?.entries;
  const method = knownText(optionOf(call, 'method'))?.toLowerCase() ?? verb;
  const url = options === undefined ? first : (options.get('url') ?? options.get('uri') ?? addressOf(module, options));
  const body = bodyOf(call, options === undefined ? 1 : 0);
  const found = requests(host, module, url, body, method, optionOf(call, 'headers'));
  const address = asValue(url ?? text('')).text;
  found.fields.set('\0to', text(address.replace(/^\w{2,6}:\/\//, '').split('/', 1)[0] ?? ''));
  for (const one of call.args) host.later(one, [found], found);
  return found;
};

const addressOf = (module: string, options: ReadonlyMap<string, Thing>): Thing => {
  const part = (name: string, before: string) => {
    const found = options.get(name);
    return found === undefined ? EMPTY : concat(literal(before), asValue(found));
  };
  const host = options.get('hostname') ?? options.get('host');
  const scheme = module === 'http' ? 'http://' : 'https://';
  return textOf(
    [literal(scheme), host === undefined ? EMPTY : asValue(host), part('port', ':'), part('path', '')].reduce(
      concat,
      EMPTY,
    ),
  );
};

const connects: Handler = (host, { args }) => {
  const socket = socketTo(host, peerOf(args));
  for (const one of args) host.later(one, [socket], socket);
  return socket;
};

const servers: Handler = (host, { args }) => {
  const peer = object('socket', []);
  host.emit({ kind: 'listen', program: 'a socket in code' });
  peer.origins = [host.emit({ kind: 'connect', to: 'whoever connects', binds: null })];
  for (const one of args) host.later(one, [peer], peer);
  return object('server');
};

const readsFiles: Handler = (host, call) => {
  const held = textOf(readsFile(host, asValue(call.args[0] ?? text(''))));
  for (const one of call.args) if (one.kind === 'function') host.call(one, [NOTHING, held]);
  return held;
};

const writesFiles: Handler = (host, call) => {
  const [path, data] = call.args;
  const option = optionOf(call, 'mode');
  if (path === undefined) return NOTHING;
  writes(host, asValue(path), asValue(data ?? text('')), call.path.includes('append'));
  if (option !== undefined) changesMode(host, asValue(path), isExecutable(option));
  return NOTHING;
};

const copies: Handler = (host, { args }) => {
  const [from, to] = args;
  if (to !== undefined && to.kind !== 'function')
    writes(host, asValue(to), readsFile(host, asValue(from ?? text(''))), false);
  return NOTHING;
};

const removes: Handler = (host, call) => {
  const recursive = optionOf(call, 'recursive');
  deletes(host, asValue(call.args[0] ?? text('')), recursive !== undefined && knownNumber(recursive) !== 0);
  return NOTHING;
};

const opens =
  (mode: string): Handler =>
  (host, { args }) => {
    const file = fileOf(host, args[0], mode);
    return file;
  };

const dumps: Handler = (host, call) => {
  const [first] = call.args;
  const value = asValue(first ?? NOTHING);
  if (first?.kind === 'text' && value.known) return textOf(mapped(value, JSON.stringify(value.text)));
  return first?.kind === 'dict' || first?.kind === 'list' ? printsJson(host, call) : unknownThing(givenTo(call));
};

const files = (names: readonly string[], handler: Handler): readonly (readonly [string, Handler])[] =>
  names.flatMap((name) =>
    [`fs.${name}`, `fs.promises.${name}`, `fs/promises.${name}`, `fs-extra.${name}`].map(
      (path) => [path, handler] as const,
    ),
  );

const CLIENTS: readonly string[] = [
  'fetch',
  'axios',
  'got',
  'node-fetch',
  'undici',
  'needle',
  'request',
  'superagent',
  'http',
  'https',
  'ky',
];
const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'request', 'fetch', 'head'];
const RUNNERS: readonly string[] = ['runInThisContext', 'runInNewContext', 'runInContext', 'compileFunction'];

/** What Node.js brings and what its usual libraries add, by path. */
const CALLS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...['child_process.exec', 'child_process.execSync', 'shelljs.exec', 'execa.command', 'execa.commandSync'].map(
    (name) => [name, shell] as const,
  ),
  ...[
    'child_process.spawn',
    'child_process.spawnSync',
    'child_process.execFile',
    'child_process.execFileSync',
    'execa',
    'execa.sync',
    'Bun.spawn',
    'Bun.spawnSync',
    'Deno.Command',
    'node-pty.spawn',
  ].map((name) => [name, spawns] as const),
  ['Deno.run', (host, call) => processOf(runsWords(host, asKind(optionOf(call, 'cmd'), 'list')?.items ?? []))],
  ['child_process.fork', forks],
  ['worker_threads.Worker', forks],
  ...[
    'require',
    'module.require',
    'module.constructor._load',
    'module.constructor.prototype.require',
    'process.mainModule.require',
    'process.getBuiltinModule',
    'require.main.require',
    'mainModule.require',
    'process.binding',
  ].map((name) => [name, imports] as const),
  ['module.createRequire', () => ref('require')],
  ['eval', (host, { args }) => runsAsCode(host, args[0])],
  ['Function', functionMaker],
  ...['vm', 'node:vm'].flatMap((module) =>
    RUNNERS.map(
      (name) => [`${module}.${name}`, ((host, { args }) => runsAsCode(host, args[0])) satisfies Handler] as const,
    ),
  ),
  ['vm.Script', (_host, { args }) => object('module', [], [['code', args[0] ?? text('')]])],
  ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => [name, later] as const),
  ['util.promisify', (_host, { args }) => args[0] ?? NOTHING],

  ['atob', decodes('base64', fromBase64)],
  ['btoa', (_host, { args }) => encodedAs(args[0], 'base64')],
  ['unescape', decodes('url', (value) => fromUrl(value))],
  ['decodeURIComponent', decodes('url', (value) => fromUrl(value))],
  ['decodeURI', decodes('url', (value) => fromUrl(value))],
  ['Buffer.from', bufferFrom],
  ['Buffer', bufferFrom],
  ['Uint8Array.from', bufferFrom],
  ['Uint8Array', bufferFrom],
  ['Buffer.concat', (host, { args }) => joinedBy(host, EMPTY, args[0])],
  ['String.fromCharCode', characters],
  ['String.fromCodePoint', characters],
  ['String.fromCharCode.apply', (_host, { args }) => charactersOf((asKind(args[1], 'list')?.items ?? []).map(codeOf))],
  ['CryptoJS.enc.Base64.parse', decodes('base64', fromBase64)],
  ['String', (_host, { args }) => textOf(asValue(args[0] ?? text('')))],
  [
    'parseInt',
    (_host, { args }) => {
      const base = knownNumber(args[1]) ?? 10;
      const found = Number.parseInt(asValue(args[0] ?? NOTHING).text, base >= 2 && base <= 36 ? base : 10);
      return Number.isNaN(found) ? unknownThing() : number(found);
    },
  ],
  ['Number', (_host, { args }) => (knownNumber(args[0]) === null ? unknownThing() : number(knownNumber(args[0]) ?? 0))],
  [
    'Array.from',
    (host, { args: [of, change] }) => {
      const items = of?.kind === 'list' ? of : list([...(knownText(of) ?? '')].slice(0, 20_000).map(text));
      return change === undefined ? items : host.call(host.member(items, 'map'), [change]);
    },
  ],
  ['Object.entries', entriesOf((name, one) => list([text(name), one]))],
  ['Object.values', entriesOf((_name, one) => one)],
  ['Object.keys', entriesOf((name) => text(name))],
  [
    'Object.assign',
    (_host, { args }) =>
      dict(
        args.flatMap((one): (readonly [string, Thing])[] =>
          one.kind === 'dict' ? [...one.entries] : one.kind === 'object' ? [[`\0${one.type}`, one]] : [],
        ),
      ),
  ],
  ['Promise.all', (_host, { args }) => args[0] ?? NOTHING],
  ['Promise.resolve', (_host, { args }) => args[0] ?? NOTHING],
  ['JSON.parse', parsesJson],
  ['JSON.stringify', dumps],
  [
    'Reflect.apply',
    (host, { args: [of, , given] }) => (of === undefined ? NOTHING : host.call(of, asKind(given, 'list')?.items ?? [])),
  ],
  [
    'Reflect.get',
    (host, { args: [of, name] }) => (of === undefined ? NOTHING : host.member(of, knownText(name) ?? '')),
  ],
  ...['gunzipSync', 'inflateSync', 'inflateRawSync', 'unzipSync', 'gunzip', 'inflate', 'unzip'].map(
    (name) => [`zlib.${name}`, inflates] as const,
  ),
  ['zlib.brotliDecompressSync', decodes('brotli', () => null)],

  ...[
    'net.connect',
    'net.createConnection',
    'tls.connect',
    'WebSocket',
    'ws',
    'ws.WebSocket',
    'socket.io-client',
    'socket.io-client.io',
    'Deno.connect',
  ].map((name) => [name, connects] as const),
  ['net.Socket', () => object('socket')],
  ...['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt'].flatMap((name) =>
    [`dns.${name}`, `dns.promises.${name}`, `dns/promises.${name}`].map((path) => [path, looksUp] as const),
  ),
  ...['FormData', 'form-data'].map((name) => [name, (() => gathered()) satisfies Handler] as const),
  ['dgram.createSocket', () => object('socket')],
  ['nodemailer.createTransport', connects],
  ['http2.connect', (_host, { args }) => object('http2', [], [['\0base', args[0] ?? text('')]])],
  ['@kubernetes/client-node.KubeConfig', () => object('kube-config')],
  ['net.createServer', servers],
  ['net.Server', servers],
  ...CLIENTS.flatMap((module) => [[module, web] as const, ...VERBS.map((verb) => [`${module}.${verb}`, web] as const)]),
  ...['axios.create', 'got.extend'].map(
    (name) => [name, ((_host, call) => sessionOf('axios', optionOf(call, 'baseURL'))) satisfies Handler] as const,
  ),
  ...NODE_DATABASES,
  ['URL', (_host, { args }) => textOf(args.slice(0, 2).reverse().map(asValue).reduce(concat, EMPTY))],

  ...files(['readFileSync', 'readFile', 'readJsonSync', 'readJson'], readsFiles),
  ...files(['writeFileSync', 'writeFile', 'appendFileSync', 'appendFile', 'outputFileSync'], writesFiles),
  ...files(['copyFileSync', 'copyFile', 'cpSync', 'renameSync', 'rename', 'symlinkSync'], copies),
  ...files(['unlinkSync', 'unlink', 'rmSync', 'rm', 'rmdirSync', 'rmdir', 'removeSync', 'remove'], removes),
  ...files(
    ['chmodSync', 'chmod'],
    does((host, { args }) => changesMode(host, asValue(args[0] ?? text('')), isExecutable(args[1]))),
  ),
  ...files(['readdirSync', 'readdir'], () => list([text('*')])),
  ...files(['createWriteStream'], opens('w')),
  ...files(['createReadStream', 'openSync', 'open'], opens('r')),
  ['Deno.readTextFile', readsFiles],
  ['Deno.writeTextFile', writesFiles],
  ['Bun.file', opens('r')],
  ...['path.join', 'path.resolve'].map(
    (name) => [name, ((_host, { args }) => textOf(join(args.map(asValue), '/'))) satisfies Handler] as const,
  ),
  ['os.tmpdir', () => text('/tmp')],
  [
    'console.log',
    (host, { args }) => {
      host.output = concat(host.output, concat(join(args.map(asValue), ' '), literal('\n')));
      return NOTHING;
    },
  ],
  [
    'process.stdout.write',
    (host, { args }) => {
      host.output = concat(host.output, asValue(args[0] ?? NOTHING));
      return NOTHING;
    },
  ],
  ['Atomics.wait', does((host, { args }) => waits(host, args[3]))],
]);

/** `setTimeout(f, 1000)`; with a text, it runs that. */
function later(host: Host, { args }: CodeCall): Thing {
  const [first] = args;
  return first?.kind === 'text'
    ? runsAsCode(host, first)
    : first === undefined
      ? NOTHING
      : host.call(first, args.slice(2));
}

function entriesOf(change: (name: string, one: Thing) => Thing): Handler {
  return (_host, { args: [of] }) => {
    if (of?.kind === 'dict') return list([...of.entries].map(([name, one]) => change(name, one)));
    const held = unknownThing(originsOf(of ?? NOTHING));
    return list([change('', held)]);
  };
}

const GLOBALS = /^(?:globalThis|global|window|self|this)\./;

export const javascriptPath = (path: string): string =>
  path
    .replace(GLOBALS, '')
    .replace(/^node:/, '')
    .replace(/\.default(?=$|\.)/g, '')
    .replace(/\.(?:call|bind)$/, '');

export const javascriptCall = (path: string): Handler | undefined => {
  const found = CALLS.get(path);
  if (found !== undefined) return found;
  if (path.endsWith('.mainModule.require')) return imports;
  // A module that is imported at run time comes as a promise.
  if (path.endsWith('.then')) {
    return (host, { args: [first] }) => (first === undefined ? NOTHING : host.call(first, [ref(path.slice(0, -5))]));
  }
  if (path.endsWith('.constructor.constructor') || path.endsWith('.constructor')) return functionMaker;
  if (isKubeClient(path)) return () => object('kube');
  if (isKubeModel(path)) return kubeModel;
  return undefined;
};

/** What stands behind a path without a call. */
export const javascriptMember = (host: Host, path: string): Thing | null => {
  if (path === 'process.env') return environment(host);
  if (path === 'process.argv') return list([text('node'), ...host.operands.map(textOf)]);
  if (/(?:^|\.)CoreV1Api$/.test(path)) return ref(path);
  return null;
};
