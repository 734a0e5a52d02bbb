import { Buffer } from 'node:buffer';
import type { Chunk } from './source.ts';

/**
 * The first `bytes` of a stream, or all of it when it is shorter, and the whole stream with them back in front. Failures
 * keep their place.
 */
export const peek = async (
  chunks: AsyncIterable<Chunk>,
  bytes: number,
): Promise<{ readonly head: Uint8Array; readonly chunks: AsyncGenerator<Chunk> }> => {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: Chunk[] = [];
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < bytes) {
    const next = await iterator.next();
    if (next.done) break;
    seen.push(next.value);
    if (!(next.value instanceof Uint8Array)) continue;
    parts.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(parts).subarray(0, bytes);
  return { head, chunks: resume(seen, iterator) };
};

async function* resume(seen: readonly Chunk[], iterator: AsyncIterator<Chunk>): AsyncGenerator<Chunk> {
  try {
    yield* seen;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    // Whoever stops early also ends the stream underneath, which may hold a file open.
    await iterator.return?.();
  }
}

/**
 * UTF-16 as UTF-8, without its byte order mark: PowerShell writes its exports so. Offsets behind it count UTF-8 bytes.
 * Half a surrogate pair becomes U+FFFD.
 */
export async function* fromUtf16(chunks: AsyncIterable<Chunk>, encoding: 'utf16le' | 'utf16be'): AsyncGenerator<Chunk> {
  const decoder = new TextDecoder(encoding === 'utf16le' ? 'utf-16le' : 'utf-16be');
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) {
      yield chunk;
      continue;
    }
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}
