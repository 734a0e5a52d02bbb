import { isObject } from '../model/json.ts';
import type { Method, RequestTemplate } from './model.ts';
import { fillBody, fillPath, type Lookup } from './places.ts';
import type { Member } from './subject.ts';

export const FIELD_MANAGER = 'cronwarden';

/** One request as it is sent; a `{place}` is left in it where the cluster has to be asked first. */
export interface PlannedRequest {
  readonly method: Method;
  /** With its query. */
  readonly path: string;
  readonly contentType: string | null;
  readonly accept: string;
  readonly body: unknown;
}

const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const METADATA_ONE = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

export const acceptOf = (metadataOnly: boolean | undefined, isList: boolean): string =>
  metadataOnly === true ? (isList ? METADATA_LIST : METADATA_ONE) : 'application/json';

/**
 * The template filled in. A change carries the uid and the version of what it changes, so that the server refuses it for
 * another object of the same name, and for one that was changed in between.
 */
export const requestFor = (template: RequestTemplate, lookup: Lookup, target: Member | null): PlannedRequest => {
  const path = fillPath(template.path, lookup);
  const body = template.body === undefined ? null : fillBody(template.body, lookup);
  const uid = target?.uid ?? '{target.uid}';
  const resourceVersion = target?.resourceVersion ?? '{target.resourceVersion}';
  switch (template.method) {
    case 'GET':
      return {
        method: 'GET',
        path,
        contentType: null,
        accept: acceptOf(template.metadataOnly, target === null),
        body: null,
      };
    case 'POST':
      return { method: 'POST', path: managed(path), contentType: 'application/json', accept: 'application/json', body };
    case 'PATCH':
      return {
        method: 'PATCH',
        path: managed(path),
        contentType: 'application/merge-patch+json',
        accept: 'application/json',
        body: { ...asObject(body), metadata: { ...asObject(asObject(body).metadata), uid, resourceVersion } },
      };
    case 'DELETE':
      return {
        method: 'DELETE',
        path,
        contentType: 'application/json',
        accept: acceptOf(template.metadataOnly, false),
        body: { apiVersion: 'v1', kind: 'DeleteOptions', ...asObject(body), preconditions: { uid, resourceVersion } },
      };
    default:
      return template.method satisfies never;
  }
};

const managed = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}fieldManager=${FIELD_MANAGER}`;
const asObject = (value: unknown): Record<string, unknown> => (isObject(value) ? { ...value } : {});

/**
 * The same, changing nothing: the server checks rights, admission and preconditions. A deletion says it in its body: the
 * API server reads no query beside one, and would delete.
 */
export const dryRunOf = (request: PlannedRequest): PlannedRequest =>
  request.method === 'DELETE'
    ? { ...request, body: { ...asObject(request.body), dryRun: ['All'] } }
    : { ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}dryRun=All` };

/** Whether a request changes nothing, as the API server sees it. */
export const isDryRun = ({
  method,
  path,
  body,
}: {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}): boolean =>
  method === 'DELETE' && body !== null ? isObject(body) && body.dryRun !== undefined : path.includes('dryRun=All');
