import { WORK } from './budget.ts';
import { readCode } from './code/generic.ts';
import { tclCommands } from './code/tcl.ts';
import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { saysOrigins } from './origins.ts';
import { linesOf, MOST_RUN, runsTexts } from './run-texts.ts';
import { runsFile, runsValue } from './running.ts';
import { runsCron, scheduled } from './schedules.ts';
import { behindOptions } from './tool-options.ts';
import { concat, EMPTY, join, literal, mapped, type Value } from './value.ts';

interface Runner {
  /** Options that take the next word. */
  readonly values: string;
  /** Words before the command that it runs. */
  readonly positionals: number;
}

/** Programs that start another one with its words, beside those that are taken off in front. */
export const RUNNERS: ReadonlyMap<string, Runner> = new Map<string, Runner>(
  (
    [
      ['chrt', '-T -P -D', 1],
      ['taskset', '', 1],
      ['numactl', '-m -N -C -p -i -P --membind --cpunodebind --physcpubind --interleave --preferred', 0],
      ['choom', '-n', 0],
      ['uclampset', '-m -M', 0],
      ['prlimit', '', 0],
      ['cpulimit', '-l -p -e -P --limit', 0],
      ['cgexec', '-g', 0],
      ['strace', '-o -e -p -s -u -E -a -I -O -S -b -P -X', 0],
      ['ltrace', '-o -e -p -s -u -a -n -l -x', 0],
      ['valgrind', '', 0],
      ['eatmydata', '', 0],
      ['fakeroot', '-l -s -i -b', 0],
      ['fakechroot', '-e -c', 0],
      ['faketime', '', 1],
      ['unbuffer', '', 0],
      ['rlwrap', '-f -H -b -C', 0],
      ['dbus-run-session', '', 0],
      ['xvfb-run', '-n -s -f -e -w', 0],
      ['chpst', '-u -U -b -e -/ -n -l -L -m -d -o -p -f -c -r -t', 0],
      ['softlimit', '-m -d -s -l -a -o -p -f -c -r -t', 0],
      ['setuidgid', '', 1],
      ['s6-setuidgid', '', 1],
      ['s6-applyuidgid', '-u -g -G', 0],
      ['envdir', '', 1],
      ['setlock', '', 1],
      ['logsave', '', 1],
      ['chronic', '', 0],
      ['timelimit', '-t -T -s -S', 0],
      ['daemonize', '-p -l -u -o -e -c -E', 0],
      ['daemon', '', 0],
      ['systemd-run', '-u -p -E --unit --property --setenv --uid --gid', 0],
      ['systemd-inhibit', '', 0],
      ['ssh-agent', '-a -t', 0],
      ['proot', '-r -b -w -S -R -q', 0],
      ['firejail', '', 0],
      ['linux32', '', 0],
      ['linux64', '', 0],
      ['i386', '', 0],
      ['x86_64', '', 0],
      ['pkexec', '--user', 0],
      ['run0', '', 0],
      ['tsocks', '', 0],
      ['ifne', '', 0],
      ['ttyd', '-p --port -i --interface -c --credential -u --uid -g --gid -t -T -m -b -I -C -K -A -P -w -s -H', 0],
      ['gotty', '-p --port -a --address -c --credential --title-format --index --width --height', 0],
      ['coreutils', '', 0],
      ['aa-exec', '-p -n', 0],
      ['aoss', '', 0],
      ['multitime', '-n -s -i -r', 0],
      ['gtester', '-m -p -s -o', 0],
      ['grc', '-c', 0],
      ['openvt', '-c', 0],
      ['entr', '', 0],
      ['busybox-extras', '', 0],
    ] as const
  ).map(([name, values, positionals]) => [name, { values, positionals }]),
);
/** Programs that start another one behind a word of theirs: `poetry run X`, `bundle exec X`. */
export const RUNNING_WORDS: ReadonlyMap<string, { readonly words: readonly string[] } & Runner> = new Map(
  (
    [
      ['asdf', 'exec', '', 0],
      ['aws-vault', 'exec', '-d --duration -t --mfa-token', 1],
      ['bundle', 'exec', '', 0],
      ['cabal', 'exec', '', 0],
      ['chamber', 'exec', '', 1],
      ['conda', 'run', '-n -p --name --prefix --cwd', 0],
      ['direnv', 'exec', '', 1],
      ['doppler', 'run', '-p -c --project --config', 0],
      ['dotenv', 'run', '-f', 0],
      ['guix', 'shell', '', 0],
      ['hatch', 'run', '-e', 0],
      ['infisical', 'run', '--env --path', 0],
      ['mamba', 'run', '-n -p --name --prefix --cwd', 0],
      ['micromamba', 'run', '-n -p --name --prefix --cwd', 0],
      ['mise', 'exec x', '', 0],
      ['op', 'run', '--env-file', 0],
      ['pdm', 'run', '-p', 0],
      ['perf', 'stat record trace mem', '-e -o -F -p -t -C -r', 0],
      ['pipenv', 'run', '', 0],
      ['pnpm', 'exec', '', 0],
      ['poetry', 'run', '-C -P --directory --project', 0],
      ['pyenv', 'exec', '', 0],
      ['rbenv', 'exec', '', 0],
      ['rustup', 'run', '', 1],
      ['rye', 'run', '', 0],
      ['stack', 'exec', '', 0],
      ['uv', 'run', '-p --python --with --env-file --project --directory --package', 0],
      ['xdotool', 'exec', '', 0],
    ] as const
  ).map(([name, words, values, positionals]) => [name, { words: words.split(' '), values, positionals }]),
);
const LOADER = /^(?:ld-(?:linux|musl)[\w.-]{0,30}|ld\.so|qemu-[\w]{1,20}(?:-static)?)$/;
const LOADER_RUNNER: Runner = { values: '--library-path --preload --argv0 -E -L', positionals: 0 };
const ARCHITECTURE =
  /^(?:linux(?:32|64)|i[3-6]86|x86_64|amd64|arm\w{0,6}|aarch64|ppc\w{0,6}|s390x?|mips\w{0,6}|uname26)$/;

