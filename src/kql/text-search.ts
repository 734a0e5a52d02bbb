/*
 * String operators as Kusto documents them: https://learn.microsoft.com/kusto/query/datatypes-string-operators. Case is
 * that of ASCII letters alone. All are linear in the text.
 */

/** ASCII letters in lower case; `toLowerCase` would also fold the Kelvin sign into `k`. */
export const lowerAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const isTermSign = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
};

/** Which ends of what is looked for must be an end of a term in the text. */
interface Ends {
  readonly start: boolean;
  readonly end: boolean;
}

/** Where `term` stands in the text, with its ends where terms end; an end of it that is no letter or digit stands anywhere. */
const stands = (text: string, term: string, ends: Ends): boolean => {
  if (term === '') return true;
  const start = ends.start && isTermSign(term, 0);
  const end = ends.end && isTermSign(term, term.length - 1);
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (start && at > 0 && isTermSign(text, at - 1)) continue;
    if (end && at + term.length < text.length && isTermSign(text, at + term.length)) continue;
    return true;
  }
  return false;
};

export type TextTest = (text: string, other: string) => boolean;

const TERM = { start: true, end: true };
export const has: TextTest = (text, term) => stands(text, term, TERM);
export const hasPrefix: TextTest = (text, term) => stands(text, term, { start: true, end: false });
export const hasSuffix: TextTest = (text, term) => stands(text, term, { start: false, end: true });
export const contains: TextTest = (text, part) => text.includes(part);
export const startsWith: TextTest = (text, part) => text.startsWith(part);
export const endsWith: TextTest = (text, part) => text.endsWith(part);
