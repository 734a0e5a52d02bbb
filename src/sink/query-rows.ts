import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Column } from '../kql/column.ts';
import { Datetime, jsonText, type Row, textOf, type Value } from '../kql/value.ts';
import { inertJson } from '../lib/inert.ts';
import { type Cell, csvLine } from './csv.ts';
import { code, tableHead, tableRow } from './markdown-text.ts';
import { fit, paintWith, usableWidth } from './table-text.ts';

export const QUERY_FORMATS = ['table', 'jsonl', 'json', 'csv', 'markdown'] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

/** Turns rows into text as they come. */
export interface RowWriter {
  head(): string;
  row(row: Row): string;
  /** What is left to be said once all rows came. */
  end(): string;
}

export interface WriterContext {
  readonly width: number;
  readonly color: boolean;
}

/** Everything that a row holds was written by others, so that every format is inert where it lands. */
export const rowWriter = (format: QueryFormat, columns: readonly Column[], context: WriterContext): RowWriter =>
  WRITERS[format](columns, context);

/** The row as one JSON object; times are texts, whole numbers keep all their digits. */
const objectOf = (columns: readonly Column[], row: Row): string =>
  inertJson(
    `{${columns.map(({ name }, index) => `${JSON.stringify(name)}:${jsonText(row[index] ?? null)}`).join(',')}}`,
  );

const jsonl = (columns: readonly Column[]): RowWriter => ({
  head: () => '',
  row: (row) => `${objectOf(columns, row)}\n`,
  end: () => '',
});

const json = (columns: readonly Column[]): RowWriter => {
  let between = '\n';
  return {
    head: () => '[',
    row: (row) => {
      const text = `${between}${objectOf(columns, row)}`;
      between = ',\n';
      return text;
    },
    end: () => '\n]\n',
  };
};

const csvCell = (value: Value): Cell => {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
  return textOf(value);
};

const csv = (columns: readonly Column[]): RowWriter => ({
  head: () => csvLine(columns.map(({ name }) => name)),
  row: (row) => csvLine(row.map(csvCell)),
  end: () => '',
});

const markdownCell = (value: Value): string => {
  const text = shown(value);
  return text === '' ? '' : code(text, { cell: true });
};

const markdown = (columns: readonly Column[]): RowWriter => ({
  head: () => tableHead(columns.map(({ name }) => code(name, { cell: true }))),
  row: (row) => tableRow(row.map(markdownCell)),
  end: () => '',
});

/** Times without the digits that say nothing. */
const shown = (value: Value): string =>
  value instanceof Datetime ? textOf(value).replace(/\.?0*Z$/, 'Z') : textOf(value);

/** The first rows decide how wide columns are. */
const MEASURED = 500;
const MOST_CELL = 60;
const MOST_LINES = 4;

/** Aligned columns where they fit the terminal, else a block of lines for each row. Long cells are cut with `…`. */
const table = (columns: readonly Column[], { width, color }: WriterContext): RowWriter => {
  const paint = paintWith(color);
  const measured: Row[] = [];
  let print: ((row: Row) => string) | null = null;

  const begin = (): string => {
    const widths = columns.map(({ name }) => Math.min(MOST_CELL, stringWidth(fit(name, MOST_CELL))));
    const cells = (row: Row): readonly string[] => columns.map((_, index) => fit(shown(row[index] ?? null), MOST_CELL));
    for (const row of measured) {
      for (const [index, cell] of cells(row).entries()) widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
    }
    if (widths.reduce((sum, one) => sum + one + 2, -2) > width) {
      print = blockOf(columns, usableWidth(width), paint.faint);
      return '';
    }
    const line = (texts: readonly string[]): string =>
      texts
        .map((text, index) => {
          const room = widths[index] ?? 0;
          const cut = fit(text, room);
          return cut + ' '.repeat(Math.max(0, room - stringWidth(cut)));
        })
        .join('  ')
        .trimEnd();
    print = (row) => `${line(columns.map((_, index) => shown(row[index] ?? null)))}\n`;
    return `${paint.faint(line(columns.map(({ name }) => name)))}\n`;
  };
  const flush = (): string => {
    const head = begin();
    const text = measured.map((row) => print?.(row) ?? '').join('');
    measured.length = 0;
    return head + text;
  };
  return {
    head: () => '',
    row: (row) => {
      if (print !== null) return print(row);
      measured.push(row);
      return measured.length < MEASURED ? '' : flush();
    },
    end: () => (print === null ? (measured.length === 0 ? 'No rows.\n' : flush()) : ''),
  };
};

/** Every column has lines of its own, so that what a client chose cannot pass for another column. */
const blockOf = (
  columns: readonly Column[],
  width: number,
  faint: (text: string) => string,
): ((row: Row) => string) => {
  const label = Math.min(30, Math.max(...columns.map(({ name }) => stringWidth(name)))) + 2;
  const room = Math.max(20, width - label);
  return (row) =>
    `${columns
      .flatMap(({ name }, index) => {
        // A character of two columns that does not fit at the end of a line leaves one column of it empty.
        const text = fit(shown(row[index] ?? null), room * MOST_LINES - (MOST_LINES - 1)) || '—';
        const lines = wrapAnsi(text, room, { hard: true, wordWrap: false, trim: false }).split('\n');
        return lines.map((line, at) => faint(fit(at === 0 ? name : '', label - 2).padEnd(label)) + line);
      })
      .join('\n')}\n\n`;
};

const WRITERS: Readonly<Record<QueryFormat, (columns: readonly Column[], context: WriterContext) => RowWriter>> = {
  table,
  jsonl,
  json,
  csv,
  markdown,
};
