import { sha256Hex } from '../lib/canonical.ts';
import type { Activity, EventSummary, Reading } from '../model/activity.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import { type PackedActivity, packedActivity, unpackedActivity } from './packed.ts';
import { isPartOf } from './part-of.ts';
import { dropOldest, LEFT } from './room.ts';

/** One act with the records that told of it. */
export interface Delivered {
  readonly activity: Activity;
  /** Records of the act, the one that is judged first; of very many the first ones. */
  readonly events: readonly EventSummary[];
  /** Other acts seen so far under the same audit id: the id is set by the client if it likes. */
  readonly sameIdOtherContent: number;
  /** Size of the records that it is held as. */
  readonly bytes?: number;
  /** Set where an earlier run judged it already, with what was known by then. */
  readonly again?: true;
}

export interface DeliveriesOptions {
  /** Acts held back to wait for a better record of the same act. */
  readonly maxHeld?: number;
  readonly maxHeldBytes?: number;
  /** Acts already let go that are still remembered, so that a late record of one is no second finding. */
  readonly maxRemembered?: number;
}

export interface Deliveries extends Lasting {
  /** Takes one activity in input order; gives those that are let go, oldest first. `bytes` is the size of its record. */
  push(activity: Activity, bytes: number): Delivered[];
  flush(): Delivered[];
  /** Records that told of an act which another record had told of. */
  readonly duplicates: number;
  /** Acts forgotten for want of room: a later record of one would be a second finding. */
  readonly forgotten: number;
  /** Acts that a late record told better, after they were judged: they are judged a second time. */
  readonly corrected: number;
}

interface Held {
  best: Activity;
  readonly events: EventSummary[];
  bytes: number;
  /** Audit id, actor, verb and URI; `null` without an audit id, which is never joined. */
  readonly identity: string | null;
  /** The first received time that a record of it carried; `null` while all lost it. */
  receivedAt: string | null;
  readonly again?: true;
}

/** Of an act that is told of endlessly, so many records are named; all are counted. */
const MOST_EVENTS = 100;
const MOST_ACTS_OF_ID = 100;
/** What tells acts apart is kept as a hash where it is longer: clients choose how long a URI is. */
const LONGEST_NAME = 400;
/** Bodies that are compared for one record that lost its time; behind them it is an act of its own. */
const MOST_COMPARED = 16;

/**
 * Joins stages and double deliveries of one event before it is judged.
 *
 * Two records are one act only where audit id, actor, verb, URI and received time agree. A record whose received time
 * was cut off is one with another only where what it shows of the body is a part of what the other shows: the API server
 * takes a client's `Audit-ID` header as it is, so that two requests may share everything else.
 */
