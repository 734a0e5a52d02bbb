import { crc32 } from 'node:zlib';
import { encodingOf, MAGIC_BYTES } from './encoding.ts';
import { explainFault } from './fault.ts';
import type { InflateLimits, Packing } from './inflate.ts';
import { INFLATE_LIMITS, inflate } from './inflate.ts';
import { readRange } from './read.ts';
import type { Chunk, Input } from './source.ts';
import { failure } from './source.ts';
import { peek } from './text.ts';

export interface OpenOptions {
  readonly chunkBytes?: number;
  readonly limits?: InflateLimits;
  /** What `-` reads; the process's own standard input unless said. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * The decompressed bytes of an input, in order, as fast as they are asked for. What goes wrong comes as a failure among
 * them, with the offset reached; what came before it stands. Never throws. Standard input, pipes and members of
 * archives are looked at for gzip and zstd themselves. Stopping early closes the file.
 */
export async function* openInput(input: Input, options: OpenOptions = {}): AsyncGenerator<Chunk> {
  const { name, path } = input;
  const chunkBytes = options.chunkBytes ?? CHUNK_BYTES;
  const limits = options.limits ?? INFLATE_LIMITS;
  if (path === null) {
    yield* unpacked(stream(name, options.stdin ?? process.stdin), name, limits);
  } else if (input.encoding === 'gzip' || input.encoding === 'zstd') {
    const read = (): AsyncIterable<Chunk> => readRange({ path }, name, chunkBytes);
    yield* inflate({ packing: input.encoding, source: name, read, again: true }, limits);
  } else if (input.encoding === 'zip') {
    yield* unpacked(member(input, path, chunkBytes, limits), name, limits);
  } else if (input.size === null) {
    yield* unpacked(readRange({ path }, name, chunkBytes), name, limits);
  } else {
    yield* readRange({ path }, name, chunkBytes);
  }
}

/** A stream from outside, whose errors become failures. */
async function* stream(source: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Chunk> {
  let offset = 0;
  try {
    for await (const chunk of chunks) {
      offset += chunk.length;
      yield chunk;
    }
  } catch (error) {
    yield failure(source, offset, explainFault(error, source));
  }
}

/** Takes gzip or zstd off a stream that cannot be read twice. */
async function* unpacked(packed: AsyncIterable<Chunk>, source: string, limits: InflateLimits): AsyncGenerator<Chunk> {
  const { head, chunks } = await peek(packed, MAGIC_BYTES);
  const encoding = encodingOf(head);
  if (encoding === 'plain') {
    yield* chunks;
  } else if (encoding === 'zip') {
    await chunks.return(undefined);
    yield failure(source, 0, `a zip archive inside a stream cannot be read: save ${source} as a file and name that`);
  } else {
    yield* inflate({ packing: encoding, source, read: () => chunks, again: false }, limits);
  }
}

const METHODS: ReadonlyMap<number, Packing> = new Map([
  [8, 'deflate'],
  [93, 'zstd'],
]);

async function* member(input: Input, path: string, chunkBytes: number, limits: InflateLimits): AsyncGenerator<Chunk> {
  const { name, member: at } = input;
  // Loaded when needed: most runs meet no archive.
  const { memberRange } = await import('./zip.ts');
  const range = at === undefined ? 'its place in the archive is not known' : await memberRange(path, at);
  if (at === undefined || typeof range === 'string') {
    yield failure(name, 0, `cannot be read: ${name} (${range})`);
    return;
  }
  const read = (): AsyncIterable<Chunk> => readRange(range, name, chunkBytes);
  const packing = METHODS.get(at.method);
  const chunks = packing === undefined ? read() : inflate({ packing, source: name, read, again: true }, limits);
  let checksum = 0;
  let size = 0;
  let whole = true;
  for await (const chunk of chunks) {
    if (chunk instanceof Uint8Array) {
      checksum = crc32(chunk, checksum);
      size += chunk.length;
    } else {
      whole = false;
    }
    yield chunk;
  }
  if (whole && checksum !== at.crc32) {
    yield failure(name, size, `the checksum of ${name} is wrong: the archive is damaged somewhere in this member`);
  }
}
