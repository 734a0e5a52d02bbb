import type { Effect } from '../model/effect.ts';
import { urlsIn } from './files.ts';
import type { Call, Machine } from './machine.ts';
import { originOf, type Value } from './value.ts';

/** Programs that bring text or files from elsewhere. */
export const DOWNLOADERS: ReadonlySet<string> = new Set([
  ...['curl', 'wget', 'wget2', 'aria2c', 'axel', 'lynx', 'links', 'fetch', 'http', 'https', 'xh', 'ftpget', 'tftp'],
  ...['lwp-request', 'lwp-download', 'GET'],
]);

/** Programs that join standard input and output with a network peer. */
export const NETCATS: ReadonlySet<string> = new Set([
  ...['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd', 'netcat.traditional', 'netcat.openbsd'],
  ...['cryptcat', 'pwncat', 'gs-netcat'],
]);
const PEERS: ReadonlySet<string> = new Set([...NETCATS, 'telnet', 'socat', 'websocat']);

export const isPeer = (program: string, args: readonly string[]): boolean =>
  PEERS.has(program) || (program === 'openssl' && args[0] === 's_client');

export const NETWORK_DEVICE = /^\/dev\/(?:tcp|udp)\//;

/** Hosts that belong to the cluster itself: short names, service names, the loopback and the API server. */
export const isClusterHost = (host: string): boolean => {
  const name = host.toLowerCase().replace(/:\d{1,5}$/, '');
  return (
    name === '' ||
    (!name.includes('.') && !name.includes(':')) ||
    name.endsWith('.svc') ||
    name.endsWith('.local') ||
    name.endsWith('.internal') ||
    name.includes('.svc.') ||
    name.startsWith('127.') ||
    name === '[::1]'
  );
};

/** Hosts of the addresses among words, as written, without user and with port. */
export const hostsOf = (words: readonly string[]): readonly string[] =>
  urlsIn(words).map((url) => (url.split('://')[1] ?? '').split('/', 1)[0]?.replace(/^[^@]*@/, '') ?? '');

export const isOutside = (host: string): boolean => !host.startsWith('$') && !isClusterHost(host);

const SENDING = [
  ...['--post-data', '--post-file', '--body-data', '--body-file', '--data', '--data-binary', '--data-raw'],
  ...['--data-urlencode', '--data-ascii', '--form', '--form-string', '--upload-file', '--json'],
];
const isSendingOption = (arg: string): boolean =>
  SENDING.some((name) => arg === name || arg.startsWith(`${name}=`)) || /^-[a-zA-Z]*[dFT]/.test(arg);

/** Addresses at which instances get their credentials. Asking for a region or a name is ordinary. */
export const METADATA_CREDENTIALS =
  /(?:169\.254\.169\.254|metadata\.google\.internal|169\.254\.170\.2|fd00:ec2::254|100\.100\.100\.200)[^\s]{0,200}?(?:security-credentials|service-accounts\/[^\s/]{1,100}\/(?:token|identity)|identity\/oauth2\/token|\/v2\/credentials)/;

/**
 * Whether a call sends data that was read out of the cluster: in the body of a request, in an address, or over a plain
 * connection. A token in a header is how every client signs in and says nothing.
 */
export const sends = (machine: Machine, call: Call, reads: readonly Effect[]): void => {
  const found = sentBy(machine, call, reads);
  if (found === null) return;
  for (const what of found.what) if (what.kind === 'read') machine.emit({ kind: 'send', what, to: found.to }, call);
};

const sentBy = (
  machine: Machine,
  call: Call,
  reads: readonly Effect[],
): { readonly what: readonly Effect[]; readonly to: string } | null => {
  const { program, texts, args, input, redirects } = call;
  if (DOWNLOADERS.has(program)) {
    const to = hostsOf(texts).find(isOutside) ?? bareHost(program, texts);
    if (to === undefined) return null;
    const what = texts.flatMap((text, index) => {
      const isBody = isSendingOption(texts[index - 1] ?? '') || isSendingOption(text);
      if (!isBody && !text.includes('://')) return [];
      const held = (args[index]?.origins ?? []).concat(isBody ? fileOrigins(machine, text) : []);
      // `@-` and `-T -` send what comes in; `@FILE` may be the source itself.
      const piped = isBody && /^(?:.*@)?-$/.test(text) ? (input?.origins ?? []) : [];
      return [
        ...held,
        ...piped,
        ...(isBody ? reads.filter((read) => read.kind === 'read' && text.includes(read.path)) : []),
      ];
    });
    return { what: unique(what), to };
  }
  if (isPeer(program, texts)) {
    if (texts.some((text) => /^-[a-zA-Z]*z/.test(text))) return null;
    return {
      what: unique([...(input?.origins ?? []), ...reads]),
      to: texts.find((text) => !text.startsWith('-')) ?? program,
    };
  }
  const device = redirects.find(({ target }) => NETWORK_DEVICE.test(target.text));
  if (device === undefined) return null;
  return {
    what: unique([...(input?.origins ?? []), ...reads, ...args.flatMap(({ origins }) => origins)]),
    to: device.target.text,
  };
};

/** `curl 203.0.113.7/x`: an address without its scheme. */
const bareHost = (program: string, texts: readonly string[]): string | undefined =>
  program === 'curl' || program === 'wget'
    ? texts.find(
        (text) => /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?:\/|$)/.test(text) && isOutside(text.split('/', 1)[0] ?? ''),
      )
    : undefined;

const fileOrigins = (machine: Machine, name: string): readonly Effect[] => machine.files.get(name)?.origins ?? [];

const unique = (effects: readonly Effect[]): readonly Effect[] => [...new Set(effects)].slice(0, 8);

const RUN_OPTIONS = /^(?:-[a-zA-Z]*e|--exec|--sh-exec|--lua-exec)(?:=|$)/;
const SHELL_NAME = /(?:^|[/:,"'\s])(?:ba|da|a|z|k)?sh(?:$|[\s,"'])/;

/** How a client binds a shell to its connection; `null` when it does not. */
export const bindsShell = ({
  program,
  texts,
  input,
}: Pick<Call, 'program' | 'texts'> & { readonly input: Value | null }): string | null => {
  if (NETCATS.has(program) && handsOut(texts)) return 'hands a program to netcat for whoever is at the other end';
  if (
    program === 'socat' &&
    texts.some((text) => /^(?:exec|system|shell):/i.test(text) && SHELL_NAME.test(text)) &&
    texts.some((text) => /^(?:tcp|udp|ssl|openssl|sctp|vsock|socks)/i.test(text))
  ) {
    return 'joins a shell with a network connection through socat';
  }
  return originOf(input?.origins ?? [], 'run') === undefined
    ? null
    : 'joins a shell with a network connection through pipes';
};

/** `-e PROGRAM` of any netcat; `-c` means TLS for one of them, so it needs a program behind it. */
const handsOut = (texts: readonly string[]): boolean =>
  texts.some((text, index) => {
    const next = texts[index + 1] ?? '';
    if (RUN_OPTIONS.test(text)) return next !== '' || text.includes('=');
    return /^-[a-zA-Z]*c$/.test(text) && (next.startsWith('/') || SHELL_NAME.test(next.split(' ', 1)[0] ?? ''));
  });

export const listens = (program: string, texts: readonly string[]): boolean =>
  NETCATS.has(program)
    ? texts.some((text) => /^-[a-zA-Z]*l/.test(text) || text === '--listen')
    : program === 'socat' && texts.some((text) => /^(?:tcp|udp|ssl|openssl|sctp)[46]?-l/i.test(text));
