import type { Effect } from '../../model/effect.ts';
import { concat, literal, mapped, originOf, union, unknown, type Value } from '../value.ts';
import {
  changesMode,
  connects,
  deletes,
  joins,
  readsFile,
  requests,
  runsAsCode,
  runsShell,
  sends,
  writes,
} from './acts.ts';
import { awsMethod, awsPages, awsSession } from './aws.ts';
import { databaseMethod, MONGO_METHODS, mongoMethod, mongoPart, redisMethod, tellsStore } from './databases.ts';
import { archiveMethod, gatheredMethod } from './gathered.ts';
import { impersonatedIn, kubeMethod } from './kubernetes.ts';
import { nativeMethod } from './native.ts';
import {
  argumentOf,
  asKind,
  asObject,
  asValue,
  type CodeCall,
  dict,
  type Handler,
  type Host,
  joinedOf,
  knownText,
  list,
  NOTHING,
  number,
  type ObjectThing,
  object,
  originsOf,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

const CALLBACK = (thing: Thing): boolean => thing.kind === 'function';

/** Origins of what a call is given. */
export const givenTo = ({ args, named }: CodeCall): readonly Effect[] =>
  [...args, ...named.values()].reduce<readonly Effect[]>((all, one) => union(all, originsOf(one)), []);

/** The variables of the container, each by its name; as a whole they are read only where someone takes them as such. */
export const environment = (host: Host): ObjectThing => {
  let effect: Effect | null = null;
  const made = object('environment');
  Object.defineProperty(made, 'origins', {
    get: () => {
      effect ??= host.emit({ kind: 'read', what: 'environment', path: '', host: null, program: '' });
      return [effect];
    },
  });
  return made;
};

export const variable = (host: Host, name: string | null): Thing =>
  name === null ? unknownThing() : textOf(host.machine.variables.get(name) ?? unknown([], `$${name}`));

/** Where a peer is: `("203.0.113.7", 443)`, `443, "203.0.113.7"`, `{ host, port }`. */
export const peerOf = (args: readonly Thing[]): string => {
  const [first, second] = args;
  if (first?.kind === 'list') return first.items.map((one) => asValue(one).text).join(':');
  const options = asKind(first, 'dict')?.entries;
  if (options !== undefined) {
    return [options.get('host') ?? options.get('path'), options.get('port')]
      .map((one) => (one === undefined ? '' : asValue(one).text))
      .join(':');
  }
  const parts = [first, second].flatMap((one) => (one === undefined || CALLBACK(one) ? [] : [asValue(one).text]));
  return (first?.kind === 'number' ? parts.reverse() : parts).join(':');
};

/** Names are looked up outside; data may leave as a part of one. */
export const looksUp: Handler = (host, { args }) => {
  const name = asValue(args[0] ?? text(''));
  sends(host, name.origins, name.text.replace(/^.*\$\(…\)\./s, ''));
  return unknownThing();
};

const hostOf = (peer: string): string => peer.replace(/^\w{2,6}:\/\//, '');

export const socketTo = (host: Host, peer: string): ObjectThing => object('socket', [connects(host, hostOf(peer))]);

const toOf = ({ origins }: ObjectThing): string => originOf(origins, 'connect')?.to ?? '';

/** Gives data to whoever is on the other side. */
const gives = (host: Host, self: ObjectThing, call: CodeCall): Thing => {
  const data = givenTo(call);
  // Without a connection, each packet is addressed.
  const [first, ...rest] = call.args;
  const addressed = rest.filter((one) => one.kind === 'list' || one.kind === 'text').at(-1);
  const to = addressed !== undefined && self.origins.length === 0 ? peerOf([addressed]) : toOf(self);
  sends(host, data, to, 'connection');
  if (first?.kind === 'text') tellsStore(host, first.value.text);
  joins(host, self.origins, data);
  return number(1);
};

/** Copies a file to another host by its name. */
export const sendsFile = (host: Host, to: string, path: Thing | undefined): Thing => {
  sends(host, readsFile(host, asValue(path ?? text(''))).origins, to, 'copy');
  return NOTHING;
};

export const peerNameOf = (socket: Thing | undefined): string => {
  const found = asObject(socket, 'socket');
  return found === undefined ? '' : toOf(found);
};

const SOCKET: Readonly<Record<string, (host: Host, self: ObjectThing, call: CodeCall) => Thing>> = {
  connect: (host, self, call) => {
    // It says who it is, where it said to whom before.
    if (call.args.length === 0 && self.origins.length > 0) return self;
    const peer = hostOf(peerOf(call.args));
    self.origins = union([connects(host, peer)], self.origins);
    for (const one of call.args) host.later(one, [self], self);
    return self;
  },
  listen: (host, self) => {
    host.emit({ kind: 'listen', program: 'a socket in code' });
    self.fields.set('listening', number(1));
    return NOTHING;
  },
  accept: (host) => {
    const peer = object('socket', [connects(host, 'whoever connects')]);
    return list([peer, unknownThing()]);
  },
  fileno: (_host, self) => self,
  detach: (_host, self) => self,
  open_sftp: (_host, self) => self,
  put: (host, self, call) => sendsFile(host, toOf(self), call.args[0]),
  makefile: (_host, self) => self,
  on: (host, self, { args }) => {
    for (const one of args) host.later(one, [unknownThing(self.origins)], self);
    return self;
  },
  pipe: (host, self, { args }) => {
    const other = args[0] ?? NOTHING;
    joins(host, self.origins, originsOf(other));
    return other;
  },
};
for (const name of [
  'send',
  'sendall',
  'sendto',
  'write',
  'end',
  'send_bytes',
  'send_str',
  'emit',
  'sendmail',
  'sendMail',
  'send_message',
  'storlines',
  'send_string',
  'sendfile',
  'publish',
  'storbinary',
  'drain',
]) {
  Object.assign(SOCKET, { [name]: gives });
}
for (const name of ['addEventListener', 'once', 'addListener']) Object.assign(SOCKET, { [name]: SOCKET.on });
for (const name of ['connect_ex', 'open']) Object.assign(SOCKET, { [name]: SOCKET.connect });

const VERBS: ReadonlySet<string> = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'request',
  'urlopen',
  'open',
  'stream',
  'ws_connect',
  'send',
  'fetch',
]);