export const createDeliveries = (options: DeliveriesOptions = {}): Deliveries => {
  const { maxHeld = 1024, maxHeldBytes = 32 * 1024 * 1024, maxRemembered = 20_000 } = options;
  const held = new Set<Held>();
  const byIdentity = new Map<string, Set<Held>>();
  /** Rank of the record that was judged, by identity and received time. */
  const remembered = new Map<string, number>();
  const actsOfId = new Map<string, Set<string>>();
  let heldBytes = 0;
  let actsCounted = 0;
  let duplicates = 0;
  let forgotten = 0;
  let corrected = 0;

  const remember = (identity: string, receivedAt: string, rank: number): void => {
    const act = `${identity}\n${receivedAt}`;
    remembered.delete(act);
    remembered.set(act, rank);
    const all = remembered.size;
    dropOldest(remembered, maxRemembered);
    forgotten += all - remembered.size;
  };

  const letGo = (one: Held): Delivered => {
    held.delete(one);
    heldBytes -= one.bytes;
    const { identity, receivedAt, best } = one;
    if (identity !== null) {
      const same = byIdentity.get(identity);
      same?.delete(one);
      if (same?.size === 0) byIdentity.delete(identity);
      if (receivedAt !== null) remember(identity, receivedAt, rankOf(best));
    }
    const acts = best.event.auditId === null ? 0 : (actsOfId.get(best.event.auditId)?.size ?? 1) - 1;
    const { events, bytes, again } = one;
    return { activity: best, events, sameIdOtherContent: acts, bytes, ...(again === undefined ? {} : { again }) };
  };

  const twinOf = (activity: Activity, identity: string): Held | undefined => {
    const { receivedAt } = activity.event;
    let compared = 0;
    for (const one of byIdentity.get(identity) ?? []) {
      if (receivedAt === null || one.receivedAt === null ? ++compared > MOST_COMPARED : false) break;
      const isOne =
        receivedAt !== null && one.receivedAt !== null
          ? receivedAt === one.receivedAt
          : one.events.some((event) => isSameRecord(event, activity.event)) || sharesBody(activity, one.best);
      if (isOne) return one;
    }
    return undefined;
  };

  const join = (twin: Held, activity: Activity, bytes: number): void => {
    duplicates++;
    twin.receivedAt ??= activity.event.receivedAt;
    const better = rankOf(activity) > rankOf(twin.best);
    if (better) {
      twin.best = activity;
      twin.events.unshift(activity.event);
      twin.bytes += bytes;
      heldBytes += bytes;
    } else if (twin.events.length < MOST_EVENTS && !twin.events.some((one) => isSameRecord(one, activity.event)))
      twin.events.push(activity.event);
  };

  const countAct = (auditId: string, act: string): void => {
    const acts = actsOfId.get(auditId);
    const before = acts?.size ?? 0;
    if (acts === undefined) actsOfId.set(auditId, new Set([act]));
    else if (acts.size < MOST_ACTS_OF_ID) acts.add(act);
    actsCounted += (acts?.size ?? 1) - before;
    if (actsCounted <= maxRemembered * 2 && actsOfId.size <= maxRemembered) return;
    for (const [oldest, { size }] of actsOfId) {
      if (actsCounted <= maxRemembered * 2 * LEFT && actsOfId.size <= maxRemembered * LEFT) break;
      actsOfId.delete(oldest);
      actsCounted -= size;
    }
  };

  const push = (activity: Activity, bytes: number): Delivered[] => {
    const { auditId, receivedAt } = activity.event;
    const identity = auditId === null ? null : identityOf(activity);
    if (auditId !== null && identity !== null) {
      const twin = twinOf(activity, identity);
      if (twin !== undefined) {
        join(twin, activity, bytes);
        return overflow();
      }
      const rank = receivedAt === null ? undefined : remembered.get(`${identity}\n${receivedAt}`);
      if (rank !== undefined) {
        duplicates++;
        if (rankOf(activity) <= rank) return [];
        corrected++;
      }
      countAct(auditId, `${identity}\n${receivedAt ?? fingerprint(activity)}`);
    }
    hold({ best: activity, events: [activity.event], bytes, identity, receivedAt });
    return overflow();
  };

  const hold = (one: Held): void => {
    held.add(one);
    heldBytes += one.bytes;
    if (one.identity === null) return;
    const same = byIdentity.get(one.identity);
    if (same === undefined) byIdentity.set(one.identity, new Set([one]));
    else same.add(one);
  };

  const overflow = (): Delivered[] => {
    const out: Delivered[] = [];
    while (held.size > maxHeld || (heldBytes > maxHeldBytes && held.size > 1)) {
      const [oldest] = held;
      if (oldest === undefined) break;
      out.push(letGo(oldest));
    }
    return out;
  };

  function* dump(): Generator<StateRow> {
    yield ['forgotten', forgotten];
    for (const { again: _, ...one } of held) yield ['held', { ...one, best: packedActivity(one.best) }];
    for (const row of remembered) yield ['remembered', row];
    for (const [auditId, acts] of actsOfId) yield ['acts', [auditId, [...acts]]];
  }

  /** Rows are our own. */
  const restore = (rows: Iterable<StateRow>): void => {
    for (const [key, value] of rows) {
      if (key === 'forgotten') forgotten = value as number;
      else if (key === 'held') {
        const packed = value as Omit<Held, 'best'> & { readonly best: PackedActivity };
        hold({ ...packed, best: unpackedActivity(packed.best), again: true });
      } else if (key === 'remembered') remembered.set(...(value as [string, number]));
      else if (key === 'acts') {
        const [auditId, acts] = value as [string, string[]];
        actsOfId.set(auditId, new Set(acts));
        actsCounted += acts.length;
      }
    }
  };

  return {
    push,
    flush: () => [...held].map(letGo),
    dump,
    restore,
    get duplicates() {
      return duplicates;
    },
    get forgotten() {
      return forgotten;
    },
    get corrected() {
      return corrected;
    },
  };
};

const identityOf = ({ event, actor, request }: Activity): string => {
  const name = JSON.stringify([event.auditId, actor.impersonatedBy ?? actor.username, request.verb, event.requestUri]);
  return name.length > LONGEST_NAME ? sha256Hex(name) : name;
};

/** The same record, read again. */
const isSameRecord = (a: EventSummary, b: EventSummary): boolean =>
  a.source === b.source && a.offset === b.offset && a.stage === b.stage;

const firstReading = ({ readings }: Activity): Reading | undefined =>
  readings.state === 'seen' ? readings.value[0] : undefined;

/** Whether one shows a part of the body that the other shows. Two records without a body share nothing that tells. */
const sharesBody = (one: Activity, other: Activity): boolean => {
  const a = firstReading(one)?.object;
  const b = firstReading(other)?.object;
  return (
    a !== undefined &&
    b !== undefined &&
    one.workload.name === other.workload.name &&
    (isPartOf(a, b) || isPartOf(b, a))
  );
};

/** Tells apart what shares an audit id and lost its time, as far as a name and a place can. */
const fingerprint = ({ workload, event }: Activity): string =>
  JSON.stringify([workload.namespace, workload.name, event.cutAt, event.source, event.offset]);

/** How much a record tells: a whole one before a cut one, the end of the request before its beginning, a body before none. */
const rankOf = (activity: Activity): number => {
  const { stage, cutAt } = activity.event;
  const byStage = stage === 'ResponseComplete' || stage === 'Panic' ? 2 : stage === 'ResponseStarted' ? 1 : 0;
  return (cutAt === null ? 8 : 0) + byStage * 2 + (activity.readings.state === 'seen' ? 1 : 0);
};
