import { jsonIn, objectAt, textAt } from '../model/json.ts';
import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { linesOf, MOST_RUN } from './run-texts.ts';
import { textsOfFiles } from './tool-files.ts';
import { linesForShell } from './tool-lines.ts';
import { behindOptions, textsBehindOptions } from './tool-options.ts';
import { matched, type TextsOf, WORDS_OF } from './tool-words.ts';
import { mapped, type Value } from './value.ts';

/** Longer is no manifest that is written in a command. */
const MOST_CHARACTERS = 20_000;

/** Scripts of a `package.json` that the command wrote: those of the one that is asked for, or of an installation. */
const PLACES: ReadonlySet<string> = new Set(['-C', '--prefix', '--cwd', '--dir', '-w', '--workspace', '--filter']);
const ofPackage: TextsOf = (machine, call) => {
  const { texts } = call;
  const [command = '', named = ''] = texts.filter(
    (text, at) => !text.startsWith('-') && !PLACES.has(texts[at - 1] ?? ''),
  );
  if (command === 'exec' && call.program === 'yarn') return call.args.slice(call.texts.indexOf('exec') + 1).slice(0, 1);
  if (command === 'exec' || call.program === 'npx') return behindOptions(call, ['-c', '--call']);
  const file = machine.files.get('package.json');
  if (file?.known !== true || file.text.length > MOST_CHARACTERS) return [];
  const isInstall = /^(?:i|install|ci|add|rebuild|pack|publish)?$/.test(command);
  const asked = /^run(?:-script)?$/.test(command) ? named : command;
  const names = isInstall
    ? ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']
    : [`pre${asked}`, asked, `post${asked}`];
  const scripts = objectAt(jsonIn(file.text), 'scripts');
  return names.flatMap((name) => {
    const text = textAt(scripts, name);
    return text === null ? [] : [mapped(file, text)];
  });
};

/** Scripts of a `composer.json` that the command wrote: the one that is asked for, or those around an installation. */
const ofComposer: TextsOf = (machine, { texts }) => {
  const file = machine.files.get('composer.json');
  if (file?.known !== true || file.text.length > MOST_CHARACTERS) return [];
  const [command = '', named = ''] = texts.filter((text) => !text.startsWith('-'));
  const asked = /^run(?:-script)?$|^exec$/.test(command) ? named : command;
  const scripts = objectAt(jsonIn(file.text), 'scripts');
  const names = [
    asked,
    ...['install', 'update', 'autoload', 'package-install'].flatMap((at) => [`pre-${at}-cmd`, `post-${at}-cmd`]),
  ];
  return (asked === named || /^(?:i|install|u|update|require|dump-autoload)$/.test(command) ? names : [asked]).flatMap(
    (name) => {
      const text = textAt(scripts, name);
      return text === null ? [] : [mapped(file, text)];
    },
  );
};

