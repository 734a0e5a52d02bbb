import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../model/json.ts';
import { type PatchHints, readPatch } from './patch.ts';
import { STRATEGIC_KEYS, strategicMarks, withoutDeleted } from './strategic.ts';
import { plain } from './testing.ts';

const BUILT_IN = { strategic: true };
const CUSTOM = {};
const hints = (query = '', code: number | null = null): PatchHints => ({
  requestUri: `/apis/batch/v1/namespaces/shop/cronjobs/backup${query}`,
  code,
  verb: 'patch',
});
const WHOLE = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'backup' }, spec: { suspend: false } };

const summary = (...args: Parameters<typeof readPatch>) =>
  readPatch(...args).map(({ kind, inferred, missing }) => [kind, inferred, missing]);

const PARTIAL = 'patch-without-base';

test('a list is a JSON patch, and that is no guess', () => {
  assert.deepEqual(summary([], BUILT_IN, hints()), [['json-patch', false, PARTIAL]]);
  assert.deepEqual(summary([], CUSTOM, hints()), [['json-patch', false, PARTIAL]]);
});

test('a JSON patch of the whole object misses nothing', () => {
  assert.deepEqual(summary([{ op: 'replace', path: '', value: WHOLE }], BUILT_IN, hints()), [
    ['json-patch', false, null],
  ]);
});

test('a list in another request than a patch is read as one, as a guess', () => {
  assert.deepEqual(summary([], BUILT_IN, { ...hints(), verb: 'update' }), [['json-patch', true, PARTIAL]]);
});

test('an object that says nothing of its kind has two readings for a built-in kind', () => {
  assert.deepEqual(summary({ spec: {} }, BUILT_IN, hints()), [
    ['strategic-merge-patch', true, PARTIAL],
    ['merge-patch', true, PARTIAL],
  ]);
});

test('a custom resource has no strategic merge', () => {
  assert.deepEqual(summary({ spec: {} }, CUSTOM, hints()), [['merge-patch', false, PARTIAL]]);
  assert.deepEqual(summary({ spec: { x: [{ $patch: 'delete' }] } }, CUSTOM, hints()), [
    ['merge-patch', false, PARTIAL],
  ]);
});

test('directives show a strategic merge patch', () => {
  const marked = [
    { spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'a' }] } } } },
    { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['batch.kubernetes.io/job-tracking'] } },
    { spec: { $patch: 'replace', suspend: true } },
  ];
  for (const body of marked) {
    assert.deepEqual(summary(body, BUILT_IN, hints()), [['strategic-merge-patch', true, PARTIAL]]);
  }
  for (const key of STRATEGIC_KEYS) assert.ok(strategicMarks({ spec: [{ [key]: [] }] }).marked, key);
  for (const key of ['patch', '$ref', '$patchwork-of-others'.slice(0, 4)])
    assert.ok(!strategicMarks({ [key]: 1 }).marked, key);
});

test('an element marked as deleted is gone in the strategic reading and stays in the other', () => {
  const body = {
    spec: {
      containers: [
        { name: 'old', $patch: 'delete' },
        { name: 'new', image: 'alpine' },
      ],
      volumes: [{ $patch: 'delete', name: 'v' }],
      affinity: { $patch: 'delete' },
    },
  };
  const [strategic, merge] = readPatch(body, BUILT_IN, hints());
  assert.equal(strategic?.kind, 'strategic-merge-patch');
  assert.deepEqual(plain(strategic?.object), { spec: { containers: [{ name: 'new', image: 'alpine' }], volumes: [] } });
  assert.deepEqual(strategic?.origins, [
    { at: '', from: '/requestObject' },
    { at: '/spec/containers/0', from: '/requestObject/spec/containers/1' },
  ]);
  assert.equal(merge?.kind, 'merge-patch');
  assert.equal(merge?.object, body);
});

const APPLIES: Readonly<Record<string, readonly [JsonObject, PatchHints, readonly unknown[]]>> = {
  'whole identity and a field manager': [WHOLE, hints('?fieldManager=argocd-controller'), ['apply', true, PARTIAL]],
  'accepted with force': [WHOLE, hints('?fieldManager=helm&force=true', 200), ['apply', false, PARTIAL]],
  'a forced one without a code': [WHOLE, hints('?fieldManager=helm&force=true'), ['apply', true, PARTIAL]],
  'created by it': [WHOLE, hints('?fieldManager=kubectl&force=false', 201), ['apply', false, null]],
};
for (const [name, [body, hint, wanted]] of Object.entries(APPLIES)) {
  test(`server-side apply: ${name}`, () => {
    assert.deepEqual(summary(body, BUILT_IN, hint), [wanted]);
    assert.deepEqual(summary(body, CUSTOM, hint), [wanted]);
  });
}

test('no server-side apply without a manager, a kind or a name, nor with directives', () => {
  const { kind, ...kindless } = WHOLE;
  assert.ok(kind);
  for (const [body, hint] of [
    [WHOLE, hints()],
    [WHOLE, hints('?x=fieldManager')],
    [kindless, hints('?fieldManager=helm')],
    [{ ...WHOLE, metadata: {} }, hints('?fieldManager=helm')],
    [{ ...WHOLE, spec: { $retainKeys: [] } }, hints('?fieldManager=helm')],
    [WHOLE, { ...hints(), requestUri: null }],
  ] as const) {
    assert.notEqual(readPatch(body, BUILT_IN, hint)[0]?.kind, 'apply');
  }
});

const deep = (levels: number): JsonObject => {
  const value: Json = JSON.parse(`${'{"a":['.repeat(levels)}${']}'.repeat(levels)}`);
  return { spec: value, other: [{ $patch: 'delete' }] };
};

test('nesting without end is read without falling over', () => {
  assert.deepEqual(strategicMarks(deep(100_000)), { marked: true, deletes: true });
  assert.deepEqual(Object.keys(withoutDeleted(deep(100_000)).object), ['spec', 'other']);
  assert.equal(readPatch(deep(100_000), BUILT_IN, hints()).length, 2);
});

test('a body too large to search keeps both readings', () => {
  const body = { pad: Array.from({ length: 250_000 }, () => ({})), spec: { $patch: 'replace' } };
  assert.equal(readPatch({ spec: body.spec, pad: body.pad }, BUILT_IN, hints()).length, 2);
});

test('invented keys survive the removal of elements as keys', () => {
  const body: JsonObject = JSON.parse('{"__proto__": {"x": [{"$patch": "delete"}]}, "spec": 1}');
  assert.equal(JSON.stringify(withoutDeleted(body).object), '{"__proto__":{"x":[]},"spec":1}');
});
