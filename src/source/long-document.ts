import { COLON, COMMA, isClose, isOpen, isSpace, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE } from './bytes.ts';
import { isListRole, type Role, roleOf } from './containers.ts';
import { Gather } from './gather.ts';

const MAX_HEADER_BYTES = 64 * 1024;
/** More than any key that matters. */
const LONGEST_KEY = 64;
/** Lists of one document that are split; answers of query APIs have a handful, and the text around each is kept. */
const MAX_LISTS = 1000;

/**
 * What the next byte of a document's skeleton is: white space, a comma or colon; a bracket that opens or closes a
 * container of the way to the records; the start of a key, of a record, of a record that may be a document itself,
 * or of a value that is the document's own; or the place where the document was cut.
 */
export type Step = 'space' | 'separator' | 'open' | 'close' | 'key' | 'member' | 'document' | 'own' | 'cut';

interface Frame {
  readonly role: Role;
  expect: 'key' | 'colon' | 'value' | 'comma';
}

/** A document that is too long to hold, while its lists are split: where in it we are, and its text without the records. */
export class LongDocument {
  readonly start: number;
  /** The document with its lists emptied, as far as it was read. */
  readonly context: Gather;
  /** The context up to the list we are in; `undefined` for an array at the top, and over 64 KiB. */
  header: string | undefined;
  /** A list was entered. */
  split = false;
  /** A key came after a list: a decoder may want what stands there. */
  followed = false;
  /** The document is an array of records. */
  isArray = false;
  /** Records that its lists held so far. */
  members = 0;
  readonly #frames: Frame[] = [];
  #key = '';
  #lists = 0;
  /** White space since the last other byte of the skeleton: a line break, and one just before. */
  #newline = false;
  #columnZero = false;
  /** A line break stood between its parts: it is not all on one line, so that a line can be another record's. */
  #lines = false;

  constructor(start: number, limit: number) {
    this.start = start;
    this.context = new Gather(limit);
  }

  /** Whether we are between records: the bytes there are nobody's text. */
  get amongMembers(): boolean {
    const role = this.#frames.at(-1)?.role;
    return role === 'list' || role === 'array';
  }

  /** Whether nothing but white space stands between the last line break and the next byte. */
  get onNewLine(): boolean {
    return this.#newline;
  }

  /** Whether the bracket that closed last was the document's own. */
  get closed(): boolean {
    return this.#frames.length === 0;
  }

  /** Bytes of the key that began last, in its quotes. */
  addToKey(raw: string): void {
    if (this.#key.length < LONGEST_KEY) this.#key += raw.slice(0, LONGEST_KEY);
  }

  /** To be called behind `open`, when the bracket is part of the context. */
  entered(): void {
    if (!this.amongMembers) return;
    this.split = true;
    this.#lists += 1;
    const { context } = this;
    const isOwn = this.#frames.at(-1)?.role === 'array' || context.size > MAX_HEADER_BYTES || context.over;
    this.header = isOwn ? undefined : context.bytes().toString('utf8');
  }

  step(byte: number): Step {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.isArray = byte === OPEN_LIST;
      return this.#open(this.isArray ? 'array' : 'root');
    }
    if (isSpace(byte)) {
      this.#columnZero = byte === NEWLINE;
      this.#newline ||= this.#columnZero;
      this.#lines ||= this.#columnZero;
      return 'space';
    }
    const inList = isListRole(frame.role);
    if (this.#lines && this.#isCut(frame, byte, inList)) return 'cut';
    this.#newline = false;
    this.#columnZero = false;
    if (isClose(byte)) {
      this.#frames.pop();
      return 'close';
    }
    if (byte === COMMA || byte === COLON) {
      frame.expect = byte === COMMA && !inList ? 'key' : 'value';
      return 'separator';
    }
    if (!inList && frame.expect === 'key' && byte === QUOTE) {
      frame.expect = 'colon';
      this.#key = '';
      this.followed ||= this.split;
      return 'key';
    }
    frame.expect = 'comma';
    if (isOpen(byte) && this.#lists < MAX_LISTS) {
      const role = roleOf(frame.role, this.#key.slice(1, -1), byte === OPEN_OBJECT ? '{' : '[');
      if (role !== undefined) return this.#open(role);
    }
    if (!this.amongMembers) return 'own';
    return frame.role === 'array' && byte === OPEN_OBJECT ? 'document' : 'member';
  }

  /** The same signs of a cut that `ValueScanner` knows. */
  #isCut({ expect }: Frame, byte: number, inList: boolean): boolean {
    if (isClose(byte) || byte === COMMA || byte === COLON) return false;
    if (this.#newline) {
      return !(expect === 'value' ? inList || !this.#columnZero : !inList && expect === 'key' && byte === QUOTE);
    }
    // A line with a prefix that begins like a key or a value.
    return !inList && (expect === 'comma' || expect === 'colon') && byte !== QUOTE;
  }

  #open(role: Role): 'open' {
    this.#frames.push({ role, expect: isListRole(role) ? 'value' : 'key' });
    return 'open';
  }
}
