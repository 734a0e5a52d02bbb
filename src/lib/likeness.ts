/**
 * Whether two names are one slip of the hand apart: a letter more, less or other, or two neighbours swapped. Equal names are
 * not. Linear in their length.
 */
export const isOneSlipApart = (a: string, b: string): boolean => {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const rest = (text: string, from: number): string => text.slice(from);
  if (a.length > b.length) return rest(a, start + 1) === rest(b, start);
  if (a.length < b.length) return rest(a, start) === rest(b, start + 1);
  return rest(a, start + 1) === rest(b, start + 1) || areSwappedAt(a, b, start);
};

const areSwappedAt = (a: string, b: string, at: number): boolean =>
  a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);

/** Whether two neighbours of one name are swapped in the other, and nothing else differs. */
export const areSwapped = (a: string, b: string): boolean => {
  if (a.length !== b.length || a === b) return false;
  let start = 0;
  while (a[start] === b[start]) start++;
  return areSwappedAt(a, b, start);
};

const plain = (name: string): string =>
  name.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('0', 'o').replaceAll('5', 's');

/**
 * Whether a name is written with digits or pairs of letters that look like the letters of another: `bitnam1` for `bitnami`,
 * `prornetheus` for `prometheus`. Equal names do not.
 */
export const looksLike = (name: string, other: string): boolean => {
  const [a, b] = [plain(name), plain(other)];
  if (name === other || a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) {
    // A one stands for either of two letters.
    if (a[at] !== b[at] && !(a[at] === '1' && (b[at] === 'l' || b[at] === 'i'))) return false;
  }
  return true;
};
