import type { Activity } from '../model/activity.ts';
import { type ControllerUse, type Elsewhere, type KeptWrite, MOST_COUNTED } from '../model/controller-use.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import { MANAGER } from '../normalise/bookkeeping.ts';
import {
  earlier,
  hashOf,
  keptWrite,
  keyOf,
  later,
  MOST_WRITES,
  orderOf,
  type Sighted,
} from './controller-sightings.ts';
import { addMoments, isWithin, type Moments } from './moments.ts';
import { activityOf } from './packed.ts';
import { LEFT } from './room.ts';

export interface ControllerUsesOptions {
  /** Names and addresses that are kept; the one that was used the least goes first. */
  readonly maxUses?: number;
  /** Characters of the writes that are kept. */
  readonly maxCharacters?: number;
}

/** A write that came under the name of a controller, and not from it. */
export interface Stray {
  readonly write: Activity;
  /** Whether an earlier run kept it. */
  readonly isOld: boolean;
}

/**
 * From which addresses the controllers of Kubernetes write. One process runs all of them: where one comes from others do,
 * and when another process takes over all of them move. A name that comes from somewhere by itself, while the controller
 * goes on where it was, is used by somebody else; so are several names that come from where no controller manager is.
 */
export interface ControllerUses extends Lasting {
  /** Takes what one reader has seen. */
  learn(use: ControllerUse): void;
  elsewhere(cluster: string | null, user: string, ip: string): Elsewhere | undefined;
  /** The writes that came from elsewhere, by time, as far as they were kept. */
  strays(): readonly Stray[];
  /** Names and addresses elsewhere of which this run has read more writes than are kept, those with the most first. */
  crowded(): readonly Sighted[];
  /** Says that a write from elsewhere was looked at, which is kept if it is grave. */
  look(write: Activity, isGrave: boolean): void;
  /** Writes from elsewhere that were counted, and are neither kept nor looked at, or grave and not kept for want of room. */
  readonly unjudged: number;
  /** Names and addresses that were forgotten for want of room. */
  readonly forgotten: number;
}

interface Use extends Sighted {
  first: string | null;
  last: string | null;
  readonly requests: Set<number>;
  readonly moments: Moments;
  writes: KeptWrite[];
  /** Of those behind them the grave ones. */
  grave: KeptWrite[];
  /** Hashes of those behind the first ones that were looked at, and whether each is grave. */
  readonly looked: Map<number, boolean>;
  /** Whether this run has read of it. */
  isFresh: boolean;
}

interface Packed extends Pick<Use, 'cluster' | 'user' | 'ip' | 'first' | 'last' | 'writes' | 'grave'> {
  readonly requests: readonly number[];
  readonly moments: readonly (readonly [hour: number, bits: string])[];
  readonly looked: readonly (readonly [hash: number, isGrave: boolean])[];
}

interface Place {
  readonly users: Map<string, Use>;
}

/** What tells that a place is no controller's, and which one is. */
interface Verdict {
  readonly home: string;
  readonly because: Elsewhere['because'];
}

/** Grave writes of one name from one address that are kept beside the first ones. */
const MOST_GRAVE = 500;
/** Places that one is compared with, those of the most controllers first. */
const MOST_HOMES = 16;
/** Hashes of requests that are kept, of all. */
const MOST_REQUESTS = 300_000;
/** A place with a larger part of what another one wrote is as likely to be the controllers' own. */
const SHARE = 10;

const placeKey = (cluster: string | null, of: string): string => JSON.stringify([cluster, of]);

