import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
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
  'objects in a list without a comma': { text: '[\n{"a":1}\n{"b":1}\n]', ended: 'cut', value: '[\n{"a":1}\n' },
  'white space before a bracket on the same line': { text: '{"a": {} }', ended: 'closed', value: '{"a": {} }' },
};

for (const [name, { text, ended, value }] of Object.entries(CASES)) {
  test(`${name}, in one chunk and in chunks of every size`, () => {
    const bytes = Buffer.from(text);
    const whole = new ValueScanner();
    whole.begin();
    assert.equal(bytes.toString('utf8', 0, whole.scan(bytes, 0, bytes.length)), value);
    assert.equal(whole.ended, ended);

    for (let size = 1; size < bytes.length; size += 1) {
      const stepwise = new ValueScanner();
      stepwise.begin();
      let at = 0;
      while (at < bytes.length && stepwise.ended === 'not-yet') {
        const chunk = Buffer.from(bytes.subarray(at, at + size));
        at += stepwise.scan(chunk, 0, chunk.length);
      }
      assert.equal(bytes.toString('utf8', 0, at), value);
      assert.equal(stepwise.ended, ended);
    }
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
