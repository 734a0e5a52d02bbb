import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { Pieces } from './pieces.ts';
import { ValueScanner } from './scan.ts';

interface Case {
  readonly text: string;
  readonly ended: ValueScanner['ended'];
  /** What belongs to the value. */
  readonly value: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'an object and what follows it': { text: '{"a":[1,{"b":2}]} tail', ended: 'closed', value: '{"a":[1,{"b":2}]}' },
  'a list': { text: '[[],[{}]],', ended: 'closed', value: '[[],[{}]]' },
  'a string': { text: '"a\\"b" x', ended: 'closed', value: '"a\\"b"' },
  'brackets in strings do not count': { text: '{"a":"}}]]{{"}x', ended: 'closed', value: '{"a":"}}]]{{"}' },
  'an escaped backslash ends no escape': { text: '{"a":"\\\\"}"', ended: 'closed', value: '{"a":"\\\\"}' },
  'end of input': { text: '{"a":', ended: 'not-yet', value: '{"a":' },
  'a raw newline in a string': { text: '{"a":"x\n{"b":1}', ended: 'cut', value: '{"a":"x' },
  'a raw newline after a backslash': { text: '{"a":"x\\\n{"b":1}', ended: 'cut', value: '{"a":"x\\' },
  'an object on the next line after a value': { text: '{"a":1\n{"b":1}', ended: 'cut', value: '{"a":1\n' },
  'an object on the next line after a comma in an object': {
    text: '{"a":1,\n{"b":1}',
    ended: 'cut',
    value: '{"a":1,\n',
  },
  'an object at column 0 after a colon': { text: '{"a":\n{"b":1}', ended: 'cut', value: '{"a":\n' },
  'an indented object after a colon': { text: '{"a":\n {"b":1}}', ended: 'closed', value: '{"a":\n {"b":1}}' },
  'objects on lines of their own in a list': {
    text: '[\n{"a":1},\n{"b":1}\n]',
    ended: 'closed',
    value: '[\n{"a":1},\n{"b":1}\n]',
  },
  'an object at column 0 after a comma in a list': { text: '{"a":["x",\n{"b":1}', ended: 'cut', value: '{"a":["x",\n' },
  'an object at column 0 after a comma in a list below a list of records': {
    text: '{"items":[{"a":["x",\n{"b":1}',
    ended: 'cut',
    value: '{"items":[{"a":["x",\n',
  },
  'a key that only ends like one of records': {
    text: '{"a\\"items":["x",\n{"b":1}',
    ended: 'cut',
    value: '{"a\\"items":["x",\n',
  },
  'a list of records that lies too deep': {
    text: '{"a":{"items":["x",\n{"b":1}',
    ended: 'cut',
    value: '{"a":{"items":["x",\n',
  },
  'an indented object after a comma in a list': {
    text: '{"a":["x",\n {"b":1}]}',
    ended: 'closed',
    value: '{"a":["x",\n {"b":1}]}',
  },
  'records at column 0': { text: '{"records" :[1,\n{"b":1}]}', ended: 'closed', value: '{"records" :[1,\n{"b":1}]}' },
  'rows at column 0': {
    text: '{"tables":[1,\n{"rows":[[1],\n[2]]}]}',
    ended: 'closed',
    value: '{"tables":[1,\n{"rows":[[1],\n[2]]}]}',
  },
  'records in an array of answers': {
    text: '[1,\n{"records":[1,\n{"b":1}]}]',
    ended: 'closed',
    value: '[1,\n{"records":[1,\n{"b":1}]}]',
  },
  'line breaks and no indentation': {
    text: '{\r\n"a": [\r\n"x",\r\n{\r\n}\r\n]\r\n}',
    ended: 'closed',
    value: '{\r\n"a": [\r\n"x",\r\n{\r\n}\r\n]\r\n}',
  },
  'a list on the next line after a value': { text: '{"a":1\n[x] {}', ended: 'cut', value: '{"a":1\n' },
  'a line that no token begins': { text: '{"a":1,\n<14>Nov {"b":1}', ended: 'cut', value: '{"a":1,\n' },
  'a line that begins like a number': { text: '{"a":1,\n  2026-11-24T06 {"b":1}', ended: 'cut', value: '{"a":1,\n' },
  'a line of scalars before an object': { text: '["a",\n1795500180 {"b":1}', ended: 'cut', value: '["a",\n' },
  'a number for a key': { text: '{"a":1,\n1795500180: {"b":1}', ended: 'cut', value: '{"a":1,\n' },
  'a colon in a list': { text: '["a",\n"b": {"c":1}', ended: 'cut', value: '["a",\n' },
  'a string before an object': { text: '{"a":1,\n"b" {"c":1}', ended: 'cut', value: '{"a":1,\n' },
  'an unknown token on the first line': { text: '{"a":NaN}\n', ended: 'closed', value: '{"a":NaN}' },
  'junk on the first line': { text: '{junk [\n{"a":1}', ended: 'cut', value: '{junk [' },
  'junk far into a line': {
    text: `[1,\n${' '.repeat(2000)}x, 2\n]`,
    ended: 'cut',
    value: `[1,\n${' '.repeat(2000)}x, 2`,
  },
  'every token of JSON': {
    text: '[\n-1.5E+3,\n2e-7,\ntrue,\nfalse,\nnull\n]',
    ended: 'closed',
    value: '[\n-1.5E+3,\n2e-7,\ntrue,\nfalse,\nnull\n]',
  },
  'values of a kind without a comma on one line': { text: '[{} {}[][]]', ended: 'closed', value: '[{} {}[][]]' },
  'objects in a list without a comma': { text: '[\n{"a":1}\n{"b":1}\n]', ended: 'cut', value: '[\n{"a":1}\n' },
  'white space before a bracket on the same line': { text: '{"a": {} }', ended: 'closed', value: '{"a": {} }' },
};