export const createControllerUses = ({
  maxUses = 10_000,
  maxCharacters = 32 * 1024 * 1024,
}: ControllerUsesOptions = {}): ControllerUses => {
  const uses = new Map<string, Use>();
  const places = new Map<string, Place>();
  const byUser = new Map<string, Set<Use>>();
  /** Answers, until something else is learned. */
  const homes = new Map<string, readonly Use[]>();
  const verdicts = new Map<string, Verdict | null>();
  const old = new WeakSet<KeptWrite>();
  let characters = 0;
  let requests = 0;
  let forgotten = 0;

  const placeOf = ({ cluster, ip }: Sighted): Place => places.get(placeKey(cluster, ip)) ?? NOWHERE;

  const useOf = ({ cluster, user, ip }: Sighted): Use => {
    const key = keyOf({ cluster, user, ip });
    const known = uses.get(key);
    if (known !== undefined) return known;
    const use: Use = {
      ...{ cluster, user, ip, first: null, last: null },
      ...{ requests: new Set<number>(), moments: new Map(), writes: [], grave: [], looked: new Map(), isFresh: false },
    };
    uses.set(key, use);
    const at = placeKey(cluster, ip);
    const place = places.get(at) ?? { users: new Map<string, Use>() };
    places.set(at, place);
    place.users.set(user, use);
    const of = placeKey(cluster, user);
    byUser.set(of, (byUser.get(of) ?? new Set()).add(use));
    return use;
  };

  const drop = (key: string, { cluster, user, ip, ...use }: Use): void => {
    uses.delete(key);
    requests -= use.requests.size;
    characters -= lengthOf(use.writes) + lengthOf(use.grave);
    const at = placeKey(cluster, ip);
    const users = places.get(at)?.users;
    users?.delete(user);
    if (users?.size === 0) places.delete(at);
    const of = placeKey(cluster, user);
    const all = byUser.get(of);
    for (const one of all ?? []) if (one.ip === ip) all?.delete(one);
    if (all?.size === 0) byUser.delete(of);
    forgotten += 1;
  };

  /** Makes room: an address that asked a few times goes before one that asked often, so that homes outlast a crowd of others. */
  const fit = (): void => {
    const fits = (share: number): boolean =>
      uses.size <= maxUses * share && characters <= maxCharacters * share && requests <= MOST_REQUESTS * share;
    if (fits(1)) return;
    const byWeight = [...uses].sort(
      ([, a], [, b]) => a.requests.size - b.requests.size || ((a.last ?? '') < (b.last ?? '') ? -1 : 1),
    );
    for (const [key, use] of byWeight) {
      if (fits(LEFT)) return;
      drop(key, use);
    }
  };

  const learn = (told: ControllerUse): Use => {
    const use = useOf(told);
    use.first = earlier(use.first, told.first);
    use.last = later(use.last, told.last);
    const before = use.requests.size;
    for (const one of told.requests) if (use.requests.size < MOST_COUNTED) use.requests.add(one);
    requests += use.requests.size - before;
    addMoments(use.moments, told.moments);
    if (told.writes.length > 0) {
      characters -= lengthOf(use.writes);
      use.writes = firstOf(use.writes, told.writes);
      characters += lengthOf(use.writes);
    }
    homes.clear();
    verdicts.clear();
    fit();
    return use;
  };

  /** Where a controller may be at home: where others are, too. */
  const homesOf = (cluster: string | null, user: string): readonly Use[] => {
    const key = placeKey(cluster, user);
    const known = homes.get(key);
    if (known !== undefined) return known;
    const found = [...(byUser.get(key) ?? [])]
      .filter((use) => controllersIn(placeOf(use)) > 1)
      .map((use) => ({ use, rank: [controllersIn(placeOf(use)), countIn(placeOf(use))] as const }))
      .sort((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1] || (a.use.ip < b.use.ip ? -1 : 1))
      .map(({ use }) => use)
      .slice(0, MOST_HOMES);
    homes.set(key, found);
    return found;
  };

  /** Several names from one place: a process that took over all of them, or somebody who has their tokens. */
  const togetherAt = (place: Place, home: Place): Elsewhere['because'] | null => {
    const hasManager = home.users.has(MANAGER);
    let isAtOnce = false;
    for (const [user, use] of place.users) {
      const own = home.users.get(user);
      if (user === MANAGER) continue;
      if (own !== undefined && isAround(own, use)) isAtOnce ||= isWithin(use.moments, own.moments);
      // A thief takes a name that is seldom used along as well; a process that took over would have asked for its token.
      else if (!hasManager) return null;
    }
    if (countIn(place) * SHARE > countIn(home)) return null;
    if (hasManager) return 'no-manager';
    return isAtOnce ? 'at-once' : null;
  };

  const verdictOf = (use: Use): Verdict | null => {
    const place = placeOf(use);
    // It asks for the tokens of its controllers as itself, with a credential that none of them has.
    if (use.user === MANAGER || place.users.has(MANAGER)) return null;
    const isAlone = controllersIn(place) < 2;
    for (const own of homesOf(use.cluster, use.user)) {
      if (own === use || !isAround(own, use)) continue;
      const because = isAlone ? 'alone' : togetherAt(place, placeOf(own));
      if (because !== null) return { home: own.ip, because };
    }
    return null;
  };

  const elsewhere = (cluster: string | null, user: string, ip: string): Elsewhere | undefined => {
    const key = keyOf({ cluster, user, ip });
    const use = uses.get(key);
    if (use === undefined) return undefined;
    const verdict = verdicts.get(key) ?? verdictOf(use);
    verdicts.set(key, verdict);
    if (verdict === null) return undefined;
    const { home, because } = verdict;
    return {
      usual: home,
      others: controllersIn(placeOf({ cluster, user, ip: home })) - 1,
      count: use.requests.size,
      company: controllersIn(placeOf(use)) - 1,
      because,
    };
  };

  /** Whether no later record can tell that it is elsewhere: its writes are of no more use. */
  const isAtHome = (use: Sighted, count: number): boolean => {
    const place = placeOf(use);
    return place.users.has(MANAGER) || (count >= MOST_COUNTED && controllersIn(place) > 1);
  };

  const isElsewhere = ({ cluster, user, ip }: Sighted): boolean => elsewhere(cluster, user, ip) !== undefined;

  return {
    learn: (told) => {
      learn(told).isFresh = true;
    },
    elsewhere,
    strays: () =>
      [...uses.values()]
        .flatMap((use) => (use.writes.length + use.grave.length > 0 && isElsewhere(use) ? allOf(use) : []))
        .sort(byOrder)
        .map((kept) => ({ write: activityOf(kept.text), isOld: old.has(kept) })),
    crowded: () =>
      [...uses.values()]
        .filter((use) => use.isFresh && unjudgedOf(use) > 0 && isElsewhere(use))
        .sort((a, b) => b.requests.size - a.requests.size || byKey(a, b)),
    look: (write, isGrave) => {
      const { username: user, peerIp: ip } = write.actor;
      const use =
        user === null || ip === null ? undefined : uses.get(keyOf({ cluster: write.event.cluster, user, ip }));
      const order = orderOf(write.event);
      if (use === undefined || use.writes.some((one) => one.order === order)) return;
      const hash = hashOf(order);
      if (use.looked.has(hash) || use.looked.size < MOST_COUNTED) use.looked.set(hash, isGrave);
      if (!isGrave) return;
      characters -= lengthOf(use.grave);
      use.grave = firstOf(use.grave, [keptWrite(write)], MOST_GRAVE);
      characters += lengthOf(use.grave);
    },
    dump: function* () {
      yield ['counts', { forgotten }];
      for (const { requests: told, moments, looked, isFresh: _, ...use } of [...uses.values()].sort(byKey)) {
        const row: Packed = {
          ...use,
          writes: isAtHome(use, told.size) ? [] : use.writes,
          requests: [...told],
          moments: [...moments].map(([hour, bits]) => [hour, bits.toString(16)] as const),
          looked: [...looked],
        };
        yield ['place', row];
      }
    },
    restore: (rows: Iterable<StateRow>) => {
      // Rows are our own.
      for (const [of, value] of rows) {
        if (of === 'counts') ({ forgotten } = value as { forgotten: number });
        else if (of === 'place') {
          const { moments, grave, looked, ...packed } = value as Packed;
          for (const one of [...packed.writes, ...grave]) old.add(one);
          const use = learn({
            ...packed,
            moments: moments.map(([hour, bits]) => [hour, BigInt(`0x${bits}`)] as const),
          });
          use.grave = [...grave];
          for (const one of looked) use.looked.set(...one);
          characters += lengthOf(grave);
        }
      }
    },
    get unjudged() {
      const lost = (use: Use): number => unjudgedOf(use) + graveOf(use) - use.grave.length;
      return [...uses.values()].reduce((sum, use) => sum + (lost(use) > 0 && isElsewhere(use) ? lost(use) : 0), 0);
    },
    get forgotten() {
      return forgotten;
    },
  };
};

