import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addClock, type Clock, noClock, readClock, tick } from './clock.ts';

const START = Date.parse('2026-11-24T10:00:00Z');
const clockOf = (seconds: readonly number[], source = 'a.jsonl', latency = 0): Clock => {
  const clock = noClock();
  for (const [index, second] of seconds.entries()) {
    const at = START + second * 1000;
    tick(clock, { at, received: at - latency, source, offset: index });
  }
  return clock;
};
const every = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, index) => from + index * step);

test('a steady log has no gap and no step', () => {
  const { gapsInAll, back, negative, unordered } = readClock(clockOf(every(0, 3600, 1)));
  assert.deepEqual([gapsInAll, back, negative, unordered], [0, 0, 0, 0]);
});

test('silence where many events would have come is a gap', () => {
  const { gaps, gapsInAll } = readClock(clockOf([...every(0, 1200, 1), ...every(1800, 3600, 1)]));
  assert.equal(gapsInAll, 1);
  assert.equal(((gaps[0]?.to ?? 0) - (gaps[0]?.from ?? 0)) / 1000, 600);
});

test('silence in a sparse log is chance', () => {
  assert.equal(readClock(clockOf(every(0, 86_400, 1_700))).gapsInAll, 0);
});

test('one burst does not make a quiet log full of gaps', () => {
  const burst = Array.from({ length: 5_000 }, () => 1_000);
  assert.equal(readClock(clockOf([...every(0, 1000, 120), ...burst, ...every(1001, 4000, 120)])).gapsInAll, 0);
});

test('a clock that is set back is seen in the order of the events', () => {
  const { back, steps } = readClock(clockOf([...every(0, 600, 1), ...every(300, 900, 1)]));
  assert.equal(back, 1);
  assert.deepEqual([steps[0]?.kind, ((steps[0]?.to ?? 0) - (steps[0]?.from ?? 0)) / 1000], ['order', -299]);
});

test('an event that ended before it began is counted apart', () => {
  const { negative, steps } = readClock(clockOf([0, 1, 2], 'a.jsonl', -5000));
  assert.equal(negative, 3);
  assert.equal(steps[0]?.kind, 'negative');
});

test('an export that is sorted newest first is not a clock that goes back all the time', () => {
  const { back, unordered } = readClock(clockOf(every(0, 3600, 10).toReversed()));
  assert.deepEqual([back, unordered], [0, 1]);
});

test('each input has an order of its own', () => {
  const clock = clockOf(every(100, 200, 1), 'b.jsonl');
  addClock(clock, clockOf(every(0, 100, 1), 'a.jsonl'));
  assert.equal(readClock(clock).back, 0);
});

test('parts add up to the whole, wherever they are cut', () => {
  const seconds = [...every(0, 300, 1), ...every(100, 400, 1)];
  const whole = readClock(clockOf(seconds));
  for (const at of [1, 299, 300, 301, 500]) {
    const parts = clockOf(seconds.slice(0, at));
    addClock(parts, clockOf(seconds.slice(at)));
    const { back, gapsInAll, negative } = readClock(parts);
    assert.deepEqual([back, gapsInAll, negative], [whole.back, whole.gapsInAll, whole.negative], String(at));
  }
});

test('memory is bounded: times far apart make the buckets wider, and inputs beyond the limit are said', () => {
  const clock = noClock();
  for (let index = 0; index < 60_000; index++) {
    tick(clock, { at: START + index * 1_000_000, received: null, source: `${index % 6_000}`, offset: 0 });
  }
  assert.ok(clock.buckets.size <= 50_000);
  assert.ok(clock.width > 10_000);
  assert.equal(
    [...clock.buckets.values()].reduce((sum, one) => sum + one, 0),
    60_000,
  );
  assert.ok(clock.unfollowed > 0);
});
