import { Buffer } from 'node:buffer';
import { CLOSE_LIST, isOpen, isSpace, markLength, NEWLINE, OPEN_LIST, QUOTE } from './bytes.ts';
import { isCsv } from './csv-header.ts';
import { opensList } from './documents.ts';
import { ValueScanner } from './scan.ts';

/** How records lie in a stream. The UTF-16 framings say nothing else yet: `splitUtf16` looks again behind the encoding. */
export type Framing = 'lines' | 'documents' | 'csv' | 'binary' | 'empty' | 'utf16le' | 'utf16be';

/** Bytes that `detectFraming` wants; fewer only when the stream is shorter. */
export const HEAD_BYTES = 64 * 1024;

/**
 * Tells from the first bytes how a stream is to be split: `lines` where each line is a record (JSON Lines, collectors' and
 * syslog lines), `documents` where values span lines, share one, or hold a list too long for one record.
 */
export const detectFraming = (head: Uint8Array): Framing => {
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) return utf16;
  const text = head.subarray(markLength(head));
  const first = afterSpace(text, 0);
  if (first === text.length) return head.length < HEAD_BYTES ? 'empty' : 'lines';
  if (isBinary(text, isOpen(text[first]))) return 'binary';
  if (isOpen(text[first])) return framingOfValue(text, first);
  if (isCsv(text)) return 'csv';
  // A kubectl warning or a separator before the first document is a record of its own in either framing.
  for (let at = first; at < text.length; at = nextLine(text, at)) {
    const start = afterSpace(text, at);
    if (isOpen(text[start])) return framingOfValue(text, start);
  }
  return 'lines';
};

const framingOfValue = (head: Uint8Array, start: number): 'lines' | 'documents' => {
  const isList = head[start] === OPEN_LIST;
  if (isList && !beginsValue(head, start + 1)) return 'lines';
  const scanner = new ValueScanner();
  scanner.begin();
  const end = scanner.scan(head, start, head.length);
  const newline = head.indexOf(NEWLINE, start);
  const spansLines = newline >= 0 && newline < end;
  switch (scanner.ended) {
    case 'closed': {
      if (isList || spansLines) return 'documents';
      const next = afterSpace(head, end);
      return isOpen(head[next]) && (newline < 0 || next < newline) ? 'documents' : 'lines';
    }
    case 'cut':
      // Cut at the end of its first line: a line that was too long for whoever wrote it.
      return spansLines && afterSpace(head, newline) < end ? 'documents' : 'lines';
    case 'not-yet':
      return isList || spansLines || opensList(head.subarray(start)) ? 'documents' : 'lines';
    default:
      return scanner.ended satisfies never;
  }
};

/** `[` begins a list of JSON, and no time stamp in brackets. */
const beginsValue = (head: Uint8Array, at: number): boolean => {
  const next = head[afterSpace(head, at)];
  return next === undefined || isOpen(next) || next === QUOTE || next === CLOSE_LIST;
};

const afterSpace = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (at < bytes.length && isSpace(bytes[at])) at += 1;
  return at;
};

const nextLine = (bytes: Uint8Array, from: number): number => {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline < 0 ? bytes.length : newline + 1;
};

const utf16Of = (head: Uint8Array): 'utf16le' | 'utf16be' | undefined => {
  const [a, b] = head;
  if (a === 0xff && b === 0xfe) return 'utf16le';
  if (a === 0xfe && b === 0xff) return 'utf16be';
  // Without a mark: a bracket or a quote whose other half is NUL.
  if (b === 0 && (isOpen(a) || a === QUOTE)) return 'utf16le';
  if (a === 0 && (isOpen(b) || b === QUOTE)) return 'utf16be';
  return undefined;
};

/** Text holds no NUL. A log that begins like one may have a few, where a machine lost power: one byte in a hundred. */
const isBinary = (head: Uint8Array, beginsLikeJson: boolean): boolean => {
  let nuls = 0;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) nuls += 1;
    else if (byte < 0x20 && byte !== 0x1b && byte !== 0x1e && byte !== 0x0c && !isSpace(byte)) controls += 1;
  }
  if (nuls > (beginsLikeJson ? head.length / 100 : 0)) return true;
  if (controls > head.length / 10) return true;
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('utf8');
  let replaced = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) replaced += 1;
  return replaced > text.length / 4;
};
