import { concat, join, literal, MARK, unknown, type Value } from '../value.ts';
import { requests, writes } from './acts.ts';
import { gathered, message } from './gathered.ts';
import { bodyOf, givenTo, headersOf, looksUp, peerOf, sessionOf, socketTo, webRequest } from './objects.ts';
import { passes } from './python-values.ts';
import {
  argumentOf,
  asKind,
  asValue,
  type Calls,
  dict,
  does,
  type Handler,
  knownText,
  list,
  NOTHING,
  object,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

const unknownOf: Handler = (_host, call) => unknownThing(givenTo(call));

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

/** Headers without what they sign in with, which is no part of what a request sends. */
const withoutOrigins = (headers: Thing | undefined): Thing | undefined => {
  const entries = asKind(headers, 'dict')?.entries;
  return entries === undefined
    ? undefined
    : dict([...entries].slice(0, 50).map(([name, one]) => [name, text(asValue(one).text.slice(0, 400))] as const));
};

const webVerb: Handler = (host, call) => {
  const [module = '', verb = ''] = [call.path.split('.', 1)[0], call.path.split('.').at(-1)];
  if (verb === 'request' || verb === 'stream') {
    const method = knownText(argumentOf(call, 0, 'method'))?.toLowerCase() ?? 'get';
    return requests(host, module, argumentOf(call, 1, 'url'), bodyOf(call, 2), method, headersOf(call));
  }
  return requests(host, module, argumentOf(call, 0, 'url'), bodyOf(call, 1), verb, headersOf(call));
};

const networkOf: Handler = (_host, { args }) => {
  const [, start = '', size = ''] = NETWORK_TEXT.exec(knownText(args[0]) ?? '') ?? [];
  if (start === '') return unknownThing();
  const fixed = Math.max(1, Math.min(3, Math.floor(Number(size) / 8)));
  const parts = start.split('.').map((part, at) => (at < fixed ? part : MARK));
  return list([unknownThing([], parts.join('.'))]);
};
const NETWORK_TEXT = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/;

/** Sockets, names of hosts and web clients. */
export const NETWORK: Calls = [
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
  ['paramiko.SSHClient', () => object('socket')],
  ['paramiko.SFTPClient.from_transport', passes],
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
    'paramiko.Transport',
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
        ['headers', withoutOrigins(argumentOf(call, 2, 'headers'))],
        ['\0headers', argumentOf(call, 2, 'headers')],
      ];
      return object(
        'request',
        [],
        parts.flatMap(([name, one]) => (one === undefined || one.kind === 'none' ? [] : [[name, one] as const])),
      );
    },
  ],
  ...['email.message.EmailMessage', 'email.message.Message', 'email.mime.multipart.MIMEMultipart'].map(
    (name) => [name, (() => gathered()) satisfies Handler] as const,
  ),
  ...['text.MIMEText', 'base.MIMEBase', 'application.MIMEApplication', 'image.MIMEImage'].map(
    (name) => [`email.mime.${name}`, message] as const,
  ),
  // Each address of a network, as one whose last parts are counted.
  ...['ip_network', 'IPv4Network'].map((name) => [`ipaddress.${name}`, networkOf] as const),
  ['ipaddress.ip_address', passes],
  ['netaddr.IPNetwork', networkOf],
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
];

const joinedPeer = (args: readonly Thing[]): Value => join(args.slice(0, 2).map(asValue), ':');
