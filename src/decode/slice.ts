/**
 * Text of the value of a key of the object that `text` holds, as it stands there: order of keys and spelling of numbers
 * kept. The last of equal keys counts, as for `JSON.parse`; a value that the text ends inside is given as far as it
 * goes. `null` when there is none.
 */
export const sliceAt = (text: string, key: string): string | null => {
  let found: string | null = null;
  eachMember(text, '{', (from, to, name) => {
    if (name !== null && sameKey(name, key)) found = text.slice(from, to);
  });
  return found;
};

/** Texts of the members of the list that `text` holds; a last one that the text ends inside as far as it goes. */
export const splitList = (text: string): readonly string[] => {
  const members: string[] = [];
  eachMember(text, '[', (from, to) => {
    members.push(text.slice(from, to));
  });
  return members;
};

type Visit = (from: number, to: number, key: string | null) => void;

/** Walks one level of a text that is known to be JSON, or the beginning of it; skips what is nested without parsing. */
const eachMember = (text: string, opener: '{' | '[', visit: Visit): void => {
  let at = skipSpace(text, 0);
  if (text.charAt(at) !== opener) return;
  at = skipSpace(text, at + 1);
  while (at < text.length && text.charAt(at) !== '}' && text.charAt(at) !== ']') {
    let key: string | null = null;
    if (opener === '{') {
      const end = stringEnd(text, at);
      if (end === null) return;
      key = text.slice(at, end);
      at = skipSpace(text, end);
      if (text.charAt(at) !== ':') return;
      at = skipSpace(text, at + 1);
    }
    const end = valueEnd(text, at);
    visit(at, end ?? text.length, key);
    if (end === null) return;
    at = skipSpace(text, end);
    if (text.charAt(at) === ',') at = skipSpace(text, at + 1);
  }
};

const sameKey = (quoted: string, key: string): boolean =>
  quoted.slice(1, -1) === key || (quoted.includes('\\') && JSON.parse(quoted) === key);

const skipSpace = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
};

/** Behind the closing quote of the string that begins at `from`; `null` when there is none. */
const stringEnd = (text: string, from: number): number | null => {
  for (let at = from + 1; ; at += 1) {
    at = text.indexOf('"', at);
    if (at === -1) return null;
    let before = at - 1;
    while (before > from && text.charCodeAt(before) === 0x5c) before -= 1;
    if ((at - before) % 2 === 1) return at + 1;
  }
};

const valueEnd = (text: string, from: number): number | null => {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      const end = stringEnd(text, at);
      if (end === null) return null;
      at = end;
      if (depth === 0) return at;
      continue;
    }
    if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at > from ? at : null; // the end of a scalar, by the end of what holds it
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === 0x2c || code <= 0x20)) return at > from ? at : null;
    at += 1;
  }
  return null;
};
