import { cleanPath } from '../../lib/path.ts';
import type { CommandFact, HostPathFact } from '../../model/facts.ts';
import { filesWritten, urlsIn } from './files.ts';
import type { Act } from './understand.ts';

/** Programs that bring text or files from elsewhere. */
export const DOWNLOADERS: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'wget2',
  'aria2c',
  'axel',
  'lynx',
  'links',
  'fetch',
  'http',
  'https',
  'xh',
  'ftpget',
  'tftp',
  'lwp-request',
  'lwp-download',
  'GET',
]);
export const isDownload = ({ ran }: Act): boolean => DOWNLOADERS.has(ran.program);

/** Programs that join standard input and output with a network peer. */
export const NETCATS: ReadonlySet<string> = new Set([
  'nc',
  'ncat',
  'netcat',
  'nc.traditional',
  'nc.openbsd',
  'netcat.traditional',
  'netcat.openbsd',
  'cryptcat',
  'pwncat',
  'gs-netcat',
]);
const PEERS: ReadonlySet<string> = new Set([...NETCATS, 'telnet', 'socat', 'websocat']);
export const isPeer = ({ ran }: Act): boolean =>
  PEERS.has(ran.program) || (ran.program === 'openssl' && ran.args[0] === 's_client');

export const NETWORK_DEVICE = /^\/dev\/(?:tcp|udp)\//;

const hasOption = (args: readonly string[], letters: string, long: readonly string[]): boolean =>
  args.some(
    (arg) =>
      long.some((name) => arg === name || arg.startsWith(`${name}=`)) ||
      (arg.startsWith('-') && !arg.startsWith('--') && [...letters].some((letter) => arg.includes(letter))),
  );

/** Whether an act turns encoded text back: base64, hexadecimal, openssl, escapes, a shifted alphabet. */
export const isDecode = ({ ran, code }: Act): boolean => {
  const { program, args } = ran;
  switch (program) {
    case 'base64':
    case 'base32':
    case 'basenc':
      return hasOption(args, 'dD', ['--decode']);
    case 'xxd':
      return hasOption(args, 'r', ['-revert']);
    case 'openssl':
      return (args[0] === 'enc' || args[0] === 'base64') && args.some((arg) => arg === '-d' || arg === '-D');
    case 'uudecode':
    case 'rev':
      return true;
    case 'tr':
      return args.some((arg) => /[nN]-[zZ][aA]-[mM]/.test(arg));
    case 'printf':
    case 'echo':
      return args.some((arg) => /(?:\\x[0-9a-fA-F]{2}){4}|(?:\\0?[0-7]{3}){4}/.test(arg));
    default:
      return code !== null && DECODING_CODE.test(code);
  }
};
export const DECODING_CODE =
  /b64decode|b32decode|a85decode|unhexlify|bytes\.fromhex|decode_base64|decode64|base64_decode|gzinflate|str_rot13|codecs\.decode|zlib\.decompress|marshal\.loads|\batob\(|,\s{0,8}["']base64["']\)|unpack\(\s{0,8}["']m/;

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

/** Hosts of the addresses among the words of an act, as written, without user and with port. */
export const hostsOf = ({ ran }: Act): readonly string[] =>
  urlsIn(ran.args).map((url) => (url.split('://')[1] ?? '').split('/', 1)[0]?.replace(/^[^@]*@/, '') ?? '');

const SENDING = [
  '--post-data',
  '--post-file',
  '--body-data',
  '--body-file',
  '--data',
  '--data-binary',
  '--data-raw',
  '--data-urlencode',
  '--data-ascii',
  '--form',
  '--form-string',
  '--upload-file',
  '--json',
];
export const isSendingOption = (arg: string): boolean =>
  SENDING.some((name) => arg === name || arg.startsWith(`${name}=`)) || /^-[a-zA-Z]*[dFT]/.test(arg);

/** Mounts that are looked through for each file; a pod has a handful. */
const MOST_MOUNTS = 200;

/** The path on the node that a path in a container means; `null` where it is the container's own. */
export const onHost = (
  act: Act,
  path: string,
  command: Pick<CommandFact, 'container'>,
  hostPaths: readonly HostPathFact[],
): { readonly path: string; readonly readOnly: boolean } | null => {
  if (!path.startsWith('/')) return null;
  const clean = cleanPath(path);
  if (act.hostEntry !== null) return { path: clean, readOnly: false };
  let best: HostPathFact | undefined;
  let length = -1;
  for (const mount of hostPaths.slice(0, MOST_MOUNTS)) {
    const at = mount.mountPath;
    if (at === null || mount.container !== command.container || at.length <= length) continue;
    if (clean === at || clean.startsWith(at === '/' ? at : `${at}/`)) {
      best = mount;
      length = at.length;
    }
  }
  if (best === undefined || best.mountPath === null) return null;
  const below = best.mountPath === '/' ? clean : clean.slice(best.mountPath.length);
  return { path: cleanPath(`${best.path}/${below}`), readOnly: best.readOnly === true };
};

/** Words of an act that may be files that it reads: without options' names, `@` and `if=`. */
export const filesRead = (act: Act): readonly string[] => {
  const written = new Set(filesWritten(act));
  const words = act.ran.args.flatMap((arg) => {
    const from = Math.max(arg.indexOf('@'), arg.startsWith('-') || arg.startsWith('if=') ? arg.indexOf('=') : -1);
    const word = arg.slice(from + 1);
    return word.startsWith('/') && !written.has(word) ? [word] : [];
  });
  return [...words, ...act.step.redirects.filter(({ op }) => op === '<').map(({ target }) => target)];
};
