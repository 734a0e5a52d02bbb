import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** Unpacks gzip, zlib or raw deflate data, at most `maxBytes` of output; `null` when it is none or would be more. */
export const inflate = (bytes: Uint8Array, maxBytes: number): Uint8Array | null => {
  const unpack =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync : (bytes[0] ?? 0) % 16 === 8 ? inflateSync : inflateRawSync;
  try {
    return unpack(bytes, { maxOutputLength: maxBytes });
  } catch {
    // Text inside a command need not be what its command takes it for.
    return null;
  }
};