/** A client of HTTP that keeps a connection or a base address. */
const session = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  if (!VERBS.has(name)) return self;
  const withVerb = name === 'request' || name === 'stream';
  const verb = withVerb ? (knownText(argumentOf(call, 0, 'method')) ?? 'get').toLowerCase() : name;
  const place = withVerb ? 1 : 0;
  const url = argumentOf(call, place, 'url');
  const base = self.fields.get('\0base');
  const address =
    base === undefined || /^https?:/.test(asValue(url ?? text('')).text)
      ? url
      : textOf(concat(asValue(base), asValue(url ?? text(''))));
  const request = asObject(url, 'request');
  if (request !== undefined) return webRequest(host, self.fields.get('\0name'), url, call, verb);
  const program = asValue(self.fields.get('\0name') ?? text('')).text;
  const headers = headersOf(call) ?? self.fields.get('headers') ?? HEADERS.get(self);
  return requests(host, program, address, bodyOf(call, place + 1), verb, headers);
};

/** Headers that a client sends with each request: how it signs in, which is no part of what it sends. */
const HEADERS = new WeakMap<ObjectThing, Thing>();
const headersHeldBy = (self: ObjectThing): Thing => {
  const held = HEADERS.get(self) ?? dict();
  HEADERS.set(self, held);
  return held;
};

/** Headers of a request, by their name or in its options. */
export const headersOf = ({ args, named }: CodeCall): Thing | undefined => {
  const given = named.get('headers');
  if (given !== undefined) return given;
  for (const one of args) {
    const found = asKind(one, 'dict')?.entries.get('headers');
    if (found !== undefined) return found;
  }
  return undefined;
};

/** What is sent in the body of a request or in its address; headers are how every client signs in. */
export const bodyOf = ({ args, named }: CodeCall, from: number): readonly Thing[] => {
  const out = args
    .slice(from)
    .flatMap((one) => (one.kind === 'dict' ? optionsIn(one.entries) : CALLBACK(one) ? [] : [one]));
  for (const [name, one] of named) {
    if (BODY.has(name)) out.push(one);
    if (name === 'headers') out.push(...unusualIn(one));
  }
  return out;
};

/** Headers by which a client says who it is and what it asks for. */
const USUAL_HEADER =
  /auth|token|key|cookie|secret|session|agent|accept|content|host|jwt|credential|sign|password|user|id$|^:|^x-(?:forwarded|amz|goog|ms)/i;

/** Values of headers in which nobody signs in: data that is hidden there leaves as in a body. */
export const unusualIn = (headers: Thing): readonly Thing[] =>
  [...(asKind(headers, 'dict')?.entries ?? [])].flatMap(([name, one]) => (USUAL_HEADER.test(name) ? [] : [one]));

