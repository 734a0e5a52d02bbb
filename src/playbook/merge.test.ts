import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonical } from '../lib/canonical.ts';
import { differences, isSatisfied, lasting, mergePatch, reversePatch, touched } from './merge.ts';

/** Objects as the API has them: no member is null. */
const value = fc.letrec((tie) => ({
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('any'), { maxKeys: 3 }),
  any: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ max: 3 }),
    fc.constantFrom('x', 'y'),
    fc.array(fc.integer({ max: 2 }), { maxLength: 2 }),
    tie('object'),
  ),
}));
const patch = fc.letrec((tie) => ({
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('any'), { maxKeys: 3 }),
  any: fc.oneof({ maxDepth: 3 }, fc.constant(null), fc.integer({ max: 3 }), fc.constantFrom('x'), tie('object')),
}));

/** As the server stores maps and structs with `omitempty`: an empty object is no member at all. */
const withoutEmpty = (one: unknown): unknown => {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
  return Object.fromEntries(
    Object.entries(one)
      .map(([key, member]) => [key, withoutEmpty(member)] as const)
      .filter(([, member]) => canonical(member) !== '{}'),
  );
};

test('the reverse patch puts back what was there, for any object and any patch', () => {
  fc.assert(
    fc.property(value.object, patch.object, (before, forth) => {
      const after = mergePatch(before, forth);
      const back = mergePatch(after, reversePatch(forth, before));
      assert.equal(canonical(withoutEmpty(back)), canonical(withoutEmpty(before)));
    }),
    { numRuns: 2000 },
  );
});

test('a patch is satisfied once it was applied', () => {
  fc.assert(
    fc.property(value.object, patch.object, (before, forth) =>
      assert.ok(isSatisfied(mergePatch(before, forth), forth)),
    ),
    { numRuns: 2000 },
  );
});

test('taking out what is not there changes nothing; anything else does', () => {
  const pause = { spec: { syncPolicy: { automated: null } } };
  assert.ok(isSatisfied({ spec: { project: 'p' } }, pause));
  assert.ok(isSatisfied({ spec: { syncPolicy: { retry: 1 } } }, pause));
  assert.ok(!isSatisfied({ spec: { syncPolicy: { automated: {} } } }, pause));
  assert.ok(!isSatisfied({ spec: {} }, { spec: { suspend: true } }));
  assert.ok(!isSatisfied({}, { spec: { suspend: true } }));
});

test('the members that a patch names', () => {
  assert.deepEqual(touched({ spec: { suspend: true, other: null } }, { spec: { suspend: false, more: 1 } }), {
    spec: { suspend: false, other: null },
  });
});

test('what lasts is everything but the status and what each write moves', () => {
  const object = {
    spec: 1,
    status: 2,
    metadata: { name: 'n', uid: 'u', resourceVersion: '1', generation: 2, managedFields: [], labels: { a: 'b' } },
  };
  assert.deepEqual(lasting(object), { spec: 1, metadata: { name: 'n', uid: 'u', labels: { a: 'b' } } });
});

test('differences are named by their pointers', () => {
  assert.deepEqual(differences({ a: { b: 1, 'x/y': 2 } }, { a: { b: 1, 'x/y': 3 }, c: 1 }), ['/c', '/a/x~1y']);
  assert.deepEqual(differences({ a: [1] }, { a: [1] }), []);
});
