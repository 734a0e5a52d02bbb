import { decodeRecord } from '../decode/decode.ts';
import { type AuditEvent, explainFailure, type RawRecord } from '../model/event.ts';
import { splitCsv } from '../source/csv.ts';
import { splitDocuments } from '../source/documents.ts';
import { detectFraming, HEAD_BYTES } from '../source/frame.ts';
import { openInput } from '../source/open.ts';
import { resolveInputs } from '../source/resolve.ts';
import type { Chunk, Framed, Input, SourceFailure, Unreadable } from '../source/source.ts';
import { failure, MAX_RECORD_BYTES } from '../source/source.ts';
import { peek } from '../source/text.ts';
import { splitUtf16 } from '../source/utf16.ts';
import { affordable, inflate } from './extract.ts';

const NEWLINE = 0x0a;

export interface EventsOptions {
  readonly paths: readonly string[];
  /** Asked of each record's bytes before they are decoded; they may not be kept. */
  readonly keep: (bytes: Uint8Array) => boolean;
}

export interface EventsRead {
  readonly events: AsyncGenerator<AuditEvent, void>;
  /** Complete once the events have ended. */
  readonly counts: {
    records: number;
    kept: number;
    rejected: number;
    rejectedSample: string | null;
    readonly unreadable: Unreadable[];
  };
}

/**
 * The decoded events of logs of any envelope, in input order, in one thread. Nothing is judged: for a reader who wants what
 * stands around a finding. Never throws for what the input holds.
 */
export const readEvents = ({ paths, keep }: EventsOptions): EventsRead => {
  const counts: EventsRead['counts'] = { records: 0, kept: 0, rejected: 0, rejectedSample: null, unreadable: [] };
  const asked = (bytes: Uint8Array): boolean => {
    counts.records += 1;
    return keep(bytes);
  };
  const reject = (reason: string): void => {
    counts.rejected += 1;
    counts.rejectedSample ??= reason;
  };

  async function* run(): AsyncGenerator<AuditEvent, void> {
    const resolved = await resolveInputs(paths);
    counts.unreadable.push(...resolved.unreadable);
    for (const input of resolved.inputs) {
      for await (const framed of recordsOf(input, asked, counts.unreadable)) {
        if (framed.kind === 'failure') {
          reject(`${framed.source}: ${framed.reason}`);
          continue;
        }
        counts.kept += 1;
        const record = affordable(framed.record);
        if (record !== framed.record)
          reject(`${record.source}: the record at byte ${record.offset} is read in part, for its many values`);
        const { events, failures } = decodeRecord(record, { inflate });
        for (const one of failures) reject(`${record.source}: ${explainFailure(one)}`);
        yield* events;
      }
    }
  }
  return { events: run(), counts };
};

async function* recordsOf(
  input: Input,
  keep: (bytes: Uint8Array) => boolean,
  unreadable: Unreadable[],
): AsyncGenerator<Framed> {
  const stream = openInput(input);
  try {
    const { head, chunks } = await peek(stream, HEAD_BYTES);
    const broken: SourceFailure[] = [];
    const bytes = bytesOf(chunks, broken);
    const framing = detectFraming(head);
    const framed =
      framing === 'csv'
        ? splitCsv(bytes, input.name, { keep })
        : framing === 'documents'
          ? splitDocuments(bytes, input.name, { keep })
          : framing === 'utf16le' || framing === 'utf16be'
            ? splitUtf16(bytes, input.name, framing, { keep })
            : linesOf(bytes, input.name, keep);
    yield* framed;
    for (const { source, reason } of broken) unreadable.push({ path: source, reason });
  } finally {
    await stream.return(undefined);
  }
}

async function* bytesOf(chunks: AsyncIterable<Chunk>, broken: SourceFailure[]): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (chunk instanceof Uint8Array) yield chunk;
    else broken.push(chunk);
  }
}

/** Lines of at most `MAX_RECORD_BYTES`; a longer one is passed over with a failure. */
async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  source: string,
  keep: (bytes: Uint8Array) => boolean,
): AsyncGenerator<Framed> {
  const decoder = new TextDecoder();
  let parts: Uint8Array[] = [];
  let held = 0;
  let offset = 0;
  let begins = 0;
  const line = (last: Uint8Array): Framed | null => {
    const size = held + last.length;
    const bytes = parts.length === 0 ? last : joined([...parts, last], size);
    parts = [];
    held = 0;
    if (size > MAX_RECORD_BYTES) return failure(source, begins, `a line of ${size} bytes is not read`);
    if (isBlank(bytes) || !keep(bytes)) return null;
    const record: RawRecord = { source, offset: begins, text: decoder.decode(bytes) };
    return { kind: 'record', record };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const found = line(chunk.subarray(from, end));
      if (found !== null) yield found;
      from = end + 1;
      begins = offset + from;
    }
    const rest = chunk.subarray(from);
    // What is over the limit is not held, only counted.
    if (held <= MAX_RECORD_BYTES && rest.length > 0) parts.push(rest);
    held += rest.length;
    offset += chunk.length;
  }
  if (held > 0) {
    const found = line(new Uint8Array(0));
    if (found !== null) yield found;
  }
}

const joined = (parts: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(Math.min(size, MAX_RECORD_BYTES * 2));
  let at = 0;
  for (const part of parts) {
    if (at + part.length > whole.length) break;
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