const BODY: ReadonlySet<string> = new Set([
  'data',
  'json',
  'files',
  'params',
  'content',
  'body',
  'fields',
  'form',
  'qs',
  'query',
  'payload',
]);
const OPTIONS: ReadonlySet<string> = new Set([
  'headers',
  'method',
  'auth',
  'timeout',
  'agent',
  'hostname',
  'host',
  'port',
  'path',
  'verify',
]);

/** Of the options of a request, the body; an object without any of their names is the body itself. */
const optionsIn = (entries: ReadonlyMap<string, Thing>): readonly Thing[] => {
  const isOptions = [...entries.keys()].some((key) => BODY.has(key) || OPTIONS.has(key));
  return [...entries].flatMap(([key, one]) =>
    key === 'headers' && isOptions ? unusualIn(one) : isOptions && !BODY.has(key) ? [] : [one],
  );
};

/** `urlopen(url)`, `urlopen(Request(url, data))`, with the base address of a session before it. */
export const webRequest = (
  host: Host,
  program: Thing | undefined,
  url: Thing | undefined,
  call: CodeCall,
  verb: string,
): Thing => {
  const request = asObject(url, 'request');
  const headers = request?.fields.get('\0headers');
  const body = [...bodyOf(call, 1), ...(headers === undefined ? [] : unusualIn(headers))];
  const data = request?.fields.get('data');
  // A request that carries data is no question.
  const asked = verb === 'get' && data !== undefined ? 'post' : verb;
  const method = knownText(request?.fields.get('method'))?.toLowerCase() ?? asked;
  return requests(
    host,
    asValue(program ?? text('urllib')).text,
    request?.fields.get('url') ?? url,
    data === undefined ? body : [data, ...body],
    method,
    request?.fields.get('headers'),
  );
};

/** A file that the program opened, by its path. */
export const fileOf = (host: Host, path: Thing | undefined, mode: string): ObjectThing => {
  const name = asValue(path ?? text(''));
  const isWritten = /[wax+]/.test(mode);
  const held = isWritten && !mode.includes('+') ? unknown() : readsFile(host, name);
  const file = object('file', held.origins, [
    ['name', textOf(name)],
    ['\0mode', text(mode)],
  ]);
  if (!isWritten || held.known) file.fields.set('\0text', textOf(held));
  return file;
};

const pathOf = (self: ObjectThing): Value => asValue(self.fields.get('name') ?? text(''));

const file = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  const held = (): Thing => self.fields.get('\0text') ?? textOf(readsFile(host, pathOf(self)));
  switch (name) {
    case 'read':
    case 'readline':
    case 'getvalue':
    case 'text':
    case 'arrayBuffer':
      return held();
    case 'readlines':
      return list([held()]);
    case 'write':
    case 'writelines':
    case 'writerow':
    case 'writerows':
    case 'writeheader':
    case 'end':
    case 'writestr': {
      const data = joinedOf(call.args.filter((one) => !CALLBACK(one)));
      const isFirst = !self.fields.has('\0begun') && !/a/.test(asValue(self.fields.get('\0mode') ?? NOTHING).text);
      self.fields.set('\0begun', number(1));
      if (data.text !== '' || !data.known) writes(host, pathOf(self), data, !isFirst);
      return number(1);
    }
    case 'add':
    case 'addfile':
    case 'append': {
      // An archive holds what is added to it.
      const added = readsFile(host, asValue(call.args[0] ?? text('')));
      writes(host, pathOf(self), { ...added, known: false }, true);
      return NOTHING;
    }
    case 'extractall':
    case 'extract':
      if (self.origins.length > 0) host.machine.files.set('/\0unpacked', unknown(self.origins));
      return NOTHING;
    case 'fileno':
      return self;
    case 'pipe':
    case 'on':
      return piped(host, self, call, name);
    default:
      return self;
  }
};

const process = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  switch (name) {
    case 'communicate':
      sendsInto(host, self, call);
      return list([unknownThing(self.origins), unknownThing(self.origins)]);
    case 'sendline':
    case 'write':
      return sendsInto(host, self, call);
    default:
      return unknownThing(self.origins);
  }
};

