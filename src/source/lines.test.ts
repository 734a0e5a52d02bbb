import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { looksLikeDocument, splitLines } from './lines.ts';
import { collect, cutAt, failuresOf, isRecord, streamOf, textsOf } from './testing/chunks.ts';

const records = async (text: string): Promise<readonly (readonly [number, string])[]> =>
  (await collect(splitLines(streamOf(text), 'x')))
    .filter(isRecord)
    .map(({ record }) => [record.offset, record.text] as const);

describe('lines', () => {
  const cases: Readonly<Record<string, readonly [text: string, records: readonly (readonly [number, string])[]]>> = {
    'a last line without a line break': [
      'a\nb',
      [
        [0, 'a'],
        [2, 'b'],
      ],
    ],
    'carriage returns': [
      'a\r\nb\r\n',
      [
        [0, 'a'],
        [3, 'b'],
      ],
    ],
    'blank lines': ['\n\r\n  \t\na\n \n', [[7, 'a']]],
    'a byte order mark': [
      '\uFEFFa\nb',
      [
        [3, 'a'],
        [5, 'b'],
      ],
    ],
    'white space at the ends stays': [' a \n', [[0, ' a ']]],
    'offsets count bytes': [
      'ü\nü\n',
      [
        [0, 'ü'],
        [3, 'ü'],
      ],
    ],
    nothing: ['', []],
  };
  for (const [name, [text, expected]] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(await records(text), expected));
  }

  test('a line over the limit is said, its neighbours stand', async () => {
    for (const places of [[], [3, 4, 5, 60, 61]]) {
      const bytes = Buffer.from(`ab\n${'x'.repeat(50)}\r\ncd\n${'y'.repeat(9)}\r\n${'z'.repeat(11)}`);
      const all = await collect(splitLines(cutAt(bytes, places), 'x', { maxRecordBytes: 10 }));
      assert.deepEqual(textsOf(all), ['ab', 'cd', 'yyyyyyyyy']);
      assert.deepEqual(
        failuresOf(all).map(({ offset }) => offset),
        [3, 69],
      );
    }
  });

  test('offsets begin where the caller says', async () => {
    const all = (await collect(splitLines(streamOf('a\nb'), 'x', { offset: 100 }))).filter(isRecord);
    assert.deepEqual(
      all.map(({ record }) => record.offset),
      [100, 102],
    );
  });

  test('`keep` decides on bytes', async () => {
    const keep = (bytes: Uint8Array): boolean => bytes[0] === 0x62;
    assert.deepEqual(textsOf(await collect(splitLines(streamOf('a\nb\nc'), 'x', { keep }))), ['b']);
  });

  test('invalid UTF-8 is marked', async () => {
    const all = await collect(splitLines(streamOf(Buffer.from([0x61, 0xff, 0x0a, 0x62])), 'x'));
    assert.deepEqual(
      all.map((one) => isRecord(one) && one.invalidUtf8),
      [true, undefined],
    );
  });

  test('lines do not depend on where chunks end, and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a\uFEFFü\r ]{0,9}$/)),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (lines, places) => {
          const bytes = Buffer.from(lines.join('\n'));
          const whole = await collect(splitLines(streamOf(bytes), 'x', { maxRecordBytes: 12 }));
          assert.deepEqual(await collect(splitLines(cutAt(bytes, places), 'x', { maxRecordBytes: 12 })), whole);
          const blank = (line: string, index: number): boolean =>
            /^[ \r]*$/.test(index === 0 ? line.replace(/^\uFEFF/, '') : line);
          assert.equal(whole.length, lines.filter((line, index) => !blank(line, index)).length);
        },
      ),
    );
  });
});

describe('lines that are a document', () => {
  const cases: Readonly<Record<string, readonly [lines: readonly string[], expected: boolean]>> = {
    'an opening bracket alone': [['{', '  "kind": "Event",'], true],
    'a list bracket alone': [['[', '{}'], true],
    'a value that goes on indented': [['{"kind": "EventList", "items": [', '  {"a": 1}'], true],
    'JSON Lines': [['{"a":1}', '{"b":2}'], false],
    'a cut line and the next record': [['{"a":"x', '{"b":2}'], false],
    'a whole line before an indented one': [['{"a":1}', '  "b"'], false],
    'text lines': [['W1124 warning', '  "quoted"'], false],
    'no lines': [[], false],
  };
  for (const [name, [lines, expected]] of Object.entries(cases)) {
    test(name, () => assert.equal(looksLikeDocument(lines), expected));
  }
});
