import { instant } from '../lib/time.ts';
import type { ObjectRef } from '../model/event.ts';
import { get, isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';
import { opened, rowSays } from './azure.ts';
import { child, NO_TEXT, type Node, said } from './node.ts';
import { withoutPartial } from './partial.ts';
import type { Cut } from './prefix.ts';
import { refOfPath } from './request-uri.ts';
import { inside, look, OTHER, type Scope, type Step, type Unwrap } from './scope.ts';

/** A Cloud Logging LogEntry whose payload is an audit record of the Kubernetes API, or of another Google service. */
export const gke: Unwrap = (given, scope) => {
  const node = wholeText(given, ['protoPayload']);
  const payload = child(node, 'protoPayload');
  if (payload !== null) return [eventOrOther(payload, entryOf(node, 'gke', scope))];
  const isEntry = textAt(node.value, 'logName') !== null && textAt(node.value, 'insertId') !== null;
  if (isEntry) return shipped(node, scope);
  // Stubs that kept nothing of the payload.
  return textAt(objectAt(node.value, 'operation'), 'producer') !== null ? [OTHER] : null;
};

/** What a cluster's own collector wrote to Cloud Logging: its audit log, or a container's. */
const shipped = (node: Node, scope: Scope): readonly Step[] => {
  const labels = objectAt(objectAt(node.value, 'resource'), 'labels');
  const time = said(node, 'timestamp') ?? said(node, 'receiveTimestamp');
  const says = { cluster: textAt(labels, 'cluster_name'), envelopeTime: instant(time ?? ''), mixedStore: true };
  const within = inside(scope, 'collector', says);
  const payloads = ['jsonPayload', 'textPayload'].flatMap((key) => look(child(node, key), within));
  return [{ kind: 'first', of: [...payloads, OTHER] }];
};

/** Sentinel's table for GKE: the same record, its parts in columns that an export may give as text. */
export const sentinelGke: Unwrap = (given, scope) => {
  const node = wholeText(given, ['ProtoPayload']);
  const payload = opened(child(node, 'ProtoPayload'));
  if (payload === null) return null;
  const row = inside(scope, 'sentinel-gke', rowSays(node));
  return [eventOrOther(payload, entryOf(node, 'sentinel-gke', row))];
};

interface Entry {
  readonly auditId: string | null;
  readonly timestamp: string | null;
  readonly labels: JsonObject | null;
  readonly cut: boolean;
  readonly scope: Scope;
}

const entryOf = (node: Node, envelope: 'gke' | 'sentinel-gke', scope: Scope): Entry => {
  const object = (...names: readonly string[]) =>
    names.map((name) => opened(child(node, name))?.value ?? null).find(isObject) ?? null;
  const text = (...names: readonly string[]) =>
    names.map((name) => textAt(node.value, name)).find((one) => one !== null) ?? null;
  const resource = object('resource', 'Resource', 'MonitoredResource');
  const resourceLabels = objectAt(resource, 'labels') ?? object('ResourceLabels');
  const received = instant(text('receiveTimestamp', 'ReceiveTimestamp') ?? '');
  // Where the record was cut, the operation may have been lost: another id would make it another event.
  const operationId = textAt(object('operation', 'Operation'), 'id') ?? text('OperationId');
  const says = { cluster: textAt(resourceLabels, 'cluster_name'), envelopeTime: received, row: node };
  return {
    auditId: operationId || (node.cut === null ? text('insertId', 'InsertId') : null),
    timestamp: text('timestamp', 'Timestamp'),
    labels: object('labels', 'Labels'),
    cut: node.cut !== null,
    scope: inside(scope, envelope, says),
  };
};

/** Without the string that the record was cut in, unless that lies in one of the parts that are read on their own. */
const wholeText = (node: Node, parts: readonly string[]): Node =>
  node.cut === null || parts.includes(node.cut[0] ?? '')
    ? node
    : { ...node, value: withoutPartial(node.value, node.cut) };

const eventOrOther = (payload: Node, entry: Entry) => {
  const { value } = wholeText(payload, ['request', 'response']);
  const service = textAt(value, 'serviceName');
  const method = textAt(value, 'methodName');
  // Some stores drop the service name; the method then tells.
  const isKubernetes = service === null ? (method?.startsWith('io.k8s.') ?? false) : service === 'k8s.io';
  if (!isKubernetes) return OTHER;
  const fields = fieldsOf(value, method, entry);
  const cut = cutOf(payload, entry.cut);
  return {
    kind: 'event',
    fields,
    cut,
    requestText: child(payload, 'request')?.text ?? NO_TEXT,
    scope: entry.scope,
  } as const;
};

const fieldsOf = (payload: Json, method: string | null, entry: Entry): JsonObject => {
  const metadata = objectAt(payload, 'requestMetadata');
  const email = textAt(objectAt(payload, 'authenticationInfo'), 'principalEmail');
  const ip = textAt(metadata, 'callerIp') ?? textAt(metadata, 'callerIP');
  const response = withoutType(get(payload, 'response'));
  const fields: Record<string, Json> = { objectRef: refOf(textAt(payload, 'resourceName'), method) };
  const put = (key: string, value: Json | undefined | null): void => {
    if (value !== null && value !== undefined) fields[key] = value;
  };
  put('auditID', entry.auditId);
  put('verb', method === null ? null : verbOf(method));
  put('user', email === null ? null : { username: email });
  put('sourceIPs', ip === null ? null : [ip]);
  put('userAgent', textAt(metadata, 'callerSuppliedUserAgent'));
  put('responseStatus', statusOf(get(objectAt(payload, 'status'), 'code'), response));
  put('requestObject', withoutType(get(payload, 'request')));
  put('responseObject', response);
  put('requestReceivedTimestamp', entry.timestamp ?? textAt(payload, 'timestamp'));
  put('annotations', annotationsOf(entry.labels, payload));
  return fields;
};

/** The log service marks each body with its type; Panther renames the mark. */
const withoutType = (body: Json | undefined): Json | undefined => {
  if (!isObject(body)) return body;
  const { '@type': _type, at_sign_type: _renamed, ...rest } = body;
  return rest;
};

/** The labels are the annotations of the event. Without them the decision is in `authorizationInfo`. */
const annotationsOf = (labels: JsonObject | null, payload: Json): JsonObject | null => {
  const granted = listAt(payload, 'authorizationInfo').map((one) => get(one, 'granted'));
  if (textAt(labels, DECISION) !== null || granted.length === 0) return labels;
  const decision = granted.every((one) => one === true) ? 'allow' : granted.includes(false) ? 'forbid' : null;
  return decision === null ? labels : { ...labels, [DECISION]: decision };
};
const DECISION = 'authorization.k8s.io/decision';

/**
 * HTTP code of a refused request: the one in the response, else of the gRPC code. Success is never read out of gRPC: it
 * does not say which of 200, 201 and 202 it was, and a record without a status says nothing.
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
const statusOf = (grpc: Json | undefined, response: Json | undefined): JsonObject | null => {
  const http = textAt(response, 'kind') === 'Status' ? get(response, 'code') : undefined;
  const code = typeof http === 'number' ? http : typeof grpc === 'number' ? HTTP_OF_GRPC.get(grpc) : undefined;
  return code === undefined ? null : { code };
};

export const HTTP_OF_GRPC: ReadonlyMap<number, number> = new Map([
  [1, 499],
  [2, 500],
  [3, 400],
  [4, 504],
  [5, 404],
  [6, 409],
  [7, 403],
  [8, 429],
  [9, 400],
  [10, 409],
  [11, 400],
  [12, 501],
  [13, 500],
  [14, 503],
  [15, 500],
  [16, 401],
]);

/** `io.k8s.batch.v1.cronjobs.create` ends in the verb; `io.k8s.readyz` has none. */
const verbOf = (method: string): string | null => {
  const verb = method.slice(method.lastIndexOf('.') + 1);
  return VERBS.has(verb) ? verb : null;
};
const VERBS: ReadonlySet<string> = new Set(
  'get list watch create update patch delete deletecollection post put head options connect bind escalate impersonate approve sign use proxy'.split(
    ' ',
  ),
);

const refOf = (resourceName: string | null, method: string | null): JsonObject => {
  const ofName = resourceName === null ? null : refOfPath(pathOf(resourceName));
  const ref = ofName ?? refOfMethod(method ?? '');
  if (ref === null) return {};
  return Object.fromEntries(Object.entries(ref).filter(([, value]) => value !== null));
};

const pathOf = (resourceName: string): readonly string[] => {
  const [group = '', ...rest] = resourceName.split('/', 12).filter((part) => part !== '');
  return [group === 'core' ? '' : group, ...rest];
};

/** Groups that have no domain, as they stand in a method name. */
const BARE_GROUPS: ReadonlySet<string> = new Set(['apps', 'batch', 'autoscaling', 'policy', 'extensions']);
const VERSION = /^v\d+(?:(?:alpha|beta)\d+)?$/;

const refOfMethod = (method: string): ObjectRef | null => {
  const parts = method.split('.', 20);
  const version = parts.findIndex((part) => VERSION.test(part));
  const resource = parts[version + 1];
  if (version < 1 || resource === undefined || parts.length < version + 3) return null;
  const subresource = parts.slice(version + 2, -1).join('/');
  const domain = parts.slice(0, version);
  const bare = domain[0] === 'io' && domain[1] === 'k8s' ? domain.slice(2).join('.') : '';
  const apiGroup = bare === 'core' ? '' : BARE_GROUPS.has(bare) ? bare : domain.reverse().join('.');
  const rest = { namespace: null, name: null, uid: null };
  return { apiGroup, apiVersion: parts[version] ?? null, resource, subresource: subresource || null, ...rest };
};

/** Where the event was cut; anything but a body is one place, since the parts are arranged anew. */
const cutOf = (payload: Node, entryCut: boolean): Cut | null => {
  const [first, ...rest] = payload.cut ?? [];
  if (first === 'request') return ['requestObject', ...rest];
  if (first === 'response') return ['responseObject', ...rest];
  return payload.cut !== null || entryCut ? [] : null;
};
