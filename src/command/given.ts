import { quoted } from './code/tokens.ts';
import type { Call, Machine } from './machine.ts';
import type { Value } from './value.ts';

const MOST_CODE = 256 * 1024;
/** Characters of one text that is put into code. */
const MOST_TEXT = 20_000;

/** Languages without a parser here whose quotes may go over lines. */
const OVER_LINES = /^(?:perl|ruby|tclsh|pwsh|powershell|Rscript|R|julia|guile|emacs|erl|elixir|raku|racket)/;

/** Line ends inside of quotes as escapes; a text whose quotes do not end stays as it is. */
export const inOneLine = (code: string, program: string): string => {
  if (!OVER_LINES.test(program) || code.length > MOST_CODE || !/["'][^"'\n]*\n/.test(code)) return code;
  let out = '';
  let quote = '';
  for (let at = 0; at < code.length; at += 1) {
    const sign = code[at] ?? '';
    if (sign === '\\') {
      out += code.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (quote === '' && sign === '#' && (at === 0 || /\s/.test(code[at - 1] ?? ''))) {
      const end = code.indexOf('\n', at);
      if (end < 0) break;
      out += '\n';
      at = end;
      continue;
    }
    if (quote === '' && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === quote) quote = '';
    out += quote !== '' && sign === '\n' ? '\\n' : sign;
  }
  return quote === '' ? out : code;
};

/** Calculated inside of a text: all there is of the command of Ruby, of a text of Ruby, of the command of Perl. */
const CALCULATED = /(["`])\s{0,4}(?:#\{([^`{}]{1,20000})\}|@\{\[([^`{}]{1,20000})\]\})\s{0,4}\1/g;

/** Code of Ruby and Perl in which a call stands for a text that is nothing but calculated. */
export const withCalls = (code: string, program: string): string =>
  /^(?:ruby|perl)/.test(program) && code.length <= MOST_CODE
    ? code.replaceAll(
        CALCULATED,
        (_, sign: string, ruby?: string, perl?: string) => `${sign === '`' ? 'system' : ''}(${ruby ?? perl ?? ''})`,
      )
    : code;

interface Given {
  readonly machine: Machine;
  /** What comes in. */
  readonly input: Value | null;
  /** Words behind the code. */
  readonly operands: readonly Value[];
}

const asText = (value: Value | undefined | null): string | null =>
  value?.known === true && value.text.length <= MOST_TEXT ? quoted(value.text) : null;

/** Code behind which a text of its own stands: `__DATA__`, `__END__`. */
const SECTION = /\n__(?:DATA|END)__[ \t]{0,8}\n/;

/**
 * Code in which a literal stands for what it is given: variables of the environment, its words, its input, in the ways of
 * Perl, Ruby, Lua, Tcl and PowerShell.
 */
export const withGiven = (code: string, { machine, input, operands }: Given): string => {
  if (code.length > MOST_CODE || !/env|ENV|ARGV|arg|STDIN|stdin|<>|DATA|gets|io\.read|shift|ARGF|\$_/.test(code))
    return code;
  const section = SECTION.exec(code);
  const data = section === null ? null : quoted(code.slice(section.index + section[0].length).slice(0, MOST_TEXT));
  const text = section === null ? code : code.slice(0, section.index);
  const word = (number: number): string | null => asText(operands[number]);
  return text
    .replaceAll(
      /\$ENV\{\s{0,2}["']?(\w{1,80})["']?\s{0,2}\}|\bENV(?:\.fetch\(|\[)\s{0,2}["'](\w{1,80})["']\s{0,2}[\])]|\b(?:os\.)?getenv\(\s{0,2}["'](\w{1,80})["']\s{0,2}\)|\$(?:::)?env\((\w{1,80})\)|\$\{?env:(\w{1,80})\}?/g,
      (whole, ...names: (string | undefined)[]) =>
        asText(machine.variables.get(names.slice(0, 5).find((one) => typeof one === 'string') ?? '')) ?? whole,
    )
    .replaceAll(
      /\$?\bARGV\[(\d{1,2})\]|\barg\[(\d{1,2})\]|\[lindex \$argv (\d{1,2})\]/g,
      (whole, plain?: string, lua?: string, tcl?: string) =>
        word(lua === undefined ? Number(plain ?? tcl) : Number(lua) - 1) ?? whole,
    )
    .replaceAll(/\bARGV\.join(?:\(?["'] ["']\)?)/g, (whole) => allWords(operands) ?? whole)
    .replaceAll(/(?<=\b(?:exec|system)\s{0,4}\(?\s{0,4})@ARGV\b/g, (whole) => eachWord(operands) ?? whole)
    .replaceAll(
      /\bARGV\.(?:first|shift|join(?:\(?["'] ["']\)?)?)|\*ARGV\b|@ARGV\b|\bshift\b(?=\s{0,4}(?:[;)]|$))/g,
      (whole) => word(0) ?? whole,
    )
    .replaceAll(
      /<STDIN>|<>|\b(?:STDIN|ARGF|\$stdin|\$<)\.(?:read|gets)\b|\$(?:stdin|<)\.(?:read|gets)\b|\bio\.read\((?:["']\*?a["'])?\)|\[(?:read|gets) stdin\]|\bgets\b(?=\s{0,4}(?:[;).]|$))|\$_(?=\s{0,4}(?:[;)]|$))/g,
      (whole) => (whole === '$_' && /\$_\s{0,4}=[^=~]/.test(text) ? whole : (asText(input) ?? whole)),
    )
    .replaceAll('<DATA>', () => data ?? '<DATA>');
};

/** All words behind the code as one text; `null` where one of them is not known. */
const allWords = (operands: readonly Value[]): string | null =>
  operands.length > 0 && operands.every(({ known }) => known)
    ? quoted(
        operands
          .map(({ text }) => text)
          .join(' ')
          .slice(0, MOST_TEXT),
      )
    : null;

/** The same as a list of literals. */
const eachWord = (operands: readonly Value[]): string | null =>
  operands.length > 0 && operands.length <= MOST_LISTED && operands.every(({ known }) => known)
    ? operands.map(({ text }) => quoted(text.slice(0, MOST_TEXT))).join(', ')
    : null;
const MOST_LISTED = 40;

export type GivenCall = Pick<Call, 'texts' | 'args' | 'input'>;
