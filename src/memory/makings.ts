import { hash53 } from '../lib/hash53.ts';
import type { LineageEdge, LineageNode } from '../model/lineage.ts';
import type { NotedEvent, NotedObject } from '../model/note.ts';

/** An object that was named as owner. */
interface OwnerName {
  readonly object: NotedObject;
  readonly kind: string;
  readonly uid: string | null;
}

/** Flat, since there are a hundred thousand of them; it stands in the namespace of its owner. */
export interface Made extends NotedEvent {
  readonly kind: string;
  readonly name: string;
  readonly uid: string | null;
}

/** As a row of a state has it. */
export interface PackedMade {
  readonly kind: string;
  readonly object: NotedObject;
  readonly uid: string | null;
  readonly event: NotedEvent;
}

/** What was made of one object, told apart by the uid that owner references name. */
export interface Makings {
  count: number;
  first: string | null;
  last: string | null;
  /** By event time; of many the first and the last ones. */
  kept: readonly Made[];
  /** Nodes of makings that are not kept any more. */
  nodes: Set<string> | null;
  /** Whether others may have been forgotten before the first of these: something was, by then. */
  readonly isCut: boolean;
  characters: number;
}

export interface PackedMakings {
  readonly kept: readonly PackedMade[];
  readonly nodes: readonly string[];
}

export interface Placement {
  readonly node: string;
  /** Of the pod, where the log tells. */
  readonly uid: string | null;
  readonly event: NotedEvent;
}

/** A placement, and whether it is surely one of the pod that was asked about. */
export interface Placed extends Placement {
  readonly certainty: LineageEdge['certainty'];
}

/** What a making or a placement costs beside its texts. */
const ENTRY_CHARACTERS = 200;
export const keyOf = ({ cluster, namespace, name }: NotedObject, kind: string, uid: string | null): string =>
  JSON.stringify([cluster, kind, namespace, name, uid]);

/** What a key of `keyOf` names. */
export const ownerBy = (key: string): OwnerName => {
  const [cluster, kind, namespace, name, uid] = JSON.parse(key) as [
    string | null,
    string,
    string | null,
    string,
    string | null,
  ]; // Our own key.
  return { object: { cluster, namespace, name }, kind, uid };
};

export const isSame = (a: Made, b: Made): boolean =>
  a.kind === b.kind && a.name === b.name && (a.uid === b.uid || a.auditId === b.auditId);

export const newMakings = (isCut: boolean): Makings => ({
  count: 0,
  first: null,
  last: null,
  kept: [],
  nodes: null,
  isCut,
  characters: 0,
});

export const eventSize = ({ auditId, source }: NotedEvent): number => (auditId?.length ?? 0) + source.length;

export const sizeOf = ({ name, uid, ...event }: Made): number =>
  ENTRY_CHARACTERS + name.length + (uid?.length ?? 0) + eventSize(event);

export const eventIn = ({ auditId, time, verb, source, offset }: Made): NotedEvent => ({
  auditId,
  time,
  verb,
  source,
  offset,
});

export const placementSize = ({ node, uid, event }: Placement): number =>
  ENTRY_CHARACTERS + node.length + (uid?.length ?? 0) + eventSize(event);

/** Hashes under which a making of an owner is found again, by its uid and by the request. */
export const namesOf = (owner: string, { kind, name, uid, auditId }: Made): readonly number[] => [
  hash53(JSON.stringify([owner, kind, name, uid])),
  ...(auditId === null ? [] : [hash53(JSON.stringify([owner, kind, name, 'request', auditId]))]),
];

export const isSamePlacement = (a: Placement, b: Placement): boolean =>
  a.node === b.node && a.uid === b.uid && a.event.auditId === b.event.auditId && a.event.time === b.event.time;

export const keptSince = ({ kept }: Makings, since: string | null): readonly Made[] =>
  kept.filter((made) => isSince(made, since));

export const isSince = ({ time }: Pick<NotedEvent, 'time'>, since: string | null): boolean =>
  since === null || (time ?? '') >= since;

export const earlier = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b < a) ? b : a;
export const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b > a) ? b : a;

export const nodeOf = (kind: string, { namespace, name }: NotedObject, uid: string | null): LineageNode => ({
  kind,
  namespace,
  name,
  uid,
});

export const placedEdge = (from: LineageNode, { node, event, certainty }: Placed): LineageEdge => ({
  from,
  to: { kind: 'node', namespace: null, name: node, uid: null },
  certainty,
  events: [event],
});
