import { statSync } from 'node:fs';
import type { RawRecord } from '../model/event.ts';
import { splitCsv } from '../source/csv.ts';
import { splitDocuments } from '../source/documents.ts';
import { detectFraming, type Framing, HEAD_BYTES } from '../source/frame.ts';
import { createGate, type GateWords } from '../source/gate/gate.ts';
import { openInput } from '../source/open.ts';
import type { Chunk, Framed, Input, SourceFailure } from '../source/source.ts';
import { peek } from '../source/text.ts';
import { splitUtf16 } from '../source/utf16.ts';
import { type Counts, noCounts, reject, warn } from './counts.ts';
import { INNER_STARTS, MAX_LINE_BYTES, TOO_LONG } from './lines.ts';
import type { Task } from './part.ts';

const MOST_RECORDS = 512;
const NEWLINE = 0x0a;

/** Numbers of rows at which an export ends, whether or not there are more. */
const ROW_LIMITS: ReadonlyMap<number, string> = new Map([
  [10_000, 'the limit of a CloudWatch Logs Insights query'],
  [30_000, 'the limit of the Azure portal'],
  [500_000, 'the limit of the Log Analytics API'],
]);

/** A part of an input for `pool.run`, or what went wrong at its source. */
export type Part = { readonly kind: 'task'; readonly task: Task; readonly bytes: number } | SourceFailure;

export interface PartsOptions {
  readonly words: GateWords;
  readonly strict: boolean;
  readonly partBytes: number;
  /** Begin at this byte and read documents: for a file that turned out not to be lines. */
  readonly documentsFrom?: number;
}

/**
 * Cuts an input into parts in input order. Lines of a plain file are only named by their range and read by whoever does
 * the work; all else is read here and gated here.
 */
export async function* partsOf(input: Input, options: PartsOptions): AsyncGenerator<Part> {
  const stream = openInput(input);
  try {
    const { documentsFrom } = options;
    const { head, chunks } = await peek(documentsFrom === undefined ? stream : skip(stream, documentsFrom), HEAD_BYTES);
    const framing = documentsFrom === undefined ? detectFraming(head) : 'documents';
    if (framing === 'lines' && input.encoding === 'plain' && input.path !== null && input.size !== null) {
      yield* ranges(input, input.path, options.partBytes);
    } else yield* streamParts(chunks, input.name, framing, options);
  } finally {
    await stream.return(undefined);
  }
}

function* ranges(input: Input, path: string, partBytes: number): Generator<Part> {
  // The size now, not when the folder was listed: a log grows while it is read, and what is there is read.
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    yield { kind: 'failure', source: input.name, offset: 0, reason: 'the file is gone' };
    return;
  }
  for (let start = 0; start < size; start += partBytes) {
    const end = Math.min(start + partBytes, size);
    yield { kind: 'task', task: { kind: 'range', path, source: input.name, start, end }, bytes: end - start };
  }
}

async function* streamParts(
  chunks: AsyncIterable<Chunk>,
  source: string,
  framing: Framing,
  options: PartsOptions,
): AsyncGenerator<Part> {
  const gate = createGate(options.words);
  const batch = createBatch(options.partBytes);
  let records = 0;
  const keep = (bytes: Uint8Array): boolean => {
    records++;
    batch.counts.records++;
    if (options.strict || gate.allows(bytes)) return true;
    batch.counts.passedUnread++;
    return false;
  };
  // What breaks at the source is an input that could not be read; what a splitter passes over is one record.
  const broken: SourceFailure[] = [];
  const counted = bytesOf(chunks, batch, broken);
  const offset = options.documentsFrom ?? 0;
  const framed =
    framing === 'lines' || framing === 'binary' || framing === 'empty'
      ? gatedLines(counted, source, gate, batch, options, keep)
      : framing === 'csv'
        ? splitCsv(counted, source, { keep })
        : framing === 'documents'
          ? splitDocuments(counted, source, { keep, offset })
          : splitUtf16(counted, source, framing, { keep });
  for await (const one of framed) {
    yield* broken.splice(0);
    if (one.kind === 'failure') {
      // A record that is too long or does not fit its table is a rejected record; the stream goes on.
      reject(batch.counts, one.source, one.offset, one.reason);
      // Rows of a table were asked about, and counted, before their cells were read.
      if (framing !== 'csv') batch.counts.records++;
      continue;
    }
    // What is left of a long document is given without being asked about.
    if (one.rest !== undefined) batch.counts.records++;
    if (one.invalidUtf8) warn(batch.counts, `${source} holds bytes that are no UTF-8; they read as \uFFFD`);
    batch.add(one.record);
    if (batch.full()) yield batch.take();
  }
  yield* broken;
  const limit = ROW_LIMITS.get(records);
  if (limit !== undefined)
    warn(batch.counts, `${source} holds just ${records} records, ${limit}: it may lack the rest`);
  yield batch.take();
}

interface Batch {
  readonly counts: Counts;
  add(record: RawRecord): void;
  full(): boolean;
  take(): Part;
}

const createBatch = (partBytes: number): Batch => {
  let records: RawRecord[] = [];
  let size = 0;
  let counts = noCounts();
  return {
    get counts() {
      return counts;
    },
    add: (record) => {
      records.push(record);
      size += record.text.length;
    },
    full: () => records.length >= MOST_RECORDS || size >= partBytes || counts.bytes >= partBytes,
    take: () => {
      const part: Part = { kind: 'task', task: { kind: 'records', records, counts }, bytes: counts.bytes };
      records = [];
      size = 0;
      counts = noCounts();
      return part;
    },
  };
};

