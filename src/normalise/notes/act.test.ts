import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOne } from '../../decode/testing/decoding.ts';
import { actNote } from './act.ts';
import { noteOf } from './notes.ts';

const origin = { source: 'audit.log', offset: 7 };
const event = (verb: string, objectRef: object, more: object = {}) =>
  decodeOne({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: 'a-1',
    stage: 'ResponseComplete',
    verb,
    user: { username: 'eve@example.com', groups: [] },
    objectRef,
    responseStatus: { code: 200 },
    requestReceivedTimestamp: '2026-11-24T10:00:00.000000Z',
    stageTimestamp: '2026-11-24T10:00:00.100000Z',
    ...more,
  });
const actOf = (...args: Parameters<typeof event>) => actNote(event(...args), null, origin);

const rbac = { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' };
const CASES: readonly [string, object, string | null][] = [
  ['create', { resource: 'rolebindings', namespace: 'dev', name: 'x', ...rbac }, 'grant'],
  ['patch', { resource: 'clusterroles', name: 'x', ...rbac }, 'grant'],
  ['delete', { resource: 'rolebindings', namespace: 'dev', name: 'x', ...rbac }, null],
  ['create', { resource: 'roles', apiGroup: 'example.com', namespace: 'dev', name: 'x' }, null],
  ['delete', { resource: 'cronjobs', apiGroup: 'batch', namespace: 'dev', name: 'x' }, 'deletion'],
  ['deletecollection', { resource: 'jobs', apiGroup: 'batch', namespace: 'dev' }, 'deletion'],
  ['delete', { resource: 'pods', namespace: 'dev', name: 'x' }, null],
  ['get', { resource: 'pods', subresource: 'exec', namespace: 'dev', name: 'x' }, 'entry'],
  ['create', { resource: 'pods', subresource: 'attach', namespace: 'dev', name: 'x' }, 'entry'],
  ['get', { resource: 'pods', subresource: 'log', namespace: 'dev', name: 'x' }, null],
  ['create', { resource: 'serviceaccounts', subresource: 'token', namespace: 'dev', name: 'x' }, 'token-request'],
  ['list', { resource: 'secrets', namespace: 'dev' }, 'secrets-list'],
  ['get', { resource: 'secrets', namespace: 'dev', name: 'x' }, null],
  ['create', { resource: 'selfsubjectrulesreviews', apiGroup: 'authorization.k8s.io' }, 'discovery'],
  ['deletecollection', { resource: 'events', namespace: 'dev' }, 'events-removal'],
  ['delete', { resource: 'events', apiGroup: 'events.k8s.io', namespace: 'dev', name: 'x' }, 'events-removal'],
  ['create', { resource: 'events', namespace: 'dev', name: 'x' }, null],
];
for (const [verb, ref, act] of CASES) {
  const { resource, subresource } = ref as { resource: string; subresource?: string }; // Our own cases.
  test(`${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}: ${act ?? 'no act'}`, () => {
    assert.equal(actOf(verb, ref)?.act ?? null, act);
  });
}

const deleted = { resource: 'cronjobs', apiGroup: 'batch', namespace: 'dev', name: 'report' };
test('a deletion with who, what and where it stands', () => {
  assert.deepEqual(actOf('delete', deleted), {
    kind: 'act',
    act: 'deletion',
    outcome: 'accepted',
    by: 'eve@example.com',
    cluster: null,
    group: 'batch',
    resource: 'cronjobs',
    namespace: 'dev',
    name: 'report',
    role: null,
    accounts: [],
    receivedAt: '2026-11-24T10:00:00.000000Z',
    event: { auditId: 'a-1', time: '2026-11-24T10:00:00.100000Z', verb: 'delete', ...origin },
  });
});

test('a refusal is a 403, and an entry is accepted by a switch of protocols', () => {
  const entry = { resource: 'pods', subresource: 'exec', namespace: 'dev', name: 'x' };
  assert.equal(actOf('delete', deleted, { responseStatus: { code: 403 } })?.outcome, 'refused');
  assert.equal(actOf('delete', deleted, { responseStatus: { code: 404 } }), null);
  assert.equal(actOf('get', entry, { responseStatus: { code: 101 } })?.outcome, 'accepted');
  assert.equal(actOf('delete', deleted, { responseStatus: { code: 101 } }), null);
});

test('what the control plane or a node does, a dry run, and what has no outcome are no acts', () => {
  const by = (username: string) => ({ user: { username, groups: [] } });
  assert.equal(actOf('delete', deleted, by('system:serviceaccount:kube-system:cronjob-controller')), null);
  assert.equal(
    actOf('create', { resource: 'serviceaccounts', subresource: 'token', name: 'x' }, by('system:node:n')),
    null,
  );
  assert.equal(actOf('delete', deleted, { requestURI: '/apis/batch/v1/x?dryRun=All' }), null);
  assert.equal(actOf('delete', deleted, { responseStatus: undefined }), null);
});

test('service accounts of a binding, however they are named', () => {
  const binding = event(
    'create',
    { resource: 'rolebindings', namespace: 'dev', name: 'x', ...rbac },
    {
      level: 'Request',
      requestObject: {
        kind: 'RoleBinding',
        roleRef: { kind: 'ClusterRole', name: 'edit' },
        subjects: [
          { kind: 'ServiceAccount', name: 'a' },
          { kind: 'ServiceAccount', name: 'b', namespace: 'stage' },
          { kind: 'User', name: 'system:serviceaccount:dev:c' },
          { kind: 'Group', name: 'system:serviceaccounts:ops' },
          { kind: 'User', name: 'eve@example.com' },
        ],
      },
    },
  );
  const note = actNote(binding, noteOf(binding), origin);
  assert.deepEqual(note?.accounts, ['dev/a', 'stage/b', 'dev/c', 'ops/*']);
  assert.equal(note.role, 'ClusterRole edit');
});
