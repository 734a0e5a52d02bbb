/** Longer words are no slip of the hand; the limit keeps the work small. */
const MAX_LENGTH = 64;

/** Letters to add, take away or change; linear memory, quadratic in at most `MAX_LENGTH` letters. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known word that somebody may have meant; `null` when none is near. Letter case does not count. */
export const nearestWord = (word: string, known: readonly string[]): string | null => {
  if (word.length > MAX_LENGTH) return null;
  const lower = word.toLowerCase();
  let best: string | null = null;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const one of known) {
    if (one.length > MAX_LENGTH) continue;
    const away = distance(lower, one.toLowerCase());
    if (away < least) {
      least = away;
      best = one;
    }
  }
  return best;
};
