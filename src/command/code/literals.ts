import { hidesText } from '../decoders.ts';
import type { Language } from './parse.ts';
import { type Node, textNode } from './tree.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['e', '\x1b'],
  ['\n', ''],
]);
const ESCAPE =
  /\\(?:x([0-9a-fA-F]{1,2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;

/** The text between quotes with its escapes undone, as the language would. */
export const unquoted = (inner: string, language: Language): string =>
  inner.includes('\\')
    ? inner.replaceAll(ESCAPE, (whole: string, ...found: (string | undefined)[]) => {
        const [hex, braced, unicode, long, octal, char = ''] = found;
        if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
        const digits = hex ?? braced ?? unicode ?? long;
        if (digits !== undefined) {
          const code = Number.parseInt(digits, 16);
          return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        }
        if (/[\\'"`$/]/.test(char)) return char;
        return NAMED.get(char) ?? (language === 'javascript' ? char : whole);
      })
    : inner;

export const literalOf = (inner: string, language: Language): Node =>
  textNode(unquoted(inner, language), hidesText(inner));

/** `0x41`, `0o17`, `1_000`, `10n`. */
export const numberOf = (written: string): number => {
  const plain = written.replaceAll('_', '').replace(/[nNlLjJ]$/, '');
  return /^0[0-7]{1,20}$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain);
};
