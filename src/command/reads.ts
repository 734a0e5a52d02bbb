import { baseName } from '../lib/path.ts';
import type { Effect, Read } from '../model/effect.ts';
import { OWN_PLACE, PACKERS, packedBy } from './archives.ts';
import { matchesPath } from './globs.ts';
import { optionsOf } from './kube.ts';
import { type Call, type Machine, takesOutput } from './machine.ts';
import { DOWNLOADERS, METADATA_CREDENTIALS, METADATA_START, START_DATA } from './network.ts';
import { filesWritten } from './output-files.ts';
import { ROWS, takesPersons } from './persons.ts';
import { SETTINGS } from './settings-options.ts';
import { asksStore, ETCD_SECRETS, putsOutObject, STORED, storedIn } from './stores.ts';
import { givesValues } from './told-names.ts';

export const TOKEN_FILE =
  /(?:^|[@=/])(?:var\/)?run\/secrets\/(?:kubernetes\.io\/serviceaccount|eks\.amazonaws\.com\/serviceaccount|azure\/tokens)\/?(?:token|\*|azure-identity-token|$)|\/run\/secrets\/[^\s]{0,200}\*[^\s]{0,200}\/token$/;
export const CREDENTIAL_NAME =
  /(?:\/\.ssh\/(?:id_[a-z0-9*]+|\*)|\/\.kube\/config|\/\.aws\/credentials|\/etc\/g?shadow|\/(?:super-)?admin\.conf|\/(?:controller-manager|scheduler|kubelet)\.conf|\/proc\/(?:\d+|\*|self|\$[^/]{1,60}|\[[^/]{1,20}\]\*?)\/environ|\/\.git-credentials|\/\.vault-token|\/\.pgpass|\/\.pypirc|\/\.boto|\/\.netrc|\/\.docker\/config\.json|\/\.npmrc|\/application_default_credentials\.json|\/kubelet-client-current\.pem|\/etc\/kubernetes\/azure\.json|\/argo\/secret(?:\/[\w.*-]{1,80})?|\/(?:Login Data(?: For Account)?|logins\.json|key[34]\.db|cookies\.sqlite)|(?:^|\/)(?:\.?jenkins(?:_home)?\/credentials\.xml|secrets\/(?:master\.key|hudson\.util\.Secret)|hudson\.util\.Secret)|\/tekton\/creds(?:-secrets)?(?:\/[.*][\w.*]{0,40})?)$/;
/** What tells who and where a process is. */
const SYSTEM_FILE =
  /^\/(?:etc\/passwd|proc\/(?:\d+|self)\/(?:status|cgroup|mountinfo|mounts)|proc\/(?:mounts|net\/(?:tcp|arp|route|fib_trie)))$/;
const SYSTEM_PROGRAMS: ReadonlySet<string> = new Set([
  ...['id', 'whoami', 'ps', 'ifconfig', 'ip', 'netstat', 'ss', 'arp', 'lsns', 'capsh', 'amicontained', 'lsmod', 'nmap'],
  ...['masscan', 'zmap', 'rustscan', 'arp-scan', 'kube-hunter', 'kubeletctl', 'peirates', 'deepce.sh', 'linpeas.sh'],
]);
/** Everything in a directory of secrets at once. One secret alone is how a client signs in. */
const ALL_SECRETS = /(?:^|\/)secrets?\/\*$/;
const DUMPS: ReadonlySet<string> = new Set([
  ...['pg_dump', 'pg_dumpall', 'pg_basebackup', 'mysqldump', 'mariadb-dump', 'mongodump', 'mydumper', 'sqlite3'],
]);
/** Stands for the path of what lies in storage of a cloud. */
const STORAGE = 'storage of a cloud';
/** Clients that put out the rows of a statement. */
const SQL: ReadonlySet<string> = new Set([
  'psql',
  'mysql',
  'mariadb',
  'sqlcmd',
  'clickhouse-client',
  'snowsql',
  'bq',
  'sqlite3',
]);
/** Stands for the path of what a process holds in its memory. */
export const MEMORY = 'the memory of a process';
/** Another process, by its number, a search or a pattern. */
export const MEMORY_FILE = /^(?:if=)?\/proc\/(?:\d{1,7}|\*|\$[^/]{1,60})\/(?:mem|maps)$/;