/** Options of a program in front of the word that it is known by. */
const MOST_FRONT = 8;

/** What another program would run that is handed to this one; `null` for a program that runs nothing. */
export const runsOther = (machine: Machine, call: Call): Value | null => {
  const { program, args, texts, input } = call;
  const runner = RUNNERS.get(program) ?? (LOADER.test(program) ? LOADER_RUNNER : undefined);
  if (runner !== undefined) return behind(machine, call, afterOptions(texts, runner));
  const behindWord = RUNNING_WORDS.get(program);
  const word = behindWord === undefined ? -1 : texts.findIndex((text) => behindWord.words.includes(text));
  if (behindWord !== undefined && word >= 0 && word < MOST_FRONT)
    return behind(machine, call, word + 1 + afterOptions(texts.slice(word + 1), behindWord));
  switch (program) {
    case 'setarch': {
      // The architecture stands in front of the options, behind them or nowhere.
      const first = ARCHITECTURE.test(texts[0] ?? '') ? 1 : 0;
      const at = first + afterOptions(texts.slice(first), { values: '', positionals: 0 });
      return behind(machine, call, ARCHITECTURE.test(texts[at] ?? '') ? at + 1 : at);
    }
    case 'runuser':
    case 'su': {
      // Without a text they start a program, or a shell that reads its input.
      const isNamed = program === 'runuser' && /^(?:-u|--user)/.test(texts[0] ?? '');
      if (isNamed) return behind(machine, call, afterOptions(texts, { values: '-u --user -g -G -w', positionals: 0 }));
      if (texts.some((text) => /^-[a-z]*c$|^--(?:session-)?command/.test(text))) return null;
      return input === null ? null : runsValue(machine, call, input, 'input');
    }
    case 'script':
      return input === null || texts.some((text) => /^-[a-z]*c$|^--command/.test(text))
        ? null
        : runsValue(machine, call, input, 'input');
    case 'crond':
    case 'cron':
    case 'supercronic':
      return runsCron(machine, call);
    case 'ip': {
      const at = texts.indexOf('exec');
      return at > 0 && (texts.includes('netns') || texts.includes('vrf')) ? behind(machine, call, at + 2) : null;
    }
    case 'watch': {
      const at = afterOptions(texts, { values: '-n --interval -q', positionals: 0 });
      if (texts.slice(0, at).some((text) => text === '-x' || text === '--exec')) return behind(machine, call, at);
      return runsValue(machine, call, join(args.slice(at), ' '), 'text');
    }
    case 'flock':
    case 'sg': {
      const at = texts.findIndex((text) => text === '-c' || text === '--command');
      return at < 0 ? null : runsValue(machine, call, args[at + 1] ?? EMPTY, 'text');
    }
    case 'capsh': {
      const at = texts.findIndex((text) => text === '--' || text === '==');
      return at < 0 ? null : machine.runWords([literal('bash'), ...args.slice(at + 1)], call, input);
    }
    case 'start-stop-daemon': {
      const at = texts.findIndex((text) => /^(?:-[a-zA-Z]*[xa]|--exec|--startas)$/.test(text));
      const equals = texts.find((text) => /^--(?:exec|startas)=/.test(text));
      const started = equals === undefined ? args[at + 1] : literal(equals.slice(equals.indexOf('=') + 1));
      const dashes = texts.indexOf('--');
      if (started === undefined || (at < 0 && equals === undefined)) return null;
      return machine.runWords([started, ...(dashes < 0 ? [] : args.slice(dashes + 1))], call, input);
    }
    case 'at':
    case 'batch': {
      const at = texts.indexOf('-f');
      const file = at < 0 ? undefined : machine.files.get(texts[at + 1] ?? '');
      if (file !== undefined) return runsFile(machine, call, file, []);
      return input === null ? null : runsValue(machine, call, input, 'input');
    }
    case 'crontab':
      return scheduled(machine, call);
    case 'run-parts':
      return runsDirectory(machine, call);
    case 'parallel':
      return parallel(machine, call);
    case 'make':
    case 'gmake':
      return recipes(machine, call);
    case 'git':
      return ofGit(machine, call);
    case 'expect':
      return ofExpect(machine, call);
    case 'inetd':
      return serves(machine, call);
    case 'tmux':
    case 'tmate':
    case 'screen':
      return session(machine, call);
    default:
      return COMPILERS.has(program) ? sources(machine, call) : null;
  }
};