/** What is written to a shell runs. */
const sendsInto = (host: Host, self: ObjectThing, call: CodeCall): Thing => {
  const data = [...call.args, ...call.named.values()];
  const opensShell = self.origins.some((effect) => effect.kind === 'run' && effect.opensShell);
  joins(host, self.origins, givenTo(call));
  if (opensShell) for (const one of data.slice(0, 4)) if (!CALLBACK(one)) runsShell(host, one);
  return NOTHING;
};

const piped = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  const [first] = call.args;
  if (name === 'pipe') {
    const other = asKind(first, 'object');
    if (other?.type === 'file') file(host, other, { ...call, args: [unknownThing(self.origins)] }, 'write');
    else joins(host, self.origins, originsOf(first ?? NOTHING));
    return first ?? NOTHING;
  }
  for (const one of call.args) host.later(one, [unknownThing(self.origins)], self);
  return self;
};

/** What came back from a request: every way to take it gives its text. */
const response = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  switch (name) {
    case 'pipe':
    case 'on':
    case 'once':
    case 'addListener':
      return piped(host, self, call, name);
    case 'then': {
      const [first] = call.args;
      return first === undefined ? self : host.call(first, [self]);
    }
    case '__enter__':
    case 'raise_for_status':
    case 'catch':
    case 'finally':
    case 'getresponse':
      return self;
    // A request whose body is written before it is sent.
    case 'write':
    case 'end': {
      const to = self.fields.get('\0to');
      if (to !== undefined) sends(host, givenTo(call), asValue(to).text);
      return self;
    }
    default:
      if (call.args.some(CALLBACK)) return piped(host, self, call, 'on');
      return unknownThing(self.origins);
  }
};

const path = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  const at = pathOf(self);
  const [first] = call.args;
  const child = (more: readonly Thing[]): Thing =>
    object(
      'path',
      [],
      [['name', textOf(more.reduce((out, one) => concat(concat(out, literal('/')), asValue(one)), at))]],
    );
  switch (name) {
    case '__truediv__':
    case 'joinpath':
      return child(call.args);
    case 'read_text':
    case 'read_bytes':
      return textOf(readsFile(host, at));
    case 'write_text':
    case 'write_bytes':
      writes(host, at, asValue(argumentOf(call, 0, 'data') ?? text('')), false);
      return NOTHING;
    case 'open':
      return fileOf(host, textOf(at), knownText(argumentOf(call, 0, 'mode')) ?? 'r');
    case 'chmod':
      changesMode(host, at, isExecutable(first));
      return NOTHING;
    case 'glob':
    case 'rglob':
    case 'iterdir':
      return list([child([first === undefined || asValue(first).text.startsWith('**') ? text('*') : first])]);
    case 'unlink':
    case 'rmdir':
      deletes(host, at, false);
      return NOTHING;
    case 'rename':
    case 'replace':
    case 'copy': {
      const held = host.machine.files.get(at.text);
      if (held !== undefined && first !== undefined) writes(host, asValue(first), held, false);
      return NOTHING;
    }
    default:
      return ['exists', 'is_file', 'is_dir', 'mkdir', 'touch'].includes(name) ? unknownThing() : self;
  }
};

/** `0o755`, `'755'`, `stat.S_IEXEC | …`: of what is not known, the usual is taken. */
export const isExecutable = (mode: Thing | undefined): boolean => {
  const written = knownText(mode);
  const bits = written === null ? (mode?.kind === 'number' ? mode.value : null) : Number.parseInt(written, 8);
  return bits === null || Number.isNaN(bits) || (bits & 0o111) !== 0;
};

const environmentMethod = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  const [first, second] = call.args;
  switch (name) {
    case 'get':
    case 'pop':
    case '__getitem__': {
      const found = variable(host, knownText(first));
      const value = asValue(found);
      return value.known || second === undefined || knownText(second) === '' || second.kind === 'none' ? found : second;
    }
    case 'copy':
      return self;
    case 'items':
      return list([list([unknownThing(self.origins), unknownThing(self.origins)])]);
    case 'keys':
    case 'setdefault':
    case 'update':
    case '__contains__':
      return unknownThing();
    case 'values':
      return unknownThing(self.origins);
    default:
      // A name that is written as a property.
      return unknownThing();
  }
};

/** A connection of the second version of HTTP: the path of each request is one of its headers. */
const http2Method = (host: Host, self: ObjectThing, { args }: CodeCall, name: string): Thing => {
  if (name !== 'request') return self;
  const base = asValue(self.fields.get('\0base') ?? text(''));
  const headers = asKind(args[0], 'dict');
  const path = headers?.entries.get(':path');
  const method = knownText(headers?.entries.get(':method'))?.toLowerCase() ?? 'get';
  const url = path === undefined ? base : concat(base, asValue(path));
  const found = requests(host, 'http2', textOf(url), headers === undefined ? [] : unusualIn(headers), method);
  found.fields.set('\0to', text(hostOf(base.text).split('/', 1)[0] ?? ''));
  return found;
};

