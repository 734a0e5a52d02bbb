import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { isShell } from './programs.ts';
import { MOST_RUN } from './run-texts.ts';
import { runsFile, runsValue } from './running.ts';
import type { Value } from './value.ts';

/** Variables whose value a program runs, in front of a command: its pager, its editor, its transport, a password of its own. */
export const HOOKS: ReadonlySet<string> = new Set([
  ...['GIT_SSH_COMMAND', 'GIT_SSH', 'GIT_PAGER', 'GIT_EDITOR', 'GIT_EXTERNAL_DIFF', 'GIT_ASKPASS', 'GIT_PROXY_COMMAND'],
  ...[
    'GIT_SEQUENCE_EDITOR',
    'PAGER',
    'MANPAGER',
    'EDITOR',
    'VISUAL',
    'LESSOPEN',
    'LESSCLOSE',
    'RSYNC_RSH',
    'RSYNC_CONNECT_PROG',
  ],
  ...['SSH_ASKPASS', 'SUDO_ASKPASS', 'SUDO_EDITOR', 'SYSTEMD_EDITOR', 'SYSTEMD_PAGER', 'KUBE_EDITOR', 'CRASHPAGER'],
  ...[
    'AWS_PAGER',
    'GH_PAGER',
    'BAT_PAGER',
    'PSQL_PAGER',
    'PSQL_EDITOR',
    'HGEDITOR',
    'SVN_EDITOR',
    'SVN_SSH',
    'CVS_RSH',
  ],
  ...['BORG_RSH', 'BORG_PASSCOMMAND', 'RESTIC_PASSWORD_COMMAND', 'RCLONE_PASSWORD_COMMAND', 'FZF_DEFAULT_COMMAND'],
  ...[
    'RUSTC_WRAPPER',
    'RUSTC_WORKSPACE_WRAPPER',
    'AUTOM4TE',
    'ACLOCAL',
    'AUTOCONF',
    'AUTOMAKE',
    'AUTOHEADER',
    'LIBTOOLIZE',
  ],
  ...['BROWSER', 'SHELLOPTS', 'PROMPT_COMMAND', 'TAR_OPTIONS'],
]);
/** Those that a program reads as well where they were set before it, by a command or by the container. */
export const KEPT: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'git',
    ['GIT_SSH_COMMAND', 'GIT_SSH', 'GIT_PAGER', 'GIT_EDITOR', 'GIT_EXTERNAL_DIFF', 'GIT_ASKPASS', 'GIT_PROXY_COMMAND'],
  ],
  ['rsync', ['RSYNC_RSH', 'RSYNC_CONNECT_PROG']],
  ['borg', ['BORG_RSH', 'BORG_PASSCOMMAND']],
  ['restic', ['RESTIC_PASSWORD_COMMAND']],
  ['rclone', ['RCLONE_PASSWORD_COMMAND']],
  ['less', ['LESSOPEN', 'LESSCLOSE']],
  ['man', ['MANPAGER', 'PAGER']],
  ['cargo', ['RUSTC_WRAPPER', 'RUSTC_WORKSPACE_WRAPPER']],
  ['autoreconf', ['AUTOM4TE', 'ACLOCAL', 'AUTOCONF', 'AUTOMAKE', 'AUTOHEADER']],
]);
/** Variables that hold code, with the interpreter of that. */
const CODE_HOOKS: ReadonlyMap<string, string> = new Map([
  ['PERL5DB', 'perl'],
  ['LUA_INIT', 'lua'],
]);
/** Those of them that an interpreter reads where they were set before. */
const KEPT_CODE: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['perl', ['PERL5DB']],
  ...['lua', 'lua5.3', 'lua5.4', 'luajit'].map((name) => [name, ['LUA_INIT']] as const),
]);
/** A directory in which a program looks for one of its own before anywhere else. */
const PLACE_HOOKS: ReadonlyMap<string, string> = new Map([['GROFF_BIN_PATH', 'groff']]);
const FILE_HOOKS: ReadonlySet<string> = new Set(['BASH_ENV', 'ENV']);

/** A value that the shell expands before it takes it as a name or a prompt: what is in `$(…)` runs. */
const expands = (machine: Machine, call: Call, value: Value): Value =>
  runsValue(machine, call, { ...value, text: `: "${value.text}"` }, 'text');

