import type { Buffer } from 'node:buffer';
import { NEWLINE, QUOTE, RETURN } from './bytes.ts';
import { asBuffer, Gather } from './gather.ts';
import type { SourceFailure } from './source.ts';
import { tooLong } from './source.ts';

/** One row of a CSV file as it stands there, without its line break. */
export interface RawRow {
  readonly offset: number;
  readonly bytes: Buffer;
  /** The input ended inside quotes. */
  readonly cut: boolean;
}

export interface RowOptions {
  readonly source: string;
  readonly delimiter: string;
  readonly limit: number;
  /** Source offset of the first byte. */
  readonly offset: number;
}

/**
 * Finds where the rows of a CSV file end, by its quotes (RFC 4180: a quote opens a cell only at the cell's start, two are one); the
 * cells are left to the parser. Rows without content are none. A row over the limit is passed over, in constant memory, and
 * ends at the first line break after the limit, so that a quote that nobody closed takes no more with it.
 */
export class RowSplitter {
  readonly #options: RowOptions;
  readonly #delimiter: number;
  readonly #row: Gather;
  #state: 'cell-start' | 'bare' | 'quoted' | 'quote-in-quoted' = 'cell-start';
  #base: number;
  #start: number;

  constructor(options: RowOptions) {
    this.#options = options;
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#row = new Gather(options.limit);
    this.#base = options.offset;
    this.#start = options.offset;
  }

  push(piece: Uint8Array): readonly (RawRow | SourceFailure)[] {
    const bytes = asBuffer(piece);
    const out: (RawRow | SourceFailure)[] = [];
    let mark = 0;
    let i = 0;
    while (i < bytes.length) {
      if (this.#state === 'quoted') {
        // Past the limit quotes count no more.
        const room = mark + this.#options.limit - this.#row.size;
        const quote = bytes.indexOf(QUOTE, i);
        if (quote < 0 ? room < bytes.length : room < quote) {
          i = Math.max(i, room);
          this.#state = 'bare';
        } else if (quote < 0) {
          i = bytes.length;
        } else {
          i = quote + 1;
          this.#state = 'quote-in-quoted';
        }
        continue;
      }
      const byte = bytes[i];
      if (this.#state === 'quote-in-quoted') {
        this.#state = byte === QUOTE ? 'quoted' : 'bare';
        if (byte === QUOTE) i += 1;
      } else if (byte === NEWLINE) {
        this.#row.add(bytes, mark, i);
        this.#finish(false, out);
        i += 1;
        mark = i;
        this.#start = this.#base + i;
      } else if (byte === this.#delimiter) {
        this.#state = 'cell-start';
        i += 1;
      } else if (this.#state === 'cell-start' && byte === QUOTE && this.#row.size + i - mark <= this.#options.limit) {
        this.#state = 'quoted';
        i += 1;
      } else {
        this.#state = 'bare';
        i += 1;
      }
    }
    this.#row.add(bytes, mark, bytes.length);
    this.#base += bytes.length;
    return out;
  }

  end(): readonly (RawRow | SourceFailure)[] {
    const out: (RawRow | SourceFailure)[] = [];
    this.#finish(this.#state === 'quoted', out);
    return out;
  }

  #finish(cut: boolean, out: (RawRow | SourceFailure)[]): void {
    const { source, limit } = this.#options;
    if (this.#row.over) {
      out.push(tooLong(source, this.#start, this.#row.size, limit));
    } else {
      const whole = this.#row.bytes();
      const bytes = whole.at(-1) === RETURN ? whole.subarray(0, -1) : whole;
      if (bytes.toString('latin1').trim() !== '') out.push({ offset: this.#start, bytes, cut });
    }
    this.#row.clear();
    this.#state = 'cell-start';
  }
}
