import type { KnownLineage, LineageEdge, LineageNode, Runs } from '../model/lineage.ts';
import type { LineageNote, MadeNote, NotedEvent, NotedObject, PlacedNote } from '../model/note.ts';

export interface LineageOptions {
  /** Objects whose makings are kept; the one that was added to longest ago goes first. */
  readonly maxOwners?: number;
  /** Makings of one object that are kept one by one; of more the first and the last, and the sum of all. */
  readonly maxMade?: number;
  readonly maxPlaced?: number;
}

/** An object whose lineage is asked for. */
export interface LineageOf {
  readonly object: NotedObject;
  readonly kind: string;
  readonly uid: string | null;
  /** Event time of its writing: what was made before was made of another object of its name, unless the uid says otherwise. */
  readonly since: string | null;
}

/** What controllers made of which object, and where it ran: from the log alone, bounded. */
export interface Lineage {
  learn(note: LineageNote): void;
  /** Takes back what records told that proved to be somebody else's than the controller's. */
  disown(auditIds: ReadonlySet<string | null>): void;
  of(asked: LineageOf): KnownLineage;
  /** Objects whose makings were forgotten for want of room: their lineage is cut short, and never wrong. */
  readonly forgotten: number;
}

interface Made {
  readonly kind: string;
  readonly object: NotedObject;
  readonly uid: string | null;
  readonly event: NotedEvent;
}

/** What was made of one object, told apart by the uid that owner references name. */
interface Makings {
  count: number;
  first: string | null;
  last: string | null;
  /** By event time; of many the first and the last ones. */
  readonly kept: Made[];
  /** Nodes of makings that are not kept any more. */
  readonly nodes: Set<string>;
}

const EDGES_OF_A_LEVEL = 5;
const MOST_NODES = 50;
/** CronJob, Job, pod; Deployment, ReplicaSet, pod. */
const MOST_LEVELS = 3;

const keyOf = ({ cluster, namespace, name }: NotedObject, kind: string, uid: string | null): string =>
  JSON.stringify([cluster, kind, namespace, name, uid]);

