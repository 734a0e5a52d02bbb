import type { Call, Machine } from './machine.ts';

/** Words of one command that are looked at one by one. */
export const MOST_ARGUMENTS = 300;

/** The words that are looked at one by one; says when there are more. */
export const first = <T>(machine: Machine, call: Call, words: readonly T[]): readonly T[] => {
  if (words.length <= MOST_ARGUMENTS) return words;
  machine.cut(call);
  return words.slice(0, MOST_ARGUMENTS);
};
