import stringWidth from 'string-width';
import { clip, plain } from '../lib/inert.ts';
import { instant } from '../lib/time.ts';
import type { SentinelRow } from '../model/activity.ts';
import { csvLine } from './csv.ts';
import { jsonLine } from './json.ts';
import { code, tableHead, tableRow } from './markdown-text.ts';
import type { SinkContext } from './sink.ts';

export type SentinelFormat = 'table' | 'jsonl' | 'json' | 'csv' | 'markdown';

/** In the order of the query's `project`. */
export const SENTINEL_COLUMNS = [
  'TimeGenerated',
  'Resource',
  'Verb',
  'Namespace',
  'Name',
  'User',
  'UserAgent',
  'SourceIP',
  'IsSuspiciousImage',
  'IsSuspiciousCommand',
  'IsHostPathMount',
  'IsPrivileged',
  'IsHostNetwork',
  'IsSensitiveMount',
  'IsServiceAccountToken',
  'SuspicionScore',
  'RequestBody',
] as const satisfies readonly (keyof SentinelRow)[];

/**
 * What the original query prints: rows with a score, sorted by score and then by time, both downwards and rows without a
 * time last, its columns in its order. Every row is in memory, since a sort needs the last one first; the text comes in
 * pieces.
 */
export const sentinelText = (
  rows: Iterable<SentinelRow>,
  format: SentinelFormat,
  context: Pick<SinkContext, 'width'>,
): Iterable<string> => PRINTERS[format](sorted(rows), context.width);

const sorted = (rows: Iterable<SentinelRow>): readonly SentinelRow[] => {
  const keyed: { readonly row: SentinelRow; readonly time: string }[] = [];
  for (const row of rows) if (row.SuspicionScore > 0) keyed.push({ row, time: timeKey(row.TimeGenerated) });
  keyed.sort((a, b) => b.row.SuspicionScore - a.row.SuspicionScore || (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
  return keyed.map(({ row }) => row);
};

/** Text that sorts as the time does; empty, and so last, for none. Kusto keeps seven digits, `instant` six. */
const timeKey = (time: string | null): string => {
  const at = time === null ? null : instant(time);
  if (at === null) return '';
  const further = /\.\d{6}(\d{1,9})/.exec(time ?? '')?.[1] ?? '';
  return `${at.slice(0, -1)}${further.padEnd(9, '0')}`;
};

/** The row with its columns in the query's order, whatever order they were made in. */
const ordered = (row: SentinelRow): Readonly<Record<string, string | number | boolean | null>> =>
  Object.fromEntries(SENTINEL_COLUMNS.map((name) => [name, row[name]]));

function* jsonl(rows: readonly SentinelRow[]): Iterable<string> {
  for (const row of rows) yield `${jsonLine(ordered(row))}\n`;
}

function* json(rows: readonly SentinelRow[]): Iterable<string> {
  yield '[';
  for (const [index, row] of rows.entries()) yield `${index === 0 ? '\n' : ',\n'}${jsonLine(ordered(row))}`;
  yield '\n]\n';
}

function* csv(rows: readonly SentinelRow[]): Iterable<string> {
  yield csvLine(SENTINEL_COLUMNS);
  for (const row of rows) yield csvLine(SENTINEL_COLUMNS.map((name) => row[name]));
}

function* markdown(rows: readonly SentinelRow[]): Iterable<string> {
  yield tableHead(SENTINEL_COLUMNS);
  for (const row of rows) yield tableRow(SENTINEL_COLUMNS.map((name) => markdownCell(row[name])));
}

const markdownCell = (value: string | number | boolean | null): string => {
  if (typeof value === 'string') return value === '' ? '' : code(value, { max: Number.POSITIVE_INFINITY, cell: true });
  return value === null ? '' : String(value);
};

const MAX_TABLE_CELL = 60;
const LABEL = Math.max(...SENTINEL_COLUMNS.map((name) => name.length));

/** Aligned columns where they fit the terminal, else a block of lines for each row. Long cells are cut with `…`. */
function* table(rows: readonly SentinelRow[], width: number): Iterable<string> {
  const cells = (row: SentinelRow, max: number): readonly string[] =>
    SENTINEL_COLUMNS.map((name) => plain(clip(String(row[name] ?? ''), max)));
  const widths = SENTINEL_COLUMNS.map((name) => name.length);
  for (const row of rows) {
    for (const [index, cell] of cells(row, MAX_TABLE_CELL).entries()) {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
    }
  }
  const total = widths.reduce((sum, one) => sum + one + 2, -2);
  if (total <= width) {
    const line = (texts: readonly string[]): string =>
      `${texts
        .map((text, index) => padded(text, widths[index] ?? 0))
        .join('  ')
        .trimEnd()}\n`;
    yield line(SENTINEL_COLUMNS);
    for (const row of rows) yield line(cells(row, MAX_TABLE_CELL));
    return;
  }
  const room = Math.max(20, width - LABEL - 2);
  for (const [index, row] of rows.entries()) {
    if (index > 0) yield '\n';
    for (const [at, cell] of cells(row, room).entries()) {
      yield `${(SENTINEL_COLUMNS[at] ?? '').padEnd(LABEL)}  ${fitted(cell, room)}`.trimEnd().concat('\n');
    }
  }
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Escapes and wide characters make a cell longer than its text. */
const fitted = (text: string, width: number): string => {
  let shown = text;
  while (stringWidth(shown) > width) shown = clip(shown, Math.max(1, shown.length - (stringWidth(shown) - width)) - 1);
  return shown;
};

const PRINTERS: Readonly<Record<SentinelFormat, (rows: readonly SentinelRow[], width: number) => Iterable<string>>> = {
  table,
  jsonl,
  json,
  csv,
  markdown,
};