const NOWHERE: Place = { users: new Map() };

/** The controller manager itself is none of the controllers that it runs. */
const controllersIn = ({ users }: Place): number => users.size - (users.has(MANAGER) ? 1 : 0);
const countIn = ({ users }: Place): number =>
  [...users.values()].reduce((sum, { user, requests }) => sum + (user === MANAGER ? 0 : requests.size), 0);

/** Whether a controller was used at home before and after it was used elsewhere. */
const isAround = (home: Use, use: Use): boolean =>
  use.first !== null &&
  use.last !== null &&
  (home.first ?? use.first) < use.first &&
  (home.last ?? use.last) > use.last;

const unjudgedOf = ({ requests, writes, looked }: Use): number =>
  Math.max(0, requests.size - writes.length - looked.size);
const graveOf = ({ looked }: Use): number => [...looked.values()].filter((isGrave) => isGrave).length;

const allOf = ({ writes, grave }: Use): readonly KeptWrite[] => {
  const first = new Set(writes.map(({ order }) => order));
  return [...writes, ...grave.filter(({ order }) => !first.has(order))];
};

const lengthOf = (writes: readonly KeptWrite[]): number =>
  writes.reduce((sum, { order, text }) => sum + order.length + text.length, 0);

/** The first by time, each request once: by the record of it that tells most. */
const firstOf = (known: readonly KeptWrite[], more: readonly KeptWrite[], most = MOST_WRITES): KeptWrite[] => {
  const all = new Map(known.map((one) => [one.order, one]));
  for (const one of more) {
    const before = all.get(one.order);
    if (before === undefined || before.rank < one.rank) all.set(one.order, one);
  }
  return [...all.values()].sort(byOrder).slice(0, most);
};

const byOrder = (a: KeptWrite, b: KeptWrite): number => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0);
const byKey = (a: Sighted, b: Sighted): number => (keyOf(a) < keyOf(b) ? -1 : 1);
