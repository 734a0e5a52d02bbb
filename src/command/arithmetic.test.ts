import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberOf } from './arithmetic.ts';
import { said } from './testing.ts';

for (const [script, expected] of [
  ['say $((16#ff + 0x10 + 010 + 2#11))', '282'],
  ['say $(( (203 << 24) + (0 << 16) + (113 << 8) + 7 ))', '3405803783'],
  ['say $((~5 & 255 ^ 3 | 64))', '249'],
  ['say $((-7 / 2)) $((-7 % 3)) $((2 ** 10))', '-3 -1 1024'],
  ['say $((1 ? 2 : 3)) $((0 || 4 > 3 && 1))', '2 1'],
  ['x=3; y=x; say $((y * 2)) $(($x + 1))', '6 4'],
  ['i=1; say $((i++)) $((++i)) $((i += 4)) $i', '1 3 7 7'],
  ['a=(1 2 3); say $((a[1] + a[i=2]))', '5'],
  ['a=(10 20 30); k=2; say $((a[k] + a[0]))', '40'],
  ['declare -i n; n=6*7; say $n', '42'],
  ['s=abcdef; n=2; say ${s:n:n+1} ${s:$((n-1)):1} ${s: -2}', 'cde b ef'],
  ['say $((1 / 0)) $((nobody + 1))', '$(…) $(…)'],
] as const) {
  test(`calculated: ${script}`, () => assert.deepEqual(said(script), [expected]));
}

for (const [text, value] of [
  ['0x7fffffffffffffff', 9223372036854775807n],
  ['16#FF', 255n],
  ['62#Z', 61n],
  ['09', 9n],
  ['8#9', null],
  ['65#1', null],
  ['1a', null],
] as const) {
  test(`as a number: ${text}`, () => assert.equal(numberOf(text), value));
}
