import { Buffer, isUtf8 } from 'node:buffer';
import type { Options, parse } from 'csv-parse/sync';
import { columnName, csvLayout } from './csv-header.ts';
import { type RawRow, RowSplitter } from './rows.ts';
import type { Chunk, Framed, SplitOptions } from './source.ts';
import { failure, MAX_RECORD_BYTES } from './source.ts';
import { fromUtf16, peek } from './text.ts';

export interface CsvOptions extends SplitOptions {
  /** How the bytes are to be read; UTF-8 unless said. Offsets count UTF-8 bytes. */
  readonly encoding?: 'utf16le' | 'utf16be';
}

const HEAD_BYTES = 64 * 1024;
const PIECE_BYTES = 1024 * 1024;

/**
 * Splits a CSV export: each row is a record whose text is the JSON object of its columns, every value a string, at the row's
 * offset. Comma, semicolon and tab are told apart by the header. A row with more or fewer cells than the header is a
 * failure; the last one is instead a cut record when the input ended in it. Never throws.
 */
export async function* splitCsv(
  chunks: AsyncIterable<Chunk>,
  source: string,
  options: CsvOptions = {},
): AsyncGenerator<Framed> {
  const text = options.encoding === undefined ? chunks : fromUtf16(chunks, options.encoding);
  const { head, chunks: all } = await peek(text, HEAD_BYTES);
  const layout = csvLayout(head);
  // Loaded when needed: most runs meet no table.
  const { parse } = await import('csv-parse/sync');
  const table = new Table(parse, source, layout.delimiter, options);
  const offset = options.offset ?? 0;
  const limit = options.maxRecordBytes ?? MAX_RECORD_BYTES;
  const rows = new RowSplitter({ source, delimiter: layout.delimiter, limit, offset: offset + layout.start });
  let skip = layout.start;
  for await (const chunk of all) {
    if (!(chunk instanceof Uint8Array)) {
      yield chunk;
      continue;
    }
    const begin = Math.min(skip, chunk.length);
    skip -= begin;
    for (let at = begin; at < chunk.length; at += PIECE_BYTES) {
      for (const framed of table.read(rows.push(chunk.subarray(at, at + PIECE_BYTES)))) yield framed;
    }
  }
  for (const framed of table.read(rows.end(), true)) yield framed;
}

type Row = RawRow | Extract<Framed, { kind: 'failure' }>;

class Table {
  readonly #parser: typeof parse;
  readonly #source: string;
  readonly #parsing: Options;
  readonly #keep: SplitOptions['keep'];
  #columns: readonly string[] | undefined;

  constructor(parser: typeof parse, source: string, delimiter: string, options: SplitOptions) {
    this.#parser = parser;
    this.#source = source;
    this.#keep = options.keep;
    this.#parsing = {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
    };
  }

  /** The records of some rows; `last` for the one that no line break ended. */
  read(rows: readonly Row[], last = false): readonly Framed[] {
    const kept: Row[] = [];
    for (const row of rows) {
      if ('kind' in row) kept.push(row);
      else if (this.#columns === undefined) this.#columns = this.#header(row);
      else if (this.#keep === undefined || this.#keep(row.bytes)) kept.push(row);
    }
    const cells = this.#cells(kept.filter((row): row is RawRow => !('kind' in row)))[Symbol.iterator]();
    return kept.map((row) => ('kind' in row ? row : this.#record(row, cells.next().value ?? [], last)));
  }

  #header(row: RawRow): readonly string[] {
    return (this.#parse(row.bytes)[0] ?? []).map(columnName);
  }

  /**
   * The cells of rows, parsed in one call, which is twice as fast as one each. Should the parser ever see other rows than
   * `RowSplitter`, cells would come to stand under the wrong row: then none is believed.
   */
  #cells(rows: readonly RawRow[]): readonly (readonly string[])[] {
    const ends = { whole: Buffer.from('\n'), cut: Buffer.from('"\n') };
    const parsed = this.#parse(Buffer.concat(rows.flatMap(({ bytes, cut }) => [bytes, cut ? ends.cut : ends.whole])));
    return parsed.length === rows.length ? parsed : [];
  }

  #parse(bytes: Buffer): readonly (readonly string[])[] {
    if (bytes.length === 0) return [];
    try {
      const rows: unknown = this.#parser(bytes, this.#parsing);
      return Array.isArray(rows) ? rows : [];
    } catch {
      // The row itself will be said to have no cells.
      return [];
    }
  }

  #record(row: RawRow, cells: readonly string[], last: boolean): Framed {
    const columns = this.#columns ?? [];
    const { offset, bytes } = row;
    const cut = row.cut || (last && cells.length > 0 && cells.length < columns.length);
    if (cells.length !== columns.length && !cut) {
      const reason = `a row of ${cells.length} cells under a header of ${columns.length}`;
      return failure(this.#source, offset, reason);
    }
    const text = objectText(columns, cells);
    const invalid = text.includes('\uFFFD') && !isUtf8(bytes);
    return {
      kind: 'record',
      record: { source: this.#source, offset, text },
      ...(cut ? { cut: true as const } : {}),
      ...(invalid ? { invalidUtf8: true as const } : {}),
    };
  }
}

/** The JSON object of a row, written by hand: no name of a column can reach a prototype. Of equal names the first counts. */
const objectText = (columns: readonly string[], cells: readonly string[]): string => {
  const members = new Map<string, string>();
  columns.forEach((column, index) => {
    const cell = cells[index];
    if (cell !== undefined && !members.has(column))
      members.set(column, `${JSON.stringify(column)}:${JSON.stringify(cell)}`);
  });
  return `{${[...members.values()].join(',')}}`;
};
