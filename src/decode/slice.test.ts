import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sliceAt, splitList } from './slice.ts';
import { assertLinear } from './testing/growth.ts';

const slices: Record<string, [string, string, string | null]> = {
  'key order and the spelling of numbers are kept': ['{"b": {"z":1.0,"a":1e3}}', 'b', '{"z":1.0,"a":1e3}'],
  'the last of equal keys counts': ['{"b":1,"b":[2]}', 'b', '[2]'],
  'a key of a nested object does not count': ['{"a":{"b":1},"c":2}', 'b', null],
  'a key inside a string does not count': ['{"a":"\\"b\\":1","b":3}', 'b', '3'],
  'a key written with escapes': ['{"\\u0062":true}', 'b', 'true'],
  'a string with braces and quotes': ['{"b":"}\\\\\\"]"}', 'b', '"}\\\\\\"]"'],
  'the last member without a space': ['{"a":1,"b":null}', 'b', 'null'],
  'white space of every kind': ['\n{\t"b"\r\n: [ 1 , 2 ] }', 'b', '[ 1 , 2 ]'],
  'a text that ends inside the value': ['{"b":{"a":1', 'b', '{"a":1'],
  'a text that ends in a number': ['{"b":12', 'b', '12'],
  'a list': ['[1]', 'b', null],
};
for (const [name, [text, key, wanted]] of Object.entries(slices)) {
  test(`sliceAt: ${name}`, () => assert.equal(sliceAt(text, key), wanted));
}

test('splitList: members as written; the one that the text ends inside as far as it goes', () => {
  assert.deepEqual(splitList('[ {"a":1} , "x,]", [2] ,3]'), ['{"a":1}', '"x,]"', '[2]', '3']);
  assert.deepEqual(splitList('[{"a":1},{"a":'), ['{"a":1}', '{"a":']);
  assert.deepEqual(splitList('[]'), []);
  assert.deepEqual(splitList('{"a":1}'), []);
});

test('slices of any JSON parse to the members', () => {
  const space = fc.constantFrom(undefined, 1, '\t');
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), space, (value, spacing) => {
      const text = JSON.stringify(value, null, spacing);
      if (Array.isArray(value))
        assert.deepEqual(
          splitList(text).map((one) => JSON.parse(one)),
          JSON.parse(text),
        );
      else if (typeof value === 'object' && value !== null) {
        for (const key of Object.keys(value)) {
          assert.deepEqual(JSON.parse(sliceAt(text, key) ?? ''), JSON.parse(text)[key]);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('slicing grows with the length, not with its square', () => {
  const hostile = [
    (n: number) => `{"a":"${'\\\\'.repeat(n)}","b":1}`,
    (n: number) => `{"a":"${'\\"'.repeat(n)}","b":1}`,
    (n: number) => `{"a":${'['.repeat(n)}${']'.repeat(n)},"b":1}`,
    (n: number) => `{${'"b":1,'.repeat(n)}"b":1}`,
  ];
  for (const make of hostile) assertLinear(make, (text) => assert.equal(sliceAt(text, 'b'), '1'));
});
