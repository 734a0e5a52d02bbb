import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import { explainFault } from './fault.ts';
import type { Chunk } from './source.ts';
import { failure } from './source.ts';

/** A part of a file; without `length` as much as the file holds when it is opened. */
export interface FileRange {
  readonly path: string;
  readonly start?: number;
  readonly length?: number;
}

/**
 * The bytes of a file in order, each chunk in memory of its own. Of a plain file no more is read than was there at open, so a
 * log that grows ends; one that shrinks ends early and says so. Pipes and devices are read to their end. Never throws.
 */
export async function* readRange(range: FileRange, source: string, chunkBytes: number): AsyncGenerator<Chunk> {
  const start = range.start ?? 0;
  let read = 0;
  try {
    await using file = await open(range.path, 'r');
    const stat = await file.stat();
    const there = stat.isFile() ? Math.max(0, stat.size - start) : Number.POSITIVE_INFINITY;
    const wanted = range.length ?? there;
    while (read < wanted) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, wanted - read));
      // A pipe has no positions.
      const { bytesRead } = await file.read(buffer, 0, buffer.length, stat.isFile() ? start + read : null);
      if (bytesRead === 0) break;
      read += bytesRead;
      yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
    }
    if (Number.isFinite(wanted) && read < wanted) {
      yield failure(source, read, `the file shrank while it was read: ${read} of ${wanted} bytes were there`);
    }
  } catch (error) {
    yield failure(source, read, explainFault(error, source));
  }
}
