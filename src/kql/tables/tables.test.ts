import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord } from '../../decode/decode.ts';
import type { AuditFields } from '../../decode/scope.ts';
import { WRAPPERS } from '../../decode/testing/wrappers.ts';
import type { AuditEvent } from '../../model/event.ts';
import type { TableSchema } from '../column.ts';
import { isArray, isBag, textOf, type Value } from '../value.ts';
import { type Presented, present } from './present.ts';
import { AKS_AUDIT, AKS_AUDIT_ADMIN, AZURE_DIAGNOSTICS, EKS_LOGS, GKE_LOGS, TABLES } from './schemas.ts';
import type { SeenEvent } from './seen.ts';

const seenIn = (record: unknown): readonly SeenEvent[] => {
  const origins = new Map<AuditEvent, AuditFields>();
  const text = typeof record === 'string' ? record : JSON.stringify(record);
  const { events } = decodeRecord(
    { source: 'test', offset: 0, text },
    { onEvent: (event, from) => origins.set(event, from) },
  );
  return events.map((event) => {
    const from = origins.get(event);
    assert.ok(from !== undefined);
    return { event, from };
  });
};

const seen = (record: unknown): SeenEvent => {
  const [one, ...more] = seenIn(record);
  assert.ok(one !== undefined && more.length === 0);
  return one;
};

/** The row as columns and texts; empty ones are left out. */
const shown = (table: TableSchema, presented: Presented): Readonly<Record<string, string>> => {
  assert.equal(presented.kind, 'row');
  if (presented.kind !== 'row') return {};
  assert.equal(presented.row.length, table.columns.length);
  return Object.fromEntries(
    table.columns.flatMap(({ name }, index) => {
      const text = textOf(presented.row[index] ?? null);
      return text === '' ? [] : [[name, text]];
    }),
  );
};
const rowIn = (table: TableSchema, record: unknown): Readonly<Record<string, string>> =>
  shown(table, present(table.name, seen(record)));

const EVENT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: '0000-1',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/shop/cronjobs',
  verb: 'create',
  user: { username: 'sam@example.com', groups: ['system:authenticated'] },
  sourceIPs: ['198.51.100.7'],
  userAgent: 'kubectl/v1.34.1',
  objectRef: { resource: 'cronjobs', namespace: 'shop', name: 'report', apiGroup: 'batch', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 403 },
  requestObject: { b: 1, '10': 2, a: { image: 'alpine' } },
  requestReceivedTimestamp: '2026-11-24T10:00:00.123456Z',
  stageTimestamp: '2026-11-24T10:00:01.123456Z',
  annotations: { 'authorization.k8s.io/decision': 'forbid' },
};
const ID = '/subscriptions/SUB/resourceGroups/Group/providers/Microsoft.ContainerService/managedClusters/harbour';

test('a raw event as a row of AzureDiagnostics keeps its text to the letter', () => {
  const text = JSON.stringify(EVENT).replace('"code":403', '"code": 403.0');
  const row = rowIn(AZURE_DIAGNOSTICS, text);
  assert.equal(row.log_s, text);
  assert.equal(row.Category, 'kube-audit');
  assert.equal(row.TimeGenerated, '2026-11-24T10:00:01.1234560Z');
  assert.equal(row.Type, 'AzureDiagnostics');
});

test('a row of AzureDiagnostics keeps its columns, those that the schema lacks in AdditionalFields', () => {
  const row = rowIn(AZURE_DIAGNOSTICS, {
    TimeGenerated: '2026-11-24T11:00:00Z',
    Category: 'kube-audit-admin',
    ResourceId: ID.toUpperCase(),
    OperationName: 'own',
    pod_s: 'kube-apiserver-1',
    hint_s: 'kept',
    log_s: JSON.stringify(EVENT),
  });
  assert.deepEqual(
    { ...row, log_s: '' },
    {
      TimeGenerated: '2026-11-24T11:00:00.0000000Z',
      Category: 'kube-audit-admin',
      ResourceId: ID.toUpperCase(),
      OperationName: 'own',
      pod_s: 'kube-apiserver-1',
      AdditionalFields: '{"hint_s":"kept"}',
      Type: 'AzureDiagnostics',
      log_s: '',
    },
  );
});

test('a message of an Event Hub becomes the row that Azure would write', () => {
  const row = rowIn(AZURE_DIAGNOSTICS, {
    category: 'kube-audit',
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    resourceId: ID,
    time: '2026-11-24T10:00:05Z',
    properties: { log: JSON.stringify(EVENT), pod: 'kube-apiserver-1', stream: 'stdout', containerID: 'c1' },
  });
  assert.equal(row.ResourceId, ID.toUpperCase());
  assert.equal(row._ResourceId, ID.toLowerCase());
  assert.equal(row.ResourceGroup, 'GROUP');
  assert.deepEqual([row.pod_s, row.stream_s, row.containerID_s], ['kube-apiserver-1', 'stdout', 'c1']);
  assert.equal(row.log_s, JSON.stringify(EVENT));
});

