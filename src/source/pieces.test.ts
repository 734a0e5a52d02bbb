import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { LINE_START_BYTES, Pieces } from './pieces.ts';

const piecesOf = (chunks: readonly Buffer[]): readonly Buffer[] => {
  const pieces = new Pieces();
  return [...chunks.flatMap((chunk) => pieces.push(chunk)), ...pieces.end()];
};
const lengths = (...chunks: readonly string[]): readonly number[] =>
  piecesOf(chunks.map((chunk) => Buffer.from(chunk))).map((piece) => piece.length);
const LONG = 'x'.repeat(LINE_START_BYTES);

const CASES: Readonly<Record<string, readonly [chunks: readonly string[], lengths: readonly number[]]>> = {
  nothing: [['', ''], []],
  'whole lines': [
    ['a\nb\n', 'c\n'],
    [4, 2],
  ],
  'the start of a line waits for the rest': [
    ['a\nbc', 'd\ne'],
    [2, 4, 1],
  ],
  'a line that comes byte by byte': [
    ['a', 'b', 'c', '\n', 'd'],
    [4, 1],
  ],
  'a line that is long enough does not wait': [
    [`a\n${LONG}`, 'x', 'x\ny'],
    [2 + LONG.length, 1, 2, 1],
  ],
  'one byte too short': [
    [`a\n${LONG.slice(1)}`, 'xyz'],
    [2, LONG.length, 2],
  ],
};
for (const [name, [chunks, expected]] of Object.entries(CASES)) {
  test(name, () => assert.deepEqual(lengths(...chunks), expected));
}

test('nothing is lost, and no border is near behind a newline', () => {
  const line = fc.nat({ max: 3 * LINE_START_BYTES }).map((length) => 'x'.repeat(length));
  const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 2 * LINE_START_BYTES }), { maxLength: 12 }), (all, sizes) => {
      const chunks: Buffer[] = [];
      let from = 0;
      for (const size of [...sizes, all.length]) {
        chunks.push(Buffer.from(all.slice(from, from + size)));
        from += size;
      }
      const pieces = piecesOf(chunks);
      assert.equal(Buffer.concat(pieces).toString(), all);
      let end = 0;
      for (const piece of pieces.slice(0, -1)) {
        end += piece.length;
        const behind = end - 1 - all.lastIndexOf('\n', end - 1);
        assert.ok(behind === 0 || behind >= LINE_START_BYTES, `${behind} bytes behind a newline`);
      }
    }),
  );
});
