import { child, type Node } from '../../decode/node.ts';
import { jsonText, type Row, type Value } from '../value.ts';
import { EKS_LOGS, GKE_LOGS } from './schemas.ts';
import { at, columnOf, dynamicOf, eventBag, nodeValue, rowOf, type SeenEvent, timeOf } from './seen.ts';

/** A row of the EKS connector's table: the event in `RawEvent`, some of its fields in columns. */
export const eksRow = (seen: SeenEvent): Row => {
  const { event, from } = seen;
  const { row } = from.scope;
  if (event.envelope === 'sentinel-eks' && row !== null) {
    return rowOf(EKS_LOGS.columns, (name, column) => (name === 'TimeGenerated' ? timeOf(seen) : columnOf(row, column)));
  }
  const bag = eventBag(seen);
  const reference = at(bag, 'objectRef');
  const made: Readonly<Record<string, () => Value>> = {
    TimeGenerated: () => timeOf(seen),
    ClusterName: () => event.cluster,
    Verb: () => at(bag, 'verb'),
    User: () => at(bag, 'user', 'username'),
    SourceIPs: () => at(bag, 'sourceIPs'),
    UserAgent: () => at(bag, 'userAgent'),
    ObjectRef: () => (reference === null ? null : jsonText(reference)),
    ResponseCode: () => at(bag, 'responseStatus', 'code'),
    Stage: () => at(bag, 'stage'),
    AuthDecision: () => at(bag, 'annotations', 'authorization.k8s.io/decision'),
    RawEvent: () => bag,
    Type: () => EKS_LOGS.name,
  };
  return rowOf(EKS_LOGS.columns, (name) => made[name]?.() ?? null);
};

/** How columns of the GKE connector's table are called in a log entry of Cloud Logging. */
const ENTRY_NAMES: Readonly<Record<string, string>> = {
  InsertId: 'insertId',
  ReceiveTimestamp: 'receiveTimestamp',
  Timestamp: 'timestamp',
  Resource: 'resource',
  Labels: 'labels',
  ProtoPayload: 'protoPayload',
  JsonPayload: 'jsonPayload',
  Operation: 'operation',
  Severity: 'severity',
};

/**
 * A row of the GKE connector's table: the log entry where the event came in one, else the event as Cloud Logging writes
 * it. `null` for a request of no resource, which Cloud Logging has no method name for.
 */
export const gkeRow = (seen: SeenEvent): Row | null => {
  const { event, from } = seen;
  const { row } = from.scope;
  if ((event.envelope === 'gke' || event.envelope === 'sentinel-gke') && row !== null) {
    return rowOf(GKE_LOGS.columns, (name, column) => {
      if (name === 'TimeGenerated') return timeOf(seen);
      const own = columnOf(row, column);
      return own ?? entryColumn(row, name, column.type === 'dynamic');
    });
  }
  const payload = protoPayload(seen);
  if (payload === null) return null;
  const made: Readonly<Record<string, () => Value>> = {
    TimeGenerated: () => timeOf(seen),
    Timestamp: () => event.time.at,
    InsertId: () => event.auditId,
    Resource: () =>
      new Map<string, Value>([
        ['type', 'k8s_cluster'],
        ['labels', new Map([['cluster_name', event.cluster]])],
      ]),
    Labels: () => at(eventBag(seen), 'annotations'),
    ProtoPayload: () => payload,
    Operation: () =>
      new Map<string, Value>([
        ['id', event.auditId],
        ['producer', 'k8s.io'],
      ]),
    Type: () => GKE_LOGS.name,
  };
  return rowOf(GKE_LOGS.columns, (name) => made[name]?.() ?? null);
};

const entryColumn = (row: Node, name: string, isDynamic: boolean): Value => {
  const found = child(row, ENTRY_NAMES[name] ?? name);
  return isDynamic ? dynamicOf(found) : nodeValue(found);
};

/** gRPC codes of the HTTP statuses that an API server answers with; others are unknown, 2. */
const GRPC: ReadonlyMap<number, bigint> = new Map([
  [400, 3n],
  [401, 16n],
  [403, 7n],
  [404, 5n],
  [409, 6n],
  [422, 3n],
  [429, 8n],
  [500, 13n],
  [503, 14n],
  [504, 4n],
]);

const statusOf = (code: number | null): Value => {
  if (code === null || code < 400) return new Map();
  return new Map<string, Value>([['code', GRPC.get(code) ?? 2n]]);
};

const protoPayload = (seen: SeenEvent): Value => {
  const { event } = seen;
  const { resource, apiGroup, apiVersion, namespace, name, subresource } = event.objectRef;
  if (resource === null || event.verb === null) return null;
  const bag = eventBag(seen);
  const group = apiGroup === null || apiGroup === '' ? 'core' : apiGroup;
  const domain = group
    .replace(/\.k8s\.io$/, '')
    .split('.')
    .reverse()
    .join('.');
  const isOwn = group !== 'core' && group.includes('.') && !group.endsWith('.k8s.io');
  const version = apiVersion ?? 'v1';
  const method = [
    isOwn ? domain : `io.k8s.${domain}`,
    version,
    resource,
    ...(subresource === null ? [] : [subresource]),
    event.verb,
  ];
  const place = [group, version, ...(namespace === null ? [] : ['namespaces', namespace]), resource, name, subresource];
  const members: readonly (readonly [string, Value])[] = [
    ['@type', 'type.googleapis.com/google.cloud.audit.AuditLog'],
    ['authenticationInfo', new Map<string, Value>([['principalEmail', event.user.username]])],
    ['methodName', method.join('.')],
    [
      'requestMetadata',
      new Map<string, Value>([
        ['callerIp', at(bag, 'sourceIPs') === null ? null : (event.claimedSourceIps[0] ?? null)],
        ['callerSuppliedUserAgent', event.claimedUserAgent],
      ]),
    ],
    ['resourceName', place.filter((part) => part !== null).join('/')],
    ['serviceName', 'k8s.io'],
    ['status', statusOf(event.code)],
    ['request', at(bag, 'requestObject')],
    ['response', at(bag, 'responseObject')],
  ];
  return new Map(members.filter(([, value]) => value !== null));
};