test('a row that was cut keeps what is left of its text', () => {
  const cut = JSON.stringify(EVENT).slice(0, 420);
  const row = rowIn(AZURE_DIAGNOSTICS, { TimeGenerated: '2026-11-24T11:00:00Z', Category: 'kube-audit', log_s: cut });
  assert.equal(row.log_s, cut);
  const aks = rowIn(AKS_AUDIT, { TimeGenerated: '2026-11-24T11:00:00Z', Category: 'kube-audit', log_s: cut });
  assert.equal(aks.Verb, 'create');
});

test('a raw event as a row of AKSAudit', () => {
  const row = rowIn(AKS_AUDIT, EVENT);
  assert.deepEqual(
    [row.AuditId, row.Verb, row.Stage, row.Level, row.UserAgent, row.RequestUri],
    ['0000-1', 'create', 'ResponseComplete', 'Request', 'kubectl/v1.34.1', EVENT.requestURI],
  );
  assert.equal(row.User, JSON.stringify(EVENT.user));
  assert.equal(row.SourceIps, '["198.51.100.7"]');
  // JSON.stringify of an object literal moves the name 10 to the front, and so the event was written.
  assert.equal(row.RequestObject, JSON.stringify(EVENT.requestObject));
  assert.equal(row.RequestReceivedTime, '2026-11-24T10:00:00.1234560Z');
  assert.equal(row.Annotations, JSON.stringify(EVENT.annotations));
});

test('AKSAuditAdmin leaves get and list out', () => {
  for (const verb of ['get', 'list']) {
    assert.deepEqual(present('AKSAuditAdmin', seen({ ...EVENT, verb })), { kind: 'left-out' });
    assert.equal(present('AKSAudit', seen({ ...EVENT, verb })).kind, 'row');
  }
  for (const verb of ['watch', 'create']) assert.equal(present('AKSAuditAdmin', seen({ ...EVENT, verb })).kind, 'row');
  assert.equal(rowIn(AKS_AUDIT_ADMIN, EVENT).Type, 'AKSAuditAdmin');
});

test('a row of AKSAudit keeps its columns, dynamic ones also from text, and becomes an event in AzureDiagnostics', () => {
  const record = {
    TimeGenerated: '2026-11-24T11:00:00Z',
    AuditId: '0000-2',
    Verb: 'create',
    User: JSON.stringify(EVENT.user),
    ObjectRef: EVENT.objectRef,
    RequestObject: '{"z": 1.50, "a": 2}',
    PodName: 'kube-apiserver-2',
    _ResourceId: ID,
  };
  const row = rowIn(AKS_AUDIT, record);
  assert.deepEqual(
    [row.PodName, row.User, row.RequestObject],
    ['kube-apiserver-2', JSON.stringify(EVENT.user), '{"z":1.50,"a":2}'],
  );
  const { log_s = '' } = rowIn(AZURE_DIAGNOSTICS, record);
  assert.match(log_s, /"requestObject":\{"z":1\.50,"a":2\}/);
  assert.equal(JSON.parse(log_s).objectRef.name, 'report');
});

test('a raw event as rows of the connectors for EKS and GKE', () => {
  const eks = rowIn(EKS_LOGS, EVENT);
  assert.deepEqual(
    [eks.Verb, eks.User, eks.ResponseCode, eks.AuthDecision],
    ['create', 'sam@example.com', '403', 'forbid'],
  );
  assert.equal(JSON.parse(eks.RawEvent ?? '').auditID, '0000-1');
  const gke = rowIn(GKE_LOGS, EVENT);
  const payload = JSON.parse(gke.ProtoPayload ?? '');
  assert.equal(payload.methodName, 'io.k8s.batch.v1.cronjobs.create');
  assert.equal(payload.resourceName, 'batch/v1/namespaces/shop/cronjobs/report');
  assert.deepEqual(payload.status, { code: 7 });
  const rbac = rowIn(GKE_LOGS, {
    ...EVENT,
    objectRef: { resource: 'roles', apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1', name: 'r' },
  });
  assert.equal(JSON.parse(rbac.ProtoPayload ?? '').methodName, 'io.k8s.authorization.rbac.v1.roles.create');
});

test('what Cloud Logging has no name for is no row of the GKE table', () => {
  const { objectRef: _, ...rest } = EVENT;
  assert.deepEqual(present('GKEAuditLogs_CL', seen({ ...rest, requestURI: '/healthz' })), { kind: 'not-presentable' });
});

test('in every envelope an event is a row of each table with the same verb, actor and name', () => {
  let compared = 0;
  for (const { name, wrap } of WRAPPERS) {
    for (const one of seenIn(wrap(EVENT))) {
      for (const table of TABLES) {
        const presented = present(table.name, one);
        if (presented.kind !== 'row') continue;
        const value = (column: string): Value =>
          presented.row[table.columns.findIndex((each) => each.name === column)] ?? null;
        const said = JSON.stringify(
          [...presented.row].map((each) => (isArray(each) || isBag(each) ? textOf(each) : textOf(each ?? null))),
        );
        assert.match(said, /create/, `${name}, ${table.name}`);
        assert.match(said, /sam@example\.com/, `${name}, ${table.name}`);
        assert.match(said, /report/, `${name}, ${table.name}`);
        assert.ok(value('TimeGenerated') !== null, `${name}, ${table.name}`);
        compared += 1;
      }
    }
  }
  assert.ok(compared >= 5 * 15, `${compared} rows`);
});
