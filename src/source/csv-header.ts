import { Buffer } from 'node:buffer';
import { isSpace, markLength, NEWLINE } from './bytes.ts';

/** Columns that hold an audit event or the parts of one, in the stores whose exports we know; lower case. */
export const CSV_COLUMNS: readonly string[] = [
  // Azure Monitor and Sentinel
  'timegenerated',
  'log_s',
  'properties_log_s',
  'requestobject',
  'requesturi',
  'auditid',
  'objectref',
  'message',
  'rawevent',
  'protopayload',
  'raweventdata',
  // CloudWatch
  '@message',
  '@timestamp',
  // Splunk, Elastic, Cloud Logging
  '_raw',
  '_time',
  '_source',
  'event.original',
  'insertid',
  'logname',
];

const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface CsvLayout {
  readonly delimiter: Delimiter;
  /** Bytes before the header row: byte order mark, `sep=;`, PowerShell's `#TYPE` line. */
  readonly start: number;
}

const KNOWN: ReadonlySet<string> = new Set(CSV_COLUMNS);
const LONGEST_CELL = 128;

/** Reads the layout from a file's first bytes, whatever they are. */
export const csvLayout = (head: Uint8Array): CsvLayout => {
  const start = headerStart(head);
  const line = lineAt(head, start);
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  const most = counts.indexOf(Math.max(...counts));
  return { delimiter: DELIMITERS[most] ?? ',', start };
};

/** Whether a file that begins so is a CSV export of audit records: by the names of its columns, else by quoted JSON in a row. */
export const isCsv = (head: Uint8Array): boolean => {
  const { delimiter, start } = csvLayout(head);
  const line = lineAt(head, start);
  const cells = line.split(delimiter).map(columnName);
  if (cells.some((cell) => cell.length > LONGEST_CELL || /[{}\n]/.test(cell))) return false;
  if (cells.some((cell) => KNOWN.has(cell.toLowerCase()))) return true;
  if (cells.length < 2) return false;
  const rows = Buffer.from(head.subarray(start + line.length))
    .toString('latin1')
    .toLowerCase();
  return rows.includes('""auditid""') || rows.includes('""apiversion""');
};

/**
 * A column's name as its store calls it: the portal of Log Analytics adds the time zone to the names of time columns,
 * `TimeGenerated [UTC]`.
 */
export const columnName = (cell: string): string => {
  const bare = cell.trim().replace(/^"([^"]*)"$/, '$1');
  const zone = bare.indexOf(' [');
  return zone > 0 && bare.endsWith(']') ? bare.slice(0, zone) : bare;
};

const headerStart = (head: Uint8Array): number => {
  let at = markLength(head);
  for (;;) {
    while (at < head.length && isSpace(head[at])) at += 1;
    const line = lineAt(head, at);
    if (!/^(?:sep=.$|"?sep=."?$|#TYPE )/i.test(line.trimEnd())) return at;
    const newline = head.indexOf(NEWLINE, at);
    if (newline < 0) return at;
    at = newline + 1;
  }
};

const lineAt = (head: Uint8Array, from: number): string => {
  const newline = head.indexOf(NEWLINE, from);
  return Buffer.from(head.subarray(from, newline < 0 ? head.length : newline))
    .toString('utf8')
    .replace(/\r$/, '');
};
