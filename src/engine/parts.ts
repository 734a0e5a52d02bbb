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
import { MAX_LINE_BYTES } from './lines.ts';
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
      // A record that is too long is a rejected record; the stream goes on.
      reject(batch.counts, one.source, one.offset, one.reason);
      batch.counts.records++;
      continue;
    }
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
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let offset = 0;
  let tooLongFrom: number | null = null;

  const join = (): Uint8Array => {
    const joined = new Uint8Array(heldBytes);
    let at = 0;
    for (const piece of held) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  };

  while (true) {
    const next = await iterator.next();
    const last = next.done === true;
    if (next.done !== true) {
      held.push(next.value);
      heldBytes += next.value.length;
    }
    if (!last && heldBytes < partBytes) continue;
    let bytes = join();
    const end = last ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0 && !last) {
      if (heldBytes <= MAX_LINE_BYTES) continue;
      tooLongFrom ??= offset;
      offset += heldBytes;
      held = [];
      heldBytes = 0;
      continue;
    }
    let begin = 0;
    if (tooLongFrom !== null) {
      begin = bytes.indexOf(NEWLINE) + 1;
      if (begin === 0) begin = bytes.length;
      yield {
        kind: 'failure',
        source,
        offset: tooLongFrom,
        reason: `a line of ${offset + begin - tooLongFrom} bytes is over the limit of ${MAX_LINE_BYTES} and was passed over`,
      };
      tooLongFrom = null;
    }
    const rest = bytes.subarray(Math.max(end, begin));
    bytes = bytes.subarray(begin, Math.max(end, begin));
    offset += begin;
    const room = gate.room(bytes.length);
    room.set(bytes);
    const passing: { at: number; text: string }[] = [];
    const { lines, inner } = gate.scan(bytes.length, (line, at) => {
      if (!strict) passing.push({ at, text: decoder.decode(line) });
    });
    if (inner > 0) {
      yield* splitDocuments(follow([bytes, rest], iterator), source, { keep, offset });
      return;
    }
    batch.counts.records += lines;
    if (strict) {
      for (let at = 0; at < bytes.length; ) {
        const newline = bytes.indexOf(NEWLINE, at);
        const stop = newline < 0 ? bytes.length : newline;
        const text = decoder.decode(bytes.subarray(at, stop));
        if (text.trim() !== '') yield { kind: 'record', record: { source, offset: offset + at, text } };
        at = stop + 1;
      }
    } else batch.counts.passedUnread += lines - passing.length;
    for (const { at, text } of passing) yield { kind: 'record', record: { source, offset: offset + at, text } };
    offset += bytes.length;
    held = rest.length === 0 ? [] : [rest];
    heldBytes = rest.length;
    if (last) return;
  }
}

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
