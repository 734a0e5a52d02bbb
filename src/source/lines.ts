import type { Buffer } from 'node:buffer';
import { isSpace, markLength, NEWLINE, RETURN } from './bytes.ts';
import { asBuffer, Gather, RecordMaker } from './gather.ts';
import { ValueScanner } from './scan.ts';
import type { Chunk, Framed, SplitOptions } from './source.ts';
import { tooLong } from './source.ts';

const PIECE_BYTES = 1024 * 1024;

/**
 * Splits lines, each a record; blank ones are none. The last line needs no line break, a byte order mark at the start is no
 * part of the first. A line over the limit is passed over with a failure, in constant memory. Never throws.
 */
export async function* splitLines(
  chunks: AsyncIterable<Chunk>,
  source: string,
  options: SplitOptions = {},
): AsyncGenerator<Framed> {
  const splitter = new LineSplitter(source, options);
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) {
      yield chunk;
      continue;
    }
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      for (const framed of splitter.push(chunk.subarray(at, at + PIECE_BYTES))) yield framed;
    }
  }
  for (const framed of splitter.end()) yield framed;
}

class LineSplitter {
  readonly #maker: RecordMaker;
  /** The line that began in an earlier piece. */
  readonly #rest: Gather;
  #base: number;
  #start: number;

  constructor(source: string, options: SplitOptions) {
    this.#maker = new RecordMaker(source, options);
    this.#rest = new Gather(this.#maker.limit);
    this.#base = options.offset ?? 0;
    this.#start = this.#base;
  }

  push(piece: Uint8Array): readonly Framed[] {
    const bytes = asBuffer(piece);
    const out: Framed[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (this.#rest.size === 0) this.#emit(bytes, from, end, out);
      else this.#emitRest(bytes, from, end, out);
      from = end + 1;
      this.#start = this.#base + from;
    }
    this.#rest.add(bytes, from, bytes.length);
    this.#base += bytes.length;
    return out;
  }

  end(): readonly Framed[] {
    const out: Framed[] = [];
    if (this.#rest.size > 0) this.#emitRest(this.#rest.bytes(), 0, 0, out);
    return out;
  }

  #emitRest(bytes: Buffer, from: number, end: number, out: Framed[]): void {
    this.#rest.add(bytes, from, end);
    if (this.#rest.over) {
      const framed = this.#maker.gathered(this.#rest, this.#start);
      if (framed !== undefined) out.push(framed);
    } else {
      const whole = this.#rest.bytes();
      this.#emit(whole, 0, whole.length, out);
    }
    this.#rest.clear();
  }

  #emit(bytes: Buffer, from: number, to: number, out: Framed[]): void {
    const { source, limit } = this.#maker;
    if (to - from > limit) {
      out.push(tooLong(source, this.#start, to - from, limit));
      return;
    }
    const end = to > from && bytes[to - 1] === RETURN ? to - 1 : to;
    const start = this.#start === 0 ? from + markLength(bytes, from) : from;
    let blank = start;
    while (blank < end && isSpace(bytes[blank])) blank += 1;
    if (blank === end) return;
    const framed = this.#maker.make(bytes, start, end, this.#start + start - from);
    if (framed !== undefined) out.push(framed);
  }
}

/**
 * Whether these consecutive lines begin a document that goes on over several lines, so that reading it line by line
 * would reject each of them: a line that is only an opening bracket, or one that opens a value and does not close it
 * while the next is indented and goes on with a key or a value.
 */
export const looksLikeDocument = (lines: readonly string[]): boolean =>
  lines.some((line, index) => {
    const opening = line.trim();
    if (opening === '{' || opening === '[') return true;
    const next = lines[index + 1];
    if (next === undefined || !(opening.startsWith('{') || opening.startsWith('['))) return false;
    return /^[ \t]+["{[]/.test(next) && !closes(opening);
  });

const closes = (text: string): boolean => {
  const scanner = new ValueScanner();
  const bytes = new TextEncoder().encode(text);
  scanner.begin();
  scanner.scan(bytes, 0, bytes.length);
  return scanner.ended === 'closed';
};