/**
 * Lines of a stream through the gate, many at a time. When a part turns out to be the inside of a pretty-printed
 * document, the rest of the stream is read as documents.
 */
async function* gatedLines(
  chunks: AsyncIterable<Uint8Array>,
  source: string,
  gate: ReturnType<typeof createGate>,
  batch: Batch,
  { strict, partBytes }: PartsOptions,
  keep: (bytes: Uint8Array) => boolean,
): AsyncGenerator<Framed> {
  const decoder = new TextDecoder();
  const iterator = chunks[Symbol.asyncIterator]();
  const block = createBlock();
  for (let last = false; !last; ) {
    const next = await iterator.next();
    last = next.done === true;
    if (next.done !== true) {
      const tooLong = block.add(next.value);
      if (tooLong !== null) {
        yield { kind: 'failure', source, offset: tooLong, reason: TOO_LONG };
      }
    }
    if (!last && !block.isReady(partBytes)) continue;
    const { offset, bytes, rest } = block.take(last);
    gate.room(bytes.length).set(bytes);
    const passing: { at: number; text: string }[] = [];
    const { lines, inner } = gate.scan(bytes.length, (line, at) => {
      if (!strict) passing.push({ at, text: decoder.decode(line) });
    });
    if (inner > 0 || (rest.length > 0 && INNER_STARTS.has(rest[0] ?? 0))) {
      yield* splitDocuments(follow([bytes, rest], iterator), source, { keep, offset });
      return;
    }
    batch.counts.records += lines;
    if (strict) yield* everyLine(bytes, source, offset, decoder);
    else batch.counts.passedUnread += lines - passing.length;
    for (const { at, text } of passing) yield { kind: 'record', record: { source, offset: offset + at, text } };
  }
}

function* everyLine(bytes: Uint8Array, source: string, offset: number, decoder: TextDecoder): Generator<Framed> {
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, at);
    const stop = newline < 0 ? bytes.length : newline;
    const text = decoder.decode(bytes.subarray(at, stop));
    if (text.trim() !== '') yield { kind: 'record', record: { source, offset: offset + at, text } };
    at = stop + 1;
  }
}

/** Bytes of a stream up to the last whole line. */
interface Block {
  /** Takes a chunk; gives the offset of a line that turned out to be over the limit, once its end is seen. */
  add(chunk: Uint8Array): number | null;
  isReady(bytes: number): boolean;
  /** Whole lines, or with `all` everything, and what follows them; that stays for the next time. */
  take(all: boolean): { readonly offset: number; readonly bytes: Uint8Array; readonly rest: Uint8Array };
}

/** Looks at each byte once and joins chunks once, however long a line is. */
const createBlock = (): Block => {
  let held: Uint8Array[] = [];
  let size = 0;
  let offset = 0;
  /** Behind the last newline in what is held; 0 when there is none. */
  let linesEnd = 0;
  let skippingFrom: number | null = null;

  const hold = (chunk: Uint8Array): void => {
    if (chunk.length === 0) return;
    held.push(chunk);
    const newline = chunk.lastIndexOf(NEWLINE);
    if (newline >= 0) linesEnd = size + newline + 1;
    size += chunk.length;
  };

  return {
    add: (chunk) => {
      // Within lines that are held the limit cannot be passed: a part is shorter.
      if (skippingFrom === null && linesEnd > 0) {
        hold(chunk);
        return null;
      }
      const newline = chunk.indexOf(NEWLINE);
      const lineEnd = newline < 0 ? chunk.length : newline;
      if (skippingFrom === null && size + lineEnd <= MAX_LINE_BYTES) {
        hold(chunk);
        return null;
      }
      skippingFrom ??= offset;
      const taken = newline < 0 ? chunk.length : newline + 1;
      offset += size + taken;
      held = [];
      size = 0;
      if (newline < 0) return null;
      const ended = skippingFrom;
      skippingFrom = null;
      hold(chunk.subarray(taken));
      return ended;
    },
    isReady: (bytes) => size >= bytes && linesEnd > 0,
    take: (all) => {
      const joined = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
      let end = all ? size : linesEnd;
      // The first byte of the next line tells whether the last one here opens a document, so one line stays behind.
      if (end === size && !all) end = joined.lastIndexOf(NEWLINE, end - 2) + 1 || end;
      const taken = { offset, bytes: joined.subarray(0, end), rest: joined.subarray(end) };
      offset += end;
      held = [];
      size = 0;
      linesEnd = 0;
      hold(taken.rest);
      return taken;
    },
  };
};

async function* follow<T>(first: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield* first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* skip(stream: AsyncIterable<Chunk>, bytes: number): AsyncGenerator<Chunk> {
  let left = bytes;
  for await (const chunk of stream) {
    if (left === 0 || !(chunk instanceof Uint8Array)) yield chunk;
    else if (chunk.length <= left) left -= chunk.length;
    else {
      yield chunk.subarray(left);
      left = 0;
    }
  }
}

async function* bytesOf(
  chunks: AsyncIterable<Chunk>,
  batch: Batch,
  broken: SourceFailure[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (chunk instanceof Uint8Array) {
      batch.counts.bytes += chunk.length;
      yield chunk;
    } else broken.push(chunk);
  }
}
