import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canBeTooDeep, tooDeep } from './depth.ts';
import { MAX_DEPTH } from './prefix.ts';

const textOf = (levels: number): string => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
const nested = (levels: number): unknown => JSON.parse(textOf(levels));

test('the limit itself is not too deep, one level more is', () => {
  assert.equal(tooDeep(nested(MAX_DEPTH)), false);
  assert.equal(tooDeep([nested(MAX_DEPTH)]), true);
  assert.equal(tooDeep({ a: 1, b: [2, nested(MAX_DEPTH)] }), true);
  assert.equal(tooDeep(nested(200_000)), true);
});

test('what is no container has no depth', () => {
  for (const value of [null, 'x'.repeat(5000), 1, undefined]) assert.equal(tooDeep(value, 0), false);
});

test('a text that is nested too deep is long enough to be looked at', () => {
  assert.ok(canBeTooDeep(`${'['.repeat(MAX_DEPTH + 1)}${']'.repeat(MAX_DEPTH + 1)}`));
});
