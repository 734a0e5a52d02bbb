import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { plain } from '../lib/inert.ts';
import { CSV_COLUMNS, csvLine, csvSink } from './csv.ts';
import { HOSTILE_TEXTS, hostileFinding } from './hostile-testing.ts';
import { nothingKnown, printed, reverseShell, SAMPLE_FINDINGS } from './testing.ts';

const rowsOf = (text: string): readonly Record<string, string>[] => parse(text, { columns: true });

test('a header, and a row for each finding', async () => {
  const text = await printed(csvSink);
  assert.equal(text.split('\r\n')[0], CSV_COLUMNS.join(','));
  assert.deepEqual(
    rowsOf(text).map(({ id }) => id),
    SAMPLE_FINDINGS.map(({ id }) => id),
  );
});

test('only the header when nothing was found', async () => {
  assert.equal(await printed(csvSink, []), `${CSV_COLUMNS.join(',')}\r\n`);
});

test('the cells of one finding', async () => {
  const [row] = rowsOf(await printed(csvSink, [reverseShell]));
  assert.ok(row);
  const { severity, confidence, kind, namespace, name, indicators, techniques, sentinelScore, code, sourceIps } = row;
  assert.deepEqual(
    { severity, confidence, kind, namespace, name, indicators, techniques, sentinelScore, code, sourceIps },
    {
      severity: 'critical',
      confidence: '0.97',
      kind: 'CronJob',
      namespace: 'kube-system',
      name: 'node-health-sync',
      indicators: 'command.reverse-shell; command.encoded; namespace.kube-system; history.none-kept',
      techniques: 'T1053.007; T1059.004',
      sentinelScore: '1',
      code: '201',
      sourceIps: '198.51.100.23; 192.0.2.14',
    },
  );
});

test('what is not known is empty, not the word null', async () => {
  const [row] = rowsOf(await printed(csvSink, [nothingKnown]));
  assert.ok(row);
  for (const name of ['namespace', 'actor', 'code', 'firstSeen', 'auditId', 'sentinelScore']) {
    assert.equal(row[name], '', name);
  }
});

const cells: readonly (readonly [situation: string, cell: string | number | boolean | null, line: string])[] = [
  ['a formula', '=1+1', "'=1+1"],
  ['a plus sign', '+1', "'+1"],
  ['a minus sign in text', '-1', "'-1"],
  ['an at sign', '@x', "'@x"],
  ['a full-width equals sign', '\uff1d1', "'\uff1d1"],
  ['a negative number stays a number', -1.5, '-1.5'],
  ['a number', 87, '87'],
  ['true', true, 'true'],
  ['false', false, 'false'],
  ['nothing', null, ''],
  ['no text', '', ''],
  ['a tab before a formula is a visible escape', '\t=1', '\\t=1'],
  ['a line break before a formula is a visible escape', '\r\n=1', '\\r\\n=1'],
  ['an unseen character before a formula is a visible escape', '\u200b=1', '\\u{200B}=1'],
  ['quotes and commas', 'a "b", c', '"a ""b"", c"'],
  ['a formula with a comma', '=A(1,2)', '"\'=A(1,2)"'],
  ['a quoted formula is text', '"=1"', '"""=1"""'],
];
for (const [situation, cell, line] of cells) {
  test(`cell: ${situation}`, () => assert.equal(csvLine([cell, 'x']), `${line},x\r\n`));
}

for (const hostile of HOSTILE_TEXTS) {
  test(`inert in every cell: ${JSON.stringify(hostile)}`, async () => {
    const text = await printed(csvSink, [hostileFinding(hostile)]);
    const lines = text.split('\r\n');
    assert.equal(lines.length, 3, 'a header, one row, the end');
    for (const line of lines) assert.equal(plain(line), line);
    const [row] = rowsOf(text);
    assert.ok(row);
    for (const [name, cell] of Object.entries(row)) assert.doesNotMatch(cell, /^[=+@-]/, name);
    assert.ok(row.title?.endsWith(plain(hostile)), 'the text is still there');
  });
}
