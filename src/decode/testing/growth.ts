import assert from 'node:assert/strict';

const SMALL = 50_000;
const FACTOR = 8;

/**
 * Runs a function on a hostile text and on one eight times as long. Linear work takes eight times as long, quadratic
 * sixty-four times; the bound lies between, and processor time is compared, so that a busy machine does not matter.
 */
export const assertLinear = (make: (length: number) => string, run: (text: string) => unknown): void => {
  const spent = (length: number): number => {
    const text = make(length);
    const times = [1, 2, 3].map(() => {
      const start = process.cpuUsage();
      run(text);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    });
    return Math.min(...times);
  };
  spent(SMALL / 10);
  const small = Math.max(spent(SMALL), 1000);
  const large = spent(SMALL * FACTOR);
  assert.ok(large < small * FACTOR * 4, `${small} \u00b5s, then ${large} \u00b5s: ${make(20).slice(0, 60)}`);
};
