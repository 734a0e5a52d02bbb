import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { originOf } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { plain } from '../testing.ts';
import { applyMergePatch, MOST_LEVELS } from './merge.ts';
import { applyServerSide } from './server-side.ts';
import { applyStrategicPatch } from './strategic.ts';

/** RFC 7386, appendix A: original, patch, result. Each stands in a member, since an object of the API is an object. */
const APPENDIX: readonly (readonly [original: Json, patch: Json, result: Json | undefined])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, undefined],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];
for (const [index, [original, patch, result]] of APPENDIX.entries()) {
  test(`RFC 7386 appendix A, row ${index + 1}: ${JSON.stringify(original)} with ${JSON.stringify(patch)}`, () => {
    const { object, fits, cut } = applyMergePatch({ it: original }, { it: patch });
    assert.deepEqual(plain(object), plain(result === undefined ? {} : { it: result }));
    assert.ok(fits && !cut);
  });
}

test('what the patch wrote points to it, all else into the object as it stands', () => {
  const base = { spec: { suspend: true, template: { image: 'a' } } };
  const { origins } = applyMergePatch(base, { spec: { suspend: false, list: [{ a: 1 }], new: { b: { c: 1 } } } });
  assert.equal(originOf({ origins }, '/spec/suspend'), '/requestObject/spec/suspend');
  assert.equal(originOf({ origins }, '/spec/list/0/a'), '/requestObject/spec/list/0/a');
  assert.equal(originOf({ origins }, '/spec/new/b/c'), '/requestObject/spec/new/b/c');
  assert.equal(originOf({ origins }, '/spec/template/image'), '/object/spec/template/image');
});

test('a key that other objects inherit is an ordinary one', () => {
  const patch: JsonObject = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  for (const apply of [applyMergePatch, applyStrategicPatch]) {
    const { object } = apply({ a: 1 }, patch);
    assert.deepEqual(Object.keys(object).sort(), ['__proto__', 'a', 'constructor']);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  }
});

const nested = (depth: number): JsonObject => {
  let value: JsonObject = { x: 1 };
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
};
const APPLY: Readonly<Record<string, (base: JsonObject, patch: JsonObject) => { cut: boolean }>> = {
  'merge patch': applyMergePatch,
  'strategic merge patch': applyStrategicPatch,
  'server-side apply': (base, patch) => applyServerSide(base, patch, 'x'),
};
const wide = (size: number, image: string): JsonObject => ({
  spec: { containers: Array.from({ length: size / 10 }, (_, index) => ({ name: `c${index}`, image })) },
});
for (const [name, apply] of Object.entries(APPLY)) {
  test(`${name}: nesting beyond all objects of the API is cut and said`, () => {
    assert.equal(apply(nested(MOST_LEVELS * 2), nested(MOST_LEVELS * 2)).cut, true);
    assert.equal(apply(nested(20), nested(20)).cut, false);
  });

  test(`${name}: linear in base and patch`, () => {
    const ratio = growth((size) => apply(wide(size, 'a'), wide(size, 'b')), 20_000);
    assert.ok(ratio < 12, `four times the body took ${ratio.toFixed(1)} times as long`);
  });
}
