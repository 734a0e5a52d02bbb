import type { Effect, Execute, Read, Send } from '../../model/effect.ts';
import { answerIn } from '../answers.ts';
import { KUBELET_RUN } from '../http-apis.ts';
import { hostsOf, isOutside, METADATA_CREDENTIALS, METADATA_START, START_DATA } from '../network.ts';
import { CREDENTIAL_NAME, MEMORY, MEMORY_FILE, meansToken, TOKEN_FILE } from '../reads.ts';
import { shellTextIndex } from '../shell.ts';
import { urlsIn } from '../urls.ts';
import { concat, isReadable, literal, MARK, originOf, union, unknown, type Value, withOrigins } from '../value.ts';
import { writesFile } from '../writes.ts';
import { plainOf } from './json.ts';
import { impersonatedIn, kubeRequest, NOTHING, REQUEST } from './kubernetes.ts';
import { revealed } from './texts.ts';
import {
  asValue,
  type Host,
  type ObjectThing,
  object,
  optionsOf,
  originsOf,
  type Thing,
  text,
  textOf,
} from './things.ts';

const MOST_OPTIONS = 4;
/** A shell or an evaluator in front of what could not be resolved: the whole of it is what runs. */
const HANDS_OVER =
  /(?:^|[\s;&|/"'(])(?:(?:ba|da|z|k|a)?sh\s+-\w{0,6}c|eval|source|exec|python[\d.]{0,5}\s+-c|perl\s+-e)\s{0,4}["'$]{0,2}\$\(…\)/;

/** Says that data runs that was downloaded, decoded or received over a connection. */
export const saysRun = (host: Host, origins: readonly Effect[], how: Execute['how'], isRead = false): void => {
  for (const from of origins) {
    if (from.kind === 'download') host.emit({ kind: 'execute', what: 'downloaded', how, from });
    else if (from.kind === 'decode')
      host.emit({ kind: 'execute', what: 'decoded', how, from, ...(isRead ? { isRead } : {}) });
    else if (from.kind === 'connect') {
      host.emit({ kind: 'connect', to: from.to, binds: 'runs what it receives over a network connection' });
    }
  }
};

/** Hands text to a shell. */
export const runsShell = (host: Host, command: Thing | undefined, socket?: ObjectThing): Value => {
  let out: Value = unknown();
  for (const one of optionsOf(command).slice(0, MOST_OPTIONS)) {
    const value = revealed(host, asValue(one));
    const first = host.machine.effects.length;
    saysRun(host, HANDS_OVER.test(value.text) ? value.origins : value.leads, 'text', isReadable(value));
    if (value.known || value.text.length > MARK.length) {
      host.spend(20);
      host.ran.add(value.text);
      host.started.add(value.text);
      out =
        host.newRoot === null
          ? host.machine.runText(value, host.at.scope, null)
          : host.machine.runWords([...entered(host.newRoot), literal('sh'), literal('-c'), value], host.at, null);
    } else {
      if (originOf(value.origins, 'download', 'decode', 'connect') === undefined && value.text.startsWith('$')) {
        const what = value.text === MARK ? 'a value of its code' : `the value of ${value.text}`;
        const note = `runs ${what}, which the log does not hold`;
        host.emit({
          kind: 'unresolved',
          because: 'not-logged',
          note,
          ...(value.text === MARK ? { isOfCode: true } : {}),
        });
      }
      out = unknown(value.origins);
    }
    binds(host, first, socket, /[<>]&\s?\d/.test(value.text));
  }
  return out;
};

/** A changed root, as the wrapper that does the same. */
const entered = (directory: string): readonly Value[] => [literal('chroot'), literal(directory)];

/** Starts a program with its words. */
export const runsWords = (host: Host, words: readonly Thing[], socket?: ObjectThing): Value => {
  const values = words.slice(0, 300).map((word) => revealed(host, asValue(word)));
  const [program] = values;
  if (program === undefined) return unknown();
  const first = host.machine.effects.length;
  host.spend(10);
  // Words are seen as they are; only of the first is it said that what runs was hidden.
  if (program.text !== MARK) saysRun(host, program.leads, 'text', isReadable(program));
  const text = values[shellTextIndex(values.map((value) => value.text))];
  if (text?.known === true) host.started.add(text.text);
  const started = host.newRoot === null ? values : [...entered(host.newRoot), ...values];
  const out = host.machine.runWords(started, host.at, null);
  binds(host, first, socket, false);
  return out;
};

/** A shell that was started since, whose input and output are a socket. */
const binds = (host: Host, first: number, socket: ObjectThing | undefined, byNumber: boolean): void => {
  const opened = host.machine.effects
    .slice(first, first + 200)
    .some((effect) => effect.kind === 'run' && effect.opensShell);
  if (!opened) return;
  const joined = socket ?? host.joined;
  if (joined !== null) {
    host.emit({ kind: 'connect', to: peerOf(joined), binds: 'starts a shell on a socket' });
  } else if (byNumber) {
    const connected = host.machine.effects.slice(-400).find((effect) => effect.kind === 'connect');
    if (connected?.kind === 'connect')
      host.emit({ kind: 'connect', to: connected.to, binds: 'starts a shell on a socket' });
  }
};

const peerOf = ({ origins }: ObjectThing): string => originOf(origins, 'connect')?.to ?? '';

/** A process that was started, with what it puts out. */
export const processOf = (out: Value): ObjectThing => {
  const stream = (): ObjectThing => object('stream', out.origins);
  return object('process', out.origins, [
    ['stdin', stream()],
    ['stdout', stream()],
    ['stderr', stream()],
  ]);
};

/** Joins two ends: a shell on one and a network peer on the other is a shell for the peer. */
export const joins = (host: Host, a: readonly Effect[], b: readonly Effect[]): void => {
  const peer = originOf(a, 'connect') ?? originOf(b, 'connect');
  const shell = [...a, ...b].some((effect) => effect.kind === 'run' && effect.opensShell);
  if (peer !== undefined && shell) {
    host.emit({ kind: 'connect', to: peer.to, binds: 'joins a shell with a network connection in code' });
  }
};

export const connects = (host: Host, to: string): Effect => host.emit({ kind: 'connect', to, binds: null });

/** Says of data that was read that it leaves the cluster. */
export const sends = (
  host: Host,
  data: readonly Effect[],
  to: string,
  by: Send['by'] = 'request',
  address: readonly Effect[] = [],
): void => {
  // The metadata service is asked again with what it said before.
  if (!isOutside(to) || /^(?:169\.254\.|metadata\.)/.test(to)) return;
  const disguised = address.some(({ kind }) => kind === 'decode') ? { isDisguised: true as const } : {};
  for (const what of data) {
    if (what.kind === 'read') host.emit({ kind: 'send', what, by, to, ...disguised });
    const answer = answerIn(what, to);
    // It is of the kind that it is made of.
    if (answer !== null) host.emit({ kind: 'send', what: host.emit(answer) as Effect & Read, by, to });
  }
};

/** Data may leave as the first label of a name. */
const withoutMark = (host: string): string => (host.startsWith(`${MARK}.`) ? host.slice(MARK.length + 1) : host);

const MOST_SENT = 20_000;
/** What is asked in an address and the parts of a body, as text. */
const bodyText = (host: Host, url: string, body: readonly Thing[]): string => {
  const asked = url.indexOf('?');
  const parts = asked < 0 ? [] : [url.slice(asked + 1, MOST_SENT)];
  let room = MOST_SENT;
  for (const one of body) {
    if (room <= 0) break;
    const isData = one.kind === 'dict' || one.kind === 'list';
    const part = isData ? JSON.stringify(plainOf(host, one, 0)) : asValue(one).text.slice(0, MOST_SENT);
    if (part !== MARK) parts.push(part);
    room -= part.length;
  }
  return parts.join('\n').slice(0, MOST_SENT);
};

/** A request over HTTP: what comes back, and what leaves with it. */
export const requests = (
  host: Host,
  program: string,
  url: Thing | undefined,
  body: readonly Thing[],
  verb = 'get',
  headers?: Thing,
): ObjectThing => {
  const address = asValue(url ?? text(''));
  const handed = bodyText(host, address.text, body);
  let origins: readonly Effect[] = [
    host.emit({
      kind: 'download',
      program,
      urls: urlsIn([address.text]),
      ...(handed === '' ? {} : { sent: handed }),
    }),
  ];
  const sent = body.reduce<readonly Effect[]>((all, one) => union(all, originsOf(one)), address.origins);
  const to = hostsOf([address.text]).map(withoutMark).find(isOutside);
  // One secret inside of a body signs in; as the whole of it, it leaves.
  const isWhole = body.some((one) => one.kind === 'text' && one.value.text === MARK);
  const leaving = isWhole ? sent : sent.filter((one) => !(one.kind === 'read' && one.what === 'secret'));
  if (to !== undefined) sends(host, leaving, to, 'request', address.origins);
  if (METADATA_CREDENTIALS.test(address.text)) {
    host.emit({ kind: 'metadata-api', credentials: true });
    origins = union([reads(host, 'metadata', '')], origins);
  }
  if (METADATA_START.test(address.text)) origins = union([reads(host, 'metadata', START_DATA)], origins);
  if (KUBELET_RUN.test(address.text)) host.emit({ ...REQUEST, verb: 'exec', resources: ['nodes/proxy'], ...NOTHING });
  // The same request, as a client for a shell would be told it.
  if (verb === 'delete') {
    const args = ['-X', 'DELETE', address.text.slice(0, 1000)];
    host.emit({ kind: 'run', program: 'curl', args, words: ['curl', ...args], opensShell: false });
  }
  const kube = kubeRequest(host, address.text, verb, body);
  if (kube !== null) {
    const standsFor = headers === undefined ? [] : impersonatedIn(headers);
    host.emit(standsFor.length === 0 ? kube : { ...kube, standsFor });
    // What the API server gives out is data of the cluster, not a download from elsewhere.
    origins = kube.resources[0] === 'secrets' && verb === 'get' ? [reads(host, 'credentials', 'secrets')] : [];
  }
  return object('response', origins);
};

export const reads = (host: Host, what: Read['what'], path: string): Effect =>
  host.emit({ kind: 'read', what, path, host: null, program: '' });

/** Configuration with passwords of every application that a pattern finds, and variables of every process. */
const OF_ANY =
  /\*[^\s]{0,200}\/(?:\.env|wp-config\.php|configuration\.php|settings\.php|database\.yml|secrets\.yml|credentials(?:\.json)?|\.htpasswd)$|^\/proc\/\$\(…\)\/environ$/;

/** What a file holds: what was written to it before, or what reading it gives out. */
export const readsFile = (host: Host, path: Value): Value => {
  const { machine } = host;
  const known = machine.files.get(path.text);
  if (known !== undefined) return known;
  if (/^(?:0|\/dev\/stdin|php:\/\/stdin|\/proc\/self\/fd\/0)$/.test(path.text)) return host.input ?? unknown();
  if (path.text.length > 4096) return unknown(path.origins);
  const found: Effect[] = [];
  if (TOKEN_FILE.test(path.text) || meansToken(path.text)) found.push(reads(host, 'token', path.text));
  else if (MEMORY_FILE.test(path.text) && path.text.endsWith('mem')) found.push(reads(host, 'credentials', MEMORY));
  else if (CREDENTIAL_NAME.test(path.text) || OF_ANY.test(path.text)) found.push(reads(host, 'credentials', path.text));
  const place = machine.hostPlace(path.text, host.at.scope);
  if (place !== null) found.push(host.emit({ kind: 'read', what: 'file', path: path.text, host: place, program: '' }));
  return withOrigins(unknown(), found);
};

/** Writes to a file; what is in it stands before, where it is added to. */
export const writes = (host: Host, path: Value, data: Value, adds: boolean): void => {
  const { machine } = host;
  if (path.text === '' || path.text === MARK) return;
  const before = adds ? machine.files.get(path.text) : undefined;
  const content = revealed(host, data);
  machine.files.set(path.text, before === undefined ? content : concat(before, content));
  writesFile(machine, host.at, path.text, content.text, content.origins);
};

/** Makes a file a program; one that was downloaded or decoded is about to run. */
export const changesMode = (host: Host, path: Value, executable: boolean): void => {
  const place = host.machine.hostPlace(path.text, host.at.scope);
  host.emit({ kind: 'change-mode', path: path.text, host: place, executable, setsUser: false });
  const file = executable ? host.machine.files.get(path.text) : undefined;
  if (file !== undefined)
    saysRun(
      host,
      file.origins.filter(({ kind }) => kind !== 'connect'),
      'file',
    );
};

export const deletes = (host: Host, path: Value, recursive: boolean): void => {
  const place = host.machine.hostPlace(path.text, host.at.scope);
  host.emit({ kind: 'delete', path: path.text, host: place, recursive, isOld: false });
};

export const waits = (host: Host, seconds: Thing | undefined): void => {
  host.emit({ kind: 'wait', seconds: asValue(seconds ?? text('')).text.slice(0, 200), isEndless: false });
};

/** Hands text to the interpreter itself. */
export const runsAsCode = (host: Host, code: Thing | undefined): Thing => {
  let out: Thing = textOf(unknown());
  for (const one of optionsOf(code).slice(0, MOST_OPTIONS)) {
    const value = revealed(host, asValue(one));
    saysRun(host, value.origins, 'code', isReadable(value));
    if (value.text.length > MARK.length) out = host.runsCode(value);
    else if (value.origins.length > 0) out = textOf(unknown(value.origins));
  }
  return out;
};
