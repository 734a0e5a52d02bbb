import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSame } from './same.ts';

for (const [situation, one, other, expected] of [
  ['scalars', 1, 1, true],
  ['other scalars', 1, '1', false],
  ['objects whose members stand in another order', { a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  ['a member more', { a: 1 }, { a: 1, b: 2 }, false],
  ['a member of another name', { a: 1 }, { b: 1 }, false],
  ['a list and an object', ['a'], { 0: 'a' }, false],
  ['a longer list', ['a'], ['a', 'a'], false],
  ['nothing and an object', null, {}, false],
] as const) {
  test(`the same: ${situation}`, () => assert.equal(isSame(one, other), expected));
}
