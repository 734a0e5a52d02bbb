import type { Lasting, StateRow } from '../model/lasting.ts';

/** One that waits, with the size of the record that it came from. */
interface Waiting<T> {
  readonly one: T;
  readonly bytes: number;
}

/** What waits is plain data. */
export interface Tail<T> extends Lasting {
  /** Takes one; gives those that may wait no longer, in the order in which they came. */
  push(one: T, bytes: number): readonly T[];
  /** All that wait, at the end of the input. */
  flush(): readonly T[];
  /** All that wait, as they are. */
  all(): readonly T[];
  /** How many went out before the end for want of room. */
  readonly early: number;
}

/**
 * Lets what was judged wait for the end of the input, so that it can be told what came of it. Bounded; where nobody
 * can wait (a stream that never ends) everything goes out at once.
 */
export const createTail = <T>(waits: boolean, most = 8192, mostBytes = 64 * 1024 * 1024): Tail<T> => {
  let waiting: Waiting<T>[] = [];
  let from = 0;
  let held = 0;
  let early = 0;
  return {
    push: (one, bytes) => {
      if (!waits) return [one];
      waiting.push({ one, bytes });
      held += bytes;
      const out: T[] = [];
      while (waiting.length - from > most || (held > mostBytes && waiting.length - from > 1)) {
        const oldest = waiting[from];
        if (oldest === undefined) break;
        from += 1;
        held -= oldest.bytes;
        early += 1;
        out.push(oldest.one);
      }
      // Moves what is left to the front now and then: a list that only loses its head grows.
      if (from > most) {
        waiting = waiting.slice(from);
        from = 0;
      }
      return out;
    },
    flush: () => {
      const out = waiting.slice(from).map(({ one }) => one);
      waiting = [];
      from = 0;
      held = 0;
      return out;
    },
    all: () => waiting.slice(from).map(({ one }) => one),
    dump: function* () {
      for (const one of waiting.slice(from)) yield ['', one];
    },
    restore: (rows: Iterable<StateRow>) => {
      for (const [, value] of rows) {
        const one = value as Waiting<T>; // Rows are our own.
        waiting.push(one);
        held += one.bytes;
      }
    },
    get early() {
      return early;
    },
  };
};
