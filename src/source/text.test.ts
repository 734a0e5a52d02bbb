import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Chunk } from './source.ts';
import { cutAt, readAll, streamOf } from './testing/chunks.ts';
import { fromUtf16, peek } from './text.ts';

test('peeking takes nothing from the stream, failures included', async () => {
  const failed = { kind: 'failure', source: 'x', offset: 1, reason: 'gone' } as const;
  const { head, chunks } = await peek(streamOf('ab', failed, 'cdef', 'g'), 4);
  assert.equal(Buffer.from(head).toString(), 'abcd');
  const { text, failures } = await readAll(chunks);
  assert.equal(text, 'abcdefg');
  assert.deepEqual(failures, [failed]);
});

test('a stream shorter than wanted gives what it has', async () => {
  const { head, chunks } = await peek(streamOf('ab'), 4);
  assert.equal(Buffer.from(head).toString(), 'ab');
  assert.equal((await readAll(chunks)).text, 'ab');
});

test('whoever stops early ends the stream underneath', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<Chunk> {
    try {
      yield Buffer.from('ab');
      yield Buffer.from('cd');
    } finally {
      closed = true;
    }
  }
  const { chunks } = await peek(source(), 1);
  for await (const _ of chunks) break;
  assert.ok(closed);
});

for (const encoding of ['utf16le', 'utf16be'] as const) {
  test(`${encoding} reads as UTF-8 wherever it is cut`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(), { maxLength: 6 }), async (text, places) => {
        const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
        if (encoding === 'utf16be') bytes.swap16();
        const read = await readAll(fromUtf16(cutAt(bytes, places), encoding));
        assert.equal(read.text, text.toWellFormed());
      }),
    );
  });
}

test('half a character at the end becomes U+FFFD', async () => {
  assert.equal((await readAll(fromUtf16(streamOf(Buffer.from([0x61, 0, 0x62])), 'utf16le'))).text, 'a\uFFFD');
});
