import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { describe, test } from 'node:test';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { type CsvOptions, splitCsv } from './csv.ts';
import { CSV_COLUMNS, isCsv } from './csv-header.ts';
import type { Framed } from './source.ts';
import { collect, cutAt, failuresOf, isRecord, streamOf, textsOf } from './testing/chunks.ts';
import { splitUtf16 } from './utf16.ts';

const split = (text: string, options?: CsvOptions): Promise<Framed[]> =>
  collect(splitCsv(streamOf(text), 'x.csv', options));
/** Parsed rows, with the prototype-free comparison that JSON gives. */
const rowsOf = (all: readonly Framed[]): readonly unknown[] => textsOf(all).map((text): unknown => JSON.parse(text));

describe('rows', () => {
  const cases: Readonly<Record<string, readonly [text: string, rows: readonly unknown[]]>> = {
    'cells by the names of their columns': ['log_s,b\nx,1\n', [{ log_s: 'x', b: '1' }]],
    'quoted JSON': ['log_s\n"{""kind"":""Event""}"\n', [{ log_s: '{"kind":"Event"}' }]],
    'line breaks and delimiters inside quotes': [
      'log_s,b\n"x\r\ny,z",1\r\n2,3',
      [
        { log_s: 'x\r\ny,z', b: '1' },
        { log_s: '2', b: '3' },
      ],
    ],
    semicolons: ['log_s;b\n1,5;2', [{ log_s: '1,5', b: '2' }]],
    tabs: ['log_s\tb\n1\t"2"', [{ log_s: '1', b: '2' }]],
    'what Excel and PowerShell put before the header': [
      '\uFEFFsep=;\r\n#TYPE Row\r\n"log_s";"b"\r\n1;2',
      [{ log_s: '1', b: '2' }],
    ],
    'the time zone in a column name': ['TimeGenerated [UTC],b\n1,2', [{ TimeGenerated: '1', b: '2' }]],
    'blank lines': ['log_s\n\n \r\nx\n\n', [{ log_s: 'x' }]],
    'empty cells': ['log_s,b,c\n,,""', [{ log_s: '', b: '', c: '' }]],
    'a quote inside a bare cell': [
      'log_s,b\nx"y,1\nz,2',
      [
        { log_s: 'x"y', b: '1' },
        { log_s: 'z', b: '2' },
      ],
    ],
    'of equal names the first': ['log_s,log_s\n1,2', [{ log_s: '1' }]],
    'a header alone': ['log_s,b\n', []],
  };
  for (const [name, [text, rows]] of Object.entries(cases)) {
    test(name, async () => {
      const all = await split(text);
      assert.deepEqual(failuresOf(all), []);
      assert.deepEqual(rowsOf(all), rows);
    });
  }

  test('a column named __proto__ is a column', async () => {
    assert.deepEqual(textsOf(await split('__proto__,log_s\nx,y')), ['{"__proto__":"x","log_s":"y"}']);
  });

  test('ragged rows are failures at their place, and the rest stands', async () => {
    const all = await split('log_s,b\n1\n1,2,3\nx,y\n');
    assert.deepEqual(rowsOf(all), [{ log_s: 'x', b: 'y' }]);
    assert.deepEqual(
      failuresOf(all).map(({ offset, reason }) => [offset, reason]),
      [
        [8, 'a row of 1 cells under a header of 2'],
        [10, 'a row of 3 cells under a header of 2'],
      ],
    );
  });

  test('a last row that was cut is given as far as it goes', async () => {
    assert.deepEqual(await split('a,log_s,c\n1,"{""kind"":""Ev'), [
      {
        kind: 'record',
        record: { source: 'x.csv', offset: 10, text: '{"a":"1","log_s":"{\\"kind\\":\\"Ev"}' },
        cut: true,
      },
    ]);
    assert.deepEqual(await split('a,log_s,c\n1,x'), [
      { kind: 'record', record: { source: 'x.csv', offset: 10, text: '{"a":"1","log_s":"x"}' }, cut: true },
    ]);
  });

  test('a row over the limit is said, and a quote that nobody closed takes no more with it than that', async () => {
    const all = await split(`log_s,b\nx,1\n${'y'.repeat(200)},2\nz,"${'q'.repeat(200)}\nw,4\n`, {
      maxRecordBytes: 100,
    });
    assert.deepEqual(rowsOf(all), [
      { log_s: 'x', b: '1' },
      { log_s: 'w', b: '4' },
    ]);
    assert.deepEqual(
      failuresOf(all).map(({ offset }) => offset),
      [12, 215],
    );
  });

  test('offsets are the places of the rows', async () => {
    const text = '\uFEFFlog_s,ü\n"ü\nü",1\n\nz,"2"\n';
    const all = (await split(text, { offset: 50 })).filter(isRecord);
    assert.deepEqual(
      all.map(({ record }) => record.offset),
      [50 + 12, 50 + 23],
    );
  });

  test('`keep` sees rows as they stand, never the header', async () => {
    const asked: string[] = [];
    const keep = (bytes: Uint8Array): boolean => {
      asked.push(Buffer.from(bytes).toString());
      return asked.length === 2;
    };
    assert.deepEqual(rowsOf(await split('log_s\n"a""b"\nc\r\n', { keep })), [{ log_s: 'c' }]);
    assert.deepEqual(asked, ['"a""b"', 'c']);
  });

  test('invalid UTF-8 is marked', async () => {
    const all = await collect(splitCsv(streamOf('log_s\n', Buffer.from([0x78, 0xff, 0x0a])), 'x'));
    assert.deepEqual(all, [
      { kind: 'record', record: { source: 'x', offset: 6, text: '{"log_s":"x\uFFFD"}' }, invalidUtf8: true },
    ]);
  });
});