/** A file of the command, or what the value holds; without the variable, which the shells in there would read as well. */
const runsHookFile = (machine: Machine, call: Call, name: string, value: Value): void => {
  const mark = machine.variables.fork();
  machine.variables.delete(name);
  const file = machine.files.get(value.text);
  if (file !== undefined) runsFile(machine, call, file, []);
  else if (/\$\(|`/.test(value.text)) expands(machine, call, value);
  machine.variables.undo(mark);
};

/** Files of a person's own and of everybody that a shell reads when it starts, as far as the command wrote them. */
const startupFiles = ({ files, variables }: Machine, { texts }: Call): readonly Value[] => {
  const options = texts.slice(0, MOST_RUN).filter((text) => text.startsWith('-'));
  const isLogin = options.some((text) => /^-[a-z]*l|^--login$/.test(text));
  const isAsked = options.some((text) => /^-[a-z]*i/.test(text));
  if (!isLogin && !isAsked) return [];
  const names = isLogin ? ['.bash_profile', '.bash_login', '.profile', '.zprofile', '/etc/profile'] : [];
  const own = isAsked ? ['.bashrc', '.zshrc', '.zshenv', '.kshrc', 'bash.bashrc'] : [];
  // What another object mounts lies at its whole path.
  const home = variables.get('HOME')?.text ?? '/root';
  const inHome = (name: string): Value | undefined =>
    name.startsWith('.') ? files.get(`${home}/${name}`) : files.get(`/etc/${name}`);
  return [
    ...[...names, ...own].flatMap((name) => files.get(name) ?? inHome(name) ?? []),
    ...(isLogin ? files.filesIn('/etc/profile.d') : []),
  ];
};

/** A shell that asks for one command after the other. */
const asksForCommands = ({ program, texts }: Call): boolean =>
  /bash$/.test(program) &&
  (texts.some((text) => /^-[a-z]*i/.test(text)) || texts.every((text) => /^-[a-z]*l?$|^--/.test(text)));

/** What the variables of a command make it run before anything else. */
export const runsHooks = (machine: Machine, call: Call): void => {
  const front = call.all.slice(0, call.all.length - call.args.length);
  const isShellCall = isShell(call.program);
  const kept = KEPT.get(call.program) ?? KEPT_CODE.get(call.program) ?? NONE;
  if (!isShellCall && kept.length === 0 && !front.some(({ text }) => text.includes('='))) return;
  const hooks = front.flatMap((word) => {
    const name = /^([A-Z_][A-Z\d_]{2,39})=/.exec(word.text)?.[1];
    return name === undefined ? [] : [{ name, value: { ...word, text: word.text.slice(name.length + 1) } }];
  });
  const held = (isShellCall ? [...FILE_HOOKS, ...(asksForCommands(call) ? ['PROMPT_COMMAND'] : [])] : kept).flatMap(
    (name) => {
      const value = machine.variables.get(name);
      return value === undefined || hooks.some((one) => one.name === name) ? [] : [{ name, value }];
    },
  );
  for (const { name, value } of [...hooks, ...held].slice(0, MOST_RUN)) {
    const language = CODE_HOOKS.get(name);
    const place = PLACE_HOOKS.get(name);
    const placed = place === undefined ? undefined : machine.files.get(place);
    if (HOOKS.has(name) && value.text !== '') runsValue(machine, call, value, 'text');
    else if (language !== undefined) runCode(machine, call, value, language);
    else if (placed !== undefined) runsFile(machine, call, placed, []);
    else if (FILE_HOOKS.has(name) && isShellCall && (name === 'BASH_ENV') === /bash$/.test(call.program))
      runsHookFile(machine, call, name, value);
    else if (name === 'PS4' && isShellCall) expands(machine, call, value);
  }
  if (!isShellCall) return;
  for (const file of startupFiles(machine, call)) runsFile(machine, call, file, []);
  const at = call.texts.findIndex((text) => text === '--rcfile' || text === '--init-file');
  const file = at < 0 ? undefined : machine.files.get(call.texts[at + 1] ?? '');
  if (file !== undefined) runsFile(machine, call, file, []);
};
const NONE: readonly string[] = [];
