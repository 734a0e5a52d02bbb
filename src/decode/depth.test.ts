import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../model/json.ts';
import { MAX_DEPTH, tooDeep, withoutDepth } from './depth.ts';
import { assertLinear } from './testing/growth.ts';

const textOf = (levels: number): string => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
const nested = (levels: number): Json => JSON.parse(textOf(levels)) as Json; // JSON by construction

test('the limit itself is not too deep, one level more is', () => {
  assert.equal(tooDeep(nested(MAX_DEPTH)), false);
  assert.equal(tooDeep([nested(MAX_DEPTH)]), true);
  assert.equal(tooDeep({ a: 1, b: [2, nested(MAX_DEPTH)] }), true);
  assert.equal(tooDeep(nested(200_000)), true);
});

test('what is no container has no depth', () => {
  for (const value of [null, 'x'.repeat(5000), 1, undefined]) assert.equal(tooDeep(value, 0), false);
});

const cases: Record<string, [string, number, unknown, string[]]> = {
  'an object in an object': ['{"a":{"b":{"c":1}},"d":2}', 2, { a: { b: null }, d: 2 }, ['a', 'b']],
  'lists, with what stands beside': ['[1,[2,[3],4],[[]]]', 2, [1, [2, null, 4], [null]], ['1', '1']],
  'the first of several places in the order of the text': [
    '{"z":[[1]],"a":[[2]]}',
    2,
    { z: [null], a: [null] },
    ['z', '0'],
  ],
  'an empty container is one level': ['{"a":{}}', 1, { a: null }, ['a']],
};
for (const [name, [text, limit, wanted, at]] of Object.entries(cases)) {
  test(`null stands for what is too deep: ${name}`, () => {
    const value = JSON.parse(text) as Json; // JSON by construction
    const shallow = withoutDepth(value, limit);
    assert.deepEqual(JSON.parse(JSON.stringify(shallow)), { value: wanted, at });
    assert.equal(JSON.stringify(value), text, 'the original stays as it is');
  });
}

test('what is within the limit is not copied', () => assert.equal(withoutDepth(nested(MAX_DEPTH)), null));

test('keys that every object has stay data in the copy', () => {
  const value = JSON.parse('{"__proto__":{"x":{"y":{}}},"constructor":1}') as Json; // JSON by construction
  assert.equal(JSON.stringify(withoutDepth(value, 2)?.value), '{"__proto__":{"x":null},"constructor":1}');
  assert.equal(Reflect.get({}, 'x'), undefined);
});

test('time grows with the value, not with its square', () => {
  const hostile = [
    (n: number) => `${'{"a":'.repeat(n / 6)}1${'}'.repeat(n / 6)}`,
    (n: number) => `[${'[[]],'.repeat(n / 5)}1,${textOf(2000)}]`,
  ];
  for (const make of hostile) assertLinear(make, (text) => withoutDepth(JSON.parse(text)));
});