const afterOptions = (texts: readonly string[], { values, positionals }: Runner): number => {
  const takes = ` ${values} `;
  let at = 0;
  let left = positionals;
  for (; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    if (text === '--') return at + 1 + left;
    if (/^[A-Za-z_]\w*=[^\s;|&]*$/.test(text)) continue;
    if (text.startsWith('-') && text.length > 1) {
      if (values !== '' && takes.includes(` ${text} `)) at += 1;
    } else if (left > 0) left -= 1;
    else break;
  }
  return at;
};

const behind = (machine: Machine, call: Call, at: number): Value | null => {
  const words = call.args.slice(at);
  return words.length === 0 ? null : machine.runWords(words, call, call.input);
};

const runsDirectory = (machine: Machine, call: Call): Value => {
  const directory = call.texts.findLast((text) => !text.startsWith('-')) ?? '';
  let out = EMPTY;
  for (const file of machine.files.filesIn(directory)) out = concat(out, runsFile(machine, call, file, []));
  return out;
};

/** `parallel sh -c ::: x`, `parallel ::: 'text'`, `… | parallel`: each line or argument as a command of a shell. */
const parallel = (machine: Machine, call: Call): Value | null => {
  const { texts, args, input } = call;
  const colons = texts.findIndex((text) => /^:::\+?$/.test(text));
  const options = afterOptions(texts, {
    values: '-j -n -N -d -I -a --jobs --delay --timeout --colsep',
    positionals: 0,
  });
  const from = texts.slice(0, options).findIndex((text) => text === '-a' || text === '--arg-file');
  const listed = from < 0 ? input : (machine.files.get(texts[from + 1] ?? '') ?? null);
  const command = args.slice(Math.min(options, colons < 0 ? texts.length : colons), colons < 0 ? texts.length : colons);
  const given =
    colons >= 0
      ? args.slice(colons + 1).filter(({ text }) => !/^:::\+?$/.test(text))
      : listed === null
        ? []
        : linesOf(machine, call, listed);
  if (given.length === 0) return null;
  const template = join(command, ' ');
  return runsTexts(
    machine,
    call,
    given.map((one) => {
      if (command.length === 0) return one;
      const text = template.text.includes('{}')
        ? template.text.replaceAll('{}', () => one.text)
        : `${template.text} ${one.text}`;
      return { ...concat(template, one), text };
    }),
  );
};

