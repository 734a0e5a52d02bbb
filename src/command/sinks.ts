import type { Effect, Read, Send } from '../model/effect.ts';
import { answerIn } from './answers.ts';
import { MAIL_CLIENTS } from './fetched.ts';
import type { Call, Machine } from './machine.ts';
import { DOWNLOADERS, hostsOf, isOutside, isPeer, isPublicAddress } from './network.ts';

/** Where data leaves to, and what of it was read before. */
interface Leaving {
  readonly what: readonly Effect[];
  readonly by: Send['by'];
  readonly to: string;
  readonly isDisguised?: true;
}

/** Words of a copy that are looked at. */
const MOST_WORDS = 300;

/**
 * Says whether a call sends data that was read: in the body of a request, in an address, over a plain connection, in a
 * copy to another host or to the storage of a cloud, in a name that is looked up, in a mail. A token in a header is how
 * every client signs in and says nothing.
 */
export const sends = (machine: Machine, call: Call, reads: readonly Effect[], out: readonly Effect[]): void => {
  const found = sentBy(machine, call, reads, out);
  if (found === null) return;
  const disguised = found.isDisguised === true ? { isDisguised: true as const } : {};
  for (const what of unique(found.what)) {
    if (what.kind === 'read' && what.isMeasure !== true)
      machine.emit({ kind: 'send', what, by: found.by, to: found.to, ...disguised }, call);
    const answer = answerIn(what, found.to);
    // It is of the kind that it is made of.
    if (answer !== null && found.by !== 'sign-in')
      machine.emit(
        { kind: 'send', what: machine.emit(answer, call) as Effect & Read, by: found.by, to: found.to },
        call,
      );
  }
};

const sentBy = (machine: Machine, call: Call, reads: readonly Effect[], out: readonly Effect[]): Leaving | null => {
  const { program, texts, redirects } = call;
  const device = isPeer(program, texts) ? undefined : redirects.find((one) => machine.isOnDevice(one));
  if (device !== undefined) {
    const what = [...incoming(call), ...reads, ...out, ...inWords(call), ...ofFiles(machine, call)];
    return { what, by: 'connection', to: numberedPeer(machine, device.target.text) };
  }
  if (DOWNLOADERS.has(program) && !FILE_CLIENTS.has(program)) return requested(machine, call, reads);
  if (isPeer(program, texts)) return connected(call, reads);
  if (RESOLVERS.has(program)) return { what: [...inWords(call), ...reads], by: 'name', to: texts.at(-1) ?? program };
  if (MAIL_CLIENTS.has(program)) {
    const to = texts.find((text) => text.includes('@')) ?? program;
    return { what: [...incoming(call), ...ofFiles(machine, call), ...reads], by: 'mail', to };
  }
  if (program === 'git' && texts.includes('push')) {
    // What was added before is not followed: everything that this container wrote may be in it.
    const written = machine.files.origins();
    return { what: written, by: 'copy', to: texts.find((text) => text.includes('://')) ?? 'git' };
  }
  const message = messaged(machine, call);
  if (message !== null) return message;
  if (SENDERS.has(program)) {
    const host = texts.map((text) => HOST.exec(text)?.[1] ?? '').find((one) => one.includes('.') && isOutside(one));
    if (host !== undefined)
      return {
        what: [...incoming(call), ...inWords(call), ...ofFiles(machine, call), ...reads],
        by: 'connection',
        to: host,
      };
  }
  const to = copiedTo(program, texts);
  if (to === null) return null;
  const keys = keyWords(program, texts);
  const isSent = (effect: Effect): boolean => effect.kind !== 'read' || !isOnlyKey(effect.path, keys, call);
  const ofNamed = texts.slice(0, MOST_WORDS).flatMap((text, at) => (keys.has(at) ? [] : fileOrigins(machine, text)));
  const ofLines = FILE_CLIENTS.has(program) ? filesPut(machine, call) : [];
  return { what: [...incoming(call), ...ofNamed, ...ofLines, ...reads.filter(isSent)], ...to };
};

/** Where a connection leads that is named by its number alone: to the last one that was opened. */
const numberedPeer = (machine: Machine, target: string): string =>
  /^\d{1,3}$/.test(target)
    ? ((
        machine.effects.findLast((one) => one.kind === 'connect' && one.to.startsWith('/dev/')) as
          | { to?: string }
          | undefined
      )?.to ?? target)
    : target;