const scanAll = (scanner: ValueScanner, pieces: readonly Buffer[]): number => {
  let at = 0;
  for (const piece of pieces) {
    at += scanner.scan(piece, 0, piece.length);
    if (scanner.ended !== 'not-yet') break;
  }
  return at;
};

for (const [name, { text, ended, value }] of Object.entries(CASES)) {
  test(`${name}, in one chunk and in chunks of every size`, () => {
    const bytes = Buffer.from(text);
    const scanner = new ValueScanner();
    for (let size = 1; size <= bytes.length; size += 1) {
      const pieces = new Pieces();
      const all: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size)
        all.push(...pieces.push(Buffer.from(bytes.subarray(at, at + size))));
      all.push(...pieces.end());
      scanner.begin();
      assert.equal(bytes.toString('utf8', 0, scanAll(scanner, all)), value);
      assert.equal(scanner.ended, ended);
    }
  });

  test(`${name}, with a border anywhere in its first line`, () => {
    const bytes = Buffer.from(text);
    const scanner = new ValueScanner();
    const first = bytes.indexOf('\n') < 0 ? bytes.length : bytes.indexOf('\n');
    for (let border = 1; border < first; border += 1) {
      scanner.begin();
      assert.equal(
        bytes.toString('utf8', 0, scanAll(scanner, [bytes.subarray(0, border), bytes.subarray(border)])),
        value,
      );
      assert.equal(scanner.ended, ended);
    }
  });
}

test('in a part of a document no list holds records', () => {
  const bytes = Buffer.from('{"items":[1,\n{"b":1}]}');
  const scanner = new ValueScanner();
  scanner.begin('part');
  assert.equal(scanner.scan(bytes, 0, bytes.length), bytes.indexOf('\n') + 1);
  assert.equal(scanner.ended, 'cut');
});

const ODD_LINES: Readonly<Record<string, boolean>> = {
  '{"a":1}': false,
  '["a"]': false,
  '[{}]': false,
  '[]': false,
  '{"a":[1]}': false,
  '{"a":NaN}': true,
  '[2026-11-24 06:03:00]': true,
  '[2026-11-24 06:03:00 ]': true,
  '[INFO]': true,
};
for (const [text, odd] of Object.entries(ODD_LINES)) {
  test(`${text} is ${odd ? 'no ' : ''}JSON that can hold records`, () => {
    const scanner = new ValueScanner();
    scanner.begin();
    assert.equal(scanner.scan(Buffer.from(text), 0, text.length), text.length);
    assert.equal(scanner.odd, odd);
  });
}

test('a million levels are only counted', () => {
  const levels = 1_000_000;
  const bytes = Buffer.from(`${'[{"a":'.repeat(levels)}1${'}]'.repeat(levels)}x`);
  const scanner = new ValueScanner();
  scanner.begin();
  assert.equal(scanner.scan(bytes, 0, bytes.length), bytes.length - 1);
  assert.equal(scanner.ended, 'closed');
});

test('time grows with the length, also for white space before every bracket', () => {
  const time = (n: number): number => {
    const bytes = Buffer.from(`[${`${'\n'.repeat(1000)}{},`.repeat(n)}`);
    const scanner = new ValueScanner();
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < 5; turn += 1) {
      scanner.begin();
      const started = performance.now();
      scanner.scan(bytes, 0, bytes.length);
      best = Math.min(best, performance.now() - started);
    }
    return best;
  };
  time(500);
  assert.ok(time(2000) < 16 * Math.max(time(500), 0.05));
});
