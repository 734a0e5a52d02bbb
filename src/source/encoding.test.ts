import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { encodingOf, MAGIC_BYTES } from './encoding.ts';

const CASES = {
  gzip: gzipSync('x'),
  zstd: zstdCompressSync('x'),
  zip: Buffer.from('PK\x03\x04…'),
  plain: Buffer.from('{"a":1}'),
} as const;

for (const [encoding, bytes] of Object.entries(CASES)) {
  test(`${encoding} is known by its first bytes`, () =>
    assert.equal(encodingOf(bytes.subarray(0, MAGIC_BYTES)), encoding));
}

test('an archive without members', () => assert.equal(encodingOf(Buffer.from('PK\x05\x06')), 'zip'));
test('text that only begins like a packed file', () => {
  for (const text of ['PK', 'PKI log', '(\xb5', '\x1f']) assert.equal(encodingOf(Buffer.from(text, 'latin1')), 'plain');
});
test('no bytes', () => assert.equal(encodingOf(new Uint8Array()), 'plain'));
