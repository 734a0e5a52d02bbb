import type { Buffer } from 'node:buffer';
import { COLON, COMMA, isClose, isOpen, isSpace, NEWLINE, QUOTE } from './bytes.ts';
import { asBuffer, Gather, RecordMaker, type RecordNotes } from './gather.ts';
import { LongDocument } from './long-document.ts';
import { LINE_START_BYTES, Pieces } from './pieces.ts';
import { isOdd, ValueScanner } from './scan.ts';
import type { Chunk, Framed, SourceFailure, SplitOptions } from './source.ts';
import { failure } from './source.ts';
import { fromUtf16 } from './text.ts';

export interface DocumentOptions extends SplitOptions {
  /** A document up to this size is one record, whole; a longer one is split at its lists. Default 1 MiB. */
  readonly smallBytes?: number;
  /** How the bytes are to be read; UTF-8 unless said. Offsets count UTF-8 bytes. */
  readonly encoding?: 'utf16le' | 'utf16be';
}

const SMALL_BYTES = 1024 * 1024;
/** No chunk is worked on in longer pieces: the records that wait are those of one piece. */
const PIECE_BYTES = 1024 * 1024;

/** Record separator of RFC 7464, and the bytes of a UTF-8 byte order mark, which joined files have in their middle. */
const BETWEEN = new Set([0x1e, 0xef, 0xbb, 0xbf]);

const endsScalar = (byte: number | undefined): boolean =>
  isSpace(byte) || byte === COMMA || byte === COLON || byte === QUOTE || isClose(byte) || isOpen(byte);

/** Bytes that end or separate values: behind a value they are nobody's, on a line of their own they are a leftover. */
const isLeftover = (byte: number | undefined): boolean => byte === COMMA || isClose(byte);

type Mode = 'between' | 'line' | 'value' | 'scalar' | 'skeleton';
/** What is being read in the modes `value` and `scalar`. */
type Purpose = 'document' | 'member' | 'key' | 'own';

/**
 * Splits a concatenation of JSON values of any layout into records, in constant memory.
 *
 * A document that closes within `smallBytes` is one record as it stands, so that its decoder sees all of it. A longer one is split at the
 * lists that hold records (`containers.ts`): each member is a record of its own, with the document's text before that
 * list (lists before it emptied) as `header`. The document itself comes last, with its lists emptied; `keep` is not asked about it.
 * Anything between documents is a record per line, for the decoder to read: lines that a collector wrote a prefix before
 * are such. Lines of nothing but closing brackets and commas are one failure that counts them. A record that is cut
 * (see `ValueScanner`) is emitted as far as it goes, and the next one begins where it ended. Never throws.
 */
export async function* splitDocuments(
  chunks: AsyncIterable<Chunk>,
  source: string,
  options: DocumentOptions = {},
): AsyncGenerator<Framed> {
  const splitter = new DocumentSplitter(source, options);
  const text = options.encoding === undefined ? chunks : fromUtf16(chunks, options.encoding);
  for await (const chunk of text) {
    if (!(chunk instanceof Uint8Array)) {
      splitter.flush();
      for (const framed of splitter.take()) yield framed;
      yield chunk;
      continue;
    }
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      splitter.push(chunk.subarray(at, at + PIECE_BYTES));
      for (const framed of splitter.take()) yield framed;
    }
  }
  splitter.end();
  for (const framed of splitter.take()) yield framed;
}

/** Whether the text that begins so opens a list that `splitDocuments` would split. */
export const opensList = (head: Uint8Array): boolean => {
  const splitter = new DocumentSplitter('', { smallBytes: 0 });
  splitter.push(head);
  splitter.flush();
  return splitter.inList;
};

