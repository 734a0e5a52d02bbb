import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import type { Summary } from '../model/summary.ts';
import { bytesText, durationText, summaryText } from './summary.ts';
import { emptySummary, sampleSummary } from './testing.ts';

const text = (summary: Summary, width = 120): string => summaryText(summary, { width, color: false });

test('a run in which something of everything happened', () => {
  const shown = text(sampleSummary({ outsideWindow: 4 }));
  for (const part of [
    '1,204,331 records',
    '1.29 GB in 2 files',
    '1,180,002 passed over unread',
    '24,301 events decoded',
    '12 of another kind',
    '16 rejected',
    'audit 23,990, aks-audit 311',
    '2026-11-18 00:00:01 UTC to 2026-11-24 09:58:13 UTC',
    '4 events outside the window',
    '33 workload writes',
    '5 duplicates',
    'a read 23,900, a status write 310, a controller at work 58',
    '3 bodies not in the log · 2 bodies in part · 2 records cut',
    '◆ 15 critical · ▲ 4 high · ● 6 medium · ○ 2 low · □ 1 info',
    'audit/kube-apiserver-2026-11-24.jsonl at byte 1,048,576: not JSON',
    'and 13 more',
    '/var/log/kubernetes/audit-2026-11-17.log: permission denied',
    'the export may have reached its limit',
    '848 MB/s',
    '15,988 events/s',
  ]) {
    assert.ok(shown.includes(part), part);
  }
});

test('what is zero is left out', () => {
  const shown = text(emptySummary());
  assert.equal(
    shown,
    'Read        0 records · 0 bytes in 1 file\nJudged      0 workload writes\nFindings    none\nTime        12 ms\n',
  );
});

/** Each count with a number that occurs nowhere else: one that is not printed is lost. */
const COUNTS = [
  'records',
  'passedUnread',
  'events',
  'others',
  'rejected',
  'activities',
  'duplicates',
  'unseenBodies',
  'partialBodies',
  'cutEvents',
  'outsideWindow',
] as const satisfies readonly (keyof Summary)[];
for (const name of COUNTS) {
  test(`the count of ${name} is printed`, () => {
    assert.match(text(emptySummary({ [name]: 7_654_321 })), /7,654,321/);
  });
}

test('rejected records without a sample are counted still', () => {
  assert.match(text(emptySummary({ rejected: 3 })), /Rejected {4}3 records/);
});

for (const width of [40, 80]) {
  test(`no line is wider than ${width} columns and nothing in it acts on a terminal`, () => {
    const shown = text(sampleSummary(), width);
    for (const line of shown.split('\n')) assert.ok(stringWidth(line) <= width, line);
    assert.doesNotMatch(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
  });
}

test('colour changes the look and not the text', () => {
  const colored = summaryText(sampleSummary(), { width: 120, color: true });
  assert.match(colored, /\u001b\[/);
  assert.equal(stripVTControlCharacters(colored), text(sampleSummary()));
});

const sizes: readonly (readonly [number, string])[] = [
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1.00 kB'],
  [999_499, '999 kB'],
  [999_900, '1.00 MB'],
  [1_288_490_188, '1.29 GB'],
  [5e15, '5000 TB'],
];
for (const [bytes, shown] of sizes) test(`${bytes} bytes are ${shown}`, () => assert.equal(bytesText(bytes), shown));

const durations: readonly (readonly [number, string])[] = [
  [0.4, '0 ms'],
  [999.4, '999 ms'],
  [1_520, '1.5 s'],
  [65_000, '1 min 5 s'],
  [3_725_000, '1 h 2 min'],
];
for (const [ms, shown] of durations) test(`${ms} ms are ${shown}`, () => assert.equal(durationText(ms), shown));

const cluster = { cluster: null, since: null, days: 3, activeDays: 3, writes: 412, isMature: false };
const WARMTH: readonly (readonly [string, NonNullable<Summary['baseline']>, string])[] = [
  ['too few days', [cluster], '3 of 7 days, 412 writes: first times are not assessed yet'],
  [
    'too few days and writes',
    [{ ...cluster, days: 0, activeDays: 1, writes: 1 }],
    '0 of 7 days, 1 of 100 writes: first times are not assessed yet',
  ],
  [
    'too few days with a write',
    [{ ...cluster, days: 30, activeDays: 2 }],
    'writes on 2 of 5 days, 412 writes: first times are not assessed yet',
  ],
  ['enough', [{ ...cluster, days: 21, activeDays: 20, isMature: true }], '21 days, at least 412 writes'],
  [
    'several clusters',
    ['east', 'west', null, 'north', 'south'].map((name) => ({ ...cluster, cluster: name, isMature: true, days: 9 })),
    'east: 9 days, at least 412 writes · west: 9 days, at least 412 writes · unnamed cluster: 9 days, at least 412 writes · and 2 more clusters',
  ],
];
for (const [name, baseline, shown] of WARMTH) {
  test(`how warm the baseline is: ${name}`, () => {
    const line = text(emptySummary({ baseline }), 1_000).replaceAll(/\n {12}/g, ' · ');
    assert.ok(line.includes(`Baseline    ${shown}\n`), line);
  });
}

test('a run too short to measure has no rate', () => {
  assert.doesNotMatch(text(sampleSummary({ elapsedMs: 0 })), /(?:MB|events)\/s/);
});

test('a run that judged nothing does not say that it found nothing', () => {
  const judged = summaryText(sampleSummary(), { width: 80, color: false });
  const rows = summaryText(sampleSummary(), { width: 80, color: false, judged: false });
  assert.match(judged, /^Judged /m);
  assert.match(judged, /^Findings /m);
  assert.doesNotMatch(rows, /^(?:Judged|Findings) /m);
  assert.match(rows, /^Read /m);
  assert.match(rows, /^Time /m);
});
