import type { OwnerReference, Reading, Workload } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import { get, isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';
import type { KindIndex } from './kind-index.ts';
import { storedObject } from './readings.ts';
import type { Target } from './target.ts';

const MAX_OWNERS = 100;
const MAX_LABELS = 1000;

/** The object that was written: what the request names, then what its body says, then what was stored. */
export const workloadOf = (
  event: AuditEvent,
  target: Target,
  first: Reading | undefined,
  kinds: KindIndex,
): Workload => {
  const body = first?.object ?? null;
  // A kind that no table knows is the client's invention, which the server refuses.
  const own = target.subresource === null ? kinds.ofObject(body ?? undefined) : undefined;
  const metadata = objectAt(body, 'metadata');
  const stored = objectAt(storedObject(event, target.entry), 'metadata');
  return {
    apiGroup: target.apiGroup,
    apiVersion: (own === undefined ? null : textAt(body, 'apiVersion')) ?? versionOf(target),
    kind: (own ?? target.entry).kind,
    resource: target.resource,
    subresource: target.subresource,
    namespace: target.namespace ?? textAt(metadata, 'namespace') ?? textAt(stored, 'namespace'),
    name: target.name ?? textAt(metadata, 'name') ?? textAt(stored, 'name'),
    generateName: textAt(metadata, 'generateName') ?? textAt(stored, 'generateName'),
    uid: event.objectRef.uid ?? textAt(stored, 'uid'),
    owners: ownersOf(metadata),
    labels: textMap(objectAt(metadata, 'labels')),
    annotations: textMap(objectAt(metadata, 'annotations')),
  };
};

const versionOf = ({ apiGroup, apiVersion }: Target): string | null => {
  if (apiVersion === null) return null;
  return apiGroup === '' ? apiVersion : `${apiGroup}/${apiVersion}`;
};

/** Owner references of an object's metadata; at most 100. */
export const ownersOf = (metadata: JsonObject | null): readonly OwnerReference[] =>
  listAt(metadata, 'ownerReferences')
    .slice(0, MAX_OWNERS)
    .filter((owner: Json): owner is JsonObject => isObject(owner))
    .map((owner) => ({
      apiVersion: textAt(owner, 'apiVersion'),
      kind: textAt(owner, 'kind'),
      name: textAt(owner, 'name'),
      uid: textAt(owner, 'uid'),
      controller: get(owner, 'controller') === true,
    }));

/** Labels or annotations as a map without a prototype, since clients choose the keys; at most 1,000. */
const textMap = (source: JsonObject | null): Readonly<Record<string, string>> => {
  const map: Record<string, string> = Object.create(null);
  for (const key of Object.keys(source ?? {}).slice(0, MAX_LABELS)) {
    const value = get(source, key);
    if (typeof value === 'string') map[key] = value;
  }
  return map;
};
