/**
 * Characters that a terminal or a reader's eye does not see as themselves: controls (C0, DEL, C1), formats (bidi
 * overrides, zero-width characters, soft hyphens, tags), line and paragraph separators, halves of surrogate pairs, and
 * the letters that Unicode draws as nothing.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const SHORT = new Map([
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
]);

const visible = (char: string): string =>
  SHORT.get(char) ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;

/**
 * The text with every unseen character as a visible escape: `\n`, `\t`, `\r`, else `\u{202E}`. One line, safe in a
 * terminal. For people, not to be parsed: a backslash that was there before is left as it is.
 */
export const plain = (text: string): string => text.replace(UNSEEN, visible);

/** The text without its unseen characters; those that separate words become one space. */
export const withoutUnseen = (text: string): string => (PLAIN.test(text) ? text : seenOnly(text));

/** Words of printable ASCII with one space between them: nearly all that is shown. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;

const seenOnly = (text: string): string =>
  text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(UNSEEN, '')
    .trim();

/** At most `max` characters, the last of which is `…` when something was left out. Never splits a surrogate pair. */
export const clip = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
};

/**
 * JSON text that equals the given one and holds no unseen character: each becomes a `\u` escape. `JSON.stringify` leaves
 * them bare only inside strings, and line breaks of an indented text are kept.
 */
export const inertJson = (json: string): string =>
  json.replace(UNSEEN, (char) => (char === '\n' ? char : jsonEscape(char)));

const jsonEscape = (char: string): string => {
  let escaped = '';
  for (let index = 0; index < char.length; index += 1) {
    escaped += `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
};
