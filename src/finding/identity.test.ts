import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity, OwnerReference } from '../model/activity.ts';
import { findingId, groupId, templateHash } from './identity.ts';
import { activityWith, MOVING_TAG, POD, REMOTE_FETCH, readingWith } from './testing.ts';

type Change = Parameters<typeof activityWith>[0];

const sameId: readonly (readonly [situation: string, change: Change])[] = [
  ['another cluster', { event: { cluster: 'prod' } }],
  ['another envelope, file and offset', { event: { envelope: 'gke', source: 'other.jsonl', offset: 7 } }],
  ['an earlier stage', { event: { stage: 'RequestReceived', time: { at: '2026-11-24T10:00:00.1Z', exact: true } } }],
  ['an export that keeps milliseconds', { event: { receivedAt: '2026-11-24T10:00:00.123000Z' } }],
  ['another outcome and level', { request: { outcome: 'unknown', code: null }, event: { level: 'Metadata' } }],
  [
    'a name that only the response gave',
    { workload: { name: 'other' }, event: { named: { name: 'backup', uid: null } } },
  ],
  ['a uid that only the response gave', { workload: { uid: '0b1c2d3e-0000-4000-8000-000000000002' } }],
];
for (const [situation, change] of sameId) {
  test(`same id: ${situation}`, () => assert.equal(findingId(activityWith(change)), findingId(activityWith())));
}

const otherId: readonly (readonly [situation: string, change: Change])[] = [
  ['another audit id', { event: { auditId: '5c1f7a52-0000-4000-8000-000000000009' } }],
  ['one audit id, received a millisecond later', { event: { receivedAt: '2026-11-24T10:00:00.124456Z' } }],
  ['the received time is lost', { event: { receivedAt: null } }],
  ['another verb', { request: { verb: 'patch' } }],
  ['jobs of another group', { workload: { apiGroup: 'batch.volcano.sh' } }],
  ['another resource', { workload: { resource: 'jobs' } }],
  ['a subresource', { workload: { subresource: 'status' } }],
  ['another namespace', { workload: { namespace: 'prod' } }],
  ['another name', { workload: { name: 'backup2' } }],
  ['the uid of objectRef', { event: { named: { name: 'backup', uid: '0b1c2d3e-0000-4000-8000-000000000002' } } }],
  ['text moved from one field to the next', { workload: { namespace: 'devb', name: 'ackup' } }],
];
for (const [situation, change] of otherId) {
  test(`another id: ${situation}`, () => assert.notEqual(findingId(activityWith(change)), findingId(activityWith())));
}

test('without audit id and received time, where the record stood does not tell writes apart', () => {
  const lost = { auditId: null, receivedAt: null };
  const first = activityWith({ event: { ...lost, offset: 0 } });
  const second = activityWith({ event: { ...lost, offset: 900, source: 'other.jsonl' } });
  assert.equal(findingId(first), findingId(second));
  assert.match(findingId(first), /^[0-9a-f]{32}$/);
});

const owner = (change: Partial<OwnerReference> = {}): OwnerReference => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  name: 'backup',
  uid: '0b1c2d3e-0000-4000-8000-000000000003',
  controller: true,
  ...change,
});
const job = (name: string, ...owners: readonly OwnerReference[]): Activity =>
  activityWith({ workload: { kind: 'Job', resource: 'jobs', name, owners } });

const groups: readonly (readonly [situation: string, a: Activity, b: Activity, equal: boolean])[] = [
  ['two writes of one object', activityWith({ request: { verb: 'patch' } }), activityWith(), true],
  ['a CronJob and the Job that it made', activityWith(), job('backup-29000000', owner()), true],
  ['two Jobs of one CronJob', job('backup-1', owner()), job('backup-2', owner({ uid: null })), true],
  [
    'an owner that does not control',
    job('x', owner({ controller: false })),
    job('y', owner({ controller: false })),
    false,
  ],
  ['an owner without a name', job('x', owner({ name: null })), job('y', owner({ name: null })), false],
  [
    'names that are generated from one prefix',
    activityWith({ workload: { generateName: 'run-', name: 'run-a' } }),
    activityWith({ workload: { generateName: 'run-', name: null } }),
    true,
  ],
  ['another namespace', activityWith({ workload: { namespace: 'prod' } }), activityWith(), false],
  ['another kind of one name', activityWith({ workload: { kind: 'Job' } }), activityWith(), false],
];
for (const [situation, a, b, equal] of groups) {
  test(`${equal ? 'one group' : 'two groups'}: ${situation}`, () => {
    assert.equal(groupId(a, 'prod', [REMOTE_FETCH]) === groupId(b, 'prod', [REMOTE_FETCH]), equal);
  });
}

test('the group depends on the cluster and on the families of the worst hits only', () => {
  const group = (cluster: string, hits: Parameters<typeof groupId>[2]): string =>
    groupId(activityWith(), cluster, hits);
  const other = { indicator: { id: 'command.reverse-shell', severity: 'high' } } as const;
  const mount = { indicator: { id: 'mount.host-root', severity: 'high' } } as const;
  assert.notEqual(group('prod', [REMOTE_FETCH]), group('staging', [REMOTE_FETCH]));
  assert.equal(group('prod', [REMOTE_FETCH]), group('prod', [MOVING_TAG, other]));
  assert.notEqual(group('prod', [REMOTE_FETCH]), group('prod', [MOVING_TAG]));
  assert.notEqual(group('prod', [REMOTE_FETCH]), group('prod', [REMOTE_FETCH, mount]));
  assert.equal(group('prod', [mount, REMOTE_FETCH]), group('prod', [REMOTE_FETCH, mount]));
  assert.match(group('prod', []), /^[0-9a-f]{32}$/);
});

const container = { name: 'main', image: 'alpine:3.22' };
const hash = (pod: Parameters<typeof readingWith>[0]): string | null => templateHash(readingWith(pod));

test('what the server fills in does not change the hash of a template', () => {
  const filled = {
    containers: [{ ...container, resources: {}, terminationMessagePath: '/dev/termination-log', env: [] }],
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    serviceAccount: 'default',
    serviceAccountName: 'default',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
  };
  assert.equal(hash(filled), hash({ containers: [container] }));
});

const others = {
  'another image': { containers: [{ ...container, image: 'alpine:3.23' }] },
  'another name of a container': { containers: [{ ...container, name: 'other' }] },
  'another account': { containers: [container], serviceAccountName: 'admin' },
  'a default that is not the default': { containers: [container], terminationGracePeriodSeconds: 0 },
  'a setting of the same name elsewhere': { containers: [{ ...container, schedulerName: 'default-scheduler' }] },
  'another order': { containers: [{ name: 'x' }, container] },
};
for (const [situation, pod] of Object.entries(others)) {
  test(`another hash: ${situation}`, () => assert.notEqual(hash(pod), hash({ containers: [container] })));
}

test('no hash of what was not seen whole', () => {
  assert.equal(templateHash(null), null);
  assert.equal(templateHash(readingWith(POD, { missing: 'truncated' })), null);
  assert.equal(templateHash(readingWith(POD, { templates: [] })), null);
});
