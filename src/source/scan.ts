import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  NEWLINE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  RETURN,
  SPACE,
} from './bytes.ts';
import { isListRole, type Role, roleOf } from './containers.ts';
import { LINE_START_BYTES } from './pieces.ts';

/** 1 at these bytes, 0 elsewhere. */
const tableOf = (bytes: string): Uint8Array => {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte.charCodeAt(0)] = 1;
  return table;
};

const SCALAR = '+-.0123456789eEtrufalsn';
const IN_SCALAR = tableOf(SCALAR);
/** Bytes that JSON has in strings only. */
const ODD = tableOf(`"{}[] \t\r\n,:${SCALAR}`).map((known) => 1 - known);
export const isOdd = (byte: number | undefined): boolean => ODD[byte ?? 0] === 1;

/** 1 where to stop outside strings: at structure, and at odd bytes. */
const OUTSIDE = tableOf(` \t\r\n,:${SCALAR}`).map((known) => 1 - known);
/** The same on a line that is no JSON: its end matters, and its brackets. */
const ON_ODD_LINE = tableOf('"{}[]\n');
const IN_STRING = tableOf('"\\\n');
/** A key and its colon at the end of a text; an escaped quote begins none. */
const KEY_AT_END = /(?<!\\)"([^"\\]{1,12})"\s{0,24}:\s{0,24}$/;
/** Kinds of open containers are kept to this depth; below it they are only counted. */
const KNOWN_DEPTH = 1 << 16;
/** Lists of records are no deeper: an array of answers, an answer, its tables, a table, its rows. */
const ROLE_DEPTH = 5;
/** Bytes before a bracket among which its key is looked for: more than the longest of them takes. */
const KEY_BYTES = 24;

/**
 * Finds the end of one JSON value (object, list or string) in pieces, by counting brackets outside strings: constant memory,
 * any depth, no claim that the value is valid.
 *
 * A value is cut where no valid JSON goes on and another record can begin:
 * - at a raw newline inside a string
 * - at an object or list that begins on a new line where the grammar wants no value. One at column 0 counts as that too behind
 *   a colon, and behind a comma in a list that holds no records: no printer writes it, and a record that was cut
 *   there would swallow the next one
 * - at the start of a line that is no JSON: no token can hold a byte in it, or a bracket opens behind a scalar. Where the
 *   value itself began on that line, or where the line's start is out of reach, it is cut at the line's end unless it is
 *   closed before
 *
 * Pieces must end as those of `Pieces` do, so that the start of a line is at hand.
 */
export class ValueScanner {
  /** How the last `scan` ended; at `cut` the value ends before the index that was returned. */
  ended: 'not-yet' | 'closed' | 'cut' = 'not-yet';
  /** The line that was read last is no JSON. */
  odd = false;
  #top = true;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The value began in an earlier piece; what is kept of that follows. */
  #carried = false;
  /** Last two bytes before the piece that are no white space; what of line breaks stood behind them. */
  #last = COMMA;
  #prior = COMMA;
  #newline = false;
  #columnZero = false;
  /** The first bytes of the value, and the last before the piece. */
  readonly #first = new Uint8Array(4);
  #firstSize = 0;
  readonly #tail = new Uint8Array(KEY_BYTES);
  readonly #kinds = new Uint8Array(KNOWN_DEPTH);
  /** Where the open containers begin in the piece; -1 for those whose role is known. */
  readonly #opens = new Int32Array(ROLE_DEPTH);
  readonly #roles: (Role | undefined)[] = [];