class DocumentSplitter {
  readonly #maker: RecordMaker;
  readonly #smallBytes: number;
  readonly #scanner = new ValueScanner();
  readonly #pieces = new Pieces();
  readonly #unit: Gather;
  readonly #documents: LongDocument[] = [];
  #out: Framed[] = [];
  #mode: Mode = 'between';
  #purpose: Purpose = 'document';
  #unitStart = 0;
  /** Source offset of the piece's first byte, and the index in it up to which all bytes are accounted for. */
  #base: number;
  #mark = 0;
  /** A value ended on this line. */
  #lineTaken = false;
  /** This line has leftovers and, so far, nothing else; the lines before it that had, and where the first of them is. */
  #leftover = false;
  #leftoverLines = 0;
  #leftoverStart = 0;
  /** The line in the mode `line` began with a value in brackets. */
  #bracketed = false;
  /** The scalar that is read begins a line. */
  #freshScalar = false;

  constructor(source: string, options: DocumentOptions) {
    this.#maker = new RecordMaker(source, options);
    this.#smallBytes = Math.min(options.smallBytes ?? SMALL_BYTES, this.#maker.limit);
    // A document is held until it is known to be long, which is only asked at the end of a piece.
    this.#unit = new Gather(Math.max(this.#maker.limit, this.#smallBytes + PIECE_BYTES));
    this.#base = options.offset ?? 0;
  }