/** Lines of a makefile behind a tab, and `$(shell …)`. */
const recipes = (machine: Machine, call: Call): Value | null => {
  const { texts, input } = call;
  const at = texts.findIndex((text) => /^(?:-[a-zA-Z]*f|--file|--makefile)/.test(text));
  const option = texts[at] ?? '';
  const joined = /^(?:-[a-zA-Z]*f|--file=|--makefile=)(.+)$/.exec(option)?.[1];
  const name = joined ?? (at < 0 ? 'Makefile' : (texts[at + 1] ?? ''));
  const directory = behindOptions(call, ['-C', '--directory'])[0]?.text;
  const names = (at < 0 ? ['GNUmakefile', 'makefile', 'Makefile'] : [name]).flatMap((one) =>
    directory === undefined ? [one] : [`${directory}/${one}`],
  );
  const file = name === '-' ? input : names.flatMap((one) => machine.files.get(one) ?? [])[0];
  if (file === null || file === undefined) return null;
  if (!file.known) return runsValue(machine, call, file, 'file');
  const commands = linesOf(machine, call, file).flatMap((line) => {
    const inShell = /\$\(shell ([^)]{1,2000})\)/.exec(line.text)?.[1];
    const recipe = /^(?:\t|[^\t:=#]{1,200}:[^=;]{0,200};)[ \t@+-]{0,20}(\S.*)$/.exec(line.text)?.[1];
    return [inShell, recipe].flatMap((one) => (one === undefined ? [] : [mapped(line, one.replaceAll('$$', '$'))]));
  });
  return runsTexts(machine, call, commands);
};

/** Settings of git whose value is a command. */
const GIT_COMMANDS =
  /^(?:core\.(?:sshcommand|pager|editor|fsmonitor|askpass|gitproxy)|pager\.|diff\.external|sequence\.editor|gpg\.program|credential\.helper|\w{1,40}\.\w{1,40}\.(?:textconv|command|cmd|clean|smudge))/i;

const ofGit = (machine: Machine, call: Call): Value | null => {
  const found: Value[] = [];
  for (const [index, text] of call.texts.slice(0, MOST_RUN).entries()) {
    const value = text === '-c' || text === '--config' ? call.args[index + 1] : undefined;
    const equals = value?.text.indexOf('=') ?? -1;
    if (value === undefined || equals < 0) continue;
    const key = value.text.slice(0, equals);
    const command = value.text.slice(equals + 1);
    if (/^alias\./i.test(key) && command.startsWith('!')) found.push(mapped(value, command.slice(1)));
    else if (GIT_COMMANDS.test(key)) found.push(mapped(value, command.replace(/^!/, '')));
  }
  for (let at = 0; at < MOST_SETTINGS; at += 1) {
    const key = machine.variables.get(`GIT_CONFIG_KEY_${at}`);
    const value = machine.variables.get(`GIT_CONFIG_VALUE_${at}`);
    if (key === undefined || value === undefined) break;
    if (/^alias\./i.test(key.text) ? value.text.startsWith('!') : GIT_COMMANDS.test(key.text))
      found.push(mapped(value, value.text.replace(/^!/, '')));
  }
  if (found.length > 0) runsTexts(machine, call, found);
  return null;
};
/** Settings of git in variables that are read. */
const MOST_SETTINGS = 20;

/** `spawn`, `exec` and `system` of the Tcl that expect reads. */
const ofExpect = (machine: Machine, call: Call): Value | null => {
  const at = call.texts.indexOf('-c');
  const name = call.texts.find((text) => !text.startsWith('-'));
  const script = at >= 0 ? call.args[at + 1] : name === undefined ? call.input : machine.files.get(name);
  if (script === null || script === undefined || !script.known) return null;
  if (!machine.spend(script.text.length * WORK.codeCharacter)) {
    machine.cut(call);
    return EMPTY;
  }
  const { text } = readCode(script.text, machine.inflate);
  const found = tclCommands(text).map((one) => mapped(script, one));
  runsTexts(machine, call, found);
  return EMPTY;
};

/** `tmux new -d 'text'`, `screen -dmS name sh -c text`. */
/** `inetd FILE`: a service whose program is a shell, for whoever connects. */
const serves = (machine: Machine, call: Call): Value => {
  for (const text of call.texts.slice(0, MOST_RUN)) {
    const file = text.startsWith('-') ? undefined : machine.files.get(text);
    if (file?.known !== true || !/\b(?:stream|dgram)\s[^\n]{0,200}\/(?:ba|da|a|z|k)?sh\b/.test(file.text)) continue;
    const binds = 'hands a shell to whoever connects, through inetd';
    machine.emit({ kind: 'connect', to: call.program, binds }, call);
  }
  return EMPTY;
};

const session = (machine: Machine, call: Call): Value | null => {
  const { texts, args, program } = call;
  if (program === 'screen') {
    // Several of its options stand in one word; the last of them may take the next.
    let at = 0;
    while (texts[at]?.startsWith('-') === true) at += /^-[a-zA-Z]*[ScLtsTrxpeh]$/.test(texts[at] ?? '') ? 2 : 1;
    return behind(machine, call, at);
  }
  const start = texts.findIndex((text) =>
    /^(?:new(?:-session|-window|w)?|split-window|run(?:-shell)?|respawn-\w+|send-keys)$/.test(text),
  );
  if (start < 0) return null;
  const at = start + 1 + afterOptions(texts.slice(start + 1), { values: '-s -n -c -t -e -x -y -F', positionals: 0 });
  const words = args.slice(at).filter(({ text }) => !/^(?:C-m|Enter)$/.test(text));
  return words.length === 0 ? null : runsValue(machine, call, join(words, ' '), 'text');
};

/** Programs that compile a source, or run it at once. */
export const COMPILERS: ReadonlySet<string> = new Set([
  ...[
    'go',
    'java',
    'javac',
    'tcc',
    'gcc',
    'cc',
    'clang',
    'g++',
    'c++',
    'clang++',
    'rustc',
    'mcs',
    'csc',
    'dotnet',
    'dotnet-script',
  ],
  ...['runghc', 'runhaskell', 'stack', 'dart', 'crystal', 'v', 'nim', 'zig', 'kotlinc', 'scalac', 'swift', 'swiftc'],
  ...['fpc', 'dmd', 'rdmd', 'ldc2', 'odin', 'haxe', 'ocamlopt', 'gfortran', 'gnatmake'],
]);
const SOURCE =
  /\.(?:go|java|c|cc|cpp|rs|cs|csx|l?hs|dart|cr|v|nim|zig|kts?|scala|swift|pas|d|odin|hx|ml|f90|adb|groovy)$/;

/** Sources that the command wrote itself: whoever compiles them is about to run them. */
const fileAt = (machine: Machine, path: string): Value | undefined =>
  path === '' ? undefined : (machine.files.get(path) ?? machine.files.get(machine.absolute(path)));

const sources = (machine: Machine, call: Call): Value | null => {
  const jar = call.program === 'java' ? call.texts.indexOf('-jar') : -1;
  const archive = jar < 0 ? undefined : fileAt(machine, call.texts[jar + 1] ?? '');
  if (archive !== undefined) saysOrigins(machine, call, archive.origins, 'file');
  const files = call.texts.slice(0, MOST_RUN).flatMap((text) => {
    const file = SOURCE.test(text) ? (machine.files.get(text) ?? machine.files.get(machine.absolute(text))) : undefined;
    return file === undefined ? [] : [file];
  });
  for (const file of files) {
    saysOrigins(machine, call, file.origins, 'file');
    if (file.known) runCode(machine, call, file, call.program);
  }
  return null;
};
