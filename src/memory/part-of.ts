/** What the log shows of one body, against what it shows of another. */

const MOST_STEPS = 100_000;
const MOST_DEPTH = 200;

/**
 * Whether `part` can be the beginning of `whole`: what a cut record shows of a body that another record shows whole, or
 * further. Strings may end earlier, lists be shorter, keys be missing. Bounded: what is too large or too deep to compare
 * is not taken for a part.
 */
export const isPartOf = (part: unknown, whole: unknown): boolean => {
  let steps = 0;
  const compare = (a: unknown, b: unknown, depth: number): boolean => {
    if (++steps > MOST_STEPS || depth > MOST_DEPTH) return false;
    if (typeof a === 'string') return typeof b === 'string' && b.startsWith(a);
    if (typeof a !== 'object' || a === null) return a === b || a === null;
    if (typeof b !== 'object' || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
    return Object.entries(a).every(
      ([key, value]) => Object.hasOwn(b, key) && compare(value, Reflect.get(b, key), depth + 1),
    );
  };
  return compare(part, whole, 0);
};
