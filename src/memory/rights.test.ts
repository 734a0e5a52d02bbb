import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BindingNote, NotedObject, NoteOrigin, RoleNote, Rule } from '../model/note.ts';
import { createKnowledge } from './known.ts';

const origin: NoteOrigin = { at: '2026-11-24T10:00:00.000000Z', by: 'ana@example.com' };
const inDev = (name: string): NotedObject => ({ cluster: null, namespace: 'dev', name });
const inCluster = (name: string): NotedObject => ({ cluster: null, namespace: null, name });
const rule = (resource: string): Rule => ({ groups: [''], resources: [resource], verbs: ['get'], names: [] });
const clusterRole = (name: string, more: Partial<RoleNote> = {}): RoleNote => ({
  kind: 'role',
  of: 'ClusterRole',
  object: inCluster(name),
  origin,
  rules: [rule(name)],
  labels: [],
  aggregates: [],
  ...more,
});
const bound = (
  subject: BindingNote['subjects'][number],
  role: string,
  more: Partial<BindingNote> = {},
): BindingNote => ({
  kind: 'binding',
  of: 'ClusterRoleBinding',
  object: inCluster(`${subject.name}-${role}`),
  origin,
  role: { of: 'ClusterRole', name: role },
  subjects: [subject],
  ...more,
});
const account = { kind: 'ServiceAccount', name: 'dev/builder' } as const;
const rightsOf = (notes: readonly (RoleNote | BindingNote)[], given = false, of = inDev('builder')) => {
  const knowledge = createKnowledge(given ? { given: notes } : {});
  if (!given) for (const note of notes) knowledge.learn(note, 100);
  const rights = knowledge.rights(of);
  return (
    rights && {
      whole: rights.whole,
      grants: rights.grants.map(({ rules }) => rules?.map(({ resources }) => resources.join()) ?? null),
    }
  );
};

test('nothing known is not no rights', () => {
  assert.equal(rightsOf([clusterRole('secrets')]), undefined);
  assert.equal(rightsOf([clusterRole('secrets')], true), undefined, 'an export without bindings');
  const others = bound({ kind: 'User', name: 'ana@example.com' }, 'secrets');
  assert.deepEqual(rightsOf([clusterRole('secrets'), others], true), { whole: true, grants: [] });
});

for (const [by, subject] of Object.entries({
  'its name': account,
  'its user name': { kind: 'User', name: 'system:serviceaccount:dev:builder' },
  'the group of its namespace': { kind: 'Group', name: 'system:serviceaccounts:dev' },
  'the group of all service accounts': { kind: 'Group', name: 'system:serviceaccounts' },
  'the group of all who signed in': { kind: 'Group', name: 'system:authenticated' },
} as const)) {
  test(`a service account is bound by ${by}`, () => {
    for (const given of [false, true]) {
      const rights = rightsOf([clusterRole('secrets'), bound(subject, 'secrets')], given);
      assert.deepEqual(rights, { whole: given, grants: [['secrets']] });
    }
  });
}
test('another account, another namespace and another group are not bound', () => {
  const notes = [
    clusterRole('secrets'),
    bound({ kind: 'ServiceAccount', name: 'prod/builder' }, 'secrets'),
    bound({ kind: 'Group', name: 'system:serviceaccounts:prod' }, 'secrets'),
    bound({ kind: 'User', name: 'builder' }, 'secrets'),
  ];
  assert.equal(rightsOf(notes), undefined);
});

test('a role binding finds the role of its own namespace', () => {
  const role = (namespace: string): RoleNote => ({
    ...clusterRole('r'),
    of: 'Role',
    object: { ...inDev('r'), namespace },
  });
  const binding = bound(account, 'r', { of: 'RoleBinding', object: inDev('b'), role: { of: 'Role', name: 'r' } });
  assert.deepEqual(rightsOf([role('dev'), binding])?.grants, [['r']]);
  assert.deepEqual(rightsOf([role('prod'), binding])?.grants, [null], 'a role that was not seen');
});

test('roles of every cluster are known without being shown', () => {
  assert.deepEqual(rightsOf([bound(account, 'cluster-admin')])?.grants, [['*']]);
  assert.deepEqual(rightsOf([bound(account, 'cluster-admins')])?.grants, [null]);
});

test('an aggregated role has the rules of those that its selectors fit', () => {
  const aggregate = clusterRole('all', {
    rules: [],
    aggregates: [
      { labels: [['team', 'a']], expressions: [] },
      { labels: [], expressions: [{ key: 'extra', operator: 'In', values: ['yes'] }] },
      { labels: [], expressions: [] },
    ],
  });
  const roles = [
    clusterRole('pods', { labels: [['team', 'a']] }),
    clusterRole('jobs', { labels: [['extra', 'yes']] }),
    clusterRole('secrets', { labels: [['team', 'b']] }),
  ];
  assert.deepEqual(rightsOf([aggregate, ...roles, bound(account, 'all')])?.grants, [['pods', 'jobs']]);
});

test('the later write of a role counts, whichever is read last; what was bound no longer is not', () => {
  const later = { ...origin, at: '2026-11-24T11:00:00.000000Z' };
  const before = clusterRole('r');
  const after = clusterRole('r', { origin: later, rules: [rule('pods')] });
  for (const notes of [
    [before, after],
    [after, before],
  ]) {
    assert.deepEqual(rightsOf([...notes, bound(account, 'r')])?.grants, [['pods']]);
  }
  const taken = bound(account, 'r', { origin: later, subjects: [] });
  assert.equal(rightsOf([before, bound(account, 'r'), taken]), undefined);
});

test('a log of another cluster binds nobody here', () => {
  const there = bound(account, 'cluster-admin', { object: { ...inCluster('x'), cluster: 'south' } });
  assert.equal(rightsOf([there]), undefined);
});

test('many bindings of one role are one gift: they neither hide another nor cost more with each', () => {
  const same = Array.from({ length: 5000 }, (_, index) => bound(account, 'r', { object: inCluster(`same-${index}`) }));
  const notes = [clusterRole('r'), ...same, bound(account, 'cluster-admin')];
  assert.deepEqual(rightsOf(notes)?.grants, [['r'], ['*']]);
  const knowledge = createKnowledge();
  for (const note of notes) knowledge.learn(note, 100);
  const gone = { ...same[0], subjects: [], origin: { ...origin, at: '2026-11-24T12:00:00.000000Z' } } as BindingNote; // It is there.
  knowledge.learn(gone, 100);
  assert.equal(knowledge.rights(inDev('builder'))?.grants.length, 2, 'the others still give it');
});
