import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { plain } from '../lib/inert.ts';
import type { SentinelRow } from '../model/activity.ts';
import { HOSTILE_TEXTS, hostileRow, outsideCode, sentinelRowWith } from './hostile-testing.ts';
import { SENTINEL_COLUMNS, type SentinelFormat, sentinelText } from './sentinel.ts';

const FORMATS = ['table', 'jsonl', 'json', 'csv', 'markdown'] as const satisfies readonly SentinelFormat[];

const print = (rows: Iterable<SentinelRow>, format: SentinelFormat, width = 80): string =>
  [...sentinelText(rows, format, { width })].join('');

const printedRows = (rows: Iterable<SentinelRow>): readonly SentinelRow[] => JSON.parse(print(rows, 'json'));

test('the columns are those of the query, in its order', () => {
  const project =
    'TimeGenerated, Resource, Verb, Namespace, Name, User, UserAgent, SourceIP, IsSuspiciousImage, IsSuspiciousCommand, IsHostPathMount, IsPrivileged, IsHostNetwork, IsSensitiveMount, IsServiceAccountToken, SuspicionScore, RequestBody';
  assert.deepEqual(SENTINEL_COLUMNS, project.split(', '));
  const reversed = Object.fromEntries(Object.entries(sentinelRowWith()).reverse());
  // The same members in another order.
  const [line] = print([reversed as unknown as SentinelRow], 'jsonl').split('\n');
  assert.deepEqual(Object.keys(JSON.parse(line ?? '')), project.split(', '));
});

test('only rows with a score', () => {
  const rows = [sentinelRowWith({ SuspicionScore: 0, IsSuspiciousImage: false }), sentinelRowWith()];
  assert.deepEqual(printedRows(rows), [sentinelRowWith()]);
  for (const format of FORMATS) {
    assert.doesNotMatch(print([sentinelRowWith({ SuspicionScore: 0, Name: 'unscored' })], format), /unscored/);
  }
});

test('sorted by score, then by time, both downwards; no time comes last; equal rows keep their order', () => {
  const row = (Name: string, SuspicionScore: number, TimeGenerated: string | null): SentinelRow =>
    sentinelRowWith({ Name, SuspicionScore, TimeGenerated });
  const rows = [
    row('no time', 2, null),
    row('old', 2, '2026-11-24T09:00:00Z'),
    row('first of two', 2, '2026-11-24T10:00:00.1234567Z'),
    row('low', 1, '2026-11-25T00:00:00Z'),
    row('second of two', 2, '2026-11-24T10:00:00.1234567Z'),
    row('a tick later', 2, '2026-11-24T10:00:00.1234568Z'),
    row('another zone', 2, '2026-11-24T13:30:00+02:00'),
    row('as the portal writes it', 2, '11/24/2026, 10:30:00.000 AM'),
    row('high', 5, '2020-01-01T00:00:00Z'),
  ];
  assert.deepEqual(
    printedRows(rows).map(({ Name }) => Name),
    [
      'high',
      'another zone',
      'as the portal writes it',
      'a tick later',
      'first of two',
      'second of two',
      'old',
      'no time',
      'low',
    ],
  );
});

test('JSON keeps null and every text; a generator of rows will do', () => {
  function* rows(): Generator<SentinelRow> {
    yield sentinelRowWith({ TimeGenerated: null, RequestBody: '{"a":"\\u001b \u202e"}' });
  }
  assert.deepEqual(printedRows(rows()), [...rows()]);
  assert.equal(print([], 'json'), '[\n]\n');
  assert.equal(print([], 'jsonl'), '');
});

test('CSV: a header and the cells', () => {
  const body = '{"command":"a, \\"b\\""}';
  const [row] = parse(print([sentinelRowWith({ RequestBody: body, TimeGenerated: null })], 'csv'), { columns: true });
  assert.deepEqual(row, {
    ...Object.fromEntries(Object.entries(sentinelRowWith()).map(([name, value]) => [name, String(value)])),
    RequestBody: body,
    TimeGenerated: '',
  });
});

