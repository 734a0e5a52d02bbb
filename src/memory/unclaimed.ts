import type { Activity } from '../model/activity.ts';
import type { MadeNote } from '../model/note.ts';

/** Something that a controller made of an object whose writing the log does not show. */
export interface Unclaimed {
  readonly write: Activity;
  readonly owner: MadeNote['owner'];
}

export interface UnclaimedOptions {
  readonly maxOwners?: number;
  readonly maxKnown?: number;
}

/** What ran though nobody is seen to have asked for it: objects that were there before the log began. */
export interface UnclaimedStore {
  /** A write whose author is known. */
  author(activity: Activity): void;
  /** What a controller made. */
  learn(note: MadeNote): void;
  /** One thing of each owner that neither a write nor a controller in the log explains, the earliest first. */
  all(): readonly Unclaimed[];
  /** Owners that were not kept for want of room. */
  readonly forgotten: number;
}

const MOST_DRAWN = 100_000;
const DRAWN_CHARACTERS = 5;

const keyOf = (cluster: string | null, kind: string, namespace: string | null, name: string | null): string =>
  JSON.stringify([cluster, kind, namespace, name]);

export const createUnclaimed = ({ maxOwners = 4096, maxKnown = 300_000 }: UnclaimedOptions = {}): UnclaimedStore => {
  const explained = new Set<string>();
  const runs = new Map<string, Unclaimed>();
  /** What the names of objects begin with whose own name the log does not show. */
  const drawn = new Set<string>();
  let forgotten = 0;

  const explain = (key: string): void => {
    explained.add(key);
    runs.delete(key);
    for (const oldest of explained) {
      if (explained.size <= maxKnown) break;
      explained.delete(oldest);
    }
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
    learn: ({ object, of, owner, write }) => {
      explain(keyOf(object.cluster, of, object.namespace, object.name));
      if (write === undefined) return;
      const key = keyOf(object.cluster, owner.kind, object.namespace, owner.name);
      if (explained.has(key)) return;
      const before = runs.get(key);
      if (before === undefined && runs.size >= maxOwners) {
        forgotten += 1;
        return;
      }
      // Whichever record is read first, the earliest run stands for all of its owner.
      if (before === undefined || (write.event.time.at ?? '') < (before.write.event.time.at ?? '')) {
        runs.set(key, { write, owner });
      }
    },
    all: () =>
      [...runs.values()]
        .filter((one) => !isDrawn(one))
        .sort((a, b) => {
          const [one, other] = [a.write.event.time.at ?? '', b.write.event.time.at ?? ''];
          return one < other ? -1 : one > other ? 1 : 0;
        }),
    get forgotten() {
      return forgotten;
    },
  };
};
