import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical, hashOf, portableSha256Hex, sha256Hex } from './canonical.ts';

const texts: readonly (readonly [situation: string, value: unknown, text: string])[] = [
  ['members in another order', { b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
  ['integer-like names sort as text', { 10: 'x', 9: 'y', a: 'z' }, '{"10":"x","9":"y","a":"z"}'],
  ['lists keep their order', ['b', 'a'], '["b","a"]'],
  ['undefined members are left out', { a: undefined, b: 1 }, '{"b":1}'],
  ['what JSON cannot hold', [Number.NaN, undefined, () => 1], '[null,null,null]'],
  ['quotes and control characters', { 'a"b': 'x\n\u0001' }, '{"a\\"b":"x\\n\\u0001"}'],
  ['a lone surrogate', '\ud800', '"\\ud800"'],
  ['empty containers', [{}, []], '[{},[]]'],
  ['a scalar alone', 1.5, '1.5'],
];

for (const [situation, value, text] of texts) {
  test(`canonical text: ${situation}`, () => assert.equal(canonical(value), text));
}

test('a member called __proto__ is a member like any other', () => {
  assert.equal(canonical(JSON.parse('{"__proto__":{"x":1},"a":2}')), '{"__proto__":{"x":1},"a":2}');
});

test('a hundred thousand levels do not overflow the stack', () => {
  const depth = 100_000;
  const text = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  assert.equal(canonical(JSON.parse(text)), text);
});

test('the hash of a known text', () => {
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the hash is the same on every platform', () => {
  for (const text of ['', 'abc', 'é€😀', '\ud800', 'x'.repeat(1000)])
    assert.equal(sha256Hex(text), portableSha256Hex(text));
});

test('equal as JSON is equal as a hash, and nothing else is', () => {
  assert.equal(hashOf({ a: 1, b: 2 }), hashOf({ b: 2, a: 1 }));
  assert.notEqual(hashOf({ a: '1' }), hashOf({ a: 1 }));
  assert.notEqual(hashOf(['a', 'b']), hashOf(['a,b']));
  assert.notEqual(hashOf([null]), hashOf(['null']));
});
