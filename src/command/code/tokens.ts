import { unescaped } from '../decoders.ts';

/** Texts of one code that are looked at. */
export const MOST_LITERALS = 400;

/** A text in quotes. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  /** With escapes undone. */
  readonly text: string;
}

/** Each step of a reader asks for those of the same code, and most steps change nothing. */
let last: { readonly code: string; readonly found: readonly Literal[] } = { code: '', found: [] };

/** Texts in quotes, in one pass. A quote without its end on the line gives up the rest of the line. */
export const tokens = (code: string): readonly Literal[] => {
  if (last.code !== code) last = { code, found: literalsOf(code) };
  return last.found;
};

const literalsOf = (code: string): readonly Literal[] => {
  const found: Literal[] = [];
  const quotes = /["'`]/g;
  for (let match = quotes.exec(code); match !== null && found.length < MOST_LITERALS; match = quotes.exec(code)) {
    const start = match.index;
    const quote = match[0];
    const triple = quote !== '`' && code.startsWith(quote.repeat(3), start);
    const width = triple ? 3 : 1;
    const end = endOf(code, start + width, triple ? quote.repeat(3) : quote, triple || quote === '`');
    if (end < 0) {
      const line = code.indexOf('\n', start);
      if (quote !== '`' && line >= 0) quotes.lastIndex = line;
      else if (quote !== '`') break;
      continue;
    }
    found.push({
      start,
      end: end + width,
      text: unescaped(
        code
          .slice(start + width, end)
          .replaceAll(/\\\\|\\([$@#`[\]])/g, (whole, sign: string | undefined) => sign ?? whole),
      ),
    });
    quotes.lastIndex = end + width;
  }
  return found;
};

const endOf = (code: string, from: number, quote: string, overLines: boolean): number => {
  for (let at = from; at < code.length; at += 1) {
    const char = code[at];
    if (char === '\\') at += 1;
    else if (char === '\n' && !overLines) return -1;
    else if (char === quote[0] && (quote.length === 1 || code.startsWith(quote, at))) return at;
  }
  return -1;
};

/** A literal that every reader here takes for this text. */
export const quoted = (text: string): string => {
  const written = JSON.stringify(text);
  // Two of its escapes are not those of every language.
  return /[\b\f]/.test(text)
    ? written.replaceAll(/\\(.)/g, (whole, sign: string) => (sign === 'b' ? '\\x08' : sign === 'f' ? '\\x0c' : whole))
    : written;
};

/** Replaces what a pattern finds, unless it is a part of a text in quotes: that is code of another program. */
export const outsideLiterals = (
  code: string,
  pattern: RegExp,
  by: (whole: string, group: string) => string,
): string => {
  let literals: readonly Literal[] | null = null;
  let next = 0;
  return code.replace(pattern, (whole: string, ...rest: (string | number | undefined)[]) => {
    const at = rest.find((one): one is number => typeof one === 'number') ?? 0;
    literals ??= tokens(code);
    while (next < literals.length && (literals[next]?.end ?? 0) <= at) next += 1;
    const held = literals[next];
    if (held !== undefined && held.start < at) return whole;
    return by(whole, rest.find((one) => typeof one === 'string') ?? '');
  });
};
