/**
 * Texts that people cannot read: letters, digits, escapes, numbers or signs that stand for other characters. What a program makes
 * of one is hidden, whichever program it is.
 */

/** Longer texts are looked at as far as this. */
export const MOST_LOOKED_AT = 64 * 1024;
/** Signs that do not show, or blanks, by which bits are told. */
const INVISIBLE = /[ \t]{64}|[\u200b-\u200f\u2060-\u2064\ufeff]{24}|(?:\udb40[\udc00-\udc7f]){12}/;
/** Escapes of shells, of code, of mail, of addresses and of pages. */
const ESCAPES =
  /(?:\\{1,2}(?:x[0-9a-fA-F]{1,2}|u\{?[0-9a-fA-F]{2,6}\}?|U[0-9a-fA-F]{8}|0?[0-7]{2,3})){12}|(?:(?:[\w .-]{0,3}=[0-9A-F]{2}){12})|(?:%[0-9a-fA-F]{2}){12}|(?:&#x?[0-9a-fA-F]{2,4};){8}/;
/** Numbers of characters, apart from one another; digits of one number that is all of them. */
const NUMBERS =
  /(?:(?:^|[^\w.])(?:0x[0-9a-fA-F]{2}|\\?\d{2,3})(?:[\s,;:|+-]{1,3}(?:0x[0-9a-fA-F]{2}|\d{2,3})){19})|(?:^|[^\w.])(?:-?\d{1,4}[\s,;]{1,2}){40}|(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\n){8}|(?:\d{2,5}\/\d{1,4}\s){12}|\d{80}|[01]{64}|(?:[01]{8}[\s,]){8}/;
const HEX = /(?<![0-9a-zA-Z])(?:[0-9a-fA-F]{40,}|(?:[0-9a-fA-F]{2}[\s:,]){24})/g;
/** Digits that a statement or a program calls those of bytes, in one piece or in several. */
const BYTES =
  /\b[xX]['"][0-9a-fA-F]{40}|(?:[xX]['"][0-9a-fA-F]{8,}['"][\s|+,.]{0,8}){3}|(?:\bcha?r\s?\(\s?\d{2,3}\s?\)[\s|+,.]{0,8}){8}/;
/** A digest or the name of a commit says which one is meant; nothing is made of it. */
const DIGEST_LENGTHS: ReadonlySet<number> = new Set([40, 56, 64, 96, 128]);
/** Letters and digits without a blank, as base64 and its like have them. */
const DENSE = /[A-Za-z0-9+/=_-]{40,}/g;
/** A line of uuencode or ascii85. */
const SIGNS = /(?:^|\n)(?:M[!-`]{60}\n|[!-`]{40,61}\n[!-`]{1,61}\n`?\n?(?:end|$))|<~[!-uz\s]{20,}~>/;
const MOST_TRIES = 64;
/** Many words of few kinds. */
const WORDS = /(?:[A-Za-z]{2,12}[ ,;|\n]{1,2}){64}/;
const MOST_KINDS = 20;

/** Whether a part of a text is one that people cannot read. */
export const isOpaque = (given: string): boolean => {
  if (given.length < 24) return false;
  const text = given.length > MOST_LOOKED_AT ? given.slice(0, MOST_LOOKED_AT) : given;
  return (
    hasHex(text) ||
    hasDense(text) ||
    ESCAPES.test(text) ||
    NUMBERS.test(text) ||
    SIGNS.test(text) ||
    hasFewWords(text) ||
    INVISIBLE.test(text)
  );
};

const hasHex = (text: string): boolean => {
  if (BYTES.test(text)) return true;
  return text.matchAll(HEX).some(([run]) => !DIGEST_LENGTHS.has(run.length) || !/^[0-9a-f]+$/i.test(run));
};

/** Words that stand for letters or digits: no text of people has so few of so many. */
const hasFewWords = (text: string): boolean => {
  const run = WORDS.exec(text)?.[0];
  return run !== undefined && new Set(run.split(/[ ,;|\n]+/)).size <= MOST_KINDS;
};

/** Letters of one kind follow one another in words and names, and change all the time in what is encoded. */
const LEAST_CHANGES = 0.3;

const hasDense = (text: string): boolean => {
  let tries = 0;
  for (const [run] of text.matchAll(DENSE)) {
    tries += 1;
    if (tries > MOST_TRIES) return false;
    const part = run.slice(0, 400);
    let changes = 0;
    for (let at = 1; at < part.length; at += 1) if (kindOf(part, at) !== kindOf(part, at - 1)) changes += 1;
    if (
      changes > part.length * LEAST_CHANGES &&
      /[A-Z]/.test(part) &&
      !/[/_-][^/_-]{0,12}[/_-][^/_-]{0,12}[/_-]/.test(part)
    )
      return true;
  }
  return false;
};

const kindOf = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  if (code >= 97) return 0;
  if (code >= 65) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
};
