import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../model/json.ts';
import { expandPath, isPath } from './paths.ts';

const found = (root: Json, path: string) => [...expandPath(root, path)].map((place) => [place.pointer, place.value]);

test('names, list members and map values are followed, each with its pointer', () => {
  assert.deepEqual(found({ a: { b: 1 } }, 'a.b'), [['/a/b', 1]]);
  assert.deepEqual(found({ a: [{ b: 1 }, {}, { b: 2 }] }, 'a.*.b'), [
    ['/a/0/b', 1],
    ['/a/2/b', 2],
  ]);
  assert.deepEqual(found({ a: { 'x/y': { b: 1 }, '~': { b: 2 } } }, 'a.*.b'), [
    ['/a/x~1y/b', 1],
    ['/a/~0/b', 2],
  ]);
  assert.deepEqual(found({ a: 1 }, ''), [['', { a: 1 }]]);
});

test('a path through another type leads nowhere', () => {
  for (const root of [null, 7, 'a', [], { a: null }, { a: 'text' }, { a: [1] }] as const) {
    assert.deepEqual(found(root, 'a.b'), []);
    assert.deepEqual(found(root, 'a.*.b'), []);
  }
});

test('only own properties are followed', () => {
  const root: Json = JSON.parse('{"__proto__": {"b": 1}}');
  assert.deepEqual(found(root, 'constructor.name'), []);
  assert.deepEqual(found(root, '*.b'), [['/__proto__/b', 1]]);
});

test('which texts are paths', () => {
  for (const good of ['', 'spec', 'spec.tasks.*.template', '*', 'a-b.c_d']) assert.ok(isPath(good), good);
  for (const bad of ['.', 'a.', 'a..b', '/spec', 'a.**', 'a b', 'a.b[0]', `${'a.'.repeat(20)}b`]) {
    assert.ok(!isPath(bad), bad);
  }
});
