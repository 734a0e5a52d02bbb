import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HTTP_OF_GRPC } from './gke.ts';
import { decode, decodeOne, plain } from './testing/decoding.ts';
import { cronJobCreate } from './testing/events.ts';

const entry = (payload: object, more: object = {}) => ({
  protoPayload: { serviceName: 'k8s.io', methodName: 'io.k8s.batch.v1.cronjobs.create', ...payload },
  timestamp: '2026-11-24T10:00:00.123456789Z',
  ...more,
});

const targets: Record<string, [string | undefined, string, object]> = {
  'a namespaced object': [
    'batch/v1/namespaces/reports/cronjobs/nightly',
    'io.k8s.batch.v1.cronjobs.update',
    { apiGroup: 'batch', apiVersion: 'v1', resource: 'cronjobs', namespace: 'reports', name: 'nightly' },
  ],
  'a subresource': [
    'core/v1/namespaces/reports/pods/web-0/exec',
    'io.k8s.core.v1.pods.exec.create',
    { apiGroup: '', apiVersion: 'v1', resource: 'pods', subresource: 'exec', namespace: 'reports', name: 'web-0' },
  ],
  'a collection in a namespace': [
    'batch/v1/namespaces/reports/jobs',
    'io.k8s.batch.v1.jobs.deletecollection',
    { apiGroup: 'batch', apiVersion: 'v1', resource: 'jobs', namespace: 'reports' },
  ],
  'an object of the cluster': [
    'rbac.authorization.k8s.io/v1/clusterroles/audit:reader',
    'io.k8s.authorization.rbac.v1.clusterroles.patch',
    { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1', resource: 'clusterroles', name: 'audit:reader' },
  ],
  'a namespace itself': [
    'core/v1/namespaces/reports',
    'io.k8s.core.v1.namespaces.delete',
    { apiGroup: '', apiVersion: 'v1', resource: 'namespaces', namespace: 'reports', name: 'reports' },
  ],
  'a custom resource': [
    'argoproj.io/v1alpha1/namespaces/ci/cronworkflows/build',
    'io.argoproj.v1alpha1.cronworkflows.create',
    { apiGroup: 'argoproj.io', apiVersion: 'v1alpha1', resource: 'cronworkflows', namespace: 'ci', name: 'build' },
  ],
  'no name of a resource, core': [
    undefined,
    'io.k8s.core.v1.pods.create',
    { apiGroup: '', apiVersion: 'v1', resource: 'pods' },
  ],
  'no name of a resource, a group without a domain': [
    undefined,
    'io.k8s.batch.v1.jobs.status.update',
    { apiGroup: 'batch', apiVersion: 'v1', resource: 'jobs', subresource: 'status' },
  ],
  'no name of a resource, a group with one': [
    undefined,
    'io.k8s.authorization.rbac.v1.roles.create',
    { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1', resource: 'roles' },
  ],
  'a path that is no resource': ['readyz', 'io.k8s.get', {}],
};
const NO_REF = Object.fromEntries(
  ['apiGroup', 'apiVersion', 'resource', 'subresource', 'namespace', 'name', 'uid'].map((key) => [key, null]),
);
for (const [name, [resourceName, methodName, wanted]] of Object.entries(targets)) {
  test(`target: ${name}`, () => {
    const event = decodeOne(entry({ resourceName, methodName }));
    assert.deepEqual(plain(event.objectRef), { ...NO_REF, ...wanted });
    assert.equal(event.verb, methodName.split('.').at(-1));
  });
}

test('a method without a verb has none', () =>
  assert.equal(decodeOne(entry({ methodName: 'io.k8s.readyz' })).verb, null));

for (const [grpc, http] of HTTP_OF_GRPC) {
  test(`status: gRPC ${grpc} is ${http}`, () => assert.equal(decodeOne(entry({ status: { code: grpc } })).code, http));
}

const statuses: Record<string, [object, number | null]> = {
  'none says nothing': [{}, null],
  'an empty one says nothing': [{ status: {} }, null],
  'zero says nothing': [{ status: { code: 0 } }, null],
  'an unknown one says nothing': [{ status: { code: 99 } }, null],
  'the response\u2019s own code counts more': [{ status: { code: 10 }, response: { kind: 'Status', code: 422 } }, 422],
};
for (const [name, [payload, wanted]] of Object.entries(statuses)) {
  test(`status: ${name}`, () => assert.equal(decodeOne(entry(payload)).code, wanted));
}

const decisions: Record<string, [object, object, string | null]> = {
  'the label': [
    { authorizationInfo: [{ granted: true }] },
    { labels: { 'authorization.k8s.io/decision': 'forbid' } },
    'forbid',
  ],
  granted: [{ authorizationInfo: [{ granted: true }] }, {}, 'allow'],
  'not granted': [{ authorizationInfo: [{ granted: true }, { granted: false }] }, {}, 'forbid'],
  'not said': [{ authorizationInfo: [{}] }, {}, null],
  none: [{}, {}, null],
};
for (const [name, [payload, more, wanted]] of Object.entries(decisions)) {
  test(`decision: ${name}`, () => assert.equal(decodeOne(entry(payload, more)).decision, wanted));
}

test('the id is the operation\u2019s, else the entry\u2019s', () => {
  assert.equal(decodeOne(entry({}, { insertId: 'i', operation: { id: 'o' } })).auditId, 'o');
  assert.equal(decodeOne(entry({}, { insertId: 'i' })).auditId, 'i');
  assert.equal(decodeOne(entry({}, { insertId: 'i', operation: { id: '' } })).auditId, 'i');
  assert.equal(decodeOne(entry({})).auditId, null);
});

test('time, address and agent come from the entry; the mark of a body\u2019s type is no part of it', () => {
  const requestMetadata = { callerIP: '192.0.2.5', callerSuppliedUserAgent: 'kubectl' };
  const request = { '@type': 'batch.k8s.io/v1.CronJob', kind: 'CronJob' };
  const event = decodeOne(entry({ requestMetadata, request }));
  assert.deepEqual(event.time, { at: '2026-11-24T10:00:00.123456Z', exact: true });
  assert.deepEqual(event.claimedSourceIps, ['192.0.2.5']);
  assert.equal(event.claimedUserAgent, 'kubectl');
  assert.deepEqual(event.requestObject, { state: 'seen', value: { kind: 'CronJob' } });
});

test('only the Kubernetes service counts; without its name the method tells', () => {
  assert.equal(decode(JSON.stringify(entry({ serviceName: 'container.googleapis.com' }))).others, 1);
  assert.equal(decode(JSON.stringify(entry({ serviceName: undefined }))).events.length, 1);
  assert.equal(
    decode(JSON.stringify(entry({ serviceName: undefined, methodName: 'compute.instances.list' }))).others,
    1,
  );
});

test('an event that a cluster\u2019s own collector shipped is the event, with what the entry says', () => {
  const shipped = {
    logName: 'projects/example/logs/kube-apiserver-audit',
    insertId: 'i',
    timestamp: '2026-11-24T11:00:00Z',
    resource: { type: 'k8s_cluster', labels: { cluster_name: 'harbour' } },
  };
  const { stageTimestamp: _stage, requestReceivedTimestamp: _received, ...timeless } = cronJobCreate;
  for (const payload of [{ jsonPayload: timeless }, { textPayload: JSON.stringify(timeless) }]) {
    const event = decodeOne({ ...shipped, ...payload });
    assert.equal(event.auditId, cronJobCreate.auditID);
    assert.equal(event.cluster, 'harbour');
    assert.deepEqual(event.time, { at: '2026-11-24T11:00:00.000000Z', exact: false });
    assert.equal(event.envelope, 'collector');
  }
});
