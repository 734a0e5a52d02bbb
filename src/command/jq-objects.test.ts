import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { containersPutBy, madeByJq } from './jq-objects.ts';

const MADE: readonly (readonly [filter: string, made: string | null])[] = [
  ['{a: 1, "b": [true, null]}', '{"a":1,"b":[true,null]}\n'],
  ['{$n, list: [$n, $n]}', '{"n":"x","list":["x","x"]}\n'],
  ['{a: "run \\($n)"}', '{"a":"run x"}\n'],
  ['{a: $unset}', '{"a":"$unset"}\n'],
  ['{a: (1 + 2)}', null],
  ['.a | {b: .c}', null],
];
for (const [filter, made] of MADE)
  test(`${filter} is ${made === null ? 'not followed' : 'made'}`, () =>
    assert.equal(madeByJq(['-n', '--arg', 'n', 'x', filter]), made));

test('only objects with a container are put in', () => {
  const put = '.spec.containers += [{name: "a", image: "b", command: ["c"]}]';
  assert.equal(containersPutBy([put]), '[{"name":"a","image":"b","command":["c"]}]\n');
  assert.equal(containersPutBy(['.items[] | {name: .metadata.name, image: .spec.image}']), '');
});

test('a long filter is read in a time that grows with its length', () => {
  const ratio = growth((size) => madeByJq(['-n', `{${'$a,'.repeat(size)}b:1}`]), 400);
  assert.ok(ratio < 6, `${ratio}`);
});
