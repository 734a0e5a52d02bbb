import type { Activity } from '../model/activity.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import type { KnownLineage, LineageEdge, Runs } from '../model/lineage.ts';
import type { LineageNote, MadeNote, NotedEvent, NotedObject, PlacedNote } from '../model/note.ts';
import { createInterned } from './interned.ts';
import {
  earlier,
  eventIn,
  isSame,
  isSamePlacement,
  isSince,
  keptSince,
  keyOf,
  later,
  type Made,
  type Makings,
  namesOf,
  newMakings,
  nodeOf,
  ownerBy,
  type PackedMade,
  type PackedMakings,
  type Placed,
  type Placement,
  placedEdge,
  placementSize,
  sizeOf,
} from './makings.ts';
import { dropOldest, LEFT } from './room.ts';

export interface LineageOptions {
  /** Objects whose makings are kept; the one that was added to longest ago goes first. */
  readonly maxOwners?: number;
  /** Makings of one object that are kept one by one; of more the first and the last, and the sum of all. */
  readonly maxMade?: number;
  readonly maxPlaced?: number;
  /** Characters of the makings that are kept, and of the placements. */
  readonly maxCharacters?: number;
}

/** An object whose lineage is asked for. */
export interface LineageOf {
  readonly object: NotedObject;
  readonly kind: string;
  readonly uid: string | null;
  /** Event time of its writing: what was made before was made of another object of its name, unless the uid says otherwise. */
  readonly since: string | null;
  /** The pod whose token wrote it, where the log tells. */
  readonly caller?: Caller | null;
}

/** A pod by the token that is bound to it. */
export interface Caller {
  readonly object: NotedObject;
  /** `null` where the token names the pod alone. */
  readonly uid: string | null;
}

const ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/;
const EXTRA = 'authentication.kubernetes.io/';

/** The pod from which a write came: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
export const callerOf = ({ event, actor }: Pick<Activity, 'event' | 'actor'>): Caller | null => {
  const of = (key: string): string | null =>
    (Object.hasOwn(actor.extra, EXTRA + key) ? actor.extra[EXTRA + key]?.[0] : undefined) ?? null;
  const namespace = ACCOUNT.exec(actor.username ?? '')?.[1];
  const name = of('pod-name');
  if (namespace === undefined || name === null) return null;
  return { object: { cluster: event.cluster, namespace, name }, uid: of('pod-uid') };
};

/** What controllers made of which object, and where it ran: from the log alone, bounded. */
export interface Lineage extends Lasting {
  learn(note: LineageNote): void;
  /** A workload write that came with the token of a pod. */
  wrote(activity: Activity): void;
  /** Takes back what records told that proved to be somebody else's than the controller's. */
  disown(auditIds: ReadonlySet<string | null>): void;
  of(asked: LineageOf): KnownLineage;
  /** Objects whose makings were forgotten for want of room: their lineage is cut short, and never wrong. */
  readonly forgotten: number;
}

const EDGES_OF_A_LEVEL = 5;
const MOST_NODES = 50;
/** Writes of one pod that are named. */
const MOST_WRITTEN = 5;
/** CronJob, Job, pod; Deployment, ReplicaSet, pod. */
const MOST_LEVELS = 3;
/** Makings that were counted and are not kept: each read a second time is counted once. */
const MOST_COUNTED = 300_000;
const COUNTED_OF_A_ROW = 1000;

