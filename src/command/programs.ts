import { baseName } from '../lib/path.ts';
import { isShell, shellTextIndex } from './shell.ts';

/** How a command leaves the container for the node. */
export interface HostEntry {
  readonly how: 'nsenter' | 'chroot';
  /** Directory of a chroot, as written; `null` for nsenter. */
  readonly directory: string | null;
  /** Set where nobody can tell which process an nsenter goes into. */
  readonly isUnsure?: true;
}

/** What a step runs once wrappers such as `env`, `sudo`, `timeout` and `xargs` are taken off. */
export interface Ran {
  /** Base name, empty when nothing is named. */
  readonly program: string;
  /** As written. */
  readonly path: string;
  readonly args: readonly string[];
  readonly hostEntries: readonly HostEntry[];
}

interface Wrapper {
  /** Options that take the next word. */
  readonly values?: string;
  readonly positionals?: number;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['env', { values: '-u -C --unset --chdir' }],
  ['sudo', { values: '-u -g -h -p -C -r -t -R -D --user --group --chroot --chdir' }],
  ['doas', { values: '-u -C' }],
  ['su-exec', { positionals: 1 }],
  ['gosu', { positionals: 1 }],
  ['nohup', {}],
  ['setsid', {}],
  ['exec', { values: '-a' }],
  ['command', {}],
  ['builtin', {}],
  ['time', { values: '-f -o --format --output' }],
  ['nice', { values: '-n --adjustment' }],
  ['ionice', { values: '-c -n -p' }],
  ['stdbuf', { values: '-i -o -e' }],
  ['timeout', { values: '-k -s --kill-after --signal', positionals: 1 }],
  ['flock', { values: '-w -E', positionals: 1 }],
  ['watch', { values: '-n --interval' }],
  ['xargs', { values: '-I -n -P -L -d -E -s -a' }],
  ['busybox', {}],
  ['toybox', {}],
  ['tini', { values: '-e' }],
  ['dumb-init', { values: '-r' }],
  ['catatonit', {}],
  ['unshare', {}],
  ['sshpass', { values: '-p -f -d -P' }],
  ['torsocks', {}],
  ['torify', {}],
  ['proxychains', { values: '-f' }],
  ['proxychains4', { values: '-f' }],
  ['setpriv', {}],
  ['rlwrap', {}],
  ['strace', { values: '-e -o -s -u -E -P -I -O -S -X -a -b' }],
  [
    'systemd-run',
    {
      values:
        '-p -u -H -M -E --unit --property --description --slice --uid --gid --nice --working-directory --setenv --on-active --on-boot --on-startup --on-unit-active --on-unit-inactive --on-calendar --timer-property',
    },
  ],
  ['chroot', { positionals: 1 }],
  ['nsenter', { values: '-t --target -S -G --setuid --setgid' }],
]);
export const WRAPPER_NAMES: readonly string[] = [...WRAPPERS.keys()];
export const isWrapper = (word: string): boolean => WRAPPERS.has(baseName(word));

const SHELL_STARTERS: ReadonlySet<string> = new Set(['sudo', 'doas']);

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*(?:\+|%%|\(\))?=/;
/** Wrappers around wrappers that are taken off. */
const MOST_WRAPPERS = 16;

/** What releases put behind the name of a program: `chisel_1.9.1_linux_amd64`, `kubectl-linux-arm64`, `certutil.exe`. */
const RELEASE =
  /(?:[-_.]v?\d[\w.]{0,20})?[-_.](?:linux|darwin|freebsd|windows)(?:[-_.](?:x?86[-_]?64|amd64|x64|i?[3-6]86|arm(?:64|v\d\w?)?|aarch64|musl|gnu|static|unknown)){0,4}(?:\.exe)?$|\.exe$/i;

/** The base name of what runs, as its author calls it. */
const programName = (path: string): string => {
  const name = baseName(path);
  if (name.length > 120 || !/linux|darwin|freebsd|windows|\.exe$/i.test(name)) return name;
  const plain = name.replace(RELEASE, '');
  return plain === '' ? name : plain;
};

