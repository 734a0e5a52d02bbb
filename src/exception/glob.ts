/** A pattern, taken apart once. */
export type Glob = readonly (string | typeof ANY | typeof ONE)[];

const ANY = Symbol('any');
const ONE = Symbol('one');

/** `*` stands for any characters, `?` for one; a backslash takes the meaning of the next. Two stars are one. */
export const parseGlob = (pattern: string): Glob => {
  const parts: (string | typeof ANY | typeof ONE)[] = [];
  const signs = [...pattern];
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at] ?? '';
    if (sign === '\\' && at + 1 < signs.length) parts.push(signs[++at] ?? '');
    else if (sign === '*') {
      if (parts.at(-1) !== ANY) parts.push(ANY);
    } else parts.push(sign === '?' ? ONE : sign);
  }
  return parts;
};

/** The pattern that matches just this text. */
export const literal = (text: string): string => text.replace(/[\\*?]/g, '\\$&');

export const starsOf = (glob: Glob): number => glob.filter((part) => part === ANY).length;

/** Whether a pattern leaves nothing out but its stars. */
export const isEverything = (glob: Glob): boolean => glob.every((part) => part === ANY || part === ONE);

/** Whether the whole text fits. At most the product of both lengths; the caller bounds them. */
export const fits = (glob: Glob, text: string): boolean => {
  const signs = [...text];
  let part = 0;
  let at = 0;
  // Where to go back to: behind the last star, one sign further than the last time.
  let star = -1;
  let from = 0;
  while (at < signs.length) {
    const wanted = glob[part];
    if (wanted === ANY) {
      star = part++;
      from = at;
    } else if (wanted !== undefined && (wanted === ONE || wanted === signs[at])) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++from;
    } else return false;
  }
  while (glob[part] === ANY) part++;
  return part === glob.length;
};

/** Whether everything that the second pattern matches is matched by the first, as far as can be told without doubt. */
export const includes = (wide: Glob, narrow: Glob): boolean => {
  if (starsOf(narrow) === 0 && !narrow.includes(ONE)) return fits(wide, narrow.map(String).join(''));
  if (wide.length === 1 && wide[0] === ANY) return true;
  return wide.length === narrow.length && wide.every((part, at) => part === narrow[at]);
};