/** `put FILE` in a word or on the input of a client that takes lines. */
const filesPut = (machine: Machine, { texts, input }: Call): readonly Effect[] => {
  const lines = [...texts.slice(0, MOST_WORDS), ...(input?.known === true ? [input.text] : [])];
  return lines.flatMap((line) =>
    [...line.slice(0, MOST_LINES).matchAll(/\b(?:put|mput|reput|send)\s{1,8}(?:-\w{1,4}\s{1,8})?([^\s;"']{1,400})/g)]
      .slice(0, 20)
      .flatMap(([, name = '']) => fileOrigins(machine, name)),
  );
};
const MOST_LINES = 4000;

/** Clients of queues and databases: options behind which the host stands, and those behind which text or a file is sent. */
const MESSAGERS: ReadonlyMap<string, readonly [host: RegExp, body: RegExp | null]> = new Map<
  string,
  readonly [RegExp, RegExp | null]
>([
  ['logger', [/^(?:-n|--server)$/, null]],
  ['redis-cli', [/^(?:-h|-u)$/, null]],
  ['valkey-cli', [/^(?:-h|-u)$/, null]],
  ['mosquitto_pub', [/^(?:-h|--host|-L)$/, /^(?:-m|--message|-f|--file)$/]],
  ['kcat', [/^-b$/, /^$/]],
  ['kafkacat', [/^-b$/, /^$/]],
  ['psql', [/^(?:-h|--host|-d|--dbname)$/, /^(?:-c|--command|-f|--file)$/]],
  ['mysql', [/^(?:-h|--host)$/, /^(?:-e|--execute)$/]],
  ['mariadb', [/^(?:-h|--host)$/, /^(?:-e|--execute)$/]],
]);
const SIGN_IN_OPTION = /^(?:-[aphnuP]|--(?:user|pass|password|port))$/;
/** Data of the application is what such clients are for. */
const FOREIGN: ReadonlySet<string> = new Set(['token', 'credentials', 'environment', 'metadata']);
const isForeign = (effect: Effect): boolean => effect.kind === 'read' && FOREIGN.has(effect.what);

const messaged = (machine: Machine, call: Call): Leaving | null => {
  const options = MESSAGERS.get(call.program);
  if (options === undefined) return null;
  const [host, body] = options;
  const { args } = call;
  const texts = call.texts.slice(0, MOST_WORDS);
  const to = texts
    .flatMap((text, at) => (host.test(texts[at - 1] ?? '') ? [text] : (/^--host(?:name)?=(.+)$/.exec(text)?.[1] ?? [])))
    .map((text) => HOST.exec(text)?.[1] ?? '')
    .find((one) => one.includes('.') && isOutside(one));
  if (to === undefined) return null;
  const words = texts.flatMap((text, at) => {
    const before = texts[at - 1] ?? '';
    const isBody = body === null ? !host.test(before) && !SIGN_IN_OPTION.test(before) : body.test(before);
    return isBody ? [...(args[at]?.origins ?? []), ...fileOrigins(machine, text)] : [];
  });
  return { what: [...incoming(call), ...words].filter(isForeign), by: 'connection', to };
};

/** Clients that take the key of the one who signs in by `-i`, or by a setting behind `-o`. */
const KEY_CLIENTS: ReadonlySet<string> = new Set(['ssh', 'autossh', 'scp', 'sftp']);
const KEY_OPTION = /^-[a-zA-Z46]{0,12}i$/;
const KEY_SETTING = /^(?:-o)?(?:IdentityFile|CertificateFile)[\s=]/i;
/** How copies name the client that connects for them, with its key among its words; and the key itself. */
const CONNECTS_BY: ReadonlyMap<string, RegExp> = new Map([
  ['rsync', /^(?:-[a-zA-Z]{0,20}e|--rsh(?:=|$))/],
  ['rclone', /^--sftp-key-file(?:=|$)/],
]);
const SSH_WITH_KEY = /^(?:--rsh=)?ssh\s[^|;&<>`$(){}]{0,1000}$/;

/** Places of the words that name a key to sign in with: it proves who calls, and stays where it is. */
const keyWords = (program: string, texts: readonly string[]): ReadonlySet<number> => {
  const found = new Set<number>();
  const words = texts.slice(0, MOST_WORDS);
  const connects = CONNECTS_BY.get(program);
  for (const [at, text] of words.entries()) {
    const before = words[at - 1] ?? '';
    if (KEY_CLIENTS.has(program)) {
      if (KEY_OPTION.test(before) || KEY_SETTING.test(text)) found.add(at);
    } else if (connects !== undefined && (connects.test(text) || connects.test(before))) {
      if (program === 'rclone' || SSH_WITH_KEY.test(text)) found.add(at);
    }
  }
  return found;
};

/** Whether a file is named as a key alone: as another word, or read into the call, it is sent as well. */
const isOnlyKey = (path: string, keys: ReadonlySet<number>, { texts, redirects }: Call): boolean => {
  const names = (text: string): boolean => text.endsWith(path);
  return (
    keys.size > 0 &&
    texts.some((text, at) => keys.has(at) && names(text)) &&
    !texts.some((text, at) => !keys.has(at) && names(text)) &&
    !redirects.some(({ target }) => names(target.text))
  );
};

const isNoSecret = (effect: Effect): boolean => !(effect.kind === 'read' && effect.what === 'secret');
const incoming = ({ input }: Call): readonly Effect[] => input?.origins ?? [];
const inWords = ({ args }: Call): readonly Effect[] => args.slice(0, MOST_WORDS).flatMap(({ origins }) => origins);
const ofFiles = (machine: Machine, { texts }: Call): readonly Effect[] =>
  texts.slice(0, MOST_WORDS).flatMap((text) => fileOrigins(machine, text));
/** What is in a file, or in the files that were put into a directory. */
const fileOrigins = (machine: Machine, name: string): readonly Effect[] => {
  const known = machine.files.get(name);
  if (known !== undefined) return known.origins;
  // One of the files of a directory, whichever: `/b/*.gz`, `@/b/$(ls /b | head -1)`.
  const [, directory] = ONE_OF.exec(name) ?? [];
  if (directory !== undefined) return machine.files.originsBelow(directory);
  return isDirectory(name) ? machine.files.originsBelow(machine.absolute(name)) : [];
};
const ONE_OF = /^(?:[^/\s]{0,200}[@=<])?(\/[^\s$*;]{1,400})\/[^/\s]{0,100}[$*][^/]{0,200}$/;
/** A path that is no option and no address. */
const isDirectory = (name: string): boolean => name.startsWith('/') || /^\.{0,2}[\w-][\w./-]{0,200}$/.test(name);
const unique = (effects: readonly Effect[]): readonly Effect[] => [...new Set(effects)].slice(0, 8);

const SENDING = [
  ...['--post-data', '--post-file', '--body-data', '--body-file', '--data', '--data-binary', '--data-raw'],
  ...['--data-urlencode', '--data-ascii', '--form', '--form-string', '--upload-file', '--json'],
];
const isSendingOption = (arg: string): boolean =>
  SENDING.some((name) => arg === name || arg.startsWith(`${name}=`)) || /^-[a-zA-Z]*[dFT]/.test(arg);

const requested = (machine: Machine, call: Call, reads: readonly Effect[]): Leaving | null => {
  const { program, texts, args } = call;
  const to = hostsOf(texts).find(isOutside) ?? bareHost(program, texts);
  if (to === undefined || isTokenService(to, texts)) return null;
  const what = texts.flatMap((text, index) => {
    const isBody = isSendingOption(texts[index - 1] ?? '') || isSendingOption(text);
    // At a bare address nobody signs in with the token of the cluster.
    const head = HEADER.test(texts[index - 1] ?? '') ? text : JOINED_HEADER.exec(text)?.[1];
    const isHeader = head !== undefined && (!SIGNS_IN.test(head) || isPublicAddress(to));
    if (!isBody && !isHeader && !text.includes('://')) return [];
    // One secret inside a word is how a client signs in; as a whole body or file it leaves.
    const isWhole = isBody && MARKS.test(text);
    const held = (args[index]?.origins ?? [])
      .filter((one) => isWhole || isNoSecret(one))
      .concat(isBody ? fileOrigins(machine, text) : []);
    // `@-`, `-T -`, `--post-file=-` and `-F 'file=@-;type=…'` send what comes in; `@FILE` may be the source itself.
    const piped = isBody && /^(?:.*[@<]|--[a-z-]{4,20}=)?-(?:;.*)?$/.test(text) ? incoming(call) : [];
    return [
      ...held,
      ...piped,
      ...(isBody ? reads.filter((read) => isNamedIn(read, text, args[index]?.origins ?? [])) : []),
    ];
  });
  const ofInput = BODY_IS_INPUT.has(program) ? incoming(call) : [];
  const by = texts.some((text) => SIGN_IN.test(text)) ? 'sign-in' : 'request';
  const address = args.find(({ text }) => text.includes(to));
  const isDisguised = address?.origins.some(({ kind }) => kind === 'decode') === true;
  return { what: [...what, ...ofInput], by, to, ...(isDisguised ? { isDisguised } : {}) };
};

/** Clients whose input is the body without a word about it. */
const BODY_IS_INPUT: ReadonlySet<string> = new Set(['http', 'https', 'xh', 'xhs']);

/** A body that is nothing but what could not be resolved. */
const MARKS = /^(?:\$\(…\)|\$\{?[A-Za-z_]\w{0,60}\}?)$/;
/** Whether a file that was read is named by a word, or by a name that came from elsewhere. */
const isNamedIn = (read: Effect, text: string, origins: readonly Effect[]): boolean =>
  read.kind === 'read' &&
  (text.includes(read.path) || origins.some((one) => one.kind === 'read' && one.isMeasure && one.path === read.path));

/** Options whose word goes into the head of a request. */
const HEADER = /^(?:-[a-zA-Z]*[HAbe]|--(?:header|user-agent|cookie|referer))$/;
const JOINED_HEADER = /^--(?:header|user-agent|cookie|referer)=(.*)$/s;
const SIGNS_IN = /^(?:authorization|x-vault-token|x-api-key|private-token|job-token|x-aws-ec2-metadata-token)\s{0,4}:/i;
/** How clients of Vault and OpenBao sign in, at a host that nobody knows. */
export const SIGN_IN = /^https:\/\/[^/]{1,255}\/v1\/(?:[\w-]{1,64}\/)?auth\/[\w/-]{1,64}\/login$/;
/** Services that give a token of their own for one of the pod; by their whole host name and over https alone. */
export const TOKEN_SERVICES: ReadonlySet<string> = new Set([
  'sts.amazonaws.com',
  'sts.googleapis.com',
  'iamcredentials.googleapis.com',
  'oauth2.googleapis.com',
  'login.microsoftonline.com',
]);
const REGIONAL_TOKEN_SERVICE = /^sts\.[a-z]{2}(?:-[a-z]{1,10}){1,3}-\d\.amazonaws\.com$/;

const isTokenService = (host: string, texts: readonly string[]): boolean =>
  (TOKEN_SERVICES.has(host) || REGIONAL_TOKEN_SERVICE.test(host)) &&
  texts.some((text) => text.includes(`https://${host}/`));

const connected = (call: Call, reads: readonly Effect[]): Leaving | null => {
  const { texts, program } = call;
  // `-z` only asks whether somebody listens.
  if (texts.some((text) => /^-[a-zA-Z]*z/.test(text))) return null;
  const to = peerOf(program, texts);
  // What is read into the connection leaves; a file that is named as an option is how the client proves itself.
  const fed = new Set(call.redirects.flatMap(({ op, target }) => (op === '<' ? [target.text] : [])));
  const leaves = reads.filter((read) => isNoSecret(read) || (read.kind === 'read' && fed.has(read.path)));
  return { what: [...incoming(call), ...leaves], by: 'connection', to };
};

/** Options of netcat with a word behind them, alone or at the end of others. */
const PEER_VALUE = /^-[a-zA-Z46]{0,8}[wipsqTxXIOmGMPV]$/;
/** Who is at the other end, with the port where one word holds both. */
const peerOf = (program: string, texts: readonly string[]): string => {
  if (program === 'openssl') return texts[texts.indexOf('-connect') + 1] ?? program;
  const address = texts
    .slice(0, MOST_WORDS)
    .flatMap((text) => /^(?:tcp|udp|ssl|openssl)[46]?(?:-connect)?:([^,]{1,300})/i.exec(text)?.[1] ?? [])[0];
  return address ?? texts.find((text, at) => !text.startsWith('-') && !PEER_VALUE.test(texts[at - 1] ?? '')) ?? program;
};

/** `curl 203.0.113.7/x`, `wget example.com/x`: an operand is an address, with or without its scheme. */
const bareHost = (program: string, texts: readonly string[]): string | undefined =>
  program === 'curl' || program === 'wget'
    ? texts
        .filter((text, index) => BARE.test(text) && !TAKES_WORD.test(texts[index - 1] ?? ''))
        .map((text) => text.split('/', 1)[0] ?? '')
        .find(isOutside)
    : undefined;
const BARE = /^(?:[a-z\d][a-z\d-]{0,62}\.){1,8}[a-z\d-]{1,62}(?::\d{1,5})?(?:[/?]|$)/i;
/** Options of both clients whose value is the next word; those with a value in the same word are none. */
const TAKES_WORD = /^(?:-[a-zA-Z]*[AbcCdDeEFhHKmoOPQrtTuUwxXYyz]|--[a-z][a-z-]{1,40})$/;

/** Programs that ask for a name: what stands in the name reaches whoever owns its domain. */
const RESOLVERS: ReadonlySet<string> = new Set([
  ...['dig', 'nslookup', 'host', 'drill', 'kdig', 'delv', 'resolvectl', 'getent', 'ping', 'ping6', 'traceroute'],
]);
const FILE_CLIENTS: ReadonlySet<string> = new Set(['ftp', 'ftpput', 'ncftpput', 'lftp', 'tftp', 'smbclient', 'sftp']);
/** `user@host:path`, `host:path`, `host::module/path`, `rsync://host/path`. */
const REMOTE = /^(?:rsync:\/\/|(?:[\w.-]{1,64}@)?[\w.-]{1,253}:(?!\\))/;
/** Clients of other protocols that hand on what they are given: in the name that they ask for, or as a file. */
export const SENDERS: ReadonlySet<string> = new Set([
  ...[
    'whois',
    'finger',
    'rlogin',
    'rsh',
    'lp',
    'lpr',
    'cancel',
    'ab',
    'hping3',
    'restic',
    'borg',
    'kopia',
    'duplicity',
  ],
]);
const HOST =
  /^(?:\w{1,12}:)?(?:\w{1,8}:\/\/)?(?:[^@\s/]{0,4000}@)?([a-z\d][a-z\d.-]{2,253})(?::\d{1,5})?(?:[/:]\S{0,400})?$/i;

/** A remote of rclone that is told in one word, with its host: `:sftp,host=…:path`, `:webdav,url="https://…":`. */
const WRITTEN_REMOTE =
  /^:[a-z0-9]{1,20},.{0,400}?\b(?:host|url|endpoint)=["']{0,2}(?:[a-z]{3,5}:\/\/)?[a-z0-9][\w-]{0,62}\.[\w.-]{1,200}/i;

/** Clients of cloud storage with the words that stand for a copy. */
const STORAGE: ReadonlyMap<string, RegExp> = new Map([
  ['aws', /^s3:\/\//],
  ['s3cmd', /^s3:\/\//],
  ['s5cmd', /^s3:\/\//],
  ['gsutil', /^gs:\/\//],
  ['gcloud', /^gs:\/\//],
  ['az', /^(?:blob|file|upload)$/],
  ['azcopy', /^https:\/\//],
  ['rclone', /^[\w-]{1,64}:/],
  ['mc', /^(?:cp|mv|pipe|mirror)$/],
]);

const copiedTo = (program: string, texts: readonly string[]): Pick<Leaving, 'by' | 'to'> | null => {
  if (program === 'scp' || program === 'rsync') {
    const to = texts.at(-1) ?? '';
    return REMOTE.test(to) ? { by: 'copy', to } : null;
  }
  if (program === 'tar' || program === 'bsdtar') {
    const to = texts.find(
      (text, at) => /^-?[a-zA-Z]*f$|^--file$/.test(texts[at - 1] ?? '') && REMOTE.test(text) && !text.startsWith('/'),
    );
    return to === undefined ? null : { by: 'copy', to };
  }
  // What comes in to a command on another host is there.
  if (program === 'ssh') return { by: 'copy', to: texts.find((text) => !text.startsWith('-')) ?? program };
  if (FILE_CLIENTS.has(program)) return { by: 'copy', to: texts.find((text) => !text.startsWith('-')) ?? program };
  if (program === 'gh' && texts[0] === 'gist' && texts[1] === 'create') return { by: 'copy', to: 'gist.github.com' };
  if (program === 'rclone') {
    const remote = texts.findLast((text) => !text.startsWith('-')) ?? '';
    if (WRITTEN_REMOTE.test(remote)) return { by: 'copy', to: remote.slice(0, 200) };
  }
  const place = STORAGE.get(program);
  const to = place === undefined ? undefined : texts.findLast((text) => place.test(text));
  return to === undefined ? null : { by: 'storage', to };
};