export const createLineage = ({
  maxOwners = 100_000,
  maxMade = 32,
  maxPlaced = 200_000,
  maxCharacters = 32 * 1024 * 1024,
}: LineageOptions = {}): Lineage => {
  const owners = new Map<string, Makings>();
  /** Uids under which an object of a name was named as owner; most have one. */
  const uids = new Map<string, string | null | Set<string | null>>();
  const interned = createInterned();
  const placed = new Map<string, Placement>();
  const written = new Map<string, LineageEdge[]>();
  /** Hashes of what `isSame` goes by. */
  const counted = new Set<number>();
  let characters = 0;
  let placedCharacters = 0;
  let forgotten = 0;
  let unplaced = 0;
  let unwritten = 0;

  const wrote = (activity: Activity): void => {
    const caller = callerOf(activity);
    if (caller === null || activity.request.outcome === 'refused') return;
    const { event, request, workload } = activity;
    const { auditId, time, source, offset } = event;
    const key = keyOf(caller.object, 'Pod', caller.uid);
    const edges = written.get(key) ?? [];
    written.delete(key);
    written.set(key, edges);
    if (edges.some(({ events }) => events[0]?.auditId === auditId && auditId !== null)) return;
    edges.push({
      from: nodeOf('Pod', caller.object, caller.uid),
      to: { kind: workload.kind, namespace: workload.namespace, name: workload.name, uid: workload.uid },
      certainty: caller.uid === null ? 'inferred' : 'proved',
      events: [{ auditId, time: time.at, verb: request.verb, source, offset }],
    });
    edges.sort((a, b) => ((a.events[0]?.time ?? '') < (b.events[0]?.time ?? '') ? -1 : 1));
    edges.splice(MOST_WRITTEN);
    const all = written.size;
    dropOldest(written, maxPlaced);
    unwritten += all - written.size;
  };

  const forget = (key: string): void => {
    characters -= owners.get(key)?.characters ?? 0;
    owners.delete(key);
    const { object, kind, uid } = ownerBy(key);
    const named = keyOf(object, kind, null);
    const of = uids.get(named);
    if (of instanceof Set) of.delete(uid);
    if (!(of instanceof Set) || of.size === 0) uids.delete(named);
    forgotten += 1;
  };

  const learnMade = ({ object, of, uid, owner, event }: MadeNote): void => {
    const owning = { ...object, name: owner.name };
    const key = keyOf(owning, owner.kind, owner.uid);
    const makings = owners.get(key) ?? newMakings(forgotten > 0);
    const made = madeOf(of, object.name, uid, event);
    if (makings.kept.some((one) => isSame(one, made))) return; // Told twice, by two stages or two files.
    if (makings.count > makings.kept.length && namesOf(key, made).some((name) => counted.has(name))) return;
    owners.delete(key);
    owners.set(key, makings);
    nameUid(keyOf(owning, owner.kind, null), owner.uid);
    resize(makings, sizeOf(made));
    makings.count += 1;
    makings.first = earlier(makings.first, made.time);
    makings.last = later(makings.last, made.time);
    let at = makings.kept.length;
    while (at > 0 && (made.time ?? '') < (makings.kept[at - 1]?.time ?? '')) at -= 1;
    // Most have one or two: a list that grows in place takes room for seventeen.
    makings.kept = makings.kept.toSpliced(at, 0, made);
    if (makings.kept.length > maxMade) {
      const middle = Math.floor(maxMade / 2);
      const gone = makings.kept[middle];
      makings.kept = makings.kept.toSpliced(middle, 1);
      if (gone !== undefined) {
        resize(makings, -sizeOf(gone));
        for (const name of namesOf(key, gone)) counted.add(name);
        dropOldest(counted, MOST_COUNTED);
        makings.nodes ??= new Set();
        const within = { cluster: object.cluster, namespace: object.namespace };
        if (makings.nodes.size < MOST_NODES) for (const node of nodesUnder(gone, within, 1)) makings.nodes.add(node);
      }
    }
    if (owners.size <= maxOwners && characters <= maxCharacters) return;
    for (const [oldest] of owners) {
      if ((owners.size <= maxOwners * LEFT && characters <= maxCharacters * LEFT) || oldest === key) break;
      forget(oldest);
    }
  };

  /** Kind, verb and file are the same in all of them. */
  const madeOf = (kind: string, name: string, uid: string | null, event: NotedEvent): Made => ({
    kind: interned(kind),
    name,
    uid,
    auditId: event.auditId,
    time: event.time,
    verb: interned(event.verb),
    source: interned(event.source),
    offset: event.offset,
  });

  const nameUid = (named: string, uid: string | null): void => {
    const known = uids.get(named);
    if (known === undefined) uids.set(named, uid);
    else if (known instanceof Set) known.add(uid);
    else if (known !== uid) uids.set(named, new Set([known, uid]));
  };

  const uidsOf = (named: string): readonly (string | null)[] => {
    const known = uids.get(named);
    if (known === undefined) return [];
    return known instanceof Set ? [...known] : [known];
  };

  const resize = (makings: Makings, by: number): void => {
    makings.characters += by;
    characters += by;
  };

  const place = (key: string, one: Placement): void => {
    const before = placed.get(key);
    if (before !== undefined && isSamePlacement(before, one)) return; // Read again, here or in a copy.
    if (before !== undefined) placedCharacters -= key.length + placementSize(before);
    placed.set(key, one);
    placedCharacters += key.length + placementSize(one);
  };

  const learnPlaced = ({ object, uid, node, event }: PlacedNote): void => {
    place(keyOf(object, 'Pod', uid), { node, uid, event });
    if (uid !== null) place(keyOf(object, 'Pod', null), { node, uid, event });
    if (placed.size <= maxPlaced && placedCharacters <= maxCharacters) return;
    for (const [oldest, one] of placed) {
      if (placed.size <= maxPlaced * LEFT && placedCharacters <= maxCharacters * LEFT) break;
      placed.delete(oldest);
      placedCharacters -= oldest.length + placementSize(one);
      unplaced += 1;
    }
  };

  /** By the pod's uid; where that was not told, by its name: once something was forgotten, that may be another pod's. */
  const placeOf = ({ object, uid }: { object: NotedObject; uid: string | null }): Placed | undefined => {
    const own = uid === null ? undefined : placed.get(keyOf(object, 'Pod', uid));
    if (own !== undefined) return { ...own, certainty: 'proved' };
    const named = placed.get(keyOf(object, 'Pod', null));
    if (named === undefined || (uid !== null && named.uid !== null && named.uid !== uid)) return undefined;
    return { ...named, certainty: unplaced > 0 ? 'inferred' : 'proved' };
  };

  /** Makings of an object: those that name its uid; without one those of its name that came after it was written. */
  const makingsOf = ({
    object,
    kind,
    uid,
    since,
  }: LineageOf): { readonly all: readonly Makings[]; readonly isProved: boolean } => {
    if (uid !== null) {
      const own = owners.get(keyOf(object, kind, uid));
      if (own !== undefined) return { all: [own], isProved: true };
      const unnamed = owners.get(keyOf(object, kind, null));
      return { all: unnamed === undefined ? [] : [unnamed], isProved: false };
    }
    const all = uidsOf(keyOf(object, kind, null)).flatMap((one) => owners.get(keyOf(object, kind, one)) ?? []);
    return { all: all.filter(({ last }) => since === null || (last ?? '') >= since), isProved: false };
  };

  const nodesUnder = (
    made: Made,
    within: Pick<NotedObject, 'cluster' | 'namespace'>,
    level: number,
  ): readonly string[] => {
    const object = { ...within, name: made.name };
    if (made.kind === 'Pod') {
      const place = placeOf({ object, uid: made.uid });
      return place === undefined ? [] : [place.node];
    }
    if (level >= MOST_LEVELS) return [];
    const { all } = makingsOf({ object, kind: made.kind, uid: made.uid, since: made.time });
    return all.flatMap(({ kept, nodes }) => [
      ...(nodes ?? []),
      ...kept.flatMap((one) => nodesUnder(one, within, level + 1)),
    ]);
  };

  const edgesUnder = (asked: LineageOf, level: number): readonly LineageEdge[] => {
    const { all, isProved } = makingsOf(asked);
    const from = nodeOf(asked.kind, asked.object, asked.uid);
    const kept = all.flatMap((one) => keptSince(one, asked.since));
    const shown = kept.length <= EDGES_OF_A_LEVEL ? kept : [...kept.slice(0, 2), ...kept.slice(2 - EDGES_OF_A_LEVEL)];
    return shown.flatMap((made) => {
      const object = { ...asked.object, name: made.name };
      const to = nodeOf(made.kind, object, made.uid);
      const edge: LineageEdge = { from, to, certainty: isProved ? 'proved' : 'inferred', events: [eventIn(made)] };
      if (made.kind === 'Pod') {
        const place = placeOf({ object, uid: made.uid });
        const ran = place === undefined ? [] : [placedEdge(to, place)];
        return [edge, ...ran, ...writtenBy(object, made.uid)];
      }
      const next = { object, kind: made.kind, uid: made.uid, since: made.time };
      return level >= MOST_LEVELS ? [edge] : [edge, ...edgesUnder(next, level + 1)];
    });
  };

  /** What a pod wrote with its own token: by its uid, else by its name. */
  const writtenBy = (object: NotedObject, uid: string | null): readonly LineageEdge[] =>
    written.get(keyOf(object, 'Pod', uid)) ?? written.get(keyOf(object, 'Pod', null)) ?? [];

  /** From which pod a write came, and where that ran. */
  const fromPod = ({ object, kind, since, caller }: LineageOf): readonly LineageEdge[] => {
    if (caller == null) return [];
    const own = writtenBy(caller.object, caller.uid).filter(
      ({ to, events }) =>
        to.kind === kind && to.namespace === object.namespace && to.name === object.name && events[0]?.time === since,
    );
    const place = placeOf(caller);
    const from = nodeOf('Pod', caller.object, caller.uid);
    return place === undefined || own.length === 0 ? own : [...own, placedEdge(from, place)];
  };

  const runsOf = (asked: LineageOf): Runs | null => {
    const { all, isProved } = makingsOf(asked);
    const kept = all.flatMap((one) => keptSince(one, asked.since));
    const [first] = kept;
    if (first === undefined) return null;
    // What was made before belongs to what the object was before this write.
    const whole = all.filter((one) => asked.since === null || (one.first ?? '') >= asked.since);
    const nodes = new Set([
      ...whole.flatMap((one) => [...(one.nodes ?? [])]),
      ...kept.flatMap((made) => nodesUnder(made, asked.object, 1)),
    ]);
    const times = kept.map(({ time }) => time);
    return {
      count: all.reduce((sum, one) => sum + (whole.includes(one) ? one.count : keptSince(one, asked.since).length), 0),
      isAtLeast: all.some((one) => one.isCut || (!whole.includes(one) && one.count > one.kept.length)),
      kind: first.kind,
      firstAt: times.reduce(earlier, null),
      lastAt: times.reduce(later, null),
      nodes: [...nodes].sort().slice(0, MOST_NODES),
      isProved,
    };
  };

  const ownPlace = (asked: LineageOf): readonly LineageEdge[] => {
    if (asked.kind !== 'Pod') return [];
    const place = placeOf(asked);
    const ran =
      place === undefined || !isSince(place.event, asked.since)
        ? []
        : [placedEdge(nodeOf('Pod', asked.object, asked.uid), place)];
    return [...ran, ...writtenBy(asked.object, asked.uid)];
  };

  function* dump(): Generator<StateRow> {
    yield ['counts', { forgotten, unplaced, unwritten }];
    for (const [key, makings] of owners) {
      const { cluster, namespace } = ownerBy(key).object;
      const kept = makings.kept.map(
        ({ kind, name, uid, ...event }): PackedMade => ({ kind, object: { cluster, namespace, name }, uid, event }),
      );
      yield ['owner', [key, { ...makings, kept, nodes: [...(makings.nodes ?? [])] }]];
    }
    // Of an owner with several uids the order in which they were named.
    for (const [key, of] of uids) if (of instanceof Set && of.size > 1) yield ['uids', [key, [...of]]];
    for (const row of placed) yield ['placed', row];
    for (const row of written) yield ['written', row];
    const all = [...counted];
    for (let at = 0; at < all.length; at += COUNTED_OF_A_ROW) yield ['counted', all.slice(at, at + COUNTED_OF_A_ROW)];
  }

  /** Rows are our own. */
  const restore = (rows: Iterable<StateRow>): void => {
    for (const [of, value] of rows) {
      if (of === 'counts') ({ forgotten, unplaced, unwritten } = value as Record<Counted, number>);
      else if (of === 'written') written.set(...(value as [string, LineageEdge[]]));
      else if (of === 'placed') place(...(value as [string, Placement]));
      else if (of === 'counted') for (const one of value as number[]) counted.add(one);
      else if (of === 'uids') {
        const [key, named] = value as [string, (string | null)[]];
        uids.set(key, new Set(named));
      } else {
        const [key, packed] = value as [string, Omit<Makings, 'nodes' | 'kept'> & PackedMakings];
        const { nodes, kept, ...makings } = packed;
        owners.set(key, {
          ...makings,
          kept: kept.map(({ kind, object, uid, event }) => madeOf(kind, object.name, uid, event)),
          nodes: nodes.length === 0 ? null : new Set(nodes),
        });
        characters += makings.characters;
        const owner = ownerBy(key);
        nameUid(keyOf(owner.object, owner.kind, null), owner.uid);
      }
    }
  };

  return {
    dump,
    restore,
    learn: (note) => (note.kind === 'made' ? learnMade(note) : learnPlaced(note)),
    disown: (auditIds) => {
      if (auditIds.size === 0) return;
      for (const makings of owners.values()) {
        const rest = makings.kept.filter(({ auditId }) => !auditIds.has(auditId));
        const gone = makings.kept.length - rest.length;
        if (gone === 0) continue;
        for (const one of makings.kept) if (!rest.includes(one)) resize(makings, -sizeOf(one));
        makings.kept = rest;
        makings.count -= gone;
      }
    },
    wrote,
    of: (asked) => ({ edges: [...fromPod(asked), ...ownPlace(asked), ...edgesUnder(asked, 1)], runs: runsOf(asked) }),
    get forgotten() {
      return forgotten + unwritten;
    },
  };
};

type Counted = 'forgotten' | 'unplaced' | 'unwritten';
