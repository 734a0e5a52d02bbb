import { BACKSLASH, COLON, COMMA, isSpace, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE } from './bytes.ts';

/** 1 for the bytes that matter outside strings. */
const STRUCTURE = new Uint8Array(256);
for (const byte of '"{}[]') STRUCTURE[byte.charCodeAt(0)] = 1;
/** 1 for the bytes that matter inside strings. */
const IN_STRING = new Uint8Array(256);
for (const byte of '"\\\n') IN_STRING[byte.charCodeAt(0)] = 1;
/** Kinds of open containers are kept to this depth; below it they are only counted. */
const KNOWN_DEPTH = 1 << 16;

/**
 * Finds the end of one JSON value (object, list or string) in chunks, by counting brackets outside strings: constant memory,
 * any depth, no claim that the value is valid.
 *
 * A value is cut where no valid JSON goes on: at a raw newline inside a string, and at a newline followed by `{` where the
 * grammar wants no value. An object at column 0 after a colon counts as that too: no printer writes it, and a record
 * that was cut after a colon would swallow the next one.
 */
export class ValueScanner {
  /** How the last `scan` ended; at `cut` the value ends before the index that was returned. */
  ended: 'not-yet' | 'closed' | 'cut' = 'not-yet';
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Last byte before the chunk that is no white space; what of line breaks stood between. */
  #last = 0;
  #newline = false;
  #columnZero = false;
  readonly #kinds = new Uint8Array(KNOWN_DEPTH);

  /** Starts anew; the next `scan` begins at the value's first byte. */
  begin(): void {
    this.ended = 'not-yet';
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#last = 0;
    this.#newline = false;
    this.#columnZero = false;
  }

  /** Reads `bytes[from, to)`; the answer is the index after the value, the place of the cut, or `to`. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    const kinds = this.#kinds;
    let i = from;
    let depth = this.#depth;
    let inString = this.#inString;
    if (this.#escaped && i < to) {
      this.#escaped = false;
      if (bytes[i] !== NEWLINE) i += 1;
    }
    for (;;) {
      if (inString) {
        while (i < to && IN_STRING[bytes[i] ?? 0] === 0) i += 1;
        if (i >= to) break;
        const byte = bytes[i];
        if (byte === NEWLINE) return this.#end('cut', i);
        if (byte === BACKSLASH) {
          i += 1;
          if (i >= to) {
            this.#escaped = true;
            break;
          }
          if (bytes[i] !== NEWLINE) i += 1;
          continue;
        }
        i += 1;
        inString = false;
        if (depth === 0) return this.#end('closed', i);
      }
      while (i < to && STRUCTURE[bytes[i] ?? 0] === 0) i += 1;
      if (i >= to) break;
      const byte = bytes[i] ?? 0;
      if (byte === QUOTE) {
        inString = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (byte === OPEN_OBJECT && depth > 0 && this.#isCut(bytes, from, i, kinds[depth - 1]))
          return this.#end('cut', i);
        if (depth < KNOWN_DEPTH) kinds[depth] = byte;
        depth += 1;
      } else {
        depth -= 1;
        if (depth <= 0) return this.#end('closed', i + 1);
      }
      i += 1;
    }
    this.#depth = depth;
    this.#inString = inString;
    if (!inString) this.#carry(bytes, from, to);
    return to;
  }

  #end(how: 'closed' | 'cut', at: number): number {
    this.ended = how;
    return at;
  }

  /** Whether the `{` at `at` cannot belong to the value. `kind` is the bracket that it stands in, if that is known. */
  #isCut(bytes: Uint8Array, from: number, at: number, kind: number | undefined): boolean {
    let back = at - 1;
    let newline = false;
    while (back >= from && isSpace(bytes[back])) {
      if (bytes[back] === NEWLINE) newline = true;
      back -= 1;
    }
    if (back < from) newline ||= this.#newline;
    if (!newline) return false;
    const before = back < from ? this.#last : bytes[back];
    if (before === OPEN_LIST) return false;
    if (before === COMMA) return kind === OPEN_OBJECT;
    if (before === COLON) return at > from ? bytes[at - 1] === NEWLINE : this.#columnZero;
    return true;
  }

  /** Keeps what `#isCut` will want to know of this chunk when it is gone. */
  #carry(bytes: Uint8Array, from: number, to: number): void {
    if (to <= from) return;
    let back = to - 1;
    let newline = false;
    while (back >= from && isSpace(bytes[back])) {
      if (bytes[back] === NEWLINE) newline = true;
      back -= 1;
    }
    this.#columnZero = bytes[to - 1] === NEWLINE;
    if (back >= from) {
      this.#last = bytes[back] ?? 0;
      this.#newline = newline;
    } else {
      this.#newline ||= newline;
    }
  }
}