export const createLineage = ({
  maxOwners = 100_000,
  maxMade = 32,
  maxPlaced = 200_000,
}: LineageOptions = {}): Lineage => {
  const owners = new Map<string, Makings>();
  /** Uids under which an object of a name was named as owner. */
  const uids = new Map<string, Set<string | null>>();
  const placed = new Map<string, { readonly node: string; readonly event: NotedEvent }>();
  let forgotten = 0;

  const forget = (key: string): void => {
    owners.delete(key);
    const [cluster, kind, namespace, name, uid] = JSON.parse(key) as [
      string | null,
      string,
      string | null,
      string,
      string | null,
    ]; // Our own key.
    const named = keyOf({ cluster, namespace, name }, kind, null);
    const of = uids.get(named);
    of?.delete(uid);
    if (of?.size === 0) uids.delete(named);
    forgotten += 1;
  };

  const learnMade = ({ object, of, uid, owner, event }: MadeNote): void => {
    const owning = { ...object, name: owner.name };
    const key = keyOf(owning, owner.kind, owner.uid);
    const makings = owners.get(key) ?? { count: 0, first: null, last: null, kept: [], nodes: new Set() };
    const made = { kind: of, object, uid, event };
    if (makings.kept.some((one) => isSame(one, made))) return; // Told twice, by two stages or two files.
    owners.delete(key);
    owners.set(key, makings);
    const named = keyOf(owning, owner.kind, null);
    uids.set(named, (uids.get(named) ?? new Set()).add(owner.uid));
    makings.count += 1;
    makings.first = earlier(makings.first, event.time);
    makings.last = later(makings.last, event.time);
    const { kept } = makings;
    let at = kept.length;
    while (at > 0 && (made.event.time ?? '') < (kept[at - 1]?.event.time ?? '')) at -= 1;
    kept.splice(at, 0, made);
    if (kept.length > maxMade) {
      const [gone] = kept.splice(Math.floor(maxMade / 2), 1);
      if (gone !== undefined && makings.nodes.size < MOST_NODES) {
        for (const node of nodesUnder(gone, 1)) makings.nodes.add(node);
      }
    }
    for (const [oldest] of owners) {
      if (owners.size <= maxOwners) break;
      forget(oldest);
    }
  };

  const learnPlaced = ({ object, uid, node, event }: PlacedNote): void => {
    placed.set(keyOf(object, 'Pod', uid), { node, event });
    if (uid !== null) placed.set(keyOf(object, 'Pod', null), { node, event });
    for (const [oldest] of placed) {
      if (placed.size <= maxPlaced) break;
      placed.delete(oldest);
    }
  };

  const placeOf = ({ object, uid }: Made) =>
    placed.get(keyOf(object, 'Pod', uid)) ?? placed.get(keyOf(object, 'Pod', null));

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
    const all = [...(uids.get(keyOf(object, kind, null)) ?? [])].flatMap(
      (one) => owners.get(keyOf(object, kind, one)) ?? [],
    );
    return { all: all.filter(({ last }) => since === null || (last ?? '') >= since), isProved: false };
  };

  const nodesUnder = (made: Made, level: number): readonly string[] => {
    if (made.kind === 'Pod') {
      const place = placeOf(made);
      return place === undefined ? [] : [place.node];
    }
    if (level >= MOST_LEVELS) return [];
    const { all } = makingsOf({ object: made.object, kind: made.kind, uid: made.uid, since: made.event.time });
    return all.flatMap(({ kept, nodes }) => [...nodes, ...kept.flatMap((one) => nodesUnder(one, level + 1))]);
  };

  const edgesUnder = (asked: LineageOf, level: number): readonly LineageEdge[] => {
    const { all, isProved } = makingsOf(asked);
    const from = nodeOf(asked.kind, asked.object, asked.uid);
    const kept = all.flatMap((one) => keptSince(one, asked.since));
    const shown = kept.length <= EDGES_OF_A_LEVEL ? kept : [...kept.slice(0, 2), ...kept.slice(2 - EDGES_OF_A_LEVEL)];
    return shown.flatMap((made) => {
      const to = nodeOf(made.kind, made.object, made.uid);
      const edge: LineageEdge = { from, to, certainty: isProved ? 'proved' : 'inferred', events: [made.event] };
      if (made.kind === 'Pod') {
        const place = placeOf(made);
        return place === undefined ? [edge] : [edge, placedEdge(to, place)];
      }
      const next = { object: made.object, kind: made.kind, uid: made.uid, since: made.event.time };
      return level >= MOST_LEVELS ? [edge] : [edge, ...edgesUnder(next, level + 1)];
    });
  };

  const runsOf = (asked: LineageOf): Runs | null => {
    const { all, isProved } = makingsOf(asked);
    const kept = all.flatMap((one) => keptSince(one, asked.since));
    const [first] = kept;
    if (first === undefined) return null;
    // What was made before belongs to what the object was before this write.
    const whole = all.filter((one) => asked.since === null || (one.first ?? '') >= asked.since);
    const nodes = new Set([...whole.flatMap((one) => [...one.nodes]), ...kept.flatMap((made) => nodesUnder(made, 1))]);
    const times = kept.map(({ event }) => event.time);
    return {
      count: all.reduce((sum, one) => sum + (whole.includes(one) ? one.count : keptSince(one, asked.since).length), 0),
      isAtLeast: all.some((one) => !whole.includes(one) && one.count > one.kept.length),
      kind: first.kind,
      firstAt: times.reduce(earlier, null),
      lastAt: times.reduce(later, null),
      nodes: [...nodes].sort().slice(0, MOST_NODES),
      isProved,
    };
  };

  const ownPlace = (asked: LineageOf): readonly LineageEdge[] => {
    if (asked.kind !== 'Pod') return [];
    const place = placed.get(keyOf(asked.object, 'Pod', asked.uid)) ?? placed.get(keyOf(asked.object, 'Pod', null));
    return place === undefined || !isSince(place.event, asked.since)
      ? []
      : [placedEdge(nodeOf('Pod', asked.object, asked.uid), place)];
  };

  return {
    learn: (note) => (note.kind === 'made' ? learnMade(note) : learnPlaced(note)),
    disown: (auditIds) => {
      if (auditIds.size === 0) return;
      for (const makings of owners.values()) {
        const rest = makings.kept.filter(({ event }) => !auditIds.has(event.auditId));
        const gone = makings.kept.length - rest.length;
        if (gone === 0) continue;
        makings.kept.splice(0, makings.kept.length, ...rest);
        makings.count -= gone;
      }
    },
    of: (asked) => ({ edges: [...ownPlace(asked), ...edgesUnder(asked, 1)], runs: runsOf(asked) }),
    get forgotten() {
      return forgotten;
    },
  };
};

const isSame = (a: Made, b: Made): boolean =>
  a.kind === b.kind && a.object.name === b.object.name && (a.uid === b.uid || a.event.auditId === b.event.auditId);

const keptSince = ({ kept }: Makings, since: string | null): readonly Made[] =>
  kept.filter(({ event }) => isSince(event, since));

const isSince = ({ time }: NotedEvent, since: string | null): boolean => since === null || (time ?? '') >= since;

const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);
const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

const nodeOf = (kind: string, { namespace, name }: NotedObject, uid: string | null): LineageNode => ({
  kind,
  namespace,
  name,
  uid,
});

const placedEdge = (
  from: LineageNode,
  { node, event }: { readonly node: string; readonly event: NotedEvent },
): LineageEdge => ({
  from,
  to: { kind: 'node', namespace: null, name: node, uid: null },
  certainty: 'proved',
  events: [event],
});
