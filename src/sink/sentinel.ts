import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { instant } from '../lib/time.ts';
import type { SentinelRow } from '../model/activity.ts';
import { csvLine } from './csv.ts';
import { countText, plural } from './explain-words.ts';
import { jsonLine } from './json.ts';
import { code, tableHead, tableRow } from './markdown-text.ts';
import type { SinkContext } from './sink.ts';
import { fit, hangParts, type Paint, paintWith, usableWidth, wrap } from './table-text.ts';

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
  context: TextContext,
): Iterable<string> => PRINTERS[format](sorted(rows), context);

type TextContext = Pick<SinkContext, 'width'> & Partial<Pick<SinkContext, 'color'>>;

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
  yield `${headText(rows)}\n`;
  if (rows.length === 0) return;
  yield '\n';
  yield tableHead(SENTINEL_COLUMNS);
  for (const row of rows) yield tableRow(SENTINEL_COLUMNS.map((name) => markdownCell(row[name])));
}

const markdownCell = (value: string | number | boolean | null): string => {
  if (typeof value === 'string') return value === '' ? '' : code(value, { cell: true });
  return value === null ? '' : String(value);
};

const MAX_TABLE_CELL = 60;

/** Aligned columns where they fit the terminal, else a block of lines for each row. Long cells are cut with `…`. */
function* table(rows: readonly SentinelRow[], { width, color }: TextContext): Iterable<string> {
  const columns = usableWidth(width);
  const paint = paintWith(color ?? false);
  for (const line of wrap(headText(rows), columns)) yield `${paint.strong(line)}\n`;
  if (rows.length === 0) return;
  const cells = (row: SentinelRow): readonly string[] =>
    SENTINEL_COLUMNS.map((name) => fit(String(row[name] ?? ''), MAX_TABLE_CELL));
  const widths = SENTINEL_COLUMNS.map((name) => name.length);
  for (const row of rows) {
    for (const [index, cell] of cells(row).entries()) widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
  }
  if (widths.reduce((sum, one) => sum + one + 2, -2) > width) {
    for (const row of rows) yield `\n${block(row, columns, paint).join('\n')}\n`;
    return;
  }
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => padded(text, widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  yield `\n${paint.faint(line(SENTINEL_COLUMNS))}\n`;
  for (const row of rows) yield `${line(cells(row))}\n`;
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

const headText = (rows: readonly SentinelRow[]): string => {
  if (rows.length === 0) return 'No rows: the original query finds nothing here.';
  const scores = new Map<number, number>();
  for (const { SuspicionScore } of rows) scores.set(SuspicionScore, (scores.get(SuspicionScore) ?? 0) + 1);
  const each = [...scores].map(([score, count]) => `${countText(count)} of score ${score}`);
  return `${plural(rows.length, 'row')} of the original query: ${each.join(', ')}`;
};

const FLAGS = SENTINEL_COLUMNS.filter((name) => name.startsWith('Is'));
const LABEL = 'SuspicionScore'.length + 2;
const MOST_LINES = { body: 4, text: 2 } as const;

/** Every column in the query's order. What a client can choose has lines of its own, so that it cannot pass for another column. */
const block = (row: SentinelRow, columns: number, paint: Paint): readonly string[] => {
  const room = columns - LABEL;
  const under = (label: string, lines: readonly string[], style = (text: string): string => text): readonly string[] =>
    lines.map((line, index) => paint.faint((index === 0 ? label : '').padEnd(LABEL)) + style(line));
  const text = (name: keyof SentinelRow, style?: (text: string) => string): readonly string[] =>
    under(name, folded(String(row[name] ?? ''), room, MOST_LINES.text), style);
  const flags = (label: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : under(label, hangParts('', names, room));
  return [
    ...text('TimeGenerated'),
    ...under('Resource, Verb', folded(`${row.Resource}, ${row.Verb}`, room, 1)),
    ...text('Namespace'),
    ...text('Name', paint.strong),
    ...text('User'),
    ...text('UserAgent'),
    ...text('SourceIP'),
    ...flags(
      'true',
      FLAGS.filter((name) => row[name] === true),
    ),
    ...flags(
      'false',
      FLAGS.filter((name) => row[name] !== true),
    ),
    ...text('SuspicionScore', paint.strong),
    ...under('RequestBody', folded(row.RequestBody, room, MOST_LINES.body)),
  ];
};

/** Inert text in so many full lines, cut with `…`; a dash for nothing. JSON has no words to break between. */
const folded = (text: string, columns: number, most: number): readonly string[] =>
  // A character of two columns that does not fit at the end of a line leaves one column of it empty.
  wrapAnsi(fit(text, columns * most - (most - 1)) || '—', columns, { hard: true, wordWrap: false, trim: false }).split(
    '\n',
  );

type Printer = (rows: readonly SentinelRow[], context: TextContext) => Iterable<string>;

const PRINTERS: Readonly<Record<SentinelFormat, Printer>> = {
  table,
  jsonl,
  json,
  csv,
  markdown,
};
