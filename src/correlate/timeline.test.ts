import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTimeline } from './timeline.ts';

let told = 0;
const at = (ms: number, order = '', identity = `${++told}`) => ({ ms, order, identity });
const room = { mostPerKey: 4, mostEntries: 100, mostBytes: 10_000 };

test('what is under a key comes in the order of time, whatever the order in which it was told', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }), (times) => {
      const timeline = createTimeline({ ...room, mostPerKey: 100 });
      for (const ms of times) timeline.add('a', at(ms), 1);
      const sorted = times.filter((ms) => ms >= 5 && ms <= 15).sort((a, b) => a - b);
      assert.deepEqual(
        timeline.between('a', 5, 15).map(({ ms }) => ms),
        sorted,
      );
      assert.equal(timeline.forgotten, 0);
    }),
  );
});

test('acts of one moment have one order', () => {
  for (const orders of [
    ['x', 'y'],
    ['y', 'x'],
  ]) {
    const timeline = createTimeline(room);
    for (const order of orders) timeline.add('a', at(1, order), 1);
    assert.deepEqual(
      timeline.between('a', 0, 2).map(({ order }) => order),
      ['x', 'y'],
    );
  }
});

test('an act whose record is read again is kept once', () => {
  const timeline = createTimeline(room);
  for (const _ of [1, 2]) for (const order of ['x', 'y']) timeline.add('a', at(1, order, order), 1);
  timeline.add('a', at(2, 'x', 'x'), 1);
  assert.equal(timeline.between('a', 0, 2).length, 3, 'one of another moment is another record');
});

test('of one key the earliest go first, and are counted', () => {
  const timeline = createTimeline(room);
  for (const ms of [5, 1, 4, 2, 3, 6]) timeline.add('a', at(ms), 1);
  assert.deepEqual(
    timeline.between('a', 0, 9).map(({ ms }) => ms),
    [3, 4, 5, 6],
  );
  assert.equal(timeline.forgotten, 2);
});

test('entries and bytes of all keys are bounded: the key that was added to longest ago goes first', () => {
  const byEntries = createTimeline({ ...room, mostEntries: 10 });
  for (let key = 0; key < 11; key++) byEntries.add(String(key), at(1), 1);
  assert.deepEqual(byEntries.between('0', 0, 9), []);
  assert.equal(byEntries.between('10', 0, 9).length, 1);
  assert.equal(byEntries.forgotten, 2);
  const byBytes = createTimeline({ ...room, mostBytes: 1000 });
  for (let key = 0; key < 11; key++) byBytes.add(String(key), at(1), 100);
  assert.deepEqual(byBytes.between('0', 0, 9), []);
  assert.equal(byBytes.forgotten, 2);
});
