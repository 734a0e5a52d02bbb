import { refOfUri } from '../decode/request-uri.ts';
import type { AuditEvent } from '../model/event.ts';
import { isObject, type Json, textAt } from '../model/json.ts';
import { groupOf, groupsOf, type KindIndex } from './kind-index.ts';
import type { KindEntry } from './kinds.ts';

/** What the request is about, and how its kind is described in the table. */
export interface Target {
  readonly entry: KindEntry;
  readonly apiGroup: string;
  readonly apiVersion: string | null;
  readonly resource: string;
  readonly subresource: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
}

export type TargetMiss = 'other-resource' | 'subresource' | 'incomplete-ref';

/** The body of the request where one was seen; `undefined` otherwise. */
export const bodyOf = (event: AuditEvent): Json | undefined => {
  if (event.requestObject.state !== 'seen') return undefined;
  const { value } = event.requestObject;
  return isObject(value) ? value : undefined;
};

/**
 * The pod-making kind that a request names. What `objectRef` lost is read from the request's path, as the API server
 * itself does, and a lost API group also from the body; a bare `jobs` or `cronjobs` is taken as batch.
 */
export const targetOf = (event: AuditEvent, kinds: KindIndex): Target | TargetMiss => {
  const ref = event.objectRef;
  const parsed = event.requestUri === null ? null : refOfUri(event.requestUri);
  const path = ref.resource === null || parsed?.resource === ref.resource ? parsed : null;
  const resource = ref.resource ?? path?.resource ?? null;
  // A request without a path may be cut; one with a path that names no resource is for /healthz and the like.
  if (resource === null) return event.requestUri === null ? 'incomplete-ref' : 'other-resource';
  const subresource = ref.subresource ?? path?.subresource ?? null;
  const group = ref.apiGroup ?? path?.apiGroup ?? groupOfBody(event, kinds, resource);
  const entry =
    group === null ? kinds.byBareResource(resource, subresource) : kinds.byResource(group, resource, subresource);
  if (entry === undefined) {
    const parent = group === null ? kinds.byBareResource(resource, null) : kinds.byResource(group, resource, null);
    return subresource !== null && parent !== undefined ? 'subresource' : 'other-resource';
  }
  return {
    entry,
    apiGroup: group ?? groupsOf(entry)[0] ?? '',
    apiVersion: ref.apiVersion ?? path?.apiVersion ?? null,
    resource,
    subresource,
    namespace: ref.namespace ?? path?.namespace ?? null,
    name: ref.name ?? path?.name ?? null,
  };
};

const groupOfBody = (event: AuditEvent, kinds: KindIndex, resource: string): string | null => {
  const body = bodyOf(event);
  const apiVersion = textAt(body, 'apiVersion');
  return apiVersion !== null && kinds.ofObject(body)?.resource === resource ? groupOf(apiVersion) : null;
};
