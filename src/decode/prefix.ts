import type { Json } from '../model/json.ts';
import { MAX_DEPTH } from './depth.ts';

/**
 * Nesting of a text that is still read where it is no whole document. A body lies a few levels inside it, so one that
 * loses something here is also over the limit of bodies, and is marked for that.
 */
export const MAX_READ_DEPTH = 2 * MAX_DEPTH;

/** Reference tokens from a value down to the innermost place at which its text was cut. */
export type Cut = readonly string[];

export type PrefixRead =
  | { readonly state: 'whole'; readonly value: Json; readonly end: number }
  /** `at`: where the text ended or stopped being JSON. */
  | { readonly state: 'cut'; readonly value: Json; readonly cut: Cut; readonly at: number }
  | { readonly state: 'nothing'; readonly at: number };

/**
 * Reads the JSON value that begins at `from`, as far as it goes.
 *
 * A string that the text ends in is kept as far as it goes; a key, number or literal that it ends in is dropped, since
 * its rest could change its meaning. A text that stops being JSON is treated as if it ended there. What is nested too
 * deep is read as null. Linear, without recursion; what is open is closed and handed to `JSON.parse`, so that keys such
 * as `__proto__` stay ordinary.
 */
export const readPrefix = (text: string, from = 0): PrefixRead => {
  const frames: Frame[] = [];
  let wants: Wants = 'value';
  let at = from;
  let safe = from; // everything before it parses once the open frames are closed
  const source: Source = { text, before: '', from };
  for (;;) {
    at = skipSpace(text, at);
    const top = frames.at(-1);
    const char = text[at];
    if (char === undefined) return cutAt(source, safe, frames, wants === 'value' && top?.list === false, at);
    if (wants === 'colon' || wants === 'next') {
      if (wants === 'colon' && char === ':') {
        wants = 'value';
        at += 1;
        continue;
      }
      if (wants === 'next' && char === ',' && top !== undefined) {
        top.index += 1;
        wants = top.list ? 'value' : 'key';
        at += 1;
        continue;
      }
      if (wants === 'colon' || char !== (top?.list ? ']' : '}')) return cutAt(source, safe, frames, false, at);
      frames.pop();
      at += 1;
    } else if (wants === 'key' || wants === 'first-key') {
      if (wants === 'first-key' && char === '}') {
        frames.pop();
        at += 1;
      } else {
        const read = char === '"' ? scanString(text, at) : null;
        if (read === null || !read.closed || top === undefined) {
          return cutAt(source, safe, frames, false, read?.end ?? at);
        }
        top.key = text.slice(at, read.end);
        at = read.end;
        wants = 'colon';
        continue;
      }
    } else if (wants === 'first-item' && char === ']') {
      frames.pop();
      at += 1;
    } else if ((char === '{' || char === '[') && frames.length === MAX_READ_DEPTH) {
      const end = behindValue(text, at);
      if (end === null) return cutAt(source, safe, frames, true, text.length);
      source.before += `${text.slice(source.from, at)}null`;
      source.from = end;
      at = end;
    } else if (char === '{' || char === '[') {
      frames.push({ list: char === '[', key: '""', index: 0 });
      at += 1;
      safe = at;
      wants = char === '[' ? 'first-item' : 'first-key';
      continue;
    } else if (char === '"') {
      const read = scanString(text, at);
      if (!read.closed) return cutInString(source, read, frames);
      at = read.end;
    } else {
      const end = scalarEnd(text, at);
      const ended = end === text.length && frames.length > 0;
      if (ended || !SCALAR.test(text.slice(at, end))) {
        return cutAt(source, safe, frames, top !== undefined, ended ? end : at);
      }
      at = end;
    }
    safe = at;
    if (frames.length === 0) return { state: 'whole', value: parsed(source, at), end: at };
    wants = 'next';
  }
};

/** Behind the object or list that begins at `from`, found by its brackets alone; `null` when the text ends inside it. */
const behindValue = (text: string, from: number): number | null => {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      const read = scanString(text, at);
      if (!read.closed) return null;
      at = read.end - 1;
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
};

/** A text as far as it is to be parsed: what stands before `from` is already rewritten in `before`. */
interface Source {
  readonly text: string;
  before: string;
  from: number;
}

type Wants = 'value' | 'first-item' | 'key' | 'first-key' | 'colon' | 'next';

interface Frame {
  readonly list: boolean;
  /** JSON text of the key whose value is read; meaningless in a list. */
  key: string;
  index: number;
}

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const HEX = /^[0-9a-fA-F]*$/;

// What is handed over was checked token by token, so the parse cannot fail; its type is JSON by definition.
const parsed = ({ text, before, from }: Source, to: number, closing = ''): Json =>
  JSON.parse(before + text.slice(from, to) + closing) as Json;

const skipSpace = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
};

const scalarEnd = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && !' \n\r\t,:]}[{"'.includes(text.charAt(at))) at += 1;
  return at;
};

const tokensOf = (frames: readonly Frame[], inValue: boolean): Cut =>
  (inValue ? frames : frames.slice(0, -1)).map((frame) => {
    // A scanned key is a JSON string.
    return frame.list ? String(frame.index) : (JSON.parse(frame.key) as string);
  });

const closing = (frames: readonly Frame[]): string =>
  frames
    .map((frame) => (frame.list ? ']' : '}'))
    .reverse()
    .join('');

const cutAt = (source: Source, safe: number, frames: readonly Frame[], inValue: boolean, at: number): PrefixRead => {
  if (frames.length === 0) return { state: 'nothing', at };
  return { state: 'cut', value: parsed(source, safe, closing(frames)), cut: tokensOf(frames, inValue), at };
};

const cutInString = (source: Source, read: ScannedString, frames: readonly Frame[]): PrefixRead => {
  const value = parsed(source, read.clean, `"${closing(frames)}`);
  return { state: 'cut', value, cut: tokensOf(frames, true), at: read.end };
};

interface ScannedString {
  readonly closed: boolean;
  /** Behind the closing quote, or where the string stopped. */
  readonly end: number;
  /** For an open string: the end of the last character that is surely whole. */
  readonly clean: number;
}

const scanString = (text: string, start: number): ScannedString => {
  let highEscape = -1; // start of a \uD800-\uDBFF escape that ends where we are
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { closed: true, end: at + 1, clean: at };
    if (code < 0x20) return open(text, start, at, at, highEscape);
    if (code !== 0x5c) {
      highEscape = -1;
      continue;
    }
    const kind = text.charAt(at + 1);
    if (kind === 'u') {
      const digits = text.slice(at + 2, at + 6);
      if (digits.length < 4 || !HEX.test(digits)) return open(text, start, at, text.length, highEscape);
      highEscape = /^[dD][89abAB]/.test(digits) ? at : -1;
      at += 5;
    } else {
      if (kind === '' || !'"\\/bfnrt'.includes(kind)) return open(text, start, at, text.length, highEscape);
      highEscape = -1;
      at += 1;
    }
  }
  return open(text, start, text.length, text.length, highEscape);
};

/** The halves of a character that was cut in two go: a high surrogate, or the sign that UTF-8 decoding puts in its place. */
const open = (text: string, start: number, to: number, end: number, highEscape: number): ScannedString => {
  let clean = highEscape === -1 ? to : highEscape;
  const last = text.charCodeAt(clean - 1);
  if (last >= 0xd800 && last <= 0xdbff) clean -= 1;
  while (clean > start + 1 && end === text.length && text.charAt(clean - 1) === '\ufffd') clean -= 1;
  return { closed: false, end, clean };
};
