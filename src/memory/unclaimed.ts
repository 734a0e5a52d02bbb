import type { Activity } from '../model/activity.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import type { MadeNote } from '../model/note.ts';
import { activityOf, type PackedActivity } from './packed.ts';
import { dropOldest } from './room.ts';

/** Something that a controller made of an object whose writing the log does not show. */
export interface Unclaimed {
  readonly write: Activity;
  readonly owner: MadeNote['owner'];
}

export interface UnclaimedOptions {
  readonly maxOwners?: number;
  /** Bytes of the records that what ran is kept from. */
  readonly maxBytes?: number;
  readonly maxKnown?: number;
}

/** What ran though nobody is seen to have asked for it: objects that were there before the log began. */
export interface UnclaimedStore extends Lasting {
  /** A write whose author is known. */
  author(activity: Activity): void;
  /** What a controller made; `bytes` is the size of its record. */
  learn(note: MadeNote, bytes: number): void;
  /** One thing of each owner that neither a write nor a controller in the log explains, the earliest first. */
  all(): readonly Unclaimed[];
  /** Owners that were not kept for want of room. */
  readonly forgotten: number;
  /** Objects whose writing was seen, and forgotten for want of room: what runs of them may be told as nobody's. */
  readonly disowned: number;
}

interface Run {
  readonly owner: MadeNote['owner'];
  readonly at: string;
  /** The write as a row of a state has it, as JSON: few are ever asked for. */
  readonly text: string;
  readonly bytes: number;
}

const MOST_DRAWN = 100_000;
const DRAWN_CHARACTERS = 5;

const keyOf = (cluster: string | null, kind: string, namespace: string | null, name: string | null): string =>
  JSON.stringify([cluster, kind, namespace, name]);

export const createUnclaimed = ({
  maxOwners = 4096,
  maxBytes = 32 * 1024 * 1024,
  maxKnown = 300_000,
}: UnclaimedOptions = {}): UnclaimedStore => {
  const explained = new Set<string>();
  const runs = new Map<string, Run>();
  /** What the names of objects begin with whose own name the log does not show. */
  const drawn = new Set<string>();
  let held = 0;
  let forgotten = 0;
  let disowned = 0;

  const drop = (key: string): void => {
    held -= runs.get(key)?.bytes ?? 0;
    runs.delete(key);
  };

  const explain = (key: string): void => {
    explained.delete(key);
    explained.add(key);
    drop(key);
    const all = explained.size;
    dropOldest(explained, maxKnown);
    disowned += all - explained.size;
  };

  /** Whether a write without a name may have made the owner: the server adds five characters to what the name begins with. */
  const isDrawn = ({ write, owner }: Unclaimed): boolean =>
    drawn.has(keyOf(write.event.cluster, owner.kind, write.workload.namespace, owner.name.slice(0, -DRAWN_CHARACTERS)));

  return {
    author: ({ event, request, workload }) => {
      if (request.outcome === 'refused') return;
      if (workload.name !== null) explain(keyOf(event.cluster, workload.kind, workload.namespace, workload.name));
      else if (workload.generateName !== null && drawn.size < MOST_DRAWN)
        drawn.add(keyOf(event.cluster, workload.kind, workload.namespace, workload.generateName));
    },
    learn: ({ object, of, owner, write }, bytes) => {
      explain(keyOf(object.cluster, of, object.namespace, object.name));
      const key = keyOf(object.cluster, owner.kind, object.namespace, owner.name);
      if (explained.has(key)) {
        // What still runs is not what is forgotten first, however long ago it was written.
        explain(key);
        return;
      }
      if (write === undefined) return;
      const before = runs.get(key);
      if (runs.size - (before === undefined ? 0 : 1) >= maxOwners || held - (before?.bytes ?? 0) + bytes > maxBytes) {
        if (before === undefined) forgotten += 1;
        return;
      }
      // Whichever record is read first, the earliest run stands for all of its owner.
      const at = write.at ?? '';
      if (before === undefined || at < before.at) {
        held += bytes - (before?.bytes ?? 0);
        runs.set(key, { owner, at, text: write.text, bytes });
      }
    },
    all: () =>
      [...runs.values()]
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
        .map((one) => ({ write: activityOf(one.text), owner: one.owner }))
        .filter((one) => !isDrawn(one)),
    dump: function* () {
      yield ['counts', { forgotten, disowned }];
      for (const key of explained) yield ['explained', key];
      for (const key of drawn) yield ['drawn', key];
      for (const [key, run] of runs) {
        const { owner, bytes, text } = run;
        yield ['run', { owner, bytes, key, write: JSON.parse(text) as PackedActivity }]; // Our own text.
      }
    },
    restore: (rows: Iterable<StateRow>) => {
      // Rows are our own.
      for (const [of, value] of rows) {
        if (of === 'explained') explained.add(value as string);
        else if (of === 'drawn') drawn.add(value as string);
        else if (of === 'counts') ({ forgotten, disowned } = value as { forgotten: number; disowned: number });
        else if (of === 'run') {
          const { key, write, owner, bytes } = value as Pick<Run, 'owner' | 'bytes'> & {
            readonly key: string;
            readonly write: PackedActivity;
          };
          runs.set(key, { owner, bytes, at: write.event.time.at ?? '', text: JSON.stringify(write) });
          held += bytes;
        }
      }
    },
    get forgotten() {
      return forgotten;
    },
    get disowned() {
      return disowned;
    },
  };
};
