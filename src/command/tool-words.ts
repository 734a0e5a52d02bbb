import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { MOST_RUN } from './run-texts.ts';
import { behindOptions } from './tool-options.ts';
import { mapped, type Value } from './value.ts';

/** Characters of one text that a pattern is tried on. */
const MOST_CHARACTERS = 20_000;

export type TextsOf = (machine: Machine, call: Call) => readonly Value[];

/** What stands in the first group of each match that has one. */
export const matched = (value: Value, pattern: RegExp): readonly Value[] => {
  const found: Value[] = [];
  for (const match of value.text.slice(0, MOST_CHARACTERS).matchAll(pattern)) {
    found.push(mapped(value, match[1]?.replaceAll(/\\(["\\])/g, '$1') ?? match[2] ?? ''));
    if (found.length >= MOST_RUN) break;
  }
  return found;
};

/** What stands between a sign and the last of those that close it. */
const between = (value: Value, open: string, close: string): readonly Value[] => {
  const start = value.text.indexOf(open);
  const end = value.text.lastIndexOf(close);
  return start < 0 || end < start ? [] : [mapped(value, value.text.slice(start + open.length, end))];
};

/** Each match in each of the words, the input or a file that a word names. */
const inWords =
  (pattern: RegExp): TextsOf =>
  (machine, { args, texts, input }) =>
    [
      ...args.slice(0, MOST_RUN),
      ...texts.slice(0, MOST_RUN).flatMap((text) => machine.files.get(text) ?? []),
      ...(input === null ? [] : [input]),
    ]
      .filter(({ known }) => known)
      .flatMap((one) => matched(one, pattern));

const CODE_OF_EDITOR: ReadonlyMap<string, string> = new Map([
  ...['py', 'py3', 'pyx', 'python', 'python3', 'pythonx'].map((name) => [name, 'python3'] as const),
  ...['lua', 'perl', 'ruby', 'tcl'].map((name) => [name, name === 'tcl' ? 'tclsh' : name] as const),
]);

/** `vim -c 'call system("TEXT")'`, `:terminal TEXT`, `:r !TEXT`, `:lua CODE`; `:!TEXT` is a line of an editor like any other. */
const ofVim: TextsOf = (machine, call) =>
  call.args.slice(0, MOST_RUN).flatMap((arg) => {
    const line = arg.text.slice(0, MOST_CHARACTERS);
    const [, language = '', code = ''] = /^[:+]{0,2}\s{0,8}(\w{2,8})\s{1,8}(\S.*)$/s.exec(line) ?? [];
    const interpreter = CODE_OF_EDITOR.get(language);
    if (interpreter !== undefined) {
      runCode(machine, call, mapped(arg, code), interpreter);
      return [];
    }
    const command =
      /^[:+]{0,2}\s{0,8}(?:term(?:inal)?\s{1,8}|(?:%|\.|\d{1,6})?\s{0,4}(?:r|read|w|write)?\s{0,4}!\s{0,8})(\S.*)$/s.exec(
        line,
      )?.[1];
    return [
      ...(command === undefined || /^[:+]{0,2}\s{0,8}!/.test(line) ? [] : [mapped(arg, command)]),
      ...matched(
        arg,
        /\b(?:system(?:list)?|job_start|term_start)\s{0,4}\(\s{0,4}(?:"((?:[^"\\]|\\.){1,8000})"|'([^']{1,8000})')/g,
      ),
    ];
  });

/** Documents that start a program while they are set, and code of Lua in them. */
const ofTex: TextsOf = (machine, call) => {
  for (const code of inWords(/\\(?:directlua|luaexec|latelua)\s{0,8}\{((?:[^{}]|\{[^{}]{0,400}\}){1,2000})\}/g)(
    machine,
    call,
  ))
    runCode(machine, call, code, 'lua');
  return inWords(
    /\\(?:write18|ShellEscape)\s{0,8}\{((?:[^{}]|\{[^{}]{0,400}\}){1,2000})\}|\\input\s{0,8}\{?\s{0,4}"?\|\s{0,4}"?([^"{}]{1,4000})/g,
  )(machine, call);
};

/** `rpm --eval '%(TEXT)'` and `%{lua:CODE}`. */
const ofRpm: TextsOf = (machine, call) => {
  const macros = behindOptions(call, ['--eval', '-E', '--define', '-D']);
  for (const one of macros.flatMap((macro) => between(macro, '%{lua:', '}'))) runCode(machine, call, one, 'lua');
  return macros.flatMap((one) => between(one, '%(', ')'));
};

/** `socat TCP:x EXEC:'TEXT',pty`, `SYSTEM:TEXT`. */
const ofSocat: TextsOf = (_, { args }) =>
  args.slice(0, MOST_RUN).flatMap((arg) => {
    const command =
      /^(?:exec|system|shell):(.{1,4000}?)(?:,(?:pty|ctty|stderr|setsid|sigint|sane|raw|echo|nofork|su|fdin|fdout|login|pipes|end-close|chroot|group|user)\b.{0,400})?$/is.exec(
        arg.text,
      )?.[1];
    if (command === undefined) return [];
    // Quotes around words are written with a backslash: the address has signs of its own.
    return [mapped(arg, command.replaceAll(/\\(['"\\,:])/g, '$1'))];
  });

/** An address of the bus that is a program: `unixexec:path=/bin/sh,argv1=-c,argv2=TEXT`. */
const ofBus: TextsOf = (_, { args }) =>
  args.slice(0, MOST_RUN).flatMap((arg) => {
    const address = /unixexec:(.{1,4000})$/s.exec(arg.text)?.[1];
    if (address === undefined) return [];
    const words = address.split(/,(?=argv\d=)/).map((part) => part.replace(/^(?:path|argv\d{1,2})=/, ''));
    return [
      mapped(
        arg,
        words.map((word) => (/^[\w/.-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' '),
      ),
    ];
  });

/** `gcc -wrapper sh,-c,TEXT`: the words of a program, with commas between them. */
const ofCompiler: TextsOf = (_, call) =>
  behindOptions(call, ['-wrapper']).map((one) => {
    const [program = '', option, ...rest] = one.text.split(',');
    return mapped(one, option === '-c' ? rest.join(',') : [program, option ?? '', ...rest].join(' '));
  });

/** `fzf --bind 'enter:execute(TEXT)'`. */
const ofFinder: TextsOf = (_, call) =>
  behindOptions(call, ['--bind']).flatMap((one) =>
    matched(one, /\b(?:execute(?:-silent)?|become|reload|preview|transform)[([{<]([^)\]}>]{1,4000})/g),
  );

/** `hg --config alias.x='!TEXT'`, `--config hooks.x=TEXT`. */
const ofMercurial: TextsOf = (_, call) =>
  behindOptions(call, ['--config']).flatMap((one) => {
    const [, section = '', value = ''] =
      /^(alias|hooks|ui(?=\.(?:editor|ssh|merge)=)|merge-tools)\.[^=]{1,80}=(.+)$/s.exec(one.text) ?? [];
    if (section === '' || (section === 'alias' && !value.startsWith('!'))) return [];
    return [mapped(one, value.replace(/^!/, ''))];
  });

/** Recipes and functions that stand in a word: `make --eval='x:; TEXT'`, `--eval='$(shell TEXT)'`, `SHELL=PROGRAM`. */
const ofMake: TextsOf = (_, call) => [
  ...behindOptions(call, ['--eval', '-E']).flatMap((one) => {
    const recipe = /^[^\t:=#]{0,200}:[^=;]{0,200}[;\n][ \t@+-]{0,20}(\S.*)$/s.exec(one.text)?.[1];
    return [
      ...(recipe === undefined ? [] : [mapped(one, recipe.replaceAll('$$', '$'))]),
      ...between(one, '$(shell', ')'),
    ];
  }),
  ...call.args.slice(0, MOST_RUN).flatMap((arg) => {
    const shell = /^SHELL=(\S.*)$/s.exec(arg.text)?.[1];
    return shell === undefined ? [] : [mapped(arg, shell)];
  }),
];

/** What starts when the machine of Java runs out of memory or fails: `-XX:OnError=TEXT`. */
const ofJava: TextsOf = (_, { args }) =>
  args.slice(0, MOST_RUN).flatMap((arg) => {
    const command = /^-XX:On(?:Error|OutOfMemoryError)=(\S.*)$/s.exec(arg.text)?.[1];
    return command === undefined ? [] : [mapped(arg, command)];
  });

/** `fail2ban-client set x action x actionban TEXT`. */
const ofBans: TextsOf = (_, { args, texts }) => {
  const at = texts.findIndex((text) => /^action(?:start|stop|ban|unban|check)$/.test(text));
  const command = at < 0 ? undefined : args[at + 1];
  return command === undefined ? [] : [command];
};

/** Settings of clients that connect by ssh: `-o ProxyCommand=TEXT`, `-o ssh_command=TEXT`. */
const ofConnecting: TextsOf = (_, { args }) =>
  args.slice(0, MOST_RUN).flatMap((arg) => {
    const command = /^(?:-o)?\s{0,4}(?:ProxyCommand|LocalCommand|KnownHostsCommand|ssh_command)[= ](\S.*)$/is.exec(
      arg.text,
    )?.[1];
    return command === undefined || command === 'none' ? [] : [mapped(arg, command.replace(/^\s{0,8};/, ''))];
  });

/** `syscmd` and `esyscmd`, with the text in quotes of m4 or bare. */
const ofM4 = inWords(/\be?syscmd\s{0,4}\(\s{0,4}(?:`([^'`]{1,8000})'|([^`)]{1,8000})\))/g);

/** Programs that set documents. */
const TEX = ['tex', 'latex', 'pdftex', 'pdflatex', 'xetex', 'xelatex', 'luatex', 'lualatex', 'pdfluatex'];
/** Those that make graphics, and begin the name of a file that is a pipe with this. */
const PIPES = inWords(/%pipe%(.{1,4000})/gs);

/** Texts for a shell in words of a shape that the tool has of its own. */
export const WORDS_OF: readonly (readonly [string, TextsOf])[] = [
  ...['vi', 'vim', 'ex', 'view', 'nvim', 'vimdiff', 'rvim'].map((name) => [name, ofVim] as const),
  ...TEX.map((name) => [name, ofTex] as const),
  ...['rpm', 'rpmdb', 'rpmquery', 'rpmverify', 'rpmbuild'].map((name) => [name, ofRpm] as const),
  ...['busctl', 'dbus-send', 'gdbus', 'systemctl'].map((name) => [name, ofBus] as const),
  ...['gcc', 'g++', 'cc', 'c++', 'clang'].map((name) => [name, ofCompiler] as const),
  ...['make', 'gmake'].map((name) => [name, ofMake] as const),
  ...['scp', 'sftp', 'sshfs', 'check_by_ssh', 'ssh-copy-id', 'autossh', 'ssh'].map(
    (name) => [name, ofConnecting] as const,
  ),
  ['socat', ofSocat],
  ['fzf', ofFinder],
  ['hg', ofMercurial],
  ['java', ofJava],
  ['fail2ban-client', ofBans],
  ['m4', ofM4],
  ['gs', PIPES],
  ['pic', inWords(/^\.?\s{0,8}sh\s{1,8}X\s(.{1,4000})\sX\s{0,8}$/gm)],
];
