import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateOf, type Trial, wilson } from './rate.ts';

const resampling = { seed: 1, resamples: 2000 };
/** So many trials of one source, of which the first `hits` hit. */
const of = (source: string, count: number, hits: number): readonly Trial[] =>
  Array.from({ length: count }, (_, at) => ({ source, hit: at < hits }));
const many = (sources: number, count: number, hits: number): readonly Trial[] =>
  Array.from({ length: sources }, (_, at) => of(`repo-${at}`, count, hits)).flat();

test("Wilson's interval, against published values", () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const rounded = (pair: readonly number[]): readonly string[] => pair.map((one) => one.toFixed(4));
  assert.deepEqual(rounded(wilson(81 / 263, 263)), ['0.2553', '0.3662']);
  assert.deepEqual(rounded(wilson(0, 20)), ['0.0000', '0.1611']);
  assert.deepEqual(wilson(0, 0), [0, 1]);
});

test('a share of independent trials has about the interval that the formula gives', () => {
  const trials = Array.from({ length: 400 }, (_, at) => ({ source: `repo-${at}`, hit: at % 4 === 0 }));
  const rate = rateOf(trials, resampling);
  assert.deepEqual([rate.hits, rate.of, rate.interval], [100, 400, 'resampled']);
  const [low, high] = wilson(0.25, 400);
  assert.ok(Math.abs(rate.low - low) < 0.01 && Math.abs(rate.high - high) < 0.01, JSON.stringify(rate));
});

test('objects that resemble each other within a repository widen the interval', () => {
  const alike = [...Array(10).keys()].flatMap((at) => of(`repo-${at}`, 40, at < 5 ? 40 : 0));
  const mixed = many(10, 40, 20);
  const [wide, narrow] = [rateOf(alike, resampling), rateOf(mixed, resampling)];
  assert.equal(wide.hits, rateOf(mixed, resampling).hits);
  assert.ok(wide.high - wide.low > 0.5, JSON.stringify(wide));
  assert.equal(narrow.interval, 'formula', 'every draw of alike sources gives the same share');
});

test('none and all are no certainty: the number of repositories bounds them', () => {
  const none = rateOf(many(20, 30, 0), resampling);
  assert.deepEqual([none.low, none.high.toFixed(4), none.interval], [0, '0.1611', 'formula']);
  const all = rateOf(many(20, 30, 30), resampling);
  assert.deepEqual([all.low.toFixed(4), all.high], ['0.8389', 1]);
});

test('one repository is not resampled, and no trial tells nothing', () => {
  assert.equal(rateOf(of('repo', 100, 30), resampling).interval, 'formula');
  assert.deepEqual(rateOf([], resampling), { hits: 0, of: 0, low: 0, high: 1, interval: 'formula' });
});

test('the seed decides the draws, and the order within a source does not matter', () => {
  const trials = [...of('a', 10, 3), ...of('b', 30, 20), ...of('c', 5, 5)];
  assert.deepEqual(rateOf(trials, resampling), rateOf(trials, resampling));
  const reversed = [...of('a', 10, 3).toReversed(), ...of('b', 30, 20).toReversed(), ...of('c', 5, 5)];
  assert.deepEqual(rateOf(reversed, resampling), rateOf(trials, resampling));
});
