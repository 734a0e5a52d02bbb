import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent, ObjectRef } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { seen } from '../../model/seen.ts';
import { activityOf, bodySeen, eventOf } from '../testing.ts';
import { LONGEST_TEXT } from './content.ts';
import { cronJobNote, isContextWrite, noteOf } from './notes.ts';

const map: Partial<ObjectRef> = { apiGroup: '', resource: 'configmaps', namespace: 'shop', name: 'scripts' };
const secret: Partial<ObjectRef> = { ...map, resource: 'secrets' };
const body = (data: JsonObject, more: JsonObject = {}): Pick<AuditEvent, 'requestObject'> =>
  bodySeen({ kind: 'ConfigMap', metadata: { name: 'scripts' }, data, ...more });
const contentOf = (change: Partial<AuditEvent>, ref = map) => {
  const note = noteOf(eventOf(change, ref));
  return note?.kind === 'content' ? { whole: note.whole, data: note.data, unread: note.unread } : note;
};

const contents: Record<string, { readonly of: unknown; readonly is: unknown }> = {
  'a ConfigMap as it was created': {
    of: contentOf(body({ run: 'date' })),
    is: { whole: true, data: [['run', 'date']], unread: [] },
  },
  'keys that an export split at their dots': {
    of: contentOf(body({ run: { sh: 'date', d: { x: 'y' } } })),
    is: {
      whole: true,
      data: [
        ['run.sh', 'date'],
        ['run.d.x', 'y'],
      ],
      unread: [],
    },
  },
  'its binary data as text, where it is one': {
    of: contentOf(
      body(
        {},
        { binaryData: { run: btoa('date'), raw: btoa('\xff\xfe'), packed: btoa('\x1f\x8b\x08\xff'), none: '*' } },
      ),
    ),
    is: {
      whole: true,
      data: [
        ['run', 'date'],
        ['packed', '\x1f\x8b\x08\xff'],
      ],
      unread: ['raw', 'none'],
    },
  },
  'a Secret, decoded, its plain text over it': {
    of: contentOf(bodySeen({ data: { a: btoa('1'), b: btoa('2') }, stringData: { b: '3' } }), secret),
    is: {
      whole: true,
      data: [
        ['a', '1'],
        ['b', '3'],
      ],
      unread: [],
    },
  },
  'the stored object rather than a patch': {
    of: contentOf({
      verb: 'patch',
      ...body({ run: 'date' }),
      responseObject: seen({ kind: 'ConfigMap', data: { run: 'date', lib: 'x' } }),
    }),
    is: {
      whole: true,
      data: [
        ['run', 'date'],
        ['lib', 'x'],
      ],
      unread: [],
    },
  },
  'a merge patch, which may take keys away': {
    of: contentOf({ verb: 'patch', ...body({ run: 'date', old: null }) }),
    is: {
      whole: false,
      data: [
        ['run', 'date'],
        ['old', null],
      ],
      unread: [],
    },
  },
  'an apply that created the object': {
    of: contentOf({ verb: 'patch', code: 201, ...body({ run: 'date' }) }),
    is: { whole: true, data: [['run', 'date']], unread: [] },
  },
  'a JSON patch': {
    of: contentOf({
      verb: 'patch',
      ...bodySeen([
        { op: 'test', path: '/data/run', value: 'x' },
        { op: 'replace', path: '/data/a~1b', value: 'date' },
        { op: 'remove', path: '/data/old' },
        { op: 'move', path: '/data/moved', from: '/data/x' },
        { op: 'add', path: '/data', value: { whole: 'y' } },
        { op: 'add', path: '/metadata/labels/x', value: 'y' },
      ]),
    }),
    is: {
      whole: false,
      data: [
        ['a/b', 'date'],
        ['old', null],
        ['whole', 'y'],
      ],
      unread: ['moved'],
    },
  },
  'a cut body, which may lack keys': {
    of: contentOf({ requestObject: seen({ data: { run: 'date' } }, 'truncated') }),
    is: { whole: false, data: [['run', 'date']], unread: [] },
  },
  'wrong types and a text that nobody runs': {
    of: contentOf(body({ a: 1, b: ['x'], c: 'x'.repeat(LONGEST_TEXT + 1), ['__proto__']: 'kept' })),
    is: { whole: true, data: [['__proto__', 'kept']], unread: ['a', 'b', 'c'] },
  },
  'a patch of labels only': { of: contentOf({ verb: 'patch', ...bodySeen({ metadata: { labels: {} } }) }), is: null },
  'no body': { of: contentOf({}), is: null },
  'a token of a service account': {
    of: contentOf(bodySeen({ type: 'kubernetes.io/service-account-token', data: { token: 'eA==' } }), secret),
    is: null,
  },
};
for (const [situation, { of, is }] of Object.entries(contents)) {
  test(`what is noted of content: ${situation}`, () => assert.deepEqual(of, is));
}

