import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chunk, Framed, FramedRecord, SourceFailure } from '../source.ts';

/** A stream that gives these chunks; text is UTF-8. */
export async function* streamOf(...chunks: readonly (string | Chunk)[]): AsyncGenerator<Chunk> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** The bytes in chunks that end at these places (any numbers; they are brought into range). */
export async function* cutAt(bytes: Uint8Array, places: readonly number[]): AsyncGenerator<Chunk> {
  const ends = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    // A chunk of no bytes is a chunk too.
    yield bytes.slice(from, end);
    from = end;
  }
}

export const collect = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
};

export const isRecord = (framed: Framed): framed is FramedRecord => framed.kind === 'record';
export const textsOf = (all: readonly Framed[]): readonly string[] =>
  all.filter(isRecord).map(({ record }) => record.text);
export const failuresOf = (all: readonly (Framed | Chunk)[]): readonly SourceFailure[] =>
  all.filter((one): one is SourceFailure => 'kind' in one && one.kind === 'failure');

/** What bytes came, joined, and what went wrong among them. */
export const readAll = async (
  stream: AsyncIterable<Chunk>,
): Promise<{ readonly bytes: Buffer; readonly text: string; readonly failures: readonly SourceFailure[] }> => {
  const chunks = await collect(stream);
  const bytes = Buffer.concat(chunks.filter((chunk) => chunk instanceof Uint8Array));
  return { bytes, text: bytes.toString('utf8'), failures: failuresOf(chunks) };
};

/** Runs with an empty folder that is gone afterwards. */
export const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-source-'));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
