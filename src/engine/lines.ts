import { closeSync, openSync, readSync } from 'node:fs';
import { type Bodies, createGate, type GateWords } from '../source/gate/gate.ts';
import { reject } from './counts.ts';
import type { Extract, Extractor } from './extract.ts';
import type { Search } from './search.ts';
import type { ScanSettings } from './settings.ts';

/** A longer line is not read: 64 MB, the longest that an audit log can sensibly hold. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;
/** Read at a time behind a range to find the end of its last line. */
const EXTENSION_BYTES = 1024 * 1024;
/** Of a response only the names at its beginning are wanted. */
const RESPONSE_HEAD_BYTES = 1200;
const NEWLINE = 0x0a;
/** How a line inside a pretty-printed document begins: white space, a quote, a closing bracket. */
export const INNER_STARTS: ReadonlySet<number> = new Set([0x20, 0x09, 0x22, 0x5d, 0x7d]);
export const TOO_LONG = `a line longer than ${MAX_LINE_BYTES} bytes is not read`;

/** A range of a plain file; it stands for the lines that begin in it. */
export interface RangeTask {
  readonly kind: 'range';
  readonly path: string;
  readonly source: string;
  readonly start: number;
  readonly end: number;
  /** Looks for something else instead. */
  readonly search?: Search;
}

export type PartResult =
  /** `unreadable`: what of the part could not be read, as sentences. */
  | { readonly kind: 'extract'; readonly extract: Extract; readonly unreadable: readonly string[] }
  /** The part is the inside of a pretty-printed document; nothing of it was taken, its first line is at `from`. */
  | { readonly kind: 'not-lines'; readonly from: number };

export interface LineReader {
  read(task: RangeTask): PartResult;
}

