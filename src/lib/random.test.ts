import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from './random.ts';

const take = (seed: number, count: number): readonly number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

test('the same seed gives the same numbers, another seed gives others', () => {
  assert.deepEqual(take(7, 20), take(7, 20));
  assert.notDeepEqual(take(7, 20), take(8, 20));
});

test('numbers lie from 0 to below 1 and fill that range evenly', () => {
  const numbers = take(1, 10_000);
  assert.ok(numbers.every((one) => one >= 0 && one < 1));
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inside = numbers.filter((one) => Math.floor(one * 10) === tenth).length;
    assert.ok(inside > 850 && inside < 1150, `${inside} of 10,000 in tenth ${tenth}`);
  }
});
