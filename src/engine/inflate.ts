import { gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** Unpacks gzip, zstd, zlib or raw deflate data, at most `maxBytes` of output; `null` when it is none or would be more. */
export const inflate = (bytes: Uint8Array, maxBytes: number): Uint8Array | null => {
  const unpack = unpackerOf(bytes);
  try {
    return unpack(bytes, { maxOutputLength: maxBytes });
  } catch {
    // Text inside a command need not be what its command takes it for.
    return null;
  }
};

const unpackerOf = ([first = 0, second, third, fourth]: Uint8Array): ((
  bytes: Uint8Array,
  options: { maxOutputLength: number },
) => Uint8Array) => {
  if (first === 0x1f && second === 0x8b) return gunzipSync;
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd) return zstdDecompressSync;
  return first % 16 === 8 ? inflateSync : inflateRawSync;
};
