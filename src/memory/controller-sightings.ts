import { hash53 } from '../lib/hash53.ts';
import type { Activity } from '../model/activity.ts';
import { type ControllerUse, type KeptWrite, MOST_COUNTED } from '../model/controller-use.ts';
import type { AuditEvent } from '../model/event.ts';
import { addMoment, type Moments } from './moments.ts';
import { textOf } from './packed.ts';

/** Writes of one name from one address that are kept, the first ones by time. */
export const MOST_WRITES = 32;

/** A controller and the address that it came from. */
export type Sighted = Pick<ControllerUse, 'cluster' | 'user' | 'ip'>;

/** What one reader of a log sees of controllers, part by part. */
export interface ControllerSightings {
  /** A request under the name of a controller, from an address. */
  see(use: Sighted, event: AuditEvent): void;
  /**
   * Whether the write itself may be one of the first of its kind: only as many as are kept of the whole log are read whole, however
   * the log is cut into parts.
   */
  wants(use: Sighted, event: AuditEvent): boolean;
  /** Keeps such a write. */
  keep(use: Sighted, write: Activity): void;
  /** What was seen since it was asked last. */
  drain(): readonly ControllerUse[];
}

interface Seen extends Sighted {
  first: string | null;
  last: string | null;
  readonly requests: Set<number>;
  readonly moments: Moments;
  readonly writes: KeptWrite[];
}

/** Clients choose ids and paths. */
const LONGEST = 200;

type Timed = Pick<AuditEvent, 'auditId' | 'receivedAt' | 'time' | 'requestUri'>;

/** Orders requests by when they came in; all records of one request have the same. */
export const orderOf = ({ auditId, receivedAt, time, requestUri }: Timed): string =>
  `${receivedAt ?? time.at ?? ''} ${auditId?.slice(0, LONGEST) ?? ''} ${requestUri?.slice(0, LONGEST) ?? ''}`;

/** Names of controllers are of a fixed list, and addresses are what the API server saw: neither holds a blank. */
export const keyOf = ({ cluster, user, ip }: Sighted): string =>
  `${user} ${ip} ${cluster === null ? '' : `=${cluster}`}`;

export const createControllerSightings = (mostUses = 10_000): ControllerSightings => {
  let fresh = new Map<string, Seen>();
  /** By name and address the orders of the first writes, of all parts. */
  const firsts = new Map<string, string[]>();

  const seenOf = (use: Sighted): Seen => {
    const key = keyOf(use);
    const seen = fresh.get(key) ?? {
      ...use,
      first: null,
      last: null,
      requests: new Set(),
      moments: new Map(),
      writes: [],
    };
    fresh.set(key, seen);
    return seen;
  };

  return {
    see: (use, event) => {
      const seen = seenOf(use);
      const { at } = event.time;
      seen.first = earlier(seen.first, at);
      seen.last = later(seen.last, at);
      if (seen.requests.size < MOST_COUNTED) seen.requests.add(hashOf(orderOf(event)));
      if (at !== null) addMoment(seen.moments, at);
    },
    wants: (use, event) => {
      const known = firsts.get(keyOf(use)) ?? [];
      const order = orderOf(event);
      return known.length < MOST_WRITES || order <= (known.at(-1) ?? '');
    },
    keep: (use, write) => {
      const key = keyOf(use);
      const order = orderOf(write.event);
      // Whoever is forgotten is kept once more.
      if (firsts.size >= mostUses) firsts.clear();
      const known = firsts.get(key) ?? [];
      firsts.set(key, known);
      if (!known.includes(order)) {
        known.push(order);
        known.sort();
        known.splice(MOST_WRITES);
      }
      seenOf(use).writes.push(keptWrite(write));
    },
    drain: () => {
      const all = [...fresh.values()].map((seen) => ({
        ...seen,
        requests: [...seen.requests],
        moments: [...seen.moments],
      }));
      fresh = new Map();
      return all;
    },
  };
};

export const keptWrite = (write: Activity): KeptWrite => ({
  order: orderOf(write.event),
  rank: rankOf(write),
  text: textOf(write),
});

/** A request, small: nothing hangs on it but a number in a sentence. */
export const hashOf = (order: string): number => hash53(order);

const rankOf = ({ event: { stage, cutAt } }: Activity): number =>
  (cutAt === null ? 2 : 0) + (stage === 'ResponseComplete' || stage === 'Panic' ? 1 : 0);

export const earlier = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b < a) ? b : a;
export const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b > a) ? b : a;