export const ranBy = (words: readonly string[]): Ran => {
  const hostEntries: HostEntry[] = [];
  let at = skipAssignments(words, 0);
  for (let layer = 0; layer < MOST_WRAPPERS; layer += 1) {
    const name = baseName(words[at] ?? '');
    const wrapper = WRAPPERS.get(name);
    if (wrapper === undefined || isOwnProgram(name, words, at)) break;
    const { next, options, positionals } = skipOptions(words, at + 1, wrapper);
    if (name === 'chroot') hostEntries.push({ how: 'chroot', directory: positionals[0] ?? null });
    if (name === 'sudo' || name === 'doas') {
      const directory = rootOf(options);
      if (directory !== null) hostEntries.push({ how: 'chroot', directory });
    }
    if (name === 'nsenter' && entersProcessOne(options)) hostEntries.push({ how: 'nsenter', directory: null });
    else if (name === 'nsenter' && entersSomeProcess(options))
      hostEntries.push({ how: 'nsenter', directory: null, isUnsure: true });
    at = skipAssignments(words, next);
    // Without a program `sudo -s` and `sudo -i` start a shell.
    if (words[at] === undefined && SHELL_STARTERS.has(name) && options.some((one) => /^-[a-zA-Z]*[si]$/.test(one)))
      return { program: 'sh', path: 'sh', args: [], hostEntries };
  }
  const path = words[at] ?? '';
  return { program: programName(path), path, args: words.slice(at + 1), hostEntries };
};

/** Wrappers that with these words are no wrappers: they run a text, or only say where a program is. */
const isOwnProgram = (name: string, words: readonly string[], at: number): boolean => {
  const next = words[at + 1] ?? '';
  if (name === 'command') return /^-[pvV]*[vV]/.test(next);
  if (name === 'flock') {
    // The text stands behind the file that is locked.
    const { next: command } = skipOptions(words, at + 1, WRAPPERS.get(name) ?? {});
    return /^(?:-c|--command)$/.test(words[command] ?? '') || /^(?:-c|--command)$/.test(words[command - 1] ?? '');
  }
  // It looks into a process that runs already.
  if (name === 'strace') return words.slice(at + 1, at + 20).some((word) => /^-[a-zA-Z]*p\d*$|^--attach/.test(word));
  return name === 'watch' && words.slice(at + 1, at + 8).some((word) => /[\s;|&$<>]/.test(word));
};

const skipAssignments = (words: readonly string[], from: number): number => {
  let at = from;
  while (at < words.length && ASSIGNMENT.test(words[at] ?? '')) at += 1;
  return at;
};

const skipOptions = (words: readonly string[], from: number, wrapper: Wrapper) => {
  const values = ` ${wrapper.values ?? ''} `;
  const options: string[] = [];
  const positionals: string[] = [];
  let at = from;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (word.startsWith('-') && word.length > 1) {
      options.push(word);
      if (values.includes(` ${word} `)) {
        at += 1;
        options.push(words[at] ?? '');
      }
    } else if (positionals.length < (wrapper.positionals ?? 0)) positionals.push(word);
    else break;
  }
  return { next: at, options, positionals };
};

/** `sudo -R DIRECTORY`, `sudo --chroot=DIRECTORY`. */
const rootOf = (options: readonly string[]): string | null => {
  const at = options.findIndex((option) => option === '-R' || option === '--chroot');
  if (at >= 0) return options[at + 1] ?? null;
  return options.find((option) => option.startsWith('--chroot='))?.slice('--chroot='.length) ?? null;
};

/** `-t 1`, `-t1`, `--target=1`, `-m/proc/1/ns/mnt`: process 1 of the node, where the pod shares its process namespace. */
const entersProcessOne = (options: readonly string[]): boolean =>
  options.some(
    (option, index) =>
      option.includes('/proc/1/ns') ||
      option === '--target=1' ||
      /^-[a-zA-Z]*t1$/.test(option) ||
      (option === '1' && /^(?:-[a-zA-Z]*t|--target)$/.test(options[index - 1] ?? '')),
  );

/** The file system of a process whose number nobody can tell: of the node, where its processes are in sight. */
const entersSomeProcess = (options: readonly string[]): boolean =>
  options.some((option) => /^(?:-[a-zA-Z]*[am][a-zA-Z]*|--all|--mount)$/.test(option)) &&
  options.some(
    (option, index) =>
      /^(?:--target=|-[a-zA-Z]*t)\$/.test(option) ||
      (option.startsWith('$') && /^(?:-[a-zA-Z]*t|--target)$/.test(options[index - 1] ?? '')),
  );

