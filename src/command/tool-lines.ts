import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { linesOf, MOST_RUN } from './run-texts.ts';
import { mapped, type Value } from './value.ts';

/** Programs that run a line of their input or a word of theirs as a shell: `!cmd`, `:!cmd`, `.shell cmd`, `\! cmd`. */
export const ESCAPING: ReadonlySet<string> = new Set([
  ...['ed', 'ex', 'vi', 'vim', 'nvim', 'view', 'vimdiff', 'gdb', 'sqlite3', 'psql', 'mysql', 'mariadb', 'less', 'more'],
  ...['ftp', 'tnftp', 'ncftp', 'sftp', 'psftp', 'smbclient', 'telnet', 'mail', 'mailx', 's-nail', 'mutt'],
  ...['asterisk', 'bconsole', 'debugfs', 'dc', 'ginsh', 'gnuplot', 'scanmem', 'jtag', 'tdbtool', 'tasksh', 'hping3'],
  ...['octave', 'octave-cli', 'ispell', 'aspell', 'iftop', 'loginctl', 'minicom', 'runscript', 'crash', 'nmap', 'lftp'],
]);

const ESCAPE = /^\s{0,8}(?:\+?:{0,2}!{1,2}|\.(?:shell|system)\s|\\!|shell\s|system\s|@exec\s|~[!|])\s{0,8}(?!\s)(.+)$/s;
/** A client that joins several commands in one word. */
const JOINED: ReadonlySet<string> = new Set(['lftp', 'smbclient']);
/** What a client of a database hands to a program, or takes from one: `.output |cmd`, `\o |cmd`, `\copy x from program 'cmd'`. */
const PIPED =
  /^\s{0,8}(?:\.(?:import|output|once)\s{1,8}['"]?|\\(?:o|g|gx|w|copy\s[^'\n]{1,400}\sprogram)\s{1,8}['"]?)\|?\s{0,8}(\S.*?)['"]?$/;
const isPipe = (line: string): boolean => /\||\bprogram\s/.test(line);

/** Programs whose input is code: the interpreter of that code, and the word behind which it is code, where there is one. */
const INPUT_CODE: ReadonlyMap<string, readonly [interpreter: string, word?: string]> = new Map([
  ['ghci', ['ghc']],
  ['irb', ['ruby']],
  ['pry', ['ruby']],
  ['jjs', ['groovy']],
  ['dotnet', ['fsi', 'fsi']],
  ['bundle', ['ruby', 'console']],
  ['rails', ['ruby', 'console']],
  ['gnuplot', ['gnuplot']],
  ['wish', ['tclsh']],
  ['ipython', ['python3']],
]);

/** Lines that a program hands to a shell, of its words and of what comes in; code that comes in is run at once. */
export const linesForShell = (machine: Machine, call: Call): readonly Value[] => {
  const { program, texts, args, input } = call;
  const code = INPUT_CODE.get(program);
  if (code !== undefined && input !== null && (code[1] === undefined || texts.includes(code[1])))
    runCode(machine, call, input, code[0]);
  if (program === 'cpan' && input !== null) {
    for (const line of linesOf(machine, call, input).slice(0, MOST_RUN)) {
      if (line.text.startsWith('!')) runCode(machine, call, mapped(line, line.text.slice(1)), 'perl');
    }
  }
  if (!ESCAPING.has(program)) return [];
  const words = args.slice(0, MOST_RUN);
  const lines = [...words, ...(input === null ? [] : linesOf(machine, call, input))].flatMap((line) =>
    JOINED.has(program) && line.known ? line.text.split(';', MOST_RUN).map((part) => mapped(line, part)) : [line],
  );
  return lines.flatMap((line) => {
    if (!line.known) return [];
    const command = ESCAPE.exec(line.text)?.[1] ?? (isPipe(line.text) ? PIPED.exec(line.text)?.[1] : undefined);
    return command === undefined ? [] : [mapped(line, unquotedExec(line.text, command))];
  });
};

/** `@exec "cmd"` has quotes of its own. */
const unquotedExec = (line: string, command: string): string =>
  /^\s{0,8}@exec/.test(line) ? command.replaceAll(/^"|"$/g, '') : command;
