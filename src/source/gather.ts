import { Buffer, isUtf8 } from 'node:buffer';
import type { FramedRecord, SourceFailure, SplitOptions } from './source.ts';
import { MAX_RECORD_BYTES, tooLong } from './source.ts';

/** The same bytes as a Buffer, without a copy: its `toString` decodes a range. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Collects the bytes of one record over chunk borders. Over the limit it only counts, so memory stays flat. */
export class Gather {
  readonly limit: number;
  size = 0;
  #pieces: Buffer[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  get over(): boolean {
    return this.size > this.limit;
  }

  add(bytes: Buffer, from: number, to: number): void {
    if (to <= from) return;
    this.size += to - from;
    if (this.over) this.#pieces = [];
    else this.#pieces.push(bytes.subarray(from, to));
  }

  /** All bytes so far; empty when over the limit. */
  bytes(): Buffer {
    const [first] = this.#pieces;
    return this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
  }

  /** Empties it and hands over what it held, uncopied. */
  take(): readonly Buffer[] {
    const pieces = this.#pieces;
    this.clear();
    return pieces;
  }

  clear(): void {
    this.#pieces = [];
    this.size = 0;
  }
}

/** What is said of a record besides its bytes. */
export interface RecordNotes {
  readonly header?: string | undefined;
  readonly cut?: boolean;
  /** Such a record is always kept. */
  readonly rest?: FramedRecord['rest'];
}

/** Turns the bytes of records into records: one per splitter. */
export class RecordMaker {
  readonly source: string;
  readonly limit: number;
  readonly #keep: SplitOptions['keep'];

  constructor(source: string, options: SplitOptions) {
    this.source = source;
    this.limit = options.maxRecordBytes ?? MAX_RECORD_BYTES;
    this.#keep = options.keep;
  }

  /** The record in `bytes[from, to)`, or `undefined` when it is not kept. A cut record loses the white space at its end. */
  make(
    bytes: Buffer,
    from: number,
    to: number,
    offset: number,
    notes: RecordNotes = {},
  ): FramedRecord | SourceFailure | undefined {
    if (to - from > this.limit) return tooLong(this.source, offset, to - from, this.limit);
    if (notes.rest === undefined && this.#keep !== undefined && !this.#keep(bytes.subarray(from, to))) return undefined;
    const decoded = bytes.toString('utf8', from, to);
    const text = notes.cut ? decoded.trimEnd() : decoded;
    const record = {
      source: this.source,
      offset,
      text,
      ...(notes.header === undefined ? {} : { header: notes.header }),
      ...(notes.rest === undefined ? {} : { membersBefore: notes.rest.members }),
    };
    // A character U+FFFD may be the log's own: only then are the bytes looked at again.
    const invalid = text.includes('\uFFFD') && !isUtf8(bytes.subarray(from, to));
    return {
      kind: 'record',
      record,
      ...(notes.cut ? { cut: true as const } : {}),
      ...(notes.rest === undefined ? {} : { rest: notes.rest }),
      ...(invalid ? { invalidUtf8: true as const } : {}),
    };
  }

  /** The same for a record that may have come in pieces. */
  gathered(gather: Gather, offset: number, notes: RecordNotes = {}): FramedRecord | SourceFailure | undefined {
    if (gather.over || gather.size > this.limit) return tooLong(this.source, offset, gather.size, this.limit);
    const bytes = gather.bytes();
    return this.make(bytes, 0, bytes.length, offset, notes);
  }
}