const silent: Record<string, AuditEvent> = {
  'a read': eventOf({ verb: 'get', ...body({}) }, map),
  'a refused write': eventOf({ code: 403, ...body({}) }, map),
  'a dry run': eventOf({ requestUri: '/x?dryRun=All', ...body({}) }, map),
  'another resource': eventOf(body({}), { ...map, resource: 'pods' }),
  'a resource of the same name in another group': eventOf(body({}), { ...map, apiGroup: 'example.com' }),
  'a subresource': eventOf(body({}), { ...map, subresource: 'status' }),
  'the certificates of every namespace': eventOf(
    {
      ...body({}),
      user: {
        username: 'system:serviceaccount:kube-system:root-ca-cert-publisher',
        uid: null,
        groups: [],
        extra: {},
      },
    },
    { ...map, name: 'kube-root-ca.crt' },
  ),
  'a release of Helm': eventOf(body({}), { ...secret, name: 'sh.helm.release.v1.app.v3' }),
};
for (const [situation, event] of Object.entries(silent)) {
  test(`nothing is noted of ${situation}`, () => {
    assert.equal(isContextWrite(event), false);
    assert.equal(noteOf(event), null);
  });
}
test('a ConfigMap under the name of the certificates is noted when somebody else writes it', () => {
  assert.ok(noteOf(eventOf(body({ run: 'x' }), { ...map, name: 'kube-root-ca.crt' })));
});

test('roles and bindings are noted with what they allow and to whom', () => {
  const rbac = { apiGroup: 'rbac.authorization.k8s.io', namespace: 'shop', name: 'x' };
  const role = noteOf(
    eventOf(bodySeen({ rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 7] }] }), {
      ...rbac,
      resource: 'roles',
    }),
  );
  assert.ok(role?.kind === 'role');
  assert.deepEqual(role.rules, [{ groups: [''], resources: ['secrets'], verbs: ['get'], names: [] }]);
  const binding = noteOf(
    eventOf(
      bodySeen({
        roleRef: { kind: 'Role', name: 'x' },
        subjects: [
          { kind: 'ServiceAccount', name: 'a' },
          { kind: 'Group', name: 'g' },
          { kind: 'Robot', name: 'r' },
          7,
        ],
      }),
      { ...rbac, resource: 'rolebindings' },
    ),
  );
  assert.ok(binding?.kind === 'binding');
  assert.deepEqual(binding.subjects, [
    { kind: 'ServiceAccount', name: 'shop/a' },
    { kind: 'Group', name: 'g' },
  ]);
  const cluster = noteOf(
    eventOf(bodySeen({ roleRef: { kind: 'ClusterRole', name: 'x' } }), { ...rbac, resource: 'clusterrolebindings' }),
  );
  assert.equal(cluster?.object.namespace, null);
  assert.equal(noteOf(eventOf(bodySeen({ subjects: [] }), { ...rbac, resource: 'rolebindings' })), null);
});

test('a CronJob is noted with its template, and as unclear when a change of it was not logged', () => {
  const spec = {
    schedule: '0 3 * * *',
    jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a' }] } } } },
  };
  const noted = (change: Partial<AuditEvent>) =>
    cronJobNote(activityOf(eventOf({ code: 200, ...change })))?.forms.length;
  assert.equal(noted(bodySeen({ spec })), 1);
  assert.equal(noted({ verb: 'patch' }), 0, 'no body');
  assert.equal(
    noted({ verb: 'patch', ...bodySeen({ spec: { ...spec, schedule: null } }) }),
    0,
    'a change of the template',
  );
  assert.equal(noted({ verb: 'patch', ...bodySeen({ spec: { suspend: true } }) }), undefined, 'a change beside it');
  assert.equal(noted({ ...bodySeen({ spec }), code: 403 }), undefined);
  assert.equal(noted({ ...bodySeen({ spec }), code: null }), undefined, 'nobody knows whether it took place');
});