  push(bytes: Uint8Array): void {
    for (const piece of this.#pieces.push(asBuffer(bytes))) this.#read(piece);
  }

  /** Reads what is held back until more of its line comes. */
  flush(): void {
    for (const piece of this.#pieces.end()) this.#read(piece);
  }

  #read(piece: Buffer): void {
    this.#run(piece);
    while (this.#isLongDocument()) this.#descend();
  }

  /** Whether a list of an open document was entered. */
  get inList(): boolean {
    return this.#documents.some(({ split }) => split);
  }

  take(): readonly Framed[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  /** End of input: whatever is open was cut here. */
  end(): void {
    this.flush();
    if (this.#mode === 'line') this.#emit(this.#maker.gathered(this.#unit, this.#unitStart));
    else if (this.#isUnit()) this.#emit(this.#maker.gathered(this.#unit, this.#unitStart, this.#notes(true)));
    this.#leaveAll();
    if (this.#leftover) this.#leftoverLines += 1;
    this.#emitLeftovers();
  }

  #run(bytes: Buffer): void {
    this.#mark = 0;
    let i = 0;
    while (i < bytes.length) {
      switch (this.#mode) {
        case 'between':
          i = this.#between(bytes, i);
          break;
        case 'line':
          i = this.#line(bytes, i);
          break;
        case 'value':
          i = this.#value(bytes, i);
          break;
        case 'scalar':
          i = this.#scalar(bytes, i);
          break;
        case 'skeleton':
          i = this.#skeleton(bytes, i);
          break;
        default:
          this.#mode satisfies never;
      }
    }
    this.#account(bytes, i);
    this.#base += bytes.length;
    this.#mark = 0;
  }

  #between(bytes: Buffer, at: number): number {
    let i = at;
    for (; i < bytes.length; i += 1) {
      const byte = bytes[i];
      if (byte === NEWLINE) {
        if (this.#leftover) this.#leftoverLines += 1;
        this.#leftover = false;
        this.#lineTaken = false;
      } else if (isLeftover(byte)) {
        if (!this.#lineTaken && !this.#leftover) {
          this.#leftover = true;
          if (this.#leftoverLines === 0) this.#leftoverStart = this.#base + i;
        }
      } else if (!isSpace(byte) && !BETWEEN.has(byte ?? 0)) break;
    }
    this.#mark = i;
    if (i < bytes.length) {
      this.#emitLeftovers();
      this.#leftover = false;
      this.#startUnit(i);
      this.#purpose = 'document';
      if (isOpen(bytes[i])) this.#scan();
      else this.#startLine(false);
    }
    return i;
  }

  #emitLeftovers(): void {
    const lines = this.#leftoverLines;
    if (lines === 0) return;
    this.#leftoverLines = 0;
    const what = lines === 1 ? 'a line holds' : `${lines} lines hold`;
    const reason = `${what} nothing but closing brackets and commas: what they belong to was cut off or stands elsewhere`;
    this.#emit(failure(this.#maker.source, this.#leftoverStart, reason));
  }

  #startLine(bracketed: boolean): void {
    this.#mode = 'line';
    this.#bracketed = bracketed;
  }

  #line(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0) return bytes.length;
    const end = bytes[newline - 1] === 0x0d && newline > this.#mark ? newline - 1 : newline;
    // Behind a time stamp in brackets a document over several lines may begin. Such a line is short, so it is all here.
    const opensMore =
      this.#bracketed && this.#unit.size === 0 && newline - this.#mark < LINE_START_BYTES && isOpen(bytes[end - 1]);
    const last = opensMore ? end - 1 : newline;
    this.#emitUnit(bytes, opensMore ? last : end, false);
    this.#mode = 'between';
    this.#mark = last;
    return last;
  }

  #value(bytes: Buffer, at: number): number {
    const end = this.#scanner.scan(bytes, at, bytes.length);
    if (this.#purpose === 'key') this.#documents.at(-1)?.addToKey(bytes.toString('latin1', at, end));
    if (this.#scanner.ended === 'not-yet') return end;
    const cut = this.#scanner.ended === 'cut';
    if (this.#isUnit() && this.#unit.size + end - this.#mark > this.#smallBytes && this.#isDocument()) {
      this.#account(bytes, end);
      this.#descendBefore(end);
      return end;
    }
    // The decoder knows what such a line is, but needs all of it.
    if (this.#scanner.odd && !cut && this.#documents.length === 0) this.#startLine(true);
    else this.#closeUnit(bytes, end, cut);
    return end;
  }

  #scalar(bytes: Buffer, at: number): number {
    let i = at;
    while (i < bytes.length && !endsScalar(bytes[i])) {
      if (this.#freshScalar && isOdd(bytes[i])) return this.#lineInstead(bytes, i);
      i += 1;
    }
    if (i < bytes.length) this.#closeUnit(bytes, i, false);
    return i;
  }

  /** What began like a scalar of the document is a line of its own: the document was cut before it. */
  #lineInstead(bytes: Buffer, at: number): number {
    if (!this.#isUnit()) {
      this.#account(bytes, at);
      this.#startUnit(at);
    }
    this.#leaveAll();
    this.#purpose = 'document';
    this.#startLine(false);
    return at;
  }

  /** The end of a value or scalar inside a document, or of a small document. */
  #closeUnit(bytes: Buffer, end: number, cut: boolean): void {
    if (this.#isUnit()) {
      this.#emitUnit(bytes, end, cut);
      this.#mark = end;
    } else if (cut) {
      this.#account(bytes, end);
    }
    if (cut) this.#leaveAll();
    else this.#mode = this.#documents.length === 0 ? 'between' : 'skeleton';
    this.#lineTaken = !cut;
  }

  /** One step between the values of a long document. */
  #skeleton(bytes: Buffer, at: number): number {
    const document = this.#documents.at(-1);
    if (document === undefined) {
      this.#mode = 'between';
      return at;
    }
    const byte = bytes[at] ?? 0;
    const { amongMembers, onNewLine } = document;
    const step = document.step(byte);
    switch (step) {
      case 'space':
      case 'separator':
        return at + 1;
      case 'cut':
        this.#account(bytes, at);
        this.#leaveAll();
        return at;
      case 'open':
        document.context.add(bytes, this.#mark, at + 1);
        this.#mark = at + 1;
        document.entered();
        return at + 1;
      case 'close':
        if (amongMembers) this.#mark = at;
        this.#account(bytes, at + 1);
        if (document.closed) {
          this.#leave(document, false);
          this.#documents.pop();
          this.#mode = this.#documents.length === 0 ? 'between' : 'skeleton';
          this.#lineTaken = true;
        }
        return at + 1;
      case 'member':
      case 'document':
        this.#mark = at;
        this.#startUnit(at);
        document.members += 1;
        break;
      case 'key':
      case 'own':
        break;
      default:
        step satisfies never;
    }
    this.#purpose = step;
    if (isOpen(byte) || byte === QUOTE) this.#scan();
    else {
      this.#mode = 'scalar';
      this.#freshScalar = onNewLine;
    }
    return at;
  }

  /** The document that was held so far is too long: reads it again from its start, now splitting. */
  #descend(): void {
    const start = this.#unitStart;
    const pieces = this.#unit.take();
    this.#documents.push(new LongDocument(start, this.#maker.limit));
    this.#mode = 'skeleton';
    this.#base = start;
    for (const piece of pieces) this.#run(piece);
  }

  /** The same in the middle of a piece, whose bytes up to `end` are accounted for. */
  #descendBefore(end: number): void {
    const base = this.#base;
    this.#descend();
    this.#base = base;
    this.#mark = end;
  }

  /** Everything that is open ends here, unfinished. */
  #leaveAll(): void {
    for (let document = this.#documents.pop(); document !== undefined; document = this.#documents.pop()) {
      this.#leave(document, true);
    }
    this.#mode = 'between';
    this.#lineTaken = false;
  }

