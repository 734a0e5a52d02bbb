import type { Lasting, StateRow } from '../model/lasting.ts';

/** Something that happened at a time of its own. */
export interface Timed {
  /** Milliseconds since 1970, event time. */
  readonly ms: number;
  /** Orders what happened in one millisecond, the same however the log was read. */
  readonly order: string;
  /** Equal for all records of one act. */
  readonly identity: string;
}

export interface Timeline<T extends Timed> extends Lasting {
  /** Keeps one under a key, unless it is a record that was kept before; `bytes` is about what it holds. */
  add(key: string, one: T, bytes: number): void;
  /** All under a key with `from <= ms <= to`, in the order of time. */
  between(key: string, from: number, to: number): readonly T[];
  /** How many were forgotten for want of room. */
  readonly forgotten: number;
}

export interface TimelineOptions {
  readonly mostPerKey: number;
  readonly mostEntries: number;
  readonly mostBytes: number;
}

interface Row<T> {
  readonly kept: { readonly one: T; readonly bytes: number }[];
}

/** What is left of the room when the oldest keys have gone: a map that has lost its first members is slow to begin with. */
const LEFT = 0.9;

/**
 * Keeps what happened by key and event time, in whatever order it is told. Bounded: of one key the earliest goes first, of
 * all keys the one that was added to longest ago.
 */
export const createTimeline = <T extends Timed>({
  mostPerKey,
  mostEntries,
  mostBytes,
}: TimelineOptions): Timeline<T> => {
  const rows = new Map<string, Row<T>>();
  let entries = 0;
  let held = 0;
  let forgotten = 0;

  const fit = (added: string): void => {
    if (entries <= mostEntries && held <= mostBytes) return;
    for (const [key, { kept }] of rows) {
      if ((entries <= mostEntries * LEFT && held <= mostBytes * LEFT) || key === added) return;
      rows.delete(key);
      entries -= kept.length;
      forgotten += kept.length;
      for (const { bytes } of kept) held -= bytes;
    }
  };

  return {
    add: (key, one, bytes) => {
      const row = rows.get(key);
      if (row === undefined) {
        // Most have one: a list that grows in place takes room for seventeen.
        rows.set(key, { kept: [{ one, bytes }] });
        entries += 1;
        held += bytes;
        fit(key);
        return;
      }
      rows.delete(key);
      rows.set(key, row);
      const { kept } = row;
      // Most come in the order of time.
      let at = kept.length;
      while (at > 0 && isBefore(one, kept[at - 1]?.one)) at -= 1;
      for (let near = at; kept[near - 1]?.one.ms === one.ms; near -= 1) {
        if (kept[near - 1]?.one.identity === one.identity) return;
      }
      kept.splice(at, 0, { one, bytes });
      entries += 1;
      held += bytes;
      if (kept.length > mostPerKey) {
        const gone = kept.shift();
        entries -= 1;
        held -= gone?.bytes ?? 0;
        forgotten += 1;
      }
      fit(key);
    },
    between: (key, from, to) =>
      (rows.get(key)?.kept ?? []).flatMap(({ one }) => (one.ms >= from && one.ms <= to ? [one] : [])),
    dump: function* () {
      yield ['', forgotten];
      for (const [key, { kept }] of rows) yield [key, kept];
    },
    restore: (dumped: Iterable<StateRow>) => {
      for (const [key, value] of dumped) {
        if (key === '') {
          forgotten = value as number; // Rows are our own.
          continue;
        }
        const { kept } = { kept: value } as Row<T>;
        rows.set(key, { kept });
        entries += kept.length;
        for (const { bytes } of kept) held += bytes;
      }
    },
    get forgotten() {
      return forgotten;
    },
  };
};

const isBefore = (one: Timed, other: Timed | undefined): boolean =>
  other !== undefined && (one.ms < other.ms || (one.ms === other.ms && one.order < other.order));
