import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { describe, test } from 'node:test';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { type InflateLimits, inflate, type Packing } from './inflate.ts';
import { collect, cutAt, readAll, streamOf } from './testing/chunks.ts';

/** Text that packs badly, so that damage has a place. */
const TEXT = Array.from({ length: 100_000 }, (_, index) => `line ${(index * 7919) % 100_003}\n`).join('');
const PACK: Readonly<Record<Packing, (text: string) => Buffer>> = {
  gzip: gzipSync,
  zstd: zstdCompressSync,
  deflate: deflateRawSync,
};

const read = (packing: Packing, bytes: Uint8Array, again = true, limits?: InflateLimits): ReturnType<typeof readAll> =>
  readAll(inflate({ packing, source: 'x', read: () => streamOf(bytes), again }, limits));

for (const packing of ['gzip', 'zstd', 'deflate'] as const) {
  const packed = PACK[packing](TEXT);

  describe(packing, () => {
    test('the whole, in one chunk and in many', async () => {
      assert.deepEqual(await read(packing, packed), { bytes: Buffer.from(TEXT), text: TEXT, failures: [] });
      const places = Array.from({ length: 50 }, (_, index) => index * 104_729);
      const { text } = await readAll(
        inflate({ packing, source: 'x', read: () => cutAt(packed, places), again: false }),
      );
      assert.equal(text, TEXT);
    });

    test('a file that was cut gives what is there, and says so', async () => {
      const { text, failures } = await read(packing, packed.subarray(0, packed.length / 2));
      assert.ok(text.length > TEXT.length / 10 && TEXT.startsWith(text));
      assert.equal(failures.length, 1);
      assert.equal(failures[0]?.offset, Buffer.byteLength(text));
      assert.match(failures[0]?.reason ?? '', /ends too early/);
    });

    test('stopping early ends the source', async () => {
      let closed = false;
      async function* source(): AsyncGenerator<Uint8Array> {
        try {
          for (;;) yield packed;
        } finally {
          closed = true;
        }
      }
      for await (const _ of inflate({ packing, source: 'x', read: source, again: false })) break;
      assert.ok(closed);
    });
  });
}

describe('several in a row', () => {
  for (const packing of ['gzip', 'zstd'] as const) {
    test(`${packing} parts are one stream, wherever chunks end`, async () => {
      const parts = ['first\n', '', TEXT, 'last\n'];
      const bytes = Buffer.concat(parts.map(PACK[packing]));
      for (const places of [[], [1, 2, 3], [PACK[packing]('first\n').length]]) {
        const { text, failures } = await readAll(
          inflate({ packing, source: 'x', read: () => cutAt(bytes, places), again: false }),
        );
        assert.equal(text, parts.join(''));
        assert.deepEqual(failures, []);
      }
    });
  }
});

describe('damage', () => {
  test('what came before damage stands to the last bytes, when the file can be read again', async () => {
    const first = gzipSync(TEXT);
    const { text, failures } = await read('gzip', Buffer.concat([first, Buffer.from('this is no gzip member')]));
    assert.equal(text, TEXT);
    assert.equal(failures.length, 1);
    assert.equal(failures[0]?.offset, TEXT.length);
    assert.match(failures[0]?.reason ?? '', /damaged at compressed byte \d+/);
    assert.ok(Math.abs(Number(/byte (\d+)/.exec(failures[0]?.reason ?? '')?.[1]) - first.length) <= 4);
  });

  test('a wrong checksum takes nothing', async () => {
    const bytes = gzipSync('one\ntwo\n');
    bytes.writeUInt32LE(1, bytes.length - 8);
    const { text, failures } = await read('gzip', bytes);
    assert.equal(text, 'one\ntwo\n');
    assert.equal(failures.length, 1);
  });

  test('a stream that cannot be read again fails once, with a beginning of the text', async () => {
    const { text, failures } = await read(
      'gzip',
      Buffer.concat([gzipSync(TEXT), Buffer.from('this is no gzip')]),
      false,
    );
    assert.ok(TEXT.startsWith(text));
    assert.equal(failures.length, 1);
  });

  test('zeros after the end, as tapes and block devices leave them, are no damage', async () => {
    assert.deepEqual(await read('gzip', Buffer.concat([gzipSync('x'), Buffer.alloc(600)])), {
      bytes: Buffer.from('x'),
      text: 'x',
      failures: [],
    });
  });

  test('nothing at all', async () => {
    assert.equal((await read('gzip', Buffer.alloc(0))).text, '');
  });

  test('a failure of the source ends it with one failure that names the source’s reason', async () => {
    const half = gzipSync(TEXT).subarray(0, 20_000);
    const failed = { kind: 'failure', source: 'x', offset: 20_000, reason: 'the disk reports an error: x' } as const;
    const { text, failures } = await readAll(
      inflate({ packing: 'gzip', source: 'x', read: () => streamOf(half, failed), again: true }),
    );
    assert.ok(text.length > 0);
    assert.deepEqual(failures, [
      { ...failed, offset: text.length, reason: 'the disk reports an error: x (compressed offset 20000)' },
    ]);
  });
});

describe('bombs', () => {
  const limits = { maxOutputBytes: 1_000_000, maxRatio: 100 };

  for (const packing of ['gzip', 'zstd'] as const) {
    test(`a ${packing} bomb is stopped soon after the limit, and the limit is said`, async () => {
      const { bytes, failures } = await read(packing, PACK[packing]('\0'.repeat(20_000_000)), true, limits);
      assert.ok(bytes.length > 1_000_000 && bytes.length < 3_000_000);
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? '', /decompression stopped.*1000000 bytes and 100 times/);
    });
  }

  test('much output from much input is no bomb', async () => {
    const { text, failures } = await read('gzip', gzipSync(TEXT), true, { maxOutputBytes: 1000, maxRatio: 100 });
    assert.equal(text, TEXT);
    assert.deepEqual(failures, []);
  });

  test('a high ratio of little output is no bomb', async () => {
    const { bytes, failures } = await read('zstd', zstdCompressSync('\0'.repeat(900_000)), true, limits);
    assert.equal(bytes.length, 900_000);
    assert.deepEqual(failures, []);
  });

  test('a bomb is unpacked no faster than it is asked for', async () => {
    const bomb = zstdCompressSync(Buffer.alloc(200_000_000));
    const before = process.memoryUsage().arrayBuffers;
    const stream = inflate({ packing: 'zstd', source: 'x', read: () => streamOf(bomb), again: true });
    await stream.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(process.memoryUsage().arrayBuffers - before < 20_000_000);
    await stream.return(undefined);
  });
});

test('chunks are never written to again', async () => {
  const chunks = await collect(
    inflate({ packing: 'gzip', source: 'x', read: () => streamOf(gzipSync(TEXT.repeat(10))), again: true }),
  );
  assert.equal(Buffer.concat(chunks.filter((chunk) => chunk instanceof Uint8Array)).toString(), TEXT.repeat(10));
});
