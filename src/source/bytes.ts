/** ASCII bytes that have a meaning in JSON and CSV. */
export const TAB = 0x09;
export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** White space of JSON; `undefined`, the byte past an end, is none. */
export const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;

export const isOpen = (byte: number | undefined): boolean => byte === OPEN_OBJECT || byte === OPEN_LIST;
export const isClose = (byte: number | undefined): boolean => byte === CLOSE_OBJECT || byte === CLOSE_LIST;

/** Length of the UTF-8 byte order mark at `at`: 3 or 0. */
export const markLength = (bytes: Uint8Array, at = 0): 0 | 3 =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? 3 : 0;
