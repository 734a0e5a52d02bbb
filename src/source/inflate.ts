import type { Transform } from 'node:stream';
import { createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { codeOf } from './fault.ts';
import type { Chunk, SourceFailure } from './source.ts';
import { failure } from './source.ts';

export interface InflateLimits {
  /** A stream is stopped once it is over both: so many bytes out, and so many times what went in. */
  readonly maxOutputBytes: number;
  readonly maxRatio: number;
}

export const INFLATE_LIMITS: InflateLimits = { maxOutputBytes: 1024 ** 3, maxRatio: 1000 };

export type Packing = 'gzip' | 'zstd' | 'deflate';

export interface Packed {
  readonly packing: Packing;
  readonly source: string;
  /** The compressed bytes from their start; may be called again when `again` is set. */
  read(): AsyncIterable<Chunk>;
  /** Whether `read` can begin anew: a file can, a pipe cannot. */
  readonly again: boolean;
}

/** The decoder gives nothing of the write in which it fails: a stream loses what so many bytes hold, a file that is read again nothing. */
const COARSE_BYTES = 16 * 1024;
const FINE_BYTES = 1;
const OUTPUT_CHUNK_BYTES = 256 * 1024;

const create = (packing: Packing): Transform & { readonly bytesWritten: number } => {
  const options = { chunkSize: OUTPUT_CHUNK_BYTES };
  switch (packing) {
    case 'gzip':
      return createGunzip(options);
    case 'zstd':
      return createZstdDecompress(options);
    case 'deflate':
      return createInflateRaw(options);
    default:
      return packing satisfies never;
  }
};

/**
 * Decompresses a stream: gzip members and zstd frames that follow each other are one. Damage ends it with a failure, and what
 * came before stands: the last bytes before damage in a file are had by reading it a second time in small steps.
 * Never throws, and holds no more than a few chunks.
 */
export async function* inflate(packed: Packed, limits: InflateLimits = INFLATE_LIMITS): AsyncGenerator<Chunk> {
  const first = new Pass(packed, limits, 0, Number.POSITIVE_INFINITY);
  yield* first.run();
  let last = first;
  if (first.damagedAt !== undefined && packed.again) {
    last = new Pass(packed, limits, first.output, first.damagedAt);
    yield* last.run();
  }
  const ended = last.failed ?? first.failed;
  if (ended !== undefined) yield ended;
}

/** One reading of the compressed bytes. */
class Pass {
  /** Bytes that came out, and the failure that ended it. */
  output = 0;
  failed: SourceFailure | undefined;
  /** Compressed offset of the write in which the decoder found damage. */
  damagedAt: number | undefined;
  readonly #packed: Packed;
  readonly #limits: InflateLimits;
  readonly #skip: number;
  readonly #fineFrom: number;
  #input = 0;
  #sourceFailed: SourceFailure | undefined;

  /** Gives only what comes after the first `skip` bytes; writes in small steps from compressed offset `fineFrom` on. */
  constructor(packed: Packed, limits: InflateLimits, skip: number, fineFrom: number) {
    this.#packed = packed;
    this.#limits = limits;
    this.#skip = skip;
    this.#fineFrom = fineFrom;
  }

  async *run(): AsyncGenerator<Uint8Array> {
    const decoder = create(this.#packed.packing);
    const bell = new Bell();
    let error: unknown;
    let over = false;
    decoder.on('error', (raised) => {
      error = raised;
      bell.ring();
    });
    for (const event of ['end', 'close'] as const) {
      decoder.on(event, () => {
        over = true;
        bell.ring();
      });
    }
    for (const event of ['readable', 'drain'] as const) decoder.on(event, () => bell.ring());
    const feeding = this.#feed(decoder);
    try {
      for (;;) {
        const chunk: unknown = decoder.read();
        if (chunk instanceof Uint8Array) {
          const before = this.output;
          this.output += chunk.length;
          if (this.output > this.#skip) yield chunk.subarray(Math.max(0, this.#skip - before));
          if (this.#isBomb()) {
            this.failed = this.#bomb();
            return;
          }
        } else if (over || error !== undefined) {
          break;
        } else {
          await bell.heard();
        }
      }
      this.failed = this.#verdict(error, decoder.bytesWritten);
    } finally {
      decoder.destroy();
      await feeding;
    }
  }

  /** Writes the compressed bytes; ends when they do, or when the decoder is done with them. */
  async #feed(decoder: Transform): Promise<void> {
    for await (const chunk of this.#packed.read()) {
      if (!(chunk instanceof Uint8Array)) {
        this.#sourceFailed = chunk;
        continue;
      }
      for (let at = 0; at < chunk.length; ) {
        if (decoder.destroyed || decoder.readableEnded) return;
        const step = this.#stepAt(this.#input);
        const slice = chunk.subarray(at, at + step);
        at += slice.length;
        this.#input += slice.length;
        if (!decoder.write(slice)) await drained(decoder);
      }
    }
    if (!decoder.destroyed) decoder.end();
  }

  #stepAt(offset: number): number {
    if (offset < this.#fineFrom) return Math.min(COARSE_BYTES, this.#fineFrom - offset);
    return offset < this.#fineFrom + 2 * COARSE_BYTES ? FINE_BYTES : COARSE_BYTES;
  }

  #isBomb(): boolean {
    return this.output > this.#limits.maxOutputBytes && this.output > this.#input * this.#limits.maxRatio;
  }

  #bomb(): SourceFailure {
    const { maxOutputBytes, maxRatio } = this.#limits;
    return failure(
      this.#packed.source,
      this.output,
      `decompression stopped: ${this.output} bytes came out of ${this.#input}; the limit is ${maxOutputBytes} bytes and ${maxRatio} times the compressed size`,
    );
  }

  /** What went wrong, if anything did: a source that failed has said why the end is missing. */
  #verdict(error: unknown, at: number): SourceFailure | undefined {
    const { packing, source } = this.#packed;
    const early = codeOf(error) === 'Z_BUF_ERROR';
    if (this.#sourceFailed !== undefined && (error === undefined || early)) {
      const { reason, offset } = this.#sourceFailed;
      return failure(source, this.output, `${reason} (compressed offset ${offset})`);
    }
    if (error === undefined) return undefined;
    if (early) {
      return failure(
        source,
        this.output,
        `the ${packing} data ends too early, after ${at} compressed bytes: the file was cut`,
      );
    }
    this.damagedAt = at;
    const message = error instanceof Error ? error.message : String(error);
    return failure(
      source,
      this.output,
      `the ${packing} data is damaged at compressed byte ${at} (${message}); what came before was read`,
    );
  }
}

/** Wakes one waiter; a ring that nobody waits for is kept. */
class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async heard(): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    this.#rung = false;
  }
}

const drained = (decoder: Transform): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'end'] as const) decoder.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'end'] as const) decoder.on(event, done);
  });
