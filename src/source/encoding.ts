import type { Input } from './source.ts';

/** Bytes that `encodingOf` needs. */
export const MAGIC_BYTES = 4;

const MAGIC: readonly { readonly encoding: Input['encoding']; readonly bytes: readonly number[] }[] = [
  { encoding: 'gzip', bytes: [0x1f, 0x8b] },
  { encoding: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { encoding: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  // An archive without members begins with the end of its directory.
  { encoding: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
];

/** How the content is packed, told from its first bytes and never from its name. */
export const encodingOf = (head: Uint8Array): Input['encoding'] =>
  MAGIC.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))?.encoding ?? 'plain';
