import { type Json, type JsonObject, objectAt, textAt } from '../../model/json.ts';

/** Who asks, as the API server logs it. */
export interface Client {
  readonly username: string;
  readonly groups?: readonly string[];
  /** The pod that the token is bound to, where it is one of a pod. */
  readonly pod?: string;
  readonly userAgent?: string;
}

export interface Request {
  readonly by: Client;
  readonly verb?: 'create' | 'patch' | 'update';
  readonly code?: number;
  /** Of the hour; the order of the events. */
  readonly minute?: number;
  /** The body, where it is not the object itself. */
  readonly body?: Json;
}

export const DEVELOPER: Client = { username: 'dana@example.com', userAgent: 'kubectl/v1.36.0 (linux/amd64)' };
export const ANONYMOUS: Client = {
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
  userAgent: 'Go-http-client/2.0',
};

const groupsOf = ({ username }: Client): readonly string[] => {
  const account = /^system:serviceaccount:([^:]+):/.exec(username);
  return account === null
    ? ['system:authenticated']
    : ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`, 'system:authenticated'];
};

/** The audit event of a write of this object, at level Request. */
export const requestOf = (object: JsonObject, { by, verb = 'create', code, minute = 0, body }: Request): JsonObject => {
  const two = String(minute).padStart(2, '0');
  const stamp = `2026-11-24T10:${two}:00.000000Z`;
  const [group = '', version] = (textAt(object, 'apiVersion') ?? '').split('/');
  const metadata = objectAt(object, 'metadata') ?? {};
  const namespace = textAt(metadata, 'namespace');
  const name = textAt(metadata, 'name');
  const resource = `${(textAt(object, 'kind') ?? '').toLowerCase()}s`;
  const path = version === undefined ? '/api/v1' : `/apis/${group}/${version}`;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: `00000000-0000-4000-8000-0000000000${two}`,
    stage: 'ResponseComplete',
    requestURI: `${path}/namespaces/${namespace}/${resource}${verb === 'create' ? '' : `/${name}`}`,
    verb,
    user: {
      username: by.username,
      groups: by.groups ?? groupsOf(by),
      ...(by.pod === undefined ? {} : { extra: { 'authentication.kubernetes.io/pod-name': [by.pod] } }),
    },
    sourceIPs: ['192.0.2.10'],
    userAgent: by.userAgent ?? 'kubectl/v1.36.0 (linux/amd64)',
    objectRef: {
      resource,
      namespace,
      ...(name === null ? {} : { name }),
      apiGroup: version === undefined ? '' : group,
      apiVersion: version ?? 'v1',
    },
    responseStatus: { metadata: {}, code: code ?? (verb === 'create' ? 201 : 200) },
    requestObject: body === undefined ? object : body,
    requestReceivedTimestamp: stamp,
    stageTimestamp: stamp,
  };
};

export const eventListOf = (items: readonly JsonObject[]): string =>
  JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });
