import { mayName } from '../source/gate/gate.ts';
import type { Input } from '../source/source.ts';
import type { CallerSearch } from './call-finder.ts';
import type { Extract } from './extract.ts';
import type { RangeTask } from './lines.ts';

/** Ranges that are remembered, a kilobyte each: 256 GB of logs. */
const MOST_RANGES = 65_536;

/** Which ranges of files name which users, so that a second reading passes over the others. */
export interface Named {
  learn(input: Input, extract: Extract): void;
  /** Whether a range may name one of the users; true for one of which that is not known. */
  ofUsers(search: CallerSearch): (task: RangeTask) => boolean;
}

export const createNamed = (mostRanges = MOST_RANGES): Named => {
  const ranges = new Map<string, Uint8Array>();
  const keyOf = (path: string, start: number, end: number): string => `${start}-${end} ${path}`;
  return {
    learn: ({ path }, { users }) => {
      if (path === null || users === undefined || ranges.size >= mostRanges) return;
      ranges.set(keyOf(path, users.start, users.end), users.bits);
    },
    ofUsers:
      ({ callers }) =>
      ({ path, start, end }) => {
        const bits = ranges.get(keyOf(path, start, end));
        return bits === undefined || callers.some(({ username }) => mayName(bits, username));
      },
  };
};
