import type { AuditEvent } from '../../model/event.ts';
import { isObject, objectAt, textAt } from '../../model/json.ts';
import type { CollisionNote, MadeNote, NotedEvent, PlacedNote } from '../../model/note.ts';
import { outcomeOf } from '../outcome.ts';
import { ownersOf } from '../workload.ts';

/** Kinds that controllers make others of, by resource. */
const MADE: ReadonlyMap<string, string> = new Map([
  ['jobs', 'Job'],
  ['pods', 'Pod'],
  ['replicasets', 'ReplicaSet'],
  ['replicationcontrollers', 'ReplicationController'],
]);

/** Where a response begins: the server writes name, generateName, namespace and uid first. */
const UID = /"uid":"([0-9a-f-]{36})"/;
const NAME = /"name":"([a-z0-9.-]{1,253})"/;
const HEAD = 1200;

/** The name and uid that the head of a response gives the object, before owners and labels are named. */
export const namesInHead = (head: string): { readonly name: string | null; readonly uid: string | null } => {
  const from = head.indexOf('"metadata":{');
  if (from < 0 || from > 200) return { name: null, uid: null };
  const rest = head.slice(from, HEAD);
  const end = rest.search(/"(?:ownerReferences|labels|annotations|managedFields|spec)":/);
  const own = end < 0 ? rest : rest.slice(0, end);
  return { name: NAME.exec(own)?.[1] ?? null, uid: UID.exec(own)?.[1] ?? null };
};

/** Where the record of an event stands. */
interface Origin {
  readonly source: string;
  readonly offset: number;
}

const eventOf = ({ auditId, time, verb }: AuditEvent, { source, offset }: Origin): NotedEvent => ({
  auditId,
  time: time.at,
  verb: verb ?? '',
  source,
  offset,
});

/**
 * What a controller's own write tells of a lineage: an object that it made of another, or `null`. `head` gives the beginning
 * of the response's text where that was not parsed: a name that the server drew stands nowhere else.
 */
export const madeNote = (
  event: AuditEvent,
  origin: Origin,
  head: () => string | null = () => null,
): MadeNote | null => {
  if (event.verb !== 'create' || (event.objectRef.subresource ?? '') !== '') return null;
  const kind = MADE.get(event.objectRef.resource ?? '');
  if (kind === undefined || outcomeOf(event) === 'refused') return null;
  const asked = event.requestObject.state === 'seen' ? event.requestObject.value : null;
  const stored = event.responseObject.state === 'seen' ? event.responseObject.value : null;
  const metadata = isObject(asked) ? objectAt(asked, 'metadata') : null;
  const storedMetadata = isObject(stored) ? objectAt(stored, 'metadata') : null;
  const owner = ownersOf(metadata ?? storedMetadata).find((one) => one.controller);
  if (owner === undefined || owner.kind === null || owner.name === null) return null;
  const begun = head();
  const named = begun === null ? { name: null, uid: null } : namesInHead(begun);
  const name = event.objectRef.name ?? textAt(metadata, 'name') ?? textAt(storedMetadata, 'name') ?? named.name;
  if (name === null || name === '') return null;
  return {
    kind: 'made',
    object: {
      cluster: event.cluster,
      namespace: event.objectRef.namespace ?? textAt(metadata, 'namespace'),
      name,
    },
    of: kind,
    uid: event.objectRef.uid ?? textAt(storedMetadata, 'uid') ?? named.uid,
    owner: { kind: owner.kind, name: owner.name, uid: owner.uid },
    event: eventOf(event, origin),
  };
};

const ALREADY_THERE = 409;

/**
 * A controller's own try to create a Job whose name was taken; `null` for every other event. It happens to a controller
 * that has forgotten a Job of its own as well: who made the one that is there stands elsewhere in the log.
 */
export const collisionNote = (event: AuditEvent, origin: Origin): CollisionNote | null => {
  const { resource, subresource, name, namespace } = event.objectRef;
  if (event.verb !== 'create' || resource !== 'jobs' || (subresource ?? '') !== '' || event.code !== ALREADY_THERE)
    return null;
  const asked = event.requestObject.state === 'seen' ? event.requestObject.value : null;
  const metadata = isObject(asked) ? objectAt(asked, 'metadata') : null;
  const wanted = name ?? textAt(metadata, 'name');
  if (wanted === null || wanted === '') return null;
  const object = { cluster: event.cluster, namespace: namespace ?? textAt(metadata, 'namespace'), name: wanted };
  return { kind: 'collision', object, event: eventOf(event, origin) };
};

/** The binding of a pod to a node; `null` for every other event, and for one that was refused. */
export const placedNote = (event: AuditEvent, origin: Origin): PlacedNote | null => {
  const { resource, subresource, name, namespace, uid } = event.objectRef;
  if (event.verb !== 'create' || resource !== 'pods' || subresource !== 'binding' || (name ?? '') === '') return null;
  if (outcomeOf(event) === 'refused' || event.requestObject.state !== 'seen') return null;
  const body = event.requestObject.value;
  const node = isObject(body) ? textAt(objectAt(body, 'target'), 'name') : null;
  if (node === null) return null;
  const own = isObject(body) ? textAt(objectAt(body, 'metadata'), 'uid') : null;
  return {
    kind: 'placed',
    object: { cluster: event.cluster, namespace: namespace ?? null, name: name ?? '' },
    uid: uid ?? own,
    node,
    event: eventOf(event, origin),
  };
};