  /** Starts anew; the next `scan` begins at the value's first byte. Only in a document of its own lists hold records. */
  begin(of: 'document' | 'part' = 'document'): void {
    this.ended = 'not-yet';
    this.odd = false;
    this.#top = of === 'document';
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    if (!this.#carried) return;
    this.#carried = false;
    this.#last = COMMA;
    this.#prior = COMMA;
    this.#newline = false;
    this.#columnZero = false;
    this.#firstSize = 0;
  }

  /** Reads `bytes[from, to)`; the answer is the index after the value, the place of the cut, or `to`. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    const kinds = this.#kinds;
    const opens = this.#opens;
    let i = from;
    let depth = this.#depth;
    let inString = this.#inString;
    let stops = this.odd ? ON_ODD_LINE : OUTSIDE;
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
      while (i < to && stops[bytes[i] ?? 0] === 0) i += 1;
      if (i >= to) break;
      const byte = bytes[i] ?? 0;
      if (byte === QUOTE) {
        inString = true;
        i += 1;
        continue;
      }
      if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth -= 1;
        i += 1;
        if (depth > 0) continue;
        // Scalars in brackets are a time stamp before the line, or nothing that holds records.
        this.odd ||= byte === CLOSE_LIST && this.#top && kinds[0] === OPEN_LIST && this.#endsScalar(bytes, from, i - 1);
        return this.#end('closed', i);
      }
      if (byte === NEWLINE) return this.#end('cut', i);
      let odd = true;
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        // How most JSON goes on; all else is looked at.
        const colon = bytes[i - 1] === SPACE ? i - 2 : i - 1;
        const isPlain = colon > from && bytes[colon] === COLON && bytes[colon - 1] === QUOTE;
        const place =
          depth === 0 || (isPlain && kinds[depth - 1] === OPEN_OBJECT) ? 'fine' : this.#placeOf(bytes, from, i, depth);
        if (place === 'cut') return this.#end('cut', i);
        odd = place === 'odd';
        if (depth < ROLE_DEPTH) opens[depth] = i;
        if (depth < KNOWN_DEPTH) kinds[depth] = byte;
        depth += 1;
      }
      if (odd && !this.odd) {
        const line = this.#lineOf(bytes, from, i);
        if (line >= 0) return this.#end('cut', line);
        this.odd = true;
        stops = ON_ODD_LINE;
      }
      i += 1;
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#carry(bytes, from, to);
    return to;
  }

  #end(how: 'closed' | 'cut', at: number): number {
    this.ended = how;
    return at;
  }

  /** Start of the line of `at`, when it lies behind the value's own start and not too far back; -1 otherwise. */
  #lineOf(bytes: Uint8Array, from: number, at: number): number {
    const least = Math.max(from, at - LINE_START_BYTES);
    for (let back = at - 1; back >= least; back -= 1) if (bytes[back] === NEWLINE) return back + 1;
    return this.#columnZero && at - from < LINE_START_BYTES ? from : -1;
  }

  /** Whether the bracket that opens at `at` can belong to the value: if not it is `cut` here, or its line is `odd`. */
  #placeOf(bytes: Uint8Array, from: number, at: number, depth: number): 'fine' | 'cut' | 'odd' {
    const kind = this.#kinds[depth - 1];
    let back = at - 1;
    let newline = false;
    while (back >= from && isSpace(bytes[back])) {
      if (bytes[back] === NEWLINE) newline = true;
      back -= 1;
    }
    if (back < from) newline ||= this.#newline;
    const before = (back < from ? this.#last : bytes[back]) ?? COMMA;
    if (before === OPEN_LIST || (before === COMMA && !newline && kind === OPEN_LIST)) return 'fine';
    const columnZero = at > from ? bytes[at - 1] === NEWLINE : this.#columnZero;
    const wrong = newline ? 'cut' : 'odd';
    if (before === COMMA) {
      if (kind === OPEN_OBJECT) return wrong;
      const isList = columnZero && kind === OPEN_LIST;
      return isList && !this.#holdsRecords(bytes, from, depth) && !this.#isFlat(bytes, from) ? 'cut' : 'fine';
    }
    if (before === COLON) {
      if (columnZero) return 'cut';
      const isKey = (back < from ? this.#prior : this.#lastBefore(bytes, from, back)) === QUOTE;
      return isKey && kind !== OPEN_LIST ? 'fine' : wrong;
    }
    // Between two values of a kind on one line a comma may be missing. A list before an object is a time in brackets.
    const alike = before === (bytes[at] === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST);
    return alike && !newline ? 'fine' : wrong;
  }

  /** Whether the last byte before `at` that is no white space ends a scalar other than a string. */
  #endsScalar(bytes: Uint8Array, from: number, at: number): boolean {
    return IN_SCALAR[this.#lastBefore(bytes, from, at)] === 1;
  }

  /** The last byte before `at` that is no white space; a comma before the value's start. */
  #lastBefore(bytes: Uint8Array, from: number, at: number): number {
    let back = at - 1;
    while (back >= from && isSpace(bytes[back])) back -= 1;
    return (back < from ? this.#last : bytes[back]) ?? COMMA;
  }

  /** Printed with line breaks and without indentation: column 0 says nothing then. */
  #isFlat(bytes: Uint8Array, from: number): boolean {
    const byteAt = (index: number): number | undefined =>
      index < this.#firstSize ? this.#first[index] : bytes[from + index - this.#firstSize];
    const [a, b, c] = [byteAt(1), byteAt(2), byteAt(3)];
    return a === NEWLINE ? !isSpace(b) : a === RETURN && b === NEWLINE && !isSpace(c);
  }

