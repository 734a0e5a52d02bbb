import { get, isList, type Json } from '../model/json.ts';

/** Nesting that is still read. Objects of the API are about twenty levels deep; later stages recurse over them. */
export const MAX_DEPTH = 1000;

/** Reference tokens from a value down to the innermost place at which its text was cut. */
export type Cut = readonly string[];

export type PrefixRead =
  | { readonly state: 'whole'; readonly value: Json; readonly end: number }
  /** `at`: where the text ended or stopped being JSON. */
  | { readonly state: 'cut'; readonly value: Json; readonly cut: Cut; readonly at: number }
  | { readonly state: 'nothing'; readonly at: number }
  | { readonly state: 'too-deep' };

/**
 * Reads the JSON value that begins at `from`, as far as it goes.
 *
 * A string that the text ends in is kept as far as it goes; a key, number or literal that it ends in is dropped, since
 * its rest could change its meaning. A text that stops being JSON is treated as if it ended there. Linear, without
 * recursion; what is open is closed and handed to `JSON.parse`, so that keys such as `__proto__` stay ordinary.
 */
export const readPrefix = (text: string, from = 0): PrefixRead => {
  const frames: Frame[] = [];
  let wants: Wants = 'value';
  let at = from;
  let safe = from; // everything before it parses once the open frames are closed
  for (;;) {
    at = skipSpace(text, at);
    const start = at;
    const top = frames.at(-1);
    const char = text[at];
    if (char === undefined) return cutAt(text, from, safe, frames, wants === 'value' && top?.list === false, at);
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
      if (wants === 'colon' || char !== (top?.list ? ']' : '}')) return cutAt(text, from, safe, frames, false, at);
      frames.pop();
      at += 1;
    } else if (wants === 'key' || wants === 'first-key') {
      if (wants === 'first-key' && char === '}') {
        frames.pop();
        at += 1;
      } else {
        const read = char === '"' ? scanString(text, at) : null;
        if (read === null || !read.closed || top === undefined) {
          return cutAt(text, from, safe, frames, false, read?.end ?? at);
        }
        top.key = text.slice(at, read.end);
        at = read.end;
        wants = 'colon';
        continue;
      }
    } else if (wants === 'first-item' && char === ']') {
      frames.pop();
      at += 1;
    } else if (char === '{' || char === '[') {
      if (frames.length === MAX_DEPTH) return { state: 'too-deep' };
      frames.push({ list: char === '[', key: '""', index: 0 });
      at += 1;
      safe = at;
      wants = char === '[' ? 'first-item' : 'first-key';
      continue;
    } else if (char === '"') {
      const read = scanString(text, at);
      if (!read.closed) return cutInString(text, from, start, read, frames);
      at = read.end;
    } else {
      const end = scalarEnd(text, at);
      const ended = end === text.length && frames.length > 0;
      if (ended || !SCALAR.test(text.slice(at, end))) {
        return cutAt(text, from, safe, frames, top !== undefined, ended ? end : at);
      }
      at = end;
    }
    safe = at;
    if (frames.length === 0) return { state: 'whole', value: parsed(text.slice(from, at)), end: at };
    wants = 'next';
  }
};

/**
 * What closes the objects and lists that a text leaves open: `]}` for `{"items":[`. `null` when the text is not the
 * beginning of a JSON document, or ends where no list member may begin.
 */
export const closersOf = (header: string): string | null => {
  if (header !== last.header) last = { header, closers: findClosers(header) };
  return last.closers;
};

/** Members of one list come one after the other, each with the same header. */
let last: { readonly header: string; readonly closers: string | null } = { header: '', closers: null };

const findClosers = (header: string): string | null => {
  // An open string stands in for the member that follows, so that the end of the header is told apart from a list's end.
  const read = readPrefix(`${header}"`);
  if (read.state !== 'cut') return null;
  let value: Json | undefined = read.value;
  let holder: Json | undefined;
  let closers = '';
  for (const token of read.cut) {
    holder = value;
    value = isList(value) ? value[Number(token)] : get(value, token);
    closers = (isList(holder) ? ']' : '}') + closers;
  }
  return isList(holder) && value === '' ? closers : null;
};

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
const parsed = (text: string): Json => JSON.parse(text) as Json;

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

const cutAt = (
  text: string,
  from: number,
  safe: number,
  frames: readonly Frame[],
  inValue: boolean,
  at: number,
): PrefixRead => {
  if (frames.length === 0) return { state: 'nothing', at };
  const value = parsed(text.slice(from, safe) + closing(frames));
  return { state: 'cut', value, cut: tokensOf(frames, inValue), at };
};

const cutInString = (
  text: string,
  from: number,
  start: number,
  read: ScannedString,
  frames: readonly Frame[],
): PrefixRead => {
  const value = parsed(`${text.slice(from, start)}${text.slice(start, read.clean)}"${closing(frames)}`);
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
