import { dotted } from './addresses.ts';
import { isEncoder } from './encoders.ts';
import { asksApis } from './http-apis.ts';
import type { Call, Machine } from './machine.ts';
import { urlsIn } from './urls.ts';
import { union, unknown, type Value } from './value.ts';

/** Programs that bring text or files from elsewhere. */
export const DOWNLOADERS: ReadonlySet<string> = new Set([
  ...['curl', 'wget', 'wget2', 'aria2c', 'axel', 'lynx', 'links', 'fetch', 'http', 'https', 'xh', 'ftpget', 'tftp'],
  ...['lwp-request', 'lwp-download', 'GET', 'certutil', 'bitsadmin'],
]);

/** Programs that join standard input and output with a network peer. */
export const NETCATS: ReadonlySet<string> = new Set([
  ...['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd', 'netcat.traditional', 'netcat.openbsd'],
  ...['cryptcat', 'pwncat', 'gs-netcat', 'rcat', 'rustcat', 'socket', 'powercat', 'sbd', 'dbd'],
]);
const PEERS: ReadonlySet<string> = new Set([...NETCATS, 'telnet', 'socat', 'websocat']);

export const isPeer = (program: string, args: readonly string[]): boolean =>
  PEERS.has(program) || (program === 'openssl' && args[0] === 's_client');

export const NETWORK_DEVICE = /^\/dev\/(?:tcp|udp)\//;

/**
 * `SERVICE.NAMESPACE`, as pods write it: the last part is a namespace and no top-level domain, so nobody outside can have the
 * name. Those with a hyphen are none but for the encoded ones.
 */
export const NAMESPACES: ReadonlySet<string> = new Set([
  ...[
    'monitoring',
    'observability',
    'logging',
    'prometheus',
    'grafana',
    'loki',
    'minio',
    'vault',
    'keycloak',
    'argocd',
  ],
  ...[
    'kafka',
    'redis',
    'postgres',
    'postgresql',
    'mysql',
    'mongodb',
    'database',
    'databases',
    'elastic',
    'elasticsearch',
  ],
]);
const isService = (name: string): boolean => {
  const namespace = name.slice(name.lastIndexOf('.') + 1);
  return NAMESPACES.has(namespace) || /^(?!xn--)[a-z](?=[a-z0-9-]*-)[a-z0-9-]{0,60}[a-z0-9]$/.test(namespace);
};

/** Hosts that belong to the cluster itself: short names, service names, the loopback and the API server. */
export const isClusterHost = (host: string): boolean => {
  const name = dotted(host.toLowerCase())
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  return (
    name === '' ||
    !/[.:_]/.test(name) ||
    UNKNOWN_NAME.test(name) ||
    name.endsWith('.svc') ||
    name.endsWith('.local') ||
    name.endsWith('.internal') ||
    name.includes('.svc.') ||
    isService(name) ||
    name.startsWith('127.') ||
    name === '[::1]'
  );
};

/** A variable that nothing sets: its own name has underscores, which no name of a service has. */
const UNKNOWN_NAME = /^[^.:]*\$[^.:]*$/;

/** An address of the network that everybody shares: no name, and none of the ranges for private use. */
export const isPublicAddress = (host: string): boolean => {
  const [, first, second] =
    /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}(?::\d{1,5})?$/.exec(dotted(host))?.map(Number) ?? [];
  if (first === undefined || second === undefined) return false;
  const isPrivate = first === 10 || first === 127 || first === 0 || (first === 192 && second === 168);
  return (
    !isPrivate &&
    !(first === 172 && second >= 16 && second < 32) &&
    !(first === 169 && second === 254) &&
    !(first === 100 && second >= 64 && second < 128)
  );
};

/** Hosts of the addresses among words, as written, without user and with port. */
export const hostsOf = (words: readonly string[]): readonly string[] =>
  urlsIn(words).map((url) => (url.split('://')[1] ?? '').split('/', 1)[0]?.replace(/^[^@]*@/, '') ?? '');