/** A client of HTTP, with the name that is shown. */
export const sessionOf = (name: string, base?: Thing): ObjectThing =>
  object('session', [], [['\0name', text(name)], ...(base === undefined ? [] : [['\0base', base] as const])]);

const HANDLERS: Readonly<Record<string, (host: Host, self: ObjectThing, call: CodeCall, name: string) => Thing>> = {
  session,
  file,
  process,
  response,
  path,
  environment: environmentMethod,
  stream: (host, self, call, name) => {
    if (name === 'pipe' || name === 'on') return piped(host, self, call, name);
    if (name === 'write' || name === 'end') return sendsInto(host, self, call);
    return unknownThing(self.origins);
  },
  socket: (host, self, call, name) => {
    const found = Object.hasOwn(SOCKET, name) ? SOCKET[name] : undefined;
    if (found !== undefined) return found(host, self, call);
    return call.args.some(CALLBACK) ? piped(host, self, call, 'on') : unknownThing(self.origins);
  },
  gathered: gatheredMethod,
  archive: archiveMethod,
  native: nativeMethod,
  database: databaseMethod,
  redis: redisMethod,
  mongo: mongoMethod,
  http2: http2Method,
  kube: (host, self, call, name) => {
    const client = asObject(self.fields.get('client'), 'kube-client');
    const headers = client === undefined ? undefined : HEADERS.get(client);
    return kubeMethod(name, headers === undefined ? [] : impersonatedIn(headers))(host, call);
  },
  'kube-client': (_host, self, call, name) => {
    const [key, value] = call.args;
    const headers = headersHeldBy(self);
    const header = knownText(key);
    if (name === 'set_default_header' && headers.kind === 'dict' && header !== null && headers.entries.size < 50)
      headers.entries.set(header, value ?? NOTHING);
    return NOTHING;
  },
  module: (host, self, call, name) => {
    // `compile()` gives code that is run by `exec`; a script object of `vm` runs itself.
    if (/^run/.test(name)) return runsAsCode(host, self.fields.get('code'));
    return unknownThing(givenTo(call));
  },
  aws: awsMethod,
  'aws-pages': awsPages,
  'aws-session': awsSession,
  'kube-config': (_host, self, _call, name) => (name === 'makeApiClient' ? object('kube') : self),
  thread: (_host, self) => self,
  partial: (host, self, call) =>
    host.call(
      self.fields.get('of') ?? NOTHING,
      [...(asKind(self.fields.get('given'), 'list')?.items ?? []), ...call.args],
      call.named,
    ),
};

/** The handler of a method of an object; `undefined` for a kind of object that has none. */
export const objectMethod = (type: string, name: string): Handler | undefined => {
  const found = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
  if (found === undefined) return undefined;
  return (host, call) => {
    const self = asKind(call.self, 'object');
    return self === undefined ? unknownThing() : found(host, self, call, name);
  };
};

/** A property of an object that is no method: what a library holds there. */
export const objectMember = (host: Host, self: ObjectThing, name: string): Thing | null => {
  switch (self.type) {
    case 'environment':
      return ENVIRONMENT_METHODS.has(name) && host.language === 'python' ? null : variable(host, name);
    case 'session':
      return name === 'headers' ? headersHeldBy(self) : null;
    case 'kube-client':
      return name === 'default_headers' ? headersHeldBy(self) : null;
    case 'response':
      return OF_STATE.has(name) ? unknownThing() : null;
    case 'mongo':
      return MONGO_METHODS.test(name) ? null : mongoPart(self);
    case 'path':
      return ['parent', 'name', 'stem', 'suffix'].includes(name) ? textOf(mapped(pathOf(self), null)) : null;
    default:
      return null;
  }
};

/** What of an answer says how it went, and nothing of what is in it. */
const OF_STATE: ReadonlySet<string> = new Set([
  ...['ok', 'status', 'status_code', 'statusCode', 'is_success', 'reason', 'statusText', 'elapsed'],
]);

const ENVIRONMENT_METHODS: ReadonlySet<string> = new Set([
  'get',
  'pop',
  'copy',
  'items',
  'keys',
  'values',
  'update',
  'setdefault',
]);
