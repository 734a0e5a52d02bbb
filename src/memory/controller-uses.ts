import type { Activity } from '../model/activity.ts';
import type { ControllerUse, Elsewhere } from '../model/controller-use.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import { type PackedActivity, packedActivity, unpackedActivity } from './packed.ts';

export interface ControllerUsesOptions {
  /** Names and addresses that are kept; the one that was used longest ago goes first. */
  readonly maxUses?: number;
}

/**
 * From which addresses the controllers of Kubernetes write. One process runs all of them: where one comes from others do,
 * and when another process takes over all of them move. A name that comes from somewhere by itself, while the controller
 * goes on where it was, is used by somebody else.
 */
export interface ControllerUses extends Lasting {
  /** A write under the name of a controller. */
  see(use: Omit<ControllerUse, 'first' | 'last' | 'count' | 'writes'> & { readonly at: string | null }): void;
  /** Whether the write itself is wanted: nothing else came from its address so far. */
  wants(cluster: string | null, user: string, ip: string): boolean;
  /** Keeps such a write. */
  keep(write: Activity): void;
  /** Takes what another one has seen. */
  learn(use: ControllerUse): void;
  /** What was seen since it was asked last. */
  drain(): readonly ControllerUse[];
  elsewhere(cluster: string | null, user: string, ip: string): Elsewhere | undefined;
  /** The writes that came from elsewhere, by time, as far as they were kept. */
  strays(): readonly Activity[];
  /** Whether a write was kept by an earlier run. */
  isOld(write: Activity): boolean;
  /** Names and addresses that were forgotten for want of room. */
  readonly forgotten: number;
}

interface Use {
  readonly cluster: string | null;
  readonly user: string;
  readonly ip: string;
  first: string | null;
  last: string | null;
  count: number;
  writes: Activity[];
}

const MOST_WRITES = 32;

const keyOf = (...parts: readonly (string | null)[]): string => JSON.stringify(parts);

export const createControllerUses = ({ maxUses = 10_000 }: ControllerUsesOptions = {}): ControllerUses => {
  const uses = new Map<string, Use>();
  /** Controllers by the address that they come from, and addresses by the controller that comes from them. */
  const company = new Map<string, Set<string>>();
  const places = new Map<string, Set<string>>();
  let fresh = new Map<string, Use>();
  let forgotten = 0;
  const old = new WeakSet<Activity>();

  const usersAt = (cluster: string | null, ip: string): ReadonlySet<string> => company.get(keyOf(cluster, ip)) ?? NONE;

  const note = (map: Map<string, Set<string>>, key: string, member: string): void => {
    const set = map.get(key);
    if (set === undefined) map.set(key, new Set([member]));
    else set.add(member);
  };

  const drop = (map: Map<string, Set<string>>, key: string, member: string): void => {
    const set = map.get(key);
    set?.delete(member);
    if (set?.size === 0) map.delete(key);
  };

  const useOf = (cluster: string | null, user: string, ip: string, into: Map<string, Use>): Use => {
    const key = keyOf(cluster, user, ip);
    const use = into.get(key) ?? { cluster, user, ip, first: null, last: null, count: 0, writes: [] };
    into.set(key, use);
    return use;
  };

  const fit = (): void => {
    for (const [key, { cluster, user, ip }] of uses) {
      if (uses.size <= maxUses) return;
      uses.delete(key);
      drop(company, keyOf(cluster, ip), user);
      drop(places, keyOf(cluster, user), ip);
      forgotten += 1;
    }
  };

  const learn = ({ cluster, user, ip, first, last, count, writes }: ControllerUse): void => {
    const use = useOf(cluster, user, ip, uses);
    use.first = earlier(use.first, first);
    use.last = later(use.last, last);
    use.count += count;
    const fresh = writes.filter((one) => !use.writes.some((known) => isSameRecord(known, one)));
    if (fresh.length > 0) use.writes = [...use.writes, ...fresh].sort(byTime).slice(0, MOST_WRITES);
    note(company, keyOf(cluster, ip), user);
    note(places, keyOf(cluster, user), ip);
    fit();
  };

  const elsewhere = (cluster: string | null, user: string, ip: string): Elsewhere | undefined => {
    const own = uses.get(keyOf(cluster, user, ip));
    if (own === undefined || own.first === null || own.last === null || usersAt(cluster, ip).size > 1) return undefined;
    const { first, last, count } = own;
    const usual = [...(places.get(keyOf(cluster, user)) ?? NONE)].filter((other) => {
      const use = uses.get(keyOf(cluster, user, other));
      const isAround = (use?.first ?? last) < first && (use?.last ?? first) > last;
      return isAround && usersAt(cluster, other).size > 1;
    });
    const [place] = usual.sort();
    return place === undefined ? undefined : { usual: place, others: usersAt(cluster, place).size - 1, count };
  };

  return {
    see: ({ cluster, user, ip, at }) => {
      const use = useOf(cluster, user, ip, fresh);
      use.first = earlier(use.first, at);
      use.last = later(use.last, at);
      use.count += 1;
      note(company, keyOf(cluster, ip), user);
    },
    wants: (cluster, user, ip) =>
      usersAt(cluster, ip).size < 2 && (fresh.get(keyOf(cluster, user, ip))?.writes.length ?? 0) < MOST_WRITES,
    keep: (write) => {
      const { username, peerIp } = write.actor;
      if (username === null || peerIp === null) return;
      useOf(write.event.cluster, username, peerIp, fresh).writes.push(write);
    },
    learn,
    drain: () => {
      const seen = [...fresh.values()];
      fresh = new Map();
      // Whoever only passes on what it sees keeps no more than where who was.
      if (company.size > maxUses) company.clear();
      return seen;
    },
    elsewhere,
    strays: () =>
      [...uses.values()]
        .flatMap(({ cluster, user, ip, writes }) => (elsewhere(cluster, user, ip) === undefined ? [] : writes))
        .sort(byTime),
    isOld: (write) => old.has(write),
    dump: function* () {
      yield ['counts', { forgotten }];
      for (const { writes, ...use } of uses.values()) yield ['use', { ...use, writes: writes.map(packedActivity) }];
    },
    restore: (rows: Iterable<StateRow>) => {
      // Rows are our own.
      for (const [of, value] of rows) {
        if (of === 'counts') ({ forgotten } = value as { forgotten: number });
        else {
          const packed = value as Omit<Use, 'writes'> & { writes: readonly PackedActivity[] };
          const writes = packed.writes.map(unpackedActivity);
          for (const one of writes) old.add(one);
          learn({ ...packed, writes });
        }
      }
    },
    get forgotten() {
      return forgotten;
    },
  };
};

const NONE: ReadonlySet<string> = new Set();

/** The same record, read again by a later run. */
const isSameRecord = (a: Activity, b: Activity): boolean =>
  a.event.auditId !== null && a.event.auditId === b.event.auditId && a.event.stage === b.event.stage;

const byTime = (a: Activity, b: Activity): number => {
  const [one, other] = [a.event.time.at ?? '', b.event.time.at ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return (a.event.auditId ?? '') < (b.event.auditId ?? '') ? -1 : 1;
};
const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);
const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
