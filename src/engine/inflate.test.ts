import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { inflate } from './inflate.ts';

for (const [name, pack] of [
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
  ['zlib', deflateSync],
  ['raw deflate', deflateRawSync],
] as const) {
  test(`${name} is unpacked`, () => {
    assert.equal(new TextDecoder().decode(inflate(pack('echo hello'), 1000) ?? undefined), 'echo hello');
  });
  test(`${name} that would be more than allowed is not`, () => {
    assert.equal(inflate(pack('x'.repeat(100_000)), 1000), null);
  });
}

test('other bytes, and none, are not unpacked', () => {
  assert.equal(inflate(new Uint8Array([0x1f, 0x8b, 1, 2, 3]), 1000), null);
  assert.equal(inflate(new Uint8Array(), 1000), null);
});