for (const column of CSV_COLUMNS) {
  test(`a column ${column} makes a table of it`, () => {
    assert.ok(isCsv(Buffer.from(`first,${column.toUpperCase()},last\n`)));
    assert.ok(!isCsv(Buffer.from(`first,${column}x,last\n`)));
  });
}

test('what a writer of CSV writes is read back, wherever chunks end', async () => {
  const cell = fc.stringMatching(/^[a",;\n\r ü{}]{0,8}$/).map((text) => `x${text}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.array(fc.nat(), { maxLength: 8 }),
      async (rows, delimiter, places) => {
        const bytes = Buffer.from(stringify([['log_s', 'b'], ...rows], { delimiter, quoted_match: /[\r\n]/ }));
        const all = await collect(splitCsv(cutAt(bytes, places), 'x'));
        assert.deepEqual(
          rowsOf(all),
          rows.map(([log_s, b]) => ({ log_s, b })),
        );
      },
    ),
  );
});

test('records of any text do not depend on where chunks end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.stringMatching(/^[a",\n\r ]{0,40}$/),
      fc.array(fc.nat(), { maxLength: 8 }),
      async (text, places) => {
        const bytes = Buffer.from(`log_s,b\n${text}`);
        const options = { maxRecordBytes: 20 };
        const whole = await collect(splitCsv(streamOf(bytes), 'x', options));
        assert.deepEqual(await collect(splitCsv(cutAt(bytes, places), 'x', options)), whole);
      },
    ),
    { numRuns: 300 },
  );
});

test('UTF-16 exports are read, tables and documents', async () => {
  const table = Buffer.from('\uFEFF"TimeGenerated","log_s"\r\n"1","ü"\r\n', 'utf16le');
  assert.deepEqual(rowsOf(await collect(splitUtf16(cutAt(table, [5, 40]), 'x', 'utf16le'))), [
    { TimeGenerated: '1', log_s: 'ü' },
  ]);
  const list = Buffer.from('\uFEFF[\r\n  {"a": "ü"}\r\n]', 'utf16le').swap16();
  assert.deepEqual(rowsOf(await collect(splitUtf16(streamOf(list), 'x', 'utf16be'))), [[{ a: 'ü' }]]);
});