/** A `setup.py` that the command wrote, where the folder is installed. */
const ofSetup: TextsOf = (machine, call) => {
  const { texts } = call;
  if (call.program !== 'easy_install' && !texts.includes('install') && !texts.includes('wheel')) return [];
  if (!texts.some((text) => /^(?:\.{0,2}\/|\.$|\.\[|file:)/.test(text))) return [];
  const file = machine.files.get('setup.py');
  if (file?.known === true) runCode(machine, call, file, 'python3');
  return [];
};

/** `ansible HOSTS -m shell -a TEXT`. */
const ofAnsible: TextsOf = (_, call) => {
  const module = behindOptions(call, ['-m', '--module-name'])[0]?.text ?? 'command';
  return /^(?:ansible\.builtin\.)?(?:shell|command|raw|win_shell)$/.test(module)
    ? behindOptions(call, ['-a', '--args'])
    : [];
};

/** The scripts of a configuration of logrotate that the command wrote. */
const ofLogrotate: TextsOf = (machine, call) => {
  const found: Value[] = [];
  for (const text of call.texts.slice(0, MOST_RUN)) {
    const file = machine.files.get(text);
    if (file?.known !== true) continue;
    let held: string[] | null = null;
    for (const line of linesOf(machine, call, file)) {
      const word = line.text.trim();
      if (/^(?:(?:pre|post)rotate|(?:first|last)action|preremove)$/.test(word)) held = [];
      else if (word === 'endscript') {
        if (held !== null) found.push(mapped(file, held.join('\n')));
        held = null;
      } else held?.push(line.text);
    }
  }
  return found;
};

/** `apt-get -o APT::Update::Pre-Invoke::=TEXT`. */
const ofApt: TextsOf = (_, { texts, args }) =>
  texts.slice(0, MOST_RUN).flatMap((text, index) => {
    const command =
      /^(?:-o\s{0,4}|--option=)?[\w:]{1,80}-Invoke(?:-Success)?(?:::[\w-]{0,40})?\s{0,4}=\s{0,4}(.+)$/s.exec(text)?.[1];
    const arg = args[index];
    return command === undefined || arg === undefined ? [] : [mapped(arg, command)];
  });

/** The client that rsync connects with, where it is more than a client. */
const ofRsync: TextsOf = (_, call) =>
  behindOptions(call, ['-e', '--rsh', '--rsync-path']).filter(
    ({ text }) => !/^\s{0,8}(?:\S{0,200}\/)?(?:ssh|rsh|rsync)(?:\s|$)/.test(text) || /ProxyCommand|[;&|`$]/.test(text),
  );

const ofTar: TextsOf = (_, call) => [
  ...behindOptions(call, [
    '-I',
    '--use-compress-program',
    '--to-command',
    '-F',
    '--info-script',
    '--new-volume-script',
  ]),
  ...behindOptions(call, ['--rsh-command', '--rmt-command', '--checkpoint-action']).map((one) =>
    mapped(one, one.text.replace(/^exec=/, '')),
  ),
];

/** `git clone 'ext::sh -c x% y'`: the transport is a program, with `% ` for a blank in a word. */
const ofGit: TextsOf = (machine, { args, texts }) => {
  const at = texts[0] === 'config' ? texts.findIndex((text) => GIT_KEYS.test(text)) : -1;
  const value = at < 0 ? undefined : args[at + 1];
  const isText = value !== undefined && (value.text.startsWith('!') || !/^alias\./i.test(texts[at] ?? ''));
  return [
    ...(isText ? [mapped(value, value.text.replace(/^!/, ''))] : []),
    ...(texts.some((text) => GIT_HOOKED.test(text)) ? machine.files.named((path) => GIT_HOOK.test(path)) : []),
    ...transports(args),
  ];
};
const GIT_KEYS = /^(?:alias\.|core\.(?:sshcommand|pager|editor|fsmonitor|askpass)|pager\.|diff\.external)/i;
const GIT_HOOK = /(?:^|\/)\.git\/hooks\/[a-z-]{2,30}$/;
const GIT_HOOKED = /^(?:commit|checkout|switch|merge|rebase|pull|push|am|gc)$/;

const transports = (args: readonly Value[]): readonly Value[] =>
  args.slice(0, MOST_RUN).flatMap((arg) => {
    const command = /^ext::(.+)$/s.exec(arg.text)?.[1];
    return command === undefined ? [] : [mapped(arg, command.replaceAll(/% /g, '\\ ').replaceAll('%%', '%'))];
  });

/** Recipes of just. */
const ofJust: TextsOf = (machine, call) => {
  const named = behindOptions(call, ['-f', '--justfile'])[0]?.text ?? 'justfile';
  const file = machine.files.get(named);
  if (file?.known !== true) return [];
  return linesOf(machine, call, file).flatMap((line) => {
    const recipe = /^[ \t]{1,20}[@-]{0,2}(\S.*)$/.exec(line.text)?.[1];
    return recipe === undefined ? [] : [mapped(line, recipe.replaceAll('{{{{', '{{'))];
  });
};

/** `execute_process(COMMAND …)` of a script of cmake. */
const ofCmake: TextsOf = (machine, call) => {
  const file = machine.files.get(behindOptions(call, ['-P'])[0]?.text ?? 'CMakeLists.txt');
  return file?.known === true
    ? matched(file, /\bCOMMAND\s{1,8}([^()]{1,4000}?)(?:\s[A-Z_]{6,30}\s[^()]{0,400})?\)/g)
    : [];
};

/** `gdb -ex 'python …'`: the code of another language in a line. */
const ofGdb: TextsOf = (machine, call) => {
  for (const one of behindOptions(call, ['-ex', '--eval-command', '-iex'])) {
    const code = /^\s{0,8}(?:python|py|pi|python-interactive)\s(.+)$/s.exec(one.text)?.[1];
    if (code !== undefined) runCode(machine, call, mapped(one, code), 'python3');
  }
  // What the process that is looked at is made to run.
  return behindOptions(call, ['-ex', '--eval-command', '-iex']).flatMap((one) =>
    matched(one, /^\s{0,8}(?:call|print|p)\s[^"]{0,60}\bsystem\s{0,4}\(\s{0,4}"((?:[^"\\]|\\.){1,4000})"/g),
  );
};

/** Programs that a configuration of terraform has run for its data, as lists of words. */
const ofTerraform: TextsOf = (machine, { texts }) => {
  if (!texts.some((text) => /^(?:apply|plan|destroy|refresh|import)$/.test(text))) return [];
  return machine.files
    .named((path) => path.endsWith('.tf'))
    .slice(0, MOST_RUN)
    .flatMap((file) => {
      if (!file.known || file.text.length > MOST_CHARACTERS) return [];
      return matched(file, /\bprogram\s{0,8}=\s{0,4}\[([^\]]{1,4000})\]/g).map((one) =>
        mapped(one, one.text.replaceAll(/",\s{0,20}"/g, '" "')),
      );
    });
};

const BY_PROGRAM: ReadonlyMap<string, TextsOf> = new Map<string, TextsOf>([
  ...['npm', 'pnpm', 'yarn', 'npx', 'bunx', 'pnpx'].map((name) => [name, ofPackage] as const),
  ...['pip', 'pip3', 'uv', 'pipx', 'easy_install'].map((name) => [name, ofSetup] as const),
  ['ansible', ofAnsible],
  ['logrotate', ofLogrotate],
  ...['apt-get', 'apt', 'aptitude', 'apt-cache'].map((name) => [name, ofApt] as const),
  ['rsync', ofRsync],
  ['tar', ofTar],
  ['git', ofGit],
  ['just', ofJust],
  ['cmake', ofCmake],
  ['gdb', ofGdb],
  ['composer', ofComposer],
  ...['terraform', 'tofu', 'terragrunt'].map((name) => [name, ofTerraform] as const),
  ...WORDS_OF,
]);

/** Texts for a shell in the words of a tool, or in files of it that the command wrote. */
export const textsOfTool = (machine: Machine, call: Call): readonly Value[] => [
  ...(BY_PROGRAM.get(call.program)?.(machine, call) ?? []),
  ...textsBehindOptions(machine, call),
  ...textsOfFiles(machine, call),
  ...linesForShell(machine, call),
];
