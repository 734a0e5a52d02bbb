import type { Lasting, StateRow } from '../model/lasting.ts';
import { dropOldest } from './room.ts';

/** When objects, or all objects of a place, were deleted. */
export interface Ends extends Lasting {
  add(key: string, at: string): void;
  /** Whether something under one of the keys ended after `from` and not after `to`; times that are lost count as first and last. */
  isBetween(keys: readonly string[], from: string | null, to: string | null): boolean;
}

const MOST_KEYS = 20_000;
/** Of what is deleted over and over the last times count. */
const MOST_TIMES = 16;

export const createEnds = (): Ends => {
  const times = new Map<string, readonly string[]>();
  return {
    dump: () => times,
    restore: (rows: Iterable<StateRow>) => {
      for (const [key, at] of rows) times.set(key, at as readonly string[]); // Rows are our own.
    },
    add: (key, at) => {
      const known = times.get(key) ?? [];
      times.delete(key);
      times.set(key, [...known, at].sort().slice(-MOST_TIMES));
      dropOldest(times, MOST_KEYS);
    },
    isBetween: (keys, from, to) =>
      keys.some((key) => times.get(key)?.some((at) => at > (from ?? '') && (to === null || at <= to)) === true),
  };
};
