import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rbacOf } from './rbac.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const role = { apiVersion, kind: 'ClusterRole', metadata: { name: 'reader' }, rules: null };
const binding = {
  apiVersion,
  kind: 'RoleBinding',
  metadata: { name: 'b', namespace: 'dev' },
  roleRef: { kind: 'ClusterRole', name: 'reader' },
  subjects: [{ kind: 'ServiceAccount', name: 'builder', namespace: 'dev' }],
};

test('an export is read in every form that kubectl gives it', () => {
  for (const documents of [
    [role, binding],
    [{ apiVersion: 'v1', kind: 'List', items: [role, binding] }],
    [{ kind: 'ClusterRoleList', items: [role] }, null, { kind: 'List', items: [{ kind: 'List', items: [binding] }] }],
  ]) {
    const { notes, others } = rbacOf(documents);
    assert.deepEqual(
      notes.map(({ kind, object }) => [kind, object.namespace, object.name]),
      [
        ['role', null, 'reader'],
        ['binding', 'dev', 'b'],
      ],
    );
    assert.equal(others, 0);
  }
});

test('what is no role and no binding is passed over and counted', () => {
  const deep = (depth: number): object => (depth === 0 ? role : { kind: 'List', items: [deep(depth - 1)] });
  const documents = [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } },
    { ...role, apiVersion: 'example.com/v1' },
    { ...role, metadata: {} },
    { ...binding, roleRef: { kind: 'Pod', name: 'x' } },
    'text',
    deep(50),
  ];
  assert.deepEqual(rbacOf(documents), { notes: [], others: documents.length });
});
