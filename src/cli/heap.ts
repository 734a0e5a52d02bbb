import { setFlagsFromString } from 'node:v8';

/** Resident bytes from which on garbage is sought more often. */
const LARGE = 200 * 1024 * 1024;
/** Percent that the heap may grow beyond what is alive before the next search; by itself V8 doubles it and more. */
const GROWTH = 10;

/**
 * Keeps a long run small, for some of its time: what a scan remembers is bounded, and what it has thrown away should not take
 * three times as much. Call it now and then; it does nothing until the process is large, and once only.
 */
export const createHeapGuard = (
  rss: () => number = process.memoryUsage.rss,
  set: (flag: string) => void = setFlagsFromString,
): (() => void) => {
  let isSet = false;
  return () => {
    if (isSet || rss() < LARGE) return;
    isSet = true;
    set(`--heap-growing-percent=${GROWTH}`);
  };
};
