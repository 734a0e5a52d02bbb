import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent, ObjectRef } from '../model/event.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { seen } from '../model/seen.ts';
import { PASSED_WHY, type PassedWhy, READ_VERBS } from './normalise.ts';
import { activityOf, bodySeen, eventOf, readingsIn, run } from './testing.ts';
import { WRITE_VERBS } from './words.ts';

const PASSED: Readonly<Record<string, readonly [Partial<AuditEvent>, Partial<ObjectRef>, PassedWhy]>> = {
  'a look at a CronJob': [{ verb: 'get' }, {}, 'read'],
  'a watch of everything': [{ verb: 'watch' }, { resource: 'leases' }, 'read'],
  'a deletion': [{ verb: 'delete' }, {}, 'other-verb'],
  'a deletion of many': [{ verb: 'deletecollection' }, {}, 'other-verb'],
  'a verb in capitals, which Kubernetes never writes': [{ verb: 'CREATE' }, {}, 'other-verb'],
  'a ConfigMap': [{}, { apiGroup: '', resource: 'configmaps' }, 'other-resource'],
  'a status': [{ verb: 'update' }, { subresource: 'status' }, 'subresource'],
  'a scale': [{ verb: 'patch' }, { apiGroup: 'apps', resource: 'deployments', subresource: 'scale' }, 'subresource'],
  'a dry run': [{ requestUri: '/apis/batch/v1/namespaces/shop/cronjobs?dryRun=All' }, {}, 'dry-run'],
  'a record that lost its verb': [{ verb: null }, {}, 'incomplete-ref'],
  'a record that lost its verb, about something else': [
    { verb: null, requestUri: '/healthz' },
    { resource: null },
    'other-resource',
  ],
  'a record that lost its reference': [{}, { resource: null }, 'incomplete-ref'],
  "a controller's Job": [
    {
      user: { username: 'system:serviceaccount:kube-system:cronjob-controller', uid: null, groups: [], extra: {} },
      claimedUserAgent: null,
    },
    { resource: 'jobs' },
    'bookkeeping',
  ],
};

for (const [name, [event, ref, why]] of Object.entries(PASSED)) {
  test(`${name} is passed over: ${why}`, () => assert.deepEqual(run(eventOf(event, ref)), { kind: 'passed', why }));
}

test('every reason for passing over is reached, and every verb is on one side', () => {
  assert.deepEqual(new Set(Object.values(PASSED).map((one) => one[2])), new Set(PASSED_WHY));
  for (const verb of READ_VERBS) assert.deepEqual(run(eventOf({ verb })), { kind: 'passed', why: 'read' });
  for (const verb of WRITE_VERBS) assert.equal(run(eventOf({ verb })).kind, 'activity');
});

test('a create by a person becomes an activity with what later stages need of the event', () => {
  const activity = activityOf(eventOf({ code: 201, cutAt: '/responseObject' }, { uid: 'u' }));
  assert.deepEqual(activity.event, {
    source: 'audit.log',
    offset: 0,
    auditId: '6f0c2d3e-0000-4000-8000-000000000001',
    stage: 'ResponseComplete',
    level: 'Request',
    requestUri: null,
    receivedAt: '2026-11-24T10:00:00.000000Z',
    time: { at: '2026-11-24T10:00:00.123456Z', exact: true },
    envelope: 'audit',
    cluster: null,
    cutAt: '/responseObject',
    named: { name: 'backup', uid: 'u' },
  });
  assert.deepEqual(activity.request, { verb: 'create', outcome: 'accepted', code: 201 });
  assert.equal(activity.actor.username, 'jane@example.com');
});

test('a refused attempt is authored work', () => {
  assert.equal(activityOf(eventOf({ code: 403, decision: 'forbid' })).request.outcome, 'refused');
});

test("the original query's row is asked for, and null where it has none", () => {
  const event = eventOf({
    row: { category: null, timeGenerated: null, parses: true, requestText: '{"spec":{"hostNetwork":true}}' },
  });
  assert.equal(activityOf(event).sentinel?.IsHostNetwork, true);
  assert.equal(activityOf(event, { sentinel: () => null }).sentinel, null);
  assert.equal(activityOf(eventOf({}, { apiGroup: '', resource: 'pods' })).sentinel, null);
});

const deep: Json = JSON.parse(`${'{"spec":['.repeat(50_000)}${']}'.repeat(50_000)}`);
const HOSTILE: Readonly<Record<string, Json>> = {
  'nesting without end': deep,
  'nesting where a list is expected': {
    spec: { containers: deep, template: { spec: { containers: [deep, [deep]] } } },
  },
  'numbers everywhere': { apiVersion: 1, kind: 2, metadata: 3, spec: 4 },
  'lists everywhere': { apiVersion: [], kind: [], metadata: [], spec: [] },
  'nulls everywhere': { apiVersion: null, kind: null, metadata: null, spec: null },
  'invented keys': JSON.parse(
    '{"__proto__": {"a": 1}, "constructor": 1, "hasOwnProperty": 2, "spec": {"__proto__": null}}',
  ),
  'odd owners and labels': { metadata: { ownerReferences: 7, labels: [1], annotations: 'x', name: {} } },
  'a list of scalars': [1, 'a', null, true, [[]]],
  'operations of wrong types': [
    { op: {}, path: [], value: 1 },
    { op: 'add', path: '/spec/containers/0', value: null },
  ],
  'a lone surrogate': { metadata: { name: '\ud800' }, spec: { containers: [{ name: '\udfff' }] } },
};

for (const [name, body] of Object.entries(HOSTILE)) {
  test(`${name}: judged without falling over, whatever the kind and verb`, () => {
    const value = Array.isArray(body) ? body : (body as JsonObject); // the table holds only lists and objects
    for (const verb of WRITE_VERBS) {
      for (const ref of [
        {},
        { resource: 'jobs' },
        { apiGroup: '', resource: 'pods' },
        { apiGroup: '', resource: 'pods', subresource: 'ephemeralcontainers' },
        { apiGroup: 'argoproj.io', resource: 'sensors' },
        { apiGroup: 'argoproj.io', resource: 'workflows' },
        { apiGroup: 'tekton.dev', resource: 'pipelineruns' },
      ]) {
        const event = eventOf({ verb, ...bodySeen(value), responseObject: seen(value) }, ref);
        assert.equal(run(event).kind, 'activity');
      }
    }
  });
}

test('time grows with the body, not with its square', () => {
  const timed = (count: number): number => {
    const containers = Array.from({ length: count }, (_, index) => ({
      name: `c${index}`,
      $patch: index % 2 ? 'x' : 'delete',
    }));
    const event = eventOf(
      { verb: 'patch', ...bodySeen({ spec: { template: { spec: { containers } } } }) },
      { resource: 'jobs' },
    );
    const start = performance.now();
    for (let round = 0; round < 3; round++) assert.ok(readingsIn(activityOf(event)).length === 2);
    return performance.now() - start;
  };
  timed(10_000);
  const small = timed(10_000);
  assert.ok(timed(40_000) < 16 * small + 200);
});
