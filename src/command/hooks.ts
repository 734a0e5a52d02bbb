import type { Call, Machine } from './machine.ts';
import { isShell } from './programs.ts';
import { MOST_RUN } from './run-texts.ts';
import { runsFile, runsValue } from './running.ts';
import type { Value } from './value.ts';

/** Variables in front of a command whose value a program runs: its pager, its editor, its transport. */
const HOOKS: ReadonlySet<string> = new Set([
  ...['GIT_SSH_COMMAND', 'GIT_SSH', 'GIT_PAGER', 'GIT_EDITOR', 'GIT_EXTERNAL_DIFF', 'GIT_ASKPASS', 'GIT_PROXY_COMMAND'],
  ...[
    'PAGER',
    'MANPAGER',
    'EDITOR',
    'VISUAL',
    'LESSOPEN',
    'LESSCLOSE',
    'RSYNC_RSH',
    'SSH_ASKPASS',
    'BROWSER',
    'SHELLOPTS',
  ],
  ...['PROMPT_COMMAND', 'TAR_OPTIONS'],
]);
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
const startupFiles = ({ files }: Machine, { texts }: Call): readonly Value[] => {
  const options = texts.slice(0, MOST_RUN).filter((text) => text.startsWith('-'));
  const isLogin = options.some((text) => /^-[a-z]*l|^--login$/.test(text));
  const isAsked = options.some((text) => /^-[a-z]*i/.test(text));
  if (!isLogin && !isAsked) return [];
  const names = isLogin ? ['.bash_profile', '.bash_login', '.profile', '.zprofile', '/etc/profile'] : [];
  const own = isAsked ? ['.bashrc', '.zshrc', '.zshenv', '.kshrc', 'bash.bashrc'] : [];
  return [
    ...[...names, ...own].flatMap((name) => files.get(name) ?? []),
    ...(isLogin ? files.writtenIn('/etc/profile.d') : []),
  ];
};

/** What the variables of a command make it run before anything else. */
export const runsHooks = (machine: Machine, call: Call): void => {
  const front = call.all.slice(0, call.all.length - call.args.length);
  const isShellCall = isShell(call.program);
  if (!isShellCall && !front.some(({ text }) => text.includes('='))) return;
  const hooks = front.flatMap((word) => {
    const name = /^([A-Z_]{3,24})=/.exec(word.text)?.[1];
    return name === undefined ? [] : [{ name, value: { ...word, text: word.text.slice(name.length + 1) } }];
  });
  const held = isShellCall
    ? [...FILE_HOOKS].flatMap((name) => {
        const value = machine.variables.get(name);
        return value === undefined || hooks.some((one) => one.name === name) ? [] : [{ name, value }];
      })
    : [];
  for (const { name, value } of [...hooks, ...held].slice(0, MOST_RUN)) {
    if (HOOKS.has(name) && value.text !== '') runsValue(machine, call, value, 'text');
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
