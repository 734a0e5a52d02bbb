import type { Activity, EventSummary } from '../model/activity.ts';

/** One act with every record that told of it. */
export interface Delivered {
  readonly activity: Activity;
  /** All records of the act, the one that is judged first. */
  readonly events: readonly EventSummary[];
  /** Other acts seen so far under the same audit id: the id is set by the client if it likes. */
  readonly sameIdOtherContent: number;
}

export interface DeliveriesOptions {
  /** Acts held back to wait for a better record of the same act. */
  readonly maxHeld?: number;
  readonly maxHeldBytes?: number;
  /** Acts already let go that are still remembered, so that a late record of one is no second finding. */
  readonly maxRemembered?: number;
}

export interface Deliveries {
  /** Takes one activity in input order; gives those that are let go, oldest first. `bytes` is the size of its record. */
  push(activity: Activity, bytes: number): Delivered[];
  flush(): Delivered[];
  /** Records that told of an act which another record had told of. */
  readonly duplicates: number;
  /** Acts forgotten for want of room: a later record of one would be a second finding. */
  readonly forgotten: number;
}

interface Held {
  best: Activity;
  readonly events: EventSummary[];
  bytes: number;
  readonly auditId: string | null;
  readonly identity: string;
  readonly times: Set<string | null>;
}

/**
 * Joins stages and double deliveries of one event before it is judged.
 *
 * Two records are one act only where audit id, actor, verb, URI and received time agree; a received time that was cut
 * off agrees with any. The API server takes a client's `Audit-ID` header as it is, so the id alone proves nothing.
 */
export const createDeliveries = (options: DeliveriesOptions = {}): Deliveries => {
  const { maxHeld = 1024, maxHeldBytes = 32 * 1024 * 1024, maxRemembered = 20_000 } = options;
  const held = new Set<Held>();
  const byIdentity = new Map<string, Held[]>();
  const identitiesOfId = new Map<string, Set<string>>();
  const remembered = new Map<string, Set<string | null>>();
  let heldBytes = 0;
  let duplicates = 0;
  let forgotten = 0;

  const letGo = (one: Held): Delivered => {
    held.delete(one);
    heldBytes -= one.bytes;
    const same = byIdentity.get(one.identity)?.filter((other) => other !== one) ?? [];
    if (same.length > 0) byIdentity.set(one.identity, same);
    else byIdentity.delete(one.identity);
    const times = remembered.get(one.identity) ?? new Set();
    for (const time of one.times) times.add(time);
    remembered.delete(one.identity);
    remembered.set(one.identity, times);
    if (remembered.size > maxRemembered) {
      const [oldest] = remembered.keys();
      if (oldest !== undefined) remembered.delete(oldest);
      forgotten++;
    }
    const acts = one.auditId === null ? 1 : (identitiesOfId.get(one.auditId)?.size ?? 1);
    return { activity: one.best, events: one.events, sameIdOtherContent: acts - 1 };
  };

  const push = (activity: Activity, bytes: number): Delivered[] => {
    const { auditId, receivedAt } = activity.event;
    const identity = identityOf(activity);
    if (auditId !== null) {
      const agrees = (times: ReadonlySet<string | null>) =>
        receivedAt === null || times.has(null) || times.has(receivedAt);
      const twin = byIdentity.get(identity)?.find((one) => agrees(one.times));
      if (twin !== undefined) {
        duplicates++;
        twin.times.add(receivedAt);
        if (rank(activity) > rank(twin.best)) {
          twin.best = activity;
          twin.events.unshift(activity.event);
        } else twin.events.push(activity.event);
        twin.bytes += bytes;
        heldBytes += bytes;
        return overflow();
      }
      const gone = remembered.get(identity);
      if (gone !== undefined && agrees(gone)) {
        duplicates++;
        return [];
      }
      const act = `${identity}\n${receivedAt ?? ''}`;
      const acts = identitiesOfId.get(auditId);
      if (acts === undefined) {
        identitiesOfId.set(auditId, new Set([act]));
        if (identitiesOfId.size > maxRemembered) {
          const [oldest] = identitiesOfId.keys();
          if (oldest !== undefined) identitiesOfId.delete(oldest);
        }
      } else if (acts.size < 100) acts.add(act);
    }
    const one: Held = {
      best: activity,
      events: [activity.event],
      bytes,
      auditId,
      identity,
      times: new Set([receivedAt]),
    };
    held.add(one);
    heldBytes += bytes;
    if (auditId !== null) byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), one]);
    return overflow();
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

  return {
    push,
    flush: () => [...held].map(letGo),
    get duplicates() {
      return duplicates;
    },
    get forgotten() {
      return forgotten;
    },
  };
};

const identityOf = ({ event, actor, request }: Activity): string =>
  JSON.stringify([event.auditId, actor.impersonatedBy ?? actor.username, request.verb, event.requestUri]);

/** How much a record tells: a whole one before a cut one, the end of the request before its beginning, a body before none. */
const rank = (activity: Activity): number => {
  const { stage, cutAt } = activity.event;
  const byStage = stage === 'ResponseComplete' || stage === 'Panic' ? 2 : stage === 'ResponseStarted' ? 1 : 0;
  return (cutAt === null ? 8 : 0) + byStage * 2 + (activity.readings.state === 'seen' ? 1 : 0);
};
