import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { StateRow } from '../model/lasting.ts';
import { createBaseline, DAY_MS, MATURITY } from './baseline.ts';

const START = Date.UTC(2026, 10, 1, 12);
const on = (day: number, minute = 0): number => START + day * DAY_MS + minute * 60_000;

/** So many writes a day, on so many days from the first on. */
const taught = (days: number, writesPerDay: number, options = {}) => {
  const baseline = createBaseline(options);
  for (let day = 0; day < days; day++)
    for (let minute = 0; minute < writesPerDay; minute++) baseline.teach('east', on(day, minute), ['usual']);
  return baseline;
};

test('it is mature by days, by days with writes, and by writes, and not without one of them', () => {
  assert.equal(taught(7, 20).warmth('east', on(7)).isMature, true);
  assert.equal(taught(7, 20).warmth('east', on(7) - 60_000).isMature, false, 'a minute less than seven days');
  assert.equal(taught(MATURITY.activeDays - 1, 100).warmth('east', on(20)).isMature, false);
  assert.equal(taught(7, 14).warmth('east', on(7)).isMature, false, '98 writes');
  assert.equal(taught(7, 20).warmth('west', on(7)).isMature, false, 'another cluster');
  assert.equal(createBaseline().warmth('east', on(7)).sinceMs, null);
});

test('only the days before a write count for it', () => {
  const { days, activeDays, writes } = taught(20, 10).warmth('east', on(3, 5));
  assert.deepEqual({ days, activeDays, writes }, { days: 3, activeDays: 3, writes: 30 });
  assert.equal(taught(20, 10).warmth('east').writes, 200);
});

test('a write that is told twice is one', () => {
  const baseline = taught(3, 10);
  for (let minute = 0; minute < 10; minute++) baseline.teach('east', on(1, minute), ['usual']);
  assert.equal(baseline.warmth('east').writes, 30);
});

test('the earliest showing counts, whenever it is told', () => {
  const baseline = createBaseline();
  for (const day of [5, 2, 9]) baseline.teach('east', on(day), ['a']);
  assert.equal(baseline.firstOf('east', 'a'), on(2));
  assert.equal(baseline.firstOf('west', 'a'), null);
  assert.equal(baseline.firstOf('east', 'b'), null);
});

test('what is forgotten moves the beginning, and is counted', () => {
  const baseline = taught(10, 20, { mostEntries: 10 });
  assert.equal(baseline.forgotten, 0);
  for (let key = 0; key < 9; key++) baseline.teach('east', on(10, key), [`k${key}`]);
  assert.equal(baseline.forgotten, 0);
  baseline.teach('east', on(10, 30), ['one more']);
  // A tenth of the room is made: of eleven entries the two that were taught longest ago go.
  assert.equal(baseline.forgotten, 2);
  assert.equal(baseline.firstOf('east', 'usual'), null);
  const { sinceMs, isMature } = baseline.warmth('east', on(12));
  assert.equal(sinceMs, on(10), 'the last time at which one of them was shown');
  assert.equal(isMature, false);
});

test('bytes bound it as entries do, and another cluster forgets nothing for it', () => {
  const baseline = createBaseline({ mostBytes: 40_000 });
  baseline.teach('west', on(0), ['usual']);
  for (let key = 0; key < 200; key++) {
    baseline.teach('west', on(0), ['usual']);
    baseline.teach('east', on(0, key), [`${key} ${'x'.repeat(180)}`]);
  }
  assert.ok(baseline.forgotten > 100);
  assert.equal(baseline.firstOf('west', 'usual'), on(0));
  assert.equal(baseline.warmth('west').sinceMs, on(0));
});

test('more clusters, days and moments than are kept are counted or left out, never guessed', () => {
  const baseline = createBaseline();
  for (let cluster = 0; cluster < 1_001; cluster++) baseline.teach(`c${cluster}`, on(0), ['a']);
  assert.equal(baseline.forgotten, 1);
  assert.equal(baseline.warmth('c1000', on(9)).sinceMs, null);
  for (let day = 0; day < 500; day++) baseline.teach('c0', on(day), ['a']);
  assert.equal(baseline.warmth('c0').writes, 400);
  for (let ms = 0; ms < 1_000; ms++) baseline.teach('c1', on(1) + ms, ['a']);
  assert.equal(baseline.warmth('c1').writes, 201);
});

const acts = fc.array(
  fc.record({
    cluster: fc.constantFrom('east', 'west', null),
    day: fc.nat(15),
    minute: fc.nat(300),
    key: fc.constantFrom('a', 'b', 'c'),
  }),
  { maxLength: 60 },
);
const answersOf = (baseline: ReturnType<typeof createBaseline>) =>
  ['east', 'west', null].map((cluster) => ({
    firsts: ['a', 'b', 'c'].map((key) => baseline.firstOf(cluster, key)),
    warmth: [3, 9, 30].map((day) => baseline.warmth(cluster, on(day))),
    all: baseline.warmth(cluster),
  }));

test('the order in which it is told changes nothing, nor a restart at any point', () => {
  fc.assert(
    fc.property(acts, fc.nat(60), (all, cut) => {
      const teach = (baseline: ReturnType<typeof createBaseline>, some: typeof all): void => {
        for (const { cluster, day, minute, key } of some) baseline.teach(cluster, on(day, minute), [key]);
      };
      const once = createBaseline();
      teach(once, all);
      const back = createBaseline();
      teach(back, [...all].reverse());
      assert.deepEqual(answersOf(back), answersOf(once));
      const first = createBaseline();
      teach(first, all.slice(0, cut));
      // As it is kept: plain JSON.
      const kept: StateRow[] = JSON.parse(JSON.stringify([...first.dump()]));
      const second = createBaseline();
      second.restore(kept);
      teach(second, all.slice(cut));
      assert.deepEqual(answersOf(second), answersOf(once));
      second.restore(kept);
      assert.deepEqual(answersOf(second), answersOf(once), 'what is known already adds nothing');
    }),
  );
});

test('a baseline that was restored forgets as the one that was dumped', () => {
  const first = taught(10, 20, { mostEntries: 10 });
  for (let key = 0; key < 12; key++) first.teach('east', on(10, key), [`k${key}`]);
  const second = createBaseline({ mostEntries: 10 });
  second.restore(JSON.parse(JSON.stringify([...first.dump()])));
  assert.equal(second.forgotten, first.forgotten);
  for (const one of [first, second]) one.teach('east', on(11), ['k3', 'new', 'newer', 'newest']);
  assert.deepEqual([...second.dump()], [...first.dump()]);
});