const TAPPED = /^(?:-e)?(?:trace=)?(?:\w{1,20},){0,8}(?:read|write|recv|recvfrom|send|sendto)(?:,|$)/;

const dumpsMemory = (program: string, texts: readonly string[]): boolean =>
  program === 'gcore' ||
  program === 'procdump' ||
  program === 'mimipenguin' ||
  (program === 'gdb' &&
    texts.some((text) => /^(?:-p|--pid)/.test(text)) &&
    texts.some((text) => /gcore|dump\s{1,4}memory|generate-core/.test(text))) ||
  // What it reads and writes is in its calls.
  (program === 'strace' && texts.some((text) => TAPPED.test(text))) ||
  ((program === 'dd' || program === 'cat' || program === 'strings' || program === 'grep') &&
    texts.some((text) => MEMORY_FILE.test(text) && text.endsWith('mem')));

/** Programs that take down the packets of a network. */
const CAPTURES: ReadonlySet<string> = new Set([
  'tcpdump',
  'tshark',
  'dumpcap',
  'ngrep',
  'tcpflow',
  'netsniff-ng',
  'ecapture',
]);
/** A probe that takes down what other processes read and write. */
const TAPS =
  /(?:sys_(?:enter|exit)_(?:read|write|send|recv)\w{0,10}|SSL_(?:read|write)|readline).*\b(?:str|buf)\s{0,4}\(/s;
/** Packets that somebody else took down before. Of letters in one word only those that take no value may stand in front. */
const FROM_FILE = /^(?:-[aAbdefhHIKlLnNOpqStuUvxX#]*r(?:$|[./])|--read-file)/;
const KUBECTL: ReadonlySet<string> = new Set(['kubectl', 'oc', 'k3s', 'microk8s.kubectl']);
/** Words that are looked through for paths of the node. */
const MOST_WORDS = 500;

/** Stands for the path of the secrets of all namespaces. */
const ALL_OF_CLUSTER = 'secrets of all namespaces';
const NONE: readonly string[] = [];
/** Stands for the path of a token that is asked for. */
const NEW_TOKEN = 'a new token';
/** Stands for the path of one secret after the other of a list. */
const EACH_SECRET = 'each secret of a list';
/** What puts out what it asked for by itself. */
const ANSWERS: ReadonlySet<string> = new Set([NEW_TOKEN, ETCD_SECRETS, ALL_OF_CLUSTER, EACH_SECRET, STORED]);

/** Where the API server keeps them; a key may be the beginning of many. */
const SECRETS_KEY = '/registry/secrets';
const getsSecrets = (texts: readonly string[]): boolean => {
  if (!texts.includes('get') || texts.some((text) => /^--(?:keys|count)-only(?:=true)?$/.test(text))) return false;
  const isMany = texts.some((text) => /^--(?:prefix|from-key)(?:=true)?$/.test(text));
  return texts.some(
    (text) =>
      text === '' || text.startsWith(SECRETS_KEY) || (isMany && text.startsWith('/') && SECRETS_KEY.startsWith(text)),
  );
};

/** A file that is named after what somebody collected in it. What one signs in with is a record, not a list. */
const COLLECTED =
  /(?:^|[@<=/])(?:(?:secrets?|credentials?|creds?|passwords?|loot|tokens?|hashes)\.(?:txt|csv|log|zip|tgz|tar(?:\.gz)?)|(?:secrets|passwords|loot)\.(?:json|ya?ml))$/i;

/** What the shell itself reads out of a file, for a loop, a variable or a descriptor: what is kept there, and a file of the node. */
export const readsOfFile = (machine: Machine, path: string, at: Pick<Call, 'scope' | 'shown'>): readonly Effect[] => {
  const what = path.length > 4096 ? null : heldIn(machine, '', path);
  const host = machine.hostPlace(path, at.scope);
  const of = { kind: 'read', program: '' } as const;
  return [
    ...(what === null ? [] : [machine.emit({ ...of, what, path: pathOf(path), host: null }, at)]),
    ...(host === null ? [] : [machine.emit({ ...of, what: 'file', path, host }, at)]),
  ];
};

/** What a word with the path of a file says of what is in it; `null` where that is nothing that anybody guards. */
const heldIn = (machine: Machine, program: string, word: string): Read['what'] | null => {
  if (TOKEN_FILE.test(word) || meansToken(word) || takesTokens(program, word)) return 'token';
  if (CREDENTIAL_NAME.test(word.startsWith('.') ? `/${word}` : word) || ALL_SECRETS.test(word) || meansKeys(word))
    return 'credentials';
  if (PACKERS.has(program) && HOME_OF_KEYS.test(word)) return 'credentials';
  if (SYSTEM_FILE.test(word)) return 'system';
  return machine.files.isSecret(pathOf(word)) ? 'secret' : null;
};

/** What a call gives out of what it reads: tokens, credentials, files of the node. Each is emitted and given back. */
export const readsOf = (machine: Machine, call: Call, isMeasure: boolean): readonly Effect[] => {
  const { program, texts, allTexts, redirects } = call;
  const isShown = showsFiles(call);
  const found: Effect[] = [];
  const add = (what: Read['what'], path: string): void => {
    if (found.length >= 16) return;
    const answers = ANSWERS.has(path) && !(path === STORED && storedIn(program, texts).length > 0);
    const puts = isShown || (answers && isLogged(call));
    const isKept =
      what === 'metadata' ? putsOutRole(call) : puts && (what === 'token' || what === 'credentials' || path === STORED);
    const shown = isMeasure ? MEASURED : isKept ? ({ isShown: true } as const) : {};
    found.push(machine.emit({ kind: 'read', what, path, host: null, program, ...shown }, call));
  };
  const incoming =
    redirects.length === 0 ? NONE : redirects.flatMap(({ op, target }) => (op === '<' ? [target.text] : []));
  const words = allTexts.length > MOST_WORDS ? allTexts.slice(0, MOST_WORDS) : allTexts;
  if (words.length < allTexts.length) machine.cut(call);
  const tellsText = TAKES_BODY.has(program);
  for (const [at, word] of (incoming.length === 0 ? words : [...words, ...incoming]).entries()) {
    const before = at < words.length ? words[at - 1] : undefined;
    if (tellsText && COLLECTED.test(word) && takesFile(word, before)) add('credentials', pathOf(word));
    if (word.length > 4096 || !(word.includes('/') || word.includes('*') || word.startsWith('.'))) continue;
    if (tellsText && isBodyText(word, before)) continue;
    const what = heldIn(machine, program, word);
    if (what === 'secret' && before !== undefined && SETTINGS.test(before)) continue;
    if (what !== null) add(what, what === 'system' ? word : pathOf(word));
  }
  if (TELLERS.has(program) && isLogged(call)) {
    const held = [...(call.input?.origins ?? []), ...call.args.flatMap(({ origins }) => origins)];
    // What a service answers to a token is no token; what the metadata service answers is what was asked for.
    const isAnswer = held.some(
      (one) => one.kind === 'download' && !one.urls.some((url) => METADATA_CREDENTIALS.test(url)),
    );
    const told = isAnswer
      ? undefined
      : held.find(
          (one) => one.kind === 'read' && one.isShown !== true && one.what === 'metadata' && one.path !== START_DATA,
        );
    if (told?.kind === 'read') {
      const { what, path } = told;
      found.push(machine.emit({ kind: 'read', what, path, host: null, program, isShown: true }, call));
    }
  }
  if (DOWNLOADERS.has(program) && texts.some((text) => METADATA_CREDENTIALS.test(text))) {
    machine.emit({ kind: 'metadata-api', credentials: true }, call);
    add('metadata', '');
  }
  if (DOWNLOADERS.has(program) && texts.some((text) => METADATA_START.test(text))) add('metadata', START_DATA);
  if (showsSecrets(program, texts))
    add(
      'credentials',
      texts.some((text) => text === '-A' || text.startsWith('--all-namespaces')) ? ALL_OF_CLUSTER : 'secrets',
    );
  if (takesFromList(machine, program, texts)) add('credentials', EACH_SECRET);
  if (makesToken(program, texts)) add('token', NEW_TOKEN);
  if (asksStore(program, texts)) add('secret', STORED);
  if (dumpsEnvironment(call)) add('environment', '');
  if (program === 'aws' && texts.includes('dynamodb') && texts.includes('scan')) add('database', program);
  if (SQL.has(program) && [...texts, call.input?.known === true ? call.input.text : ''].some(takesPersons))
    add('database', ROWS);
  if (DUMPS.has(program) || (/^(?:redis|valkey)-cli$/.test(program) && texts.includes('--rdb')))
    add('database', program);
  const packed = packedBy(program, texts);
  // What the command put there itself is known by what it wrote.
  if (packed !== null && !OWN_PLACE.test(machine.absolute(packed))) add('archive', packed);
  if (putsOutObject(program, texts)) add('archive', STORAGE);
  if (program === 'getent' && /^g?shadow$/.test(texts.find((text) => !text.startsWith('-')) ?? ''))
    add('credentials', '/etc/shadow');
  if (dumpsMemory(program, texts)) add('credentials', MEMORY);
  if (CAPTURES.has(program) && !texts.some((text) => FROM_FILE.test(text))) add('traffic', program);
  if (program === 'bpftrace' && texts.some((text) => text.length < 8000 && TAPS.test(text))) add('traffic', program);
  if (looksAround(program, texts)) add('system', program);
  // A snapshot of etcd holds every secret of the cluster.
  if (program === 'etcdctl' && getsSecrets(texts)) add('credentials', ETCD_SECRETS);
  if (program === 'etcdctl' && texts.includes('snapshot') && texts.includes('save')) add('credentials', 'etcd');
  if (NAME_READERS.has(program)) {
    for (const [at, { origins }] of call.args.slice(0, MOST_WORDS).entries()) {
      for (const one of origins) {
        if (one.kind !== 'read' || one.isMeasure !== true || found.length >= 16) continue;
        // A client of the web sends what it is told of a file as it is, but for one that it is told to take.
        if (TAKES_BODY.has(program) && !takesFile(texts[at] ?? '', texts[at - 1])) continue;
        const { what, path, host } = one;
        found.push(machine.emit({ kind: 'read', what, path, host, program }, call));
      }
    }
  }
  if (takesNames(program, texts)) {
    for (const one of call.input?.origins ?? []) {
      if (one.kind !== 'read' || one.isMeasure !== true || found.length >= 16) continue;
      const { what, path, host } = one;
      found.push(machine.emit({ kind: 'read', what, path, host, program }, call));
    }
  }
  // Where nothing of the node is in reach, no path is one of it.
  if (call.scope.hostEntry === null && machine.hostPaths.length === 0) return found;
  for (const path of filesRead(call, incoming, machine.files.directory !== null)) {
    const host = machine.hostPlace(path, call.scope);
    if (host !== null && found.length < 32) {
      found.push(
        machine.emit({ kind: 'read', what: 'file', path, host, program, ...(isMeasure ? MEASURED : {}) }, call),
      );
    }
  }
  return found;
};

/** Packers and copies whose input is a list of names. */
const takesNames = (program: string, texts: readonly string[]): boolean =>
  program === 'cpio' ||
  ((program === 'tar' || program === 'bsdtar' || program === 'rsync') &&
    texts.some(
      (text, at) =>
        /^--files-from=-$|^-[a-zA-Z]{0,8}T-$/.test(text) ||
        (text === '-' && /^(?:-[a-zA-Z]{0,8}T|--files-from)$/.test(texts[at - 1] ?? '')),
    )) ||
  (program === 'zip' && texts.some((text) => /^-[a-zA-Z]{0,8}@$/.test(text)));

const MEASURED = { isMeasure: true } as const;

/** Programs that read the files whose names they are given, also by a list that another made. */
const NAME_READERS: ReadonlySet<string> = new Set([
  ...['cat', 'tac', 'head', 'tail', 'more', 'less', 'base64', 'xxd', 'strings', 'od', 'hexdump', 'grep', 'awk', 'sed'],
  ...[
    'cut',
    'sort',
    'tar',
    'zip',
    '7z',
    'gzip',
    'xz',
    'zstd',
    'cp',
    'dd',
    'openssl',
    'gpg',
    'scp',
    'rsync',
    'curl',
    'wget',
  ],
]);

/** Programs that put out what is in a file. */
const SHOWERS: ReadonlySet<string> = new Set([
  'cat',
  'tac',
  'head',
  'tail',
  'more',
  'less',
  'base64',
  'xxd',
  'strings',
  'tr',
]);

/** Programs that put out what they are given, or a part of it. */
const TELLERS: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'head',
  'tail',
  'cut',
  'jq',
  'tee',
  'base64',
  'xxd',
  'cat',
]);

const showsFiles = (call: Call): boolean => SHOWERS.has(call.program) && isLogged(call);

/** Whether what it puts out ends in the log of the container. */
const isLogged = ({ redirects, scope }: Call): boolean => scope.isTaken !== true && !redirects.some(takesOutput);

/** Options with which a web client writes a file, or only asks whether something answers. */
const KEEPS = /^(?:-[a-zA-Z]*[oOI]|--(?:output|remote-name|head))(?:=|$)/;

/** Credentials of one role as they are, not the name of the role, into the log of the container. */
const putsOutRole = (call: Call): boolean => {
  const { program, texts } = call;
  if (
    !isLogged(call) ||
    !texts.some((text) => METADATA_CREDENTIALS.test(text) && !/security-credentials\/?$/.test(text))
  )
    return false;
  if (program === 'wget')
    return texts.some(
      (text, at) => /^-[a-zA-Z]*O-$/.test(text) || (/^-[a-zA-Z]*O$/.test(text) && texts[at + 1] === '-'),
    );
  return program === 'curl' && !texts.some((text) => KEEPS.test(text));
};

const TOKEN_PATHS = ['', '/var'].map((root) => `${root}/run/secrets/kubernetes.io/serviceaccount/token`);

/** A pattern that the path of the token fits. */
export const meansToken = (word: string): boolean =>
  word.length < 200 && /[*?[]/.test(word) && TOKEN_PATHS.some((path) => matchesPath(pathOf(word), path));

const KNOWN_KEYS: readonly (readonly string[])[] = [
  ...['/etc/shadow', '/etc/gshadow', '/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf'],
  ...[
    '/var/lib/kubelet/pki/kubelet-client-current.pem',
    '/root/.kube/config',
    '/root/.ssh/id_rsa',
    '/root/.ssh/id_ed25519',
  ],
  ...['/root/.aws/credentials', '/root/.docker/config.json', '/root/.git-credentials'],
].map((path) => path.split('/').slice(1));

/** A pattern that one of the files fits in which keys are kept, wherever the root is mounted. */
const meansKeys = (word: string): boolean => {
  if (word.length >= 200 || !/[?[]|\w\*|\*\w/.test(word)) return false;
  const parts = pathOf(word).split('/');
  return KNOWN_KEYS.some((path) => {
    const tail = parts.slice(-path.length);
    return (
      tail.length === path.length &&
      !tail.every((part) => /^\*+$/.test(part)) &&
      matchesPath(`/${tail.join('/')}`, `/${path.join('/')}`)
    );
  });
};

const pathOf = (word: string): string => word.slice(Math.max(word.lastIndexOf('@'), word.lastIndexOf('=')) + 1);

const showsSecrets = (program: string, texts: readonly string[]): boolean =>
  KUBECTL.has(program) &&
  texts.includes('get') &&
  texts.some((text) => /^(?:[a-z,]*,)?secrets?(?:$|[,/])/.test(text)) &&
  optionsOf(texts.slice(0, MOST_WORDS))('-o', '--output').some(givesValues);

/** One of the secrets that a list before gave by their names, with its values. */
const takesFromList = (machine: Machine, program: string, texts: readonly string[]): boolean =>
  KUBECTL.has(program) &&
  texts.includes('get') &&
  texts.some((text, at) => /^(?:secrets?\/)?\$/.test(text) && !(texts[at - 1] ?? '').startsWith('-')) &&
  texts.some((text) => /^(?:-o|--output)/.test(text) && !/(?:name|wide)$/.test(text)) &&
  !showsNames(texts) &&
  machine.effects
    .slice(-200)
    .some(
      (one) =>
        one.kind === 'kube-api' &&
        one.verb === 'get' &&
        one.isNamed !== true &&
        (one.everywhere || one.namespace?.startsWith('$') === true || one.namespace === 'kube-system') &&
        one.resources.some((resource) => /^secrets?$/.test(resource)),
    );
/** The name of a format is a word of its own behind its option. */
const showsNames = (texts: readonly string[]): boolean =>
  texts.some((text, at) => (text === 'name' || text === 'wide') && /^(?:-o|--output)$/.test(texts[at - 1] ?? ''));

/** Asks for a token, or for the whole configuration of the client with its keys. */
const makesToken = (program: string, texts: readonly string[]): boolean =>
  KUBECTL.has(program) &&
  ((texts.includes('create') && texts.includes('token')) ||
    (texts.includes('view') && texts.includes('--raw')) ||
    (texts.includes('whoami') && texts.includes('-t')));

const dumpsEnvironment = ({ program, texts, allTexts }: Call): boolean =>
  texts.every((text) => text === '-0' || text === '--null') &&
  (program === 'printenv' || baseName(allTexts.at(-1 - texts.length) ?? '') === 'env' || program === 'set');

/** Asks who and where it is. A name alone, as of `hostname` and `uname -n`, is what every heartbeat carries. */
const looksAround = (program: string, texts: readonly string[]): boolean =>
  (SYSTEM_PROGRAMS.has(program) && !(program === 'id' && texts.some((text) => /^-[a-zA-Z]*[ugGn]/.test(text)))) ||
  (program === 'aws' && texts.includes('get-account-authorization-details')) ||
  (program === 'uname' && texts.some((text) => /^-[a-z]*a|^--all$/.test(text))) ||
  (KUBECTL.has(program) &&
    texts.includes('can-i') &&
    texts.includes('--list') &&
    !texts.some((text) => OF_OTHERS.test(text)));
/** What somebody else may do is a report on rights, and tells nothing of who asks. */
const OF_OTHERS = /^--as(?:=|$)/;

/** The directory above the tokens, with what takes all of it; a pattern below it means all of it, too. */
const TOKEN_TREE = /(?:^|[@=])\/?(?:var\/)?run\/secrets(?:\/kubernetes\.io)?\/?(\*(?:\/\*)?)?$/;
const TREE_READERS: ReadonlySet<string> = new Set([
  ...['tar', 'bsdtar', 'zip', '7z', 'cpio', 'rsync', 'scp', 'cp', 'grep', 'rg'],
]);

/** Directories of a person that hold nothing but keys and sign-ins. */
const HOME_OF_KEYS = /(?:^|\/)\.(?:ssh|kube|aws|gnupg|azure|docker|config\/gcloud)\/?$/;

const takesTokens = (program: string, word: string): boolean => {
  const match = TOKEN_TREE.exec(word);
  return match !== null && (match[1] !== undefined || TREE_READERS.has(program));
};

/** Web clients, which take texts as well as files. */
const TAKES_BODY: ReadonlySet<string> = new Set(['curl', 'wget']);
/** Options of theirs whose value is sent as it is, unless it says that a file is meant. */
const BODY =
  /^(?:-[a-zA-Z#]{0,12}[dFH]|--(?:data(?:-(?:ascii|binary|raw|urlencode))?|json|form(?:-string)?|header|(?:post|body)-data))$/;
const BODY_WITH_VALUE = /^--(?:data(?:-(?:ascii|binary|raw|urlencode))?|json|header|(?:post|body)-data)=/;

/** Whether a path in this word is only named to the one who gets it: a file is read behind `@`, and in a form behind `<`. */
const isBodyText = (text: string, before = ''): boolean =>
  (BODY.test(before) || BODY_WITH_VALUE.test(text)) && /[\s/]/.test(text) && !/[@<]/.test(text);

const UPLOAD = /^(?:-[a-zA-Z#]{0,12}T|--(?:upload-file|post-file|body-file))$/;
const takesFile = (text: string, before = ''): boolean =>
  UPLOAD.test(before) || /^--(?:upload|post|body)-file=/.test(text) || (BODY.test(before) && /[@<]/.test(text));

/** Words of a call that may be files that it reads: without options' names, `@` and `if=`. */
const filesRead = ({ program, texts }: Call, incoming: readonly string[], isRelative: boolean): readonly string[] => {
  const written = new Set(filesWritten(program, texts));
  const tellsText = TAKES_BODY.has(program);
  const words = texts.slice(0, MOST_WORDS).flatMap((text, at) => {
    if (tellsText && isBodyText(text, texts[at - 1])) return [];
    // A field of a form is filled from a file by `@`, or by `<`.
    const field = tellsText ? text.indexOf('=<') + 1 : 0;
    const from = Math.max(
      text.indexOf('@'),
      field > 0 ? field : -1,
      text.startsWith('-') || text.startsWith('if=') ? text.indexOf('=') : -1,
    );
    const word = text.slice(from + 1);
    const isPath = word.startsWith('/') || (isRelative && /^[\w.][\w./-]*$/.test(word));
    return isPath && word.length <= 4096 && !written.has(word) ? [word] : [];
  });
  return [...words, ...incoming];
};