  #leave(document: LongDocument, cut: boolean): void {
    const { context, start, split, isArray, members } = document;
    if (!split) this.#emit(this.#maker.gathered(context, start, { cut }));
    else if (!isArray && (!cut || document.followed)) {
      this.#emit(this.#maker.gathered(context, start, { cut, rest: { members } }));
    }
    if (split && cut) {
      this.#emit(
        failure(this.#maker.source, start, `the list that begins at byte ${start} is not closed: its end was cut off`),
      );
    }
  }

  #scan(): void {
    this.#scanner.begin(this.#purpose === 'document' ? 'document' : 'part');
    this.#mode = 'value';
  }

  #startUnit(at: number): void {
    this.#unit.clear();
    this.#unitStart = this.#base + at;
  }

  /** Whether the bytes being read are a record of their own, and no part of a document's text. */
  #isUnit(): boolean {
    return (
      (this.#mode === 'value' || this.#mode === 'scalar') &&
      (this.#purpose === 'document' || this.#purpose === 'member')
    );
  }

  /** Only a top-level value and an object in a top-level array can be documents; that one level bounds the descent. */
  #isDocument(): boolean {
    return this.#mode === 'value' && this.#purpose === 'document' && this.#documents.length < 2;
  }

  #isLongDocument(): boolean {
    return this.#isDocument() && this.#unit.size > this.#smallBytes;
  }

  /** Adds the bytes up to `end` to the record or the document's text that they belong to. */
  #account(bytes: Buffer, end: number): void {
    if (this.#isUnit() || this.#mode === 'line') this.#unit.add(bytes, this.#mark, end);
    else if (this.#mode !== 'between') {
      const document = this.#documents.at(-1);
      if (document !== undefined && !document.amongMembers) document.context.add(bytes, this.#mark, end);
    }
    this.#mark = end;
  }

  #notes(cut: boolean): RecordNotes {
    const header = this.#purpose === 'member' ? this.#documents.at(-1)?.header : undefined;
    return { header, cut };
  }

  #emitUnit(bytes: Buffer, end: number, cut: boolean): void {
    if (this.#unit.size === 0) {
      this.#emit(this.#maker.make(bytes, this.#mark, end, this.#unitStart, this.#notes(cut)));
      return;
    }
    this.#unit.add(bytes, this.#mark, end);
    this.#emit(this.#maker.gathered(this.#unit, this.#unitStart, this.#notes(cut)));
    this.#unit.clear();
  }

  #emit(framed: Framed | SourceFailure | undefined): void {
    if (framed !== undefined) this.#out.push(framed);
  }
}
