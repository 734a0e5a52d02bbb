/** Runs shorter than this say more about the machine than about the work. */
const LEAST_MS = 8;
const LARGEST_SIZE = 1_000_000;

/**
 * How much longer `work` takes on four times the size: about 4 for linear time, 16 for quadratic.
 *
 * Starts at `size` and doubles it until one run takes long enough to be told from the noise of a shared machine. Each time
 * is the best of three, since other work only ever makes a run slower.
 */
export const growth = (work: (size: number) => unknown, size: number): number => {
  const best = (n: number): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run += 1) {
      const start = performance.now();
      work(n);
      least = Math.min(least, performance.now() - start);
    }
    return least;
  };
  let n = size;
  let base = best(n);
  while (base < LEAST_MS && n < LARGEST_SIZE) {
    n *= 2;
    base = best(n);
  }
  let ratio = best(n * 4) / Math.max(base, LEAST_MS);
  // Quadratic work shows every time; a busy neighbour does not.
  for (let again = 0; ratio > 8 && again < 3; again += 1) {
    ratio = Math.min(ratio, best(n * 4) / Math.max(best(n), LEAST_MS));
  }
  return ratio;
};