/** Reads lines through the byte gate into the extractor. Holds one block of memory; not for two callers at once. */
export const createLineReader = (settings: ScanSettings, words: GateWords, extractor: Extractor): LineReader => {
  const gate = createGate(words);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });

  // The original query's rows are wanted of every event that it looks at, dry runs and bookkeeping included.
  const mayPassOver = !settings.strict && !settings.sentinelRows && !settings.measures;
  const everyLine = settings.strict || settings.measures;
  const passOver = (source: string, offset: number, line: Uint8Array, bodies: Bodies | null): boolean => {
    if (bodies === null || (bodies.request === null && bodies.response === null)) return false;
    return extractor.passOver({
      source,
      offset,
      bare: withoutBodies(line, bodies),
      request: () => (bodies.request === null ? null : decoder.decode(line.subarray(...bodies.request))),
      response: () => (bodies.response === null ? null : decoder.decode(line.subarray(...bodies.response))),
      responseHead: () => {
        if (bodies.response === null) return null;
        const [from, to] = bodies.response;
        return decoder.decode(line.subarray(from, Math.min(to, from + RESPONSE_HEAD_BYTES)));
      },
    });
  };

  /** The text of a line with `null` in the place of each body. */
  const withoutBodies = (line: Uint8Array, { request, response }: Bodies): string => {
    const isInOrder = request === null || response === null || request[0] < response[0];
    let text = '';
    let from = 0;
    for (const range of isInOrder ? [request, response] : [response, request]) {
      if (range === null) continue;
      text += `${decoder.decode(line.subarray(from, range[0]))}null`;
      [, from] = range;
    }
    return text + decoder.decode(line.subarray(from));
  };

  /** The first `length` bytes of the room are lines. */
  const readRoom = (source: string, offset: number, length: number): boolean => {
    const { counts } = extractor;
    const take = (line: Uint8Array, at: number): void => {
      if (settings.upTo === 'gate' || (mayPassOver && passOver(source, offset + at, line, gate.bodies(at)))) return;
      extractor.take({ source, offset: offset + at, text: decoder.decode(line) });
    };
    if (!everyLine) {
      let passed = 0;
      const { lines, inner } = gate.scan(length, (line, at) => {
        passed++;
        take(line, at);
      });
      if (inner > 0) return false;
      counts.records += lines;
      counts.passedUnread += lines - passed;
      return true;
    }
    // Without the gate every line is decoded; the gate still tells whether these are lines at all.
    if (gate.count(length).inner > 0) return false;
    const bytes = gate.room(length);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const glance = (at: number, end: number): boolean => {
      const bodies = extractor.glance === undefined ? null : gate.bodies(at);
      const keys = bodies === null ? null : gate.keys();
      if (bodies === null || keys === null) return false;
      const glimpse = { source, offset: offset + at, line: buffer.toString('latin1', at, end), bodies, keys };
      return extractor.glance?.(glimpse) === true;
    };
    for (let at = 0; at < length; ) {
      const newline = buffer.indexOf(NEWLINE, at);
      const end = newline < 0 ? length : newline;
      if (glance(at, end)) counts.records++;
      else {
        const line = bytes.subarray(at, end);
        if (!isBlank(line)) {
          counts.records++;
          take(line, at);
        }
      }
      at = end + 1;
    }
    return true;
  };

  const read = (task: RangeTask): PartResult => {
    const unreadable: string[] = [];
    let file: number;
    try {
      file = openSync(task.path, 'r');
    } catch (error) {
      return { kind: 'extract', extract: extractor.drain(), unreadable: [reasonOf(error)] };
    }
    try {
      const { length, offset, opens } = readRange(file, task, unreadable);
      const lines = !opens && (length === 0 || readRoom(task.source, offset, length));
      extractor.counts.bytes += task.end - task.start;
      const drained = extractor.drain();
      // Where every line is read the gate reads none.
      const bits = everyLine ? null : gate.users();
      const { start, end } = task;
      const extract = bits === null || unreadable.length > 0 ? drained : { ...drained, users: { start, end, bits } };
      return lines ? { kind: 'extract', extract, unreadable } : { kind: 'not-lines', from: offset };
    } catch (error) {
      return { kind: 'extract', extract: extractor.drain(), unreadable: [...unreadable, reasonOf(error)] };
    } finally {
      closeSync(file);
    }
  };

  /**
   * Puts the lines that begin in the range into the room. `opens` when the next line begins as the inside of a
   * pretty-printed document does, so that the last of these lines opens it.
   */
  const readRange = (
    file: number,
    task: RangeTask,
    unreadable: string[],
  ): { length: number; offset: number; opens: boolean } => {
    const wanted = task.end - task.start;
    const none = { length: 0, offset: task.start, opens: false };
    let room = gate.room(wanted + EXTENSION_BYTES);
    let length = fill(file, room, 0, wanted, task.start);
    if (length < wanted) unreadable.push(`it became shorter while it was read, at byte ${task.start + length}`);
    // The first line began in the range before, unless a newline ends just there.
    let first = 0;
    if (task.start > 0 && length > 0) {
      const before = new Uint8Array(1);
      readSync(file, before, 0, 1, task.start - 1);
      if (before[0] !== NEWLINE) {
        first = room.subarray(0, length).indexOf(NEWLINE) + 1;
        if (first === 0) return none;
      }
    }
    if (first === length) return none;
    // The last line may go on behind the range; it may be as long as the limit says from its first byte.
    const lastLine = Math.max(first, room.subarray(0, length).lastIndexOf(NEWLINE, length - 2) + 1);
    while (length >= wanted && room[length - 1] !== NEWLINE && length - lastLine <= MAX_LINE_BYTES) {
      room = gate.room(length + EXTENSION_BYTES);
      const more = fill(file, room, length, EXTENSION_BYTES, task.start + length);
      if (more === 0) break;
      const newline = room.subarray(length, length + more).indexOf(NEWLINE);
      if (newline >= 0) {
        length += newline + 1;
        break;
      }
      length += more;
    }
    const lineBytes = length - lastLine - (room[length - 1] === NEWLINE ? 1 : 0);
    if (lineBytes > MAX_LINE_BYTES) {
      reject(extractor.counts, task.source, task.start + lastLine, TOO_LONG);
      extractor.counts.records++;
      length = lastLine;
    }
    if (first >= length) return none;
    const next = new Uint8Array(1);
    const opens = readSync(file, next, 0, 1, task.start + length) === 1 && INNER_STARTS.has(next[0] ?? 0);
    if (first > 0) room.copyWithin(0, first, length);
    return { length: length - first, offset: task.start + first, opens };
  };

  return { read };
};

/** Reads until `wanted` bytes are there or the file ends. */
const fill = (file: number, room: Uint8Array, at: number, wanted: number, position: number): number => {
  let done = 0;
  while (done < wanted) {
    const count = readSync(file, room, at + done, wanted - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
