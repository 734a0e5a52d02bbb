/** Runs shorter than this say more about the machine than about the work. */
const LEAST_MS = 8;
const LARGEST_SIZE = 1_000_000;

/**
 * How much longer `work` takes on four times the size: about 4 for linear time, 16 for quadratic.
 *
 * Processor time is compared, the best of three, so that a busy machine does not matter. Starts at `size` and doubles it
 * until one run takes long enough to be told from noise.
 */
export const growth = (work: (size: number) => unknown, size: number): number => {
  const best = (n: number): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run += 1) {
      const start = process.cpuUsage();
      work(n);
      const { user, system } = process.cpuUsage(start);
      least = Math.min(least, (user + system) / 1000);
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
