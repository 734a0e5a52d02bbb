import type { Lookup } from '../model.ts';

/** Names that an object of Kubernetes can have: lower case letters, digits, `-`, `.`; roles and users have `:` too. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
/** The placeholders of the general guide. */
const PLACEHOLDER = /^[A-Z][A-Z-]{1,30}$/;
const UID = /^[0-9a-f-]{8,64}$/;

export const isObjectName = (text: string): boolean => NAME.test(text) || PLACEHOLDER.test(text);
export const isUid = (text: string): boolean => UID.test(text);

/**
 * One word of a POSIX shell that stands for the text and nothing else: inside single quotes nothing is read.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
 * `null` for what is not printable ASCII: a terminal may act on the bytes before a shell reads them.
 */
export const quoteShell = (text: string): string | null => {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(text)) return text;
  return /^[ -~]*$/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : null;
};

const READS: ReadonlySet<string> = new Set(['get', 'describe', 'logs', 'auth']);

/**
 * A read-only line of kubectl. A `name` among the words must be one that an object can have; where it is none, or a word
 * cannot be typed, there is no line and the reason stands in its place.
 */
export const lookup = (
  says: string,
  words: readonly (string | { readonly name: string; readonly before?: string })[],
): Lookup => {
  const line: string[] = [];
  if (!READS.has(typeof words[0] === 'string' ? words[0] : '')) throw new TypeError('a guide only reads');
  for (const word of words) {
    const text = typeof word === 'string' ? word : `${word.before ?? ''}${word.name}`;
    if (typeof word !== 'string' && !isObjectName(word.name))
      return { says, line: null, because: 'the log gives a name that no object of Kubernetes can have' };
    const quoted = quoteShell(text);
    if (quoted === null)
      return { says, line: null, because: 'the name holds characters that are not safe to paste into a terminal' };
    line.push(quoted);
  }
  return { says, line: `kubectl ${line.join(' ')}`, because: null };
};