/** Interpreters other than shells, with the letters of the options that take code. Python's wrong `-e` is read too: it shows what was meant. */
const CODE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['python', 'ce'],
  ['pypy', 'c'],
  ['perl', 'eE'],
  ['ruby', 'e'],
  ['node', 'ep'],
  ['nodejs', 'ep'],
  ['php', 'r'],
  ['lua', 'e'],
  ['luajit', 'e'],
  ['deno', 'e'],
  ['bun', 'ep'],
  ['pwsh', 'c'],
  ['powershell', 'c'],
  ['tclsh', 'c'],
  ['jshell', ''],
  ['groovy', 'e'],
  ['scala', 'e'],
  ['julia', 'eE'],
  ['elixir', 'e'],
  ['Rscript', 'e'],
  ['R', 'e'],
  ['raku', 'e'],
  ['guile', 'c'],
  ['racket', 'e'],
  ['swipl', 'g'],
  ['clojure', 'e'],
  ['bb', 'e'],
  ['ghc', 'e'],
  ['ocaml', 'e'],
  ['crystal', ''],
  ['emacs', ''],
  ['erl', ''],
  ['sbcl', ''],
  ['octave', ''],
  ['octave-cli', ''],
  ['clisp', 'x'],
  ['slsh', 'e'],
  ['jrunscript', 'e'],
  ['gosh', 'e'],
  ['pike', 'e'],
]);

/** `python3.13` is `python`. */
const unversioned = (program: string): string => {
  let end = program.length;
  while (end > 0 && VERSION.includes(program[end - 1] ?? ' ')) end -= 1;
  return end === program.length ? program : program.slice(0, end);
};
const VERSION = '0123456789.';

export const isInterpreter = (program: string): boolean => CODE_LETTERS.has(unversioned(program));

/** Whether it runs what comes in on its standard input: `sh`, `bash -s -- arg`, `python3 -`, but not `python3 -c CODE`. */
export const runsInput = ({ program, args }: Pick<Ran, 'program' | 'args'>): boolean => {
  if (isShell(program)) {
    for (const arg of args) {
      if (arg === '-' || arg === '-s' || arg === '--' || arg === '/dev/stdin' || arg === '/proc/self/fd/0') return true;
      if (!arg.startsWith('-') && !arg.startsWith('+')) return false;
      if (!arg.startsWith('--') && arg.includes('c')) return false;
      if (!arg.startsWith('--') && arg.includes('s')) return true;
    }
    return true;
  }
  if (isInterpreter(program)) {
    // What stands behind the sign for the input is given to the code.
    for (const arg of args) {
      if (arg === '-' || arg === '/dev/stdin') return true;
      if (!/^-[uBEsSWwTx]+$/.test(arg)) return false;
    }
    return true;
  }
  return program === 'source' || program === '.' ? args[0] === '/dev/stdin' : false;
};

/** The file that a shell or interpreter is given to run; `null` when it runs text, its input or nothing. */
export const scriptFile = ({ program, args }: Pick<Ran, 'program' | 'args'>): string | null => {
  const sources = program === 'source' || program === '.';
  if (!sources && !isShell(program) && !isInterpreter(program)) return null;
  for (const arg of args) {
    if (arg === '--') continue;
    if (!arg.startsWith('-') && !arg.startsWith('+')) return arg;
    if (!arg.startsWith('--') && /[cemr]/.test(arg) && !sources) return null;
  }
  return null;
};

/** Options of interpreters that take the next word. */
const WITH_VALUE: ReadonlySet<string> = new Set(['-W', '-X', '-d', '-r', '-I', '-M', '--require', '--import']);

/** Code in the word of its option: `ruby -e'…'`, `perl -lne'…'`. A word of letters alone is a cluster of options. */
const JOINED_CODE = /^-[alnpswWtTuUXBEIOqv0]{0,6}?([ceErgp])(?=\w{0,60}[^\w.:=/-])(.+)$/s;

/** Code in an option of an interpreter: `python3 -c CODE`, `perl -e CODE`, `php -r CODE`, `node --eval CODE`. */
export const codeOption = ({ program, args }: Pick<Ran, 'program' | 'args'>): string | null => {
  const letters = CODE_LETTERS.get(unversioned(program));
  if (letters === undefined) return null;
  if (args[0] === 'eval') return args.slice(1).find((arg) => !arg.startsWith('-')) ?? null;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    // A module that times the code that it is given, as its last word.
    if (arg === '-m' && args[at + 1] === 'timeit') return args.slice(at + 2).at(-1) ?? null;
    if (/^--(?:eval|print|command|execute)$|^-eval$/i.test(arg) || /^-command$/i.test(arg)) return args[at + 1] ?? null;
    if (/^-[a-zA-Z0-9]+$/.test(arg) && letters.includes(arg.at(-1) ?? ' ')) return args[at + 1] ?? null;
    const joined = JOINED_CODE.exec(arg);
    if (joined !== null && letters.includes(joined[1] ?? ' ')) return joined[2] ?? null;
    // What follows the first operand belongs to the program that runs, not to the interpreter.
    if (!arg.startsWith('-') || arg === '--') return null;
    if (WITH_VALUE.has(arg)) at += 1;
  }
  return null;
};

export { baseName, isShell, shellTextIndex };
