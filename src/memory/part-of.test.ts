import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPartOf } from './part-of.ts';

const whole = {
  kind: 'CronJob',
  spec: { schedule: '0 3 * * *', containers: [{ name: 'a', command: ['sh', '-c', 'x'] }, { name: 'b' }] },
};

const parts: Record<string, unknown> = {
  'the whole': whole,
  nothing: {},
  'a string that ends earlier': { kind: 'CronJob', spec: { schedule: '0 3' } },
  'a shorter list': { spec: { containers: [{ name: 'a', command: ['sh', '-c'] }] } },
  'a value that was lost': { kind: null },
};
for (const [name, part] of Object.entries(parts)) test(`a part: ${name}`, () => assert.ok(isPartOf(part, whole)));

const others: Record<string, unknown> = {
  'another string': { kind: 'Job' },
  'a key that the whole has not': { metadata: {} },
  'a longer list': { spec: { containers: [{}, {}, {}] } },
  'an object for a list': { spec: { containers: { 0: { name: 'a' } } } },
  'an inherited key': { constructor: {} },
};
for (const [name, part] of Object.entries(others)) test(`no part: ${name}`, () => assert.ok(!isPartOf(part, whole)));

test('too deep or too large to compare is no part', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level++) deep = [deep];
  assert.ok(!isPartOf(deep, deep));
  const large = Array.from({ length: 200_000 }, () => 1);
  assert.ok(!isPartOf(large, large));
});
