import { clip, plain } from '../lib/inert.ts';

/** A word of letters, with the punctuation of a sentence, or a number: nothing that Markdown could read. */
const HARMLESS = /^(?:\(?(?:[A-Za-z]+(?:['’-][A-Za-z]+)?|\d{1,9}(?:[.,]\d{1,9})?)[,;:!?)]{0,2}|[·◆▲●◐○□])$/;
const LAST_WORD = /^[A-Za-z]+\.$/;

/**
 * Text that others wrote as a code span: no Markdown, HTML, link or mention inside is read. The fence is longer than any
 * run of backticks in it. `|` would end a table's cell even there, so in a cell it is `\u007c`.
 */
export const code = (text: string, { max = 2_000, cell = false }: { max?: number; cell?: boolean } = {}): string => {
  const inert = plain(clip(text, max));
  const written = cell ? inert.replaceAll('|', '\\u007c') : inert;
  if (written.trim() === '') return written === '' ? '—' : '`" "`';
  const longest = (written.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const space = /^[` ]|[` ]$/.test(written) ? ' ' : '';
  return `${fence}${space}${written}${space}${fence}`;
};

/**
 * A sentence with names that others chose in it: words of letters stay as they are, each run of other words becomes a
 * code span. Escapes are not enough: what a page makes of `@name`, `#12` or `www.…` it makes after they are resolved.
 */
export const sentence = (
  text: string,
  { max = 2_000, cell = false }: { max?: number; cell?: boolean } = {},
): string => {
  const out: string[] = [];
  let foreign: string[] = [];
  const flush = (): void => {
    if (foreign.length > 0) out.push(code(foreign.join(' '), { cell }));
    foreign = [];
  };
  const words = plain(clip(text, max))
    .split(/ +/)
    .filter((word) => word !== '');
  for (const [index, word] of words.entries()) {
    // A number at the start could begin a list.
    const harmless = (HARMLESS.test(word) || LAST_WORD.test(word)) && !(index === 0 && /^\(?\d/.test(word));
    if (harmless) {
      flush();
      out.push(word);
    } else foreign.push(word);
  }
  flush();
  return out.length === 0 ? '—' : out.join(' ');
};

/** A row of a GFM table; the cells are Markdown already. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

export const tableHead = (names: readonly string[]): string => `${tableRow(names)}${tableRow(names.map(() => '---'))}`;