test('a narrow terminal gets a block for each row, with its columns in order, cut to its width', () => {
  const rows = [
    sentinelRowWith({
      UserAgent: '備'.repeat(100),
      Name: '\u001b'.repeat(30),
      User: '',
      RequestBody: `{"a":"${'alpine '.repeat(200)}"}`,
    }),
    sentinelRowWith(),
  ];
  for (const width of [20, 80, 120, 160]) {
    for (const line of print(rows, 'table', width).split('\n')) {
      assert.ok(stringWidth(line) <= Math.max(40, Math.min(120, width)), line);
    }
  }
  assert.equal(
    print([sentinelRowWith({ User: '' })], 'table', 80),
    `1 row of the original query: 1 of score 1

TimeGenerated   2026-11-24T10:00:00.0000000Z
Resource, Verb  cronjobs, create
Namespace       dev
Name            backup
User            —
UserAgent       kubectl/v1.34.0
SourceIP        198.51.100.7
true            IsSuspiciousImage
false           IsSuspiciousCommand · IsHostPathMount · IsPrivileged
                IsHostNetwork · IsSensitiveMount · IsServiceAccountToken
SuspicionScore  1
RequestBody     {"image":"alpine"}
`,
  );
});

test('what a client chose never begins a line of a block', () => {
  const forged = `x\nSuspicionScore  0${' '.repeat(200)}SuspicionScore  0`;
  const lines = print([sentinelRowWith({ UserAgent: forged, Name: forged, RequestBody: forged })], 'table').split('\n');
  assert.equal(lines.filter((line) => line.startsWith('SuspicionScore')).length, 1);
  assert.equal(lines.filter((line) => line.includes('SuspicionScore  0')).length > 0, true);
});

test('a heading counts the rows by score, and says when there are none', () => {
  const row = (SuspicionScore: number): SentinelRow => sentinelRowWith({ SuspicionScore });
  const rows = [row(2), row(5), row(2), row(0)];
  for (const format of ['table', 'markdown'] as const) {
    assert.match(print(rows, format), /^3 rows of the original query: 1 of score 5, 2 of score 2\n\n/);
    assert.equal(print([row(0)], format), 'No rows: the original query finds nothing here.\n');
  }
});

test('colour only where it is wanted, and nothing else changes', () => {
  const rows = [sentinelRowWith(), sentinelRowWith({ Name: 'x'.repeat(100) })];
  const coloured = [...sentinelText(rows, 'table', { width: 80, color: true })].join('');
  assert.match(coloured, /\u001b\[/);
  assert.equal(stripVTControlCharacters(coloured), print(rows, 'table'));
});

test('a wide terminal gets a line for each row', () => {
  const lines = print([sentinelRowWith(), sentinelRowWith({ Name: 'x' })], 'table', 400)
    .trimEnd()
    .split('\n')
    .slice(2);
  assert.equal(lines.length, 3);
  assert.deepEqual(lines[0]?.split(/ +/), SENTINEL_COLUMNS);
  assert.equal(lines[1]?.indexOf('jane@'), lines[2]?.indexOf('jane@'));
});

test('Markdown: a table with a row for each', () => {
  const lines = print([sentinelRowWith({ User: '' })], 'markdown')
    .trimEnd()
    .split('\n')
    .slice(2);
  assert.equal(lines.length, 3);
  for (const line of lines) assert.equal(line.split('|').length - 2, SENTINEL_COLUMNS.length);
  assert.match(lines[2] ?? '', /\| true \| false \|.*\| 1 \| `\{"image":"alpine"\}` \|$/);
});

for (const hostile of HOSTILE_TEXTS) {
  for (const format of FORMATS) {
    test(`inert as ${format}: ${JSON.stringify(hostile)}`, () => {
      const text = print([hostileRow(hostile)], format);
      for (const line of text.split(/\r?\n/)) assert.equal(plain(line), line);
      if (format === 'csv') {
        const [row]: readonly Record<string, string>[] = parse(text, { columns: true });
        for (const cell of Object.values(row ?? { none: '=' })) assert.doesNotMatch(cell, /^[=+@-]/);
      }
      if (format === 'markdown') {
        assert.equal(text.trimEnd().split('\n')[4]?.split('|').length, SENTINEL_COLUMNS.length + 2);
        assert.doesNotMatch(outsideCode(text), /[`<>[\]@&*_~\\$]|https?:|www\.|#\d/);
      }
      if (format === 'json') assert.deepEqual(JSON.parse(text), [JSON.parse(JSON.stringify(hostileRow(hostile)))]);
    });
  }
}