  #holdsRecords(bytes: Uint8Array, from: number, depth: number): boolean {
    if (depth > ROLE_DEPTH) return false;
    this.#learnRoles(bytes, from, depth);
    const role = this.#roles[depth - 1];
    return role !== undefined && isListRole(role);
  }

  /** Finds out what the open containers are that began in this piece. */
  #learnRoles(bytes: Uint8Array, from: number, depth: number): void {
    for (let each = 0; each < Math.min(depth, ROLE_DEPTH); each += 1) {
      const at = this.#opens[each] ?? -1;
      if (at >= 0) this.#roles[each] = this.#roleAt(bytes, from, at, each);
      this.#opens[each] = -1;
    }
  }

  #roleAt(bytes: Uint8Array, from: number, at: number, depth: number): Role | undefined {
    const bracket = bytes[at] === OPEN_OBJECT ? '{' : '[';
    if (depth === 0) return this.#top ? (bracket === '{' ? 'root' : 'array') : undefined;
    const inside = this.#roles[depth - 1];
    if (inside === undefined) return undefined;
    if (inside === 'array') return bracket === '{' ? 'root' : undefined;
    return roleOf(inside, this.#keyBefore(bytes, from, at), bracket);
  }

  /** The key of the value that begins at `at`; empty when there is none, or one too long to matter. */
  #keyBefore(bytes: Uint8Array, from: number, at: number): string {
    const window: number[] = [];
    for (let each = at - KEY_BYTES; each < at; each += 1) {
      window.push((each >= from ? bytes[each] : this.#carried ? this.#tail[KEY_BYTES + each - from] : COMMA) ?? COMMA);
    }
    return KEY_AT_END.exec(String.fromCharCode(...window))?.[1] ?? '';
  }

  /** Keeps what will be asked of this piece when it is gone. */
  #carry(bytes: Uint8Array, from: number, to: number): void {
    if (to <= from) return;
    this.#learnRoles(bytes, from, this.#depth);
    this.#columnZero = bytes[to - 1] === NEWLINE;
    if (!this.#carried) this.#tail.fill(COMMA);
    this.#carried = true;
    for (let at = from; at < to && this.#firstSize < this.#first.length; at += 1) {
      this.#first[this.#firstSize] = bytes[at] ?? 0;
      this.#firstSize += 1;
    }
    const kept = Math.min(KEY_BYTES, to - from);
    this.#tail.copyWithin(0, kept);
    this.#tail.set(bytes.subarray(to - kept, to), KEY_BYTES - kept);
    let back = to - 1;
    let newline = false;
    while (back >= from && isSpace(bytes[back])) {
      if (bytes[back] === NEWLINE) newline = true;
      back -= 1;
    }
    if (back >= from) {
      this.#prior = this.#lastBefore(bytes, from, back);
      this.#last = bytes[back] ?? COMMA;
      this.#newline = newline;
    } else {
      this.#newline ||= newline;
    }
  }
}