/** The metadata service of the instance: it gets back what it said before. */
const LINK_LOCAL = /^(?:169\.254\.|\[?fd00:ec2::254|\[?fe80:)/i;

export const isOutside = (host: string): boolean =>
  !host.startsWith('$') && !isClusterHost(host) && !LINK_LOCAL.test(dotted(host));

/** Addresses at which instances get their credentials. Asking for a region or a name is ordinary. */
export const METADATA_CREDENTIALS =
  /(?:169\.254\.169\.254|metadata\.google\.internal|\/\/metadata\/computeMetadata|169\.254\.170\.(?:2|23)|fd00:ec2::254|100\.100\.100\.200|metadata\.tencentyun\.com)[^\s]{0,200}?(?:security-credentials|service-accounts\/[^\s/]{1,100}\/(?:token|identity)|identity\/oauth2\/token|\/v[12]\/credentials|instance\/attributes\/kube-env|\/opc\/v[12]\/identity|openstack\/[\w-]{1,20}\/securitykey)/;

/** Addresses at which an instance gets what it was given to start with: scripts with keys and passwords in them. */
export const METADATA_START =
  /(?:169\.254\.169\.254|metadata\.google\.internal|\/\/metadata\/computeMetadata|fd00:ec2::254|100\.100\.100\.200|metadata\.tencentyun\.com)[^\s]{0,200}?(?:\/user[-_]?[dD]ata\b|\/customData\b|attributes\/(?:startup-script|user-data|kubelet-config)\b|\/(?:attributes|v1|instance)\/?\?recursive=true)/;
/** Stands for the path of that. */
export const START_DATA = 'what the instance starts with';

/** How some of them are told the program in other letters. */
const OWN_OPTIONS: ReadonlyMap<string, RegExp> = new Map([
  ['rcat', /^-s$|^--shell$/],
  ['rustcat', /^-s$|^--shell$/],
  ['socket', /^-[a-zA-Z]*p$/],
]);
const RUN_OPTIONS = /^(?:-[a-zA-Z]*e|--exec|--sh-exec|--lua-exec)(?:=|$)/;
const SHELL_NAME = /(?:^|[/:,"'\s])(?:ba|da|a|z|k|c|tc|mk|ya|fi)?sh(?:$|[\s,"'])/;

/** How a client binds a shell to its connection; `null` when it does not. */
const bindsShell = ({
  program,
  texts,
  input,
}: Pick<Call, 'program' | 'texts'> & { readonly input: Value | null }): string | null => {
  if (NETCATS.has(program) && (handsOut(texts) || handsOwn(program, texts)))
    return 'hands a program to netcat for whoever is at the other end';
  if (
    program === 'socat' &&
    texts.some((text) => /^(?:exec|system|shell):/i.test(text) && SHELL_NAME.test(text)) &&
    texts.some((text) => /^(?:tcp|udp|ssl|openssl|sctp|vsock|socks)/i.test(text))
  ) {
    return 'joins a shell with a network connection through socat';
  }
  if (program === 'websocat' && texts.some((text) => /^(?:exec|sh-c|cmd):/.test(text))) {
    return 'hands a program to a web socket for whoever is at the other end';
  }
  // What an encoder made is data that leaves, and nobody's answers.
  return (input?.origins ?? []).some((one) => one.kind === 'run' && !isEncoder(one))
    ? 'joins a shell with a network connection through pipes'
    : null;
};

/** `-e PROGRAM` of any netcat; `-c` means TLS for one of them, so it needs a program behind it. */
const handsOut = (texts: readonly string[]): boolean =>
  texts.some((text, index) => {
    const next = texts[index + 1] ?? '';
    if (RUN_OPTIONS.test(text)) return (next !== '' || text.includes('=')) && !onlyAnswers(texts, index);
    return /^-[a-zA-Z]*c$/.test(text) && (next.startsWith('/') || SHELL_NAME.test(next.split(' ', 1)[0] ?? ''));
  });

const handsOwn = (program: string, texts: readonly string[]): boolean =>
  texts.some((text, at) => OWN_OPTIONS.get(program)?.test(text) === true && SHELL_NAME.test(texts[at + 1] ?? ''));
/** A program that gives back what it gets, or says one thing, whoever asks it: all behind it are options of netcat. */
const onlyAnswers = (texts: readonly string[], at: number): boolean =>
  ANSWERER.test(texts[at + 1] ?? '') && (texts[at + 2] ?? '-').startsWith('-');
const ANSWERER = /^(?:\/(?:usr\/)?bin\/)?(?:cat|true|false|date|uptime|hostname|yes)$/;

export const listens = (program: string, texts: readonly string[]): boolean =>
  NETCATS.has(program)
    ? texts.some((text) => /^-[a-zA-Z]*l/.test(text) || text === '--listen') ||
      (program === 'socket' && texts.some((text) => /^-[a-zA-Z]*s/.test(text)))
    : program === 'socat' && texts.some((text) => /^(?:tcp|udp|ssl|openssl|sctp)[46]?-l/i.test(text));

const MOST_SENT = 20_000;

/** A program that joins its input and output with another host. */
export const connected = (machine: Machine, call: Call): Value => {
  if (call.program === 'websocat') asksApis(machine, call);
  const binds = bindsShell(call);
  const to = call.texts
    .filter((text) => !text.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  const sent = call.input?.text.slice(0, MOST_SENT) ?? '';
  const effect = machine.emit({ kind: 'connect', to, binds, ...(sent === '' ? {} : { sent }) }, call);
  return unknown(union([effect], call.input?.origins ?? []));
};
