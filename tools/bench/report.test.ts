import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSize, sizeText } from './cached-day.ts';
import type { JudgingRow } from './judging/rows.ts';
import { judgingTargets, judgingText, memoryTable, type RateRow, rateTable, ratio } from './report.ts';

const row = (name: string, times: readonly number[], bytes = 1e9): RateRow => ({
  name,
  bytes,
  events: 1000,
  times,
  answer: '',
});

test('a ratio compares runs of the same repetition, so a slow minute slows both', () => {
  assert.equal(ratio(row('a', [100, 1000, 100]), row('grep', [50, 500, 50])), 0.5);
});
test('a ratio of inputs of different size is one of rates', () => {
  assert.equal(ratio(row('jq', [100], 1e8), row('grep', [100])), 0.1);
});
test('a row that could not be measured says why and shows no figure', () => {
  const missing = { ...row('jq', []), answer: 'jq is not installed.' };
  assert.match(
    rateTable([row('grep', [500]), missing], row('grep', [500])),
    /\| jq \| – \| – \| – \| – \| jq is not installed\. \|/,
  );
});
test('rates are in MB per second, with the slowest and the quickest run', () => {
  assert.match(
    rateTable([row('grep', [500, 400, 1000])], undefined),
    /\| grep \| 2,000 \| 1,000–2,500 \| 2,000 \| – \|/,
  );
});
test('memory that this machine cannot tell is left open', () => {
  assert.match(
    memoryTable([
      { name: 'a', size: '1 GB', kib: null },
      { name: 'b', size: '1 GB', kib: 2048 },
    ]),
    /\| a \| 1 GB \| – \|\n\| b \| 1 GB \| 2 MiB \|/,
  );
});

for (const [text, bytes] of [
  ['1MB', 1e6],
  ['1GB', 1e9],
  ['1.5gb', 1.5e9],
  ['300KB', 300e3],
] as const) {
  test(`the size ${text}`, () => assert.equal(parseSize(text), bytes));
}
for (const text of ['1', '1TB', '-1MB', 'GB', '']) {
  test(`${JSON.stringify(text)} is no size`, () => assert.throws(() => parseSize(text), /a size is written like/));
}
test('sizes are printed short', () =>
  assert.deepEqual([1e9, 999997572, 1e8, 1e6].map(sizeText), ['1 GB', '1 GB', '100 MB', '1 MB']));

const judged = (name: string, times: readonly number[], isCut = false): JudgingRow => ({
  name,
  bytes: 16 * 1024,
  times,
  weighTimes: times.map((one) => one * 0.75),
  parseTimes: [0.1],
  severity: 'medium',
  isCut,
});
const judging = {
  typical: [judged('a report', [0.1, 0.12, 0.9])],
  hostile: new Map([[16 * 1024, [judged('quick', [1]), judged('a|b', [7, 4, 3], true)]]]),
  drawn: new Map([[16 * 1024, judged('drawn', [2])]]),
  draws: 30,
  seed: 1,
};

test('the slowest hostile body comes first, with what was cut, and the worst of those drawn last', () => {
  const text = judgingText(judging);
  assert.match(text, /\| a report \| 16 KiB \| 90 µs \| 120 µs \| 900 µs \| 1\.2 \| medium \| no \|/);
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  assert.deepEqual(
    rows.slice(-3).map((line) => line.split(' | ')[0]),
    ['| a¦b', '| quick', '| drawn'],
  );
  assert.match(text, /\| a¦b \| 16 KiB \| 3\.0 ms \| 4\.0 ms \| 7\.0 ms \| 40\.0 \| medium \| said \|/);
});
test('what judging is to reach is met by medians of the slowest body', () => {
  const [weighed, typical, hostile] = judgingTargets(judging);
  assert.deepEqual(
    [weighed, typical].map((one) => [one?.measured, one?.met]),
    [
      ['90 µs', true],
      ['120 µs', true],
    ],
  );
  const late = { ...judging, typical: [judged('a report', [0.19])] };
  assert.deepEqual(
    judgingTargets(late).map(({ met }) => met),
    [true, false, true],
  );
  assert.equal(hostile?.measured, '4.0 ms');
  assert.ok(hostile?.met);
  const slow = { ...judging, drawn: new Map([[16 * 1024, judged('drawn', [6])]]) };
  assert.ok(judgingTargets(slow)[2]?.met === false);
});
