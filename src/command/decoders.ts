/** Unpacks gzip, zlib or raw deflate data, at most `maxBytes` of output; `null` when it is none. Injected: it is no work of text. */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Uint8Array | null;

/** Characters that one decoding may take in. */
const MOST_ENCODED = 256 * 1024;
const MOST_INFLATED = 128 * 1024;

/** Text of character codes. Pieces of a few thousand are what a call takes; one by one would cost several times as much. */
const fromCodes = (codes: Uint8Array | Uint16Array): string => {
  let out = '';
  for (let at = 0; at < codes.length; at += 4096) {
    // Any list of numbers will do, whatever the type says.
    out += String.fromCharCode.apply(null, codes.subarray(at, at + 4096) as unknown as number[]);
  }
  return out;
};

/** Each line backwards. */
export const reversedLines = (text: string): string => {
  const codes = new Uint16Array(text.length);
  for (let from = 0; from <= text.length; ) {
    const next = text.indexOf('\n', from);
    const end = next < 0 ? text.length : next;
    for (let at = from; at < end; at += 1) codes[from + end - 1 - at] = text.charCodeAt(at);
    if (end < text.length) codes[end] = text.charCodeAt(end);
    from = end + 1;
  }
  return fromCodes(codes);
};

/** Base64 in either alphabet, with or without line ends and padding; `null` when it is none. */
export const fromBase64 = (text: string): string | null => {
  if (text.length > MOST_ENCODED) return null;
  const clean = text
    .replaceAll(/[\s=]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (clean === '' || /[^A-Za-z0-9+/]/.test(clean)) return null;
  try {
    return atob(clean.length % 4 === 1 ? clean.slice(0, -1) : clean);
  } catch {
    return null;
  }
};

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const fromBase32 = (text: string): string | null => {
  if (text.length > MOST_ENCODED) return null;
  const clean = text.replaceAll(/[\s=]+/g, '').toUpperCase();
  if (clean === '' || /[^A-Z2-7]/.test(clean)) return null;
  const out = new Uint8Array(Math.floor((clean.length * 5) / 8));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const char of clean) {
    held = ((held << 5) | BASE32.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[length] = (held >> bits) & 0xff;
      length += 1;
    }
  }
  return fromCodes(out);
};

/** Hexadecimal digits with or without blanks, `0x` and `\x` between them. */
export const fromHex = (text: string): string | null => {
  if (text.length > MOST_ENCODED) return null;
  const clean = text.replaceAll(/\\x|0x|[\s:]+/g, '');
  if (clean.length < 2 || /[^0-9a-fA-F]/.test(clean)) return null;
  const out = new Uint8Array(clean.length >> 1);
  for (let at = 0; at < out.length; at += 1) out[at] = Number.parseInt(clean.slice(at * 2, at * 2 + 2), 16);
  return fromCodes(out);
};

/** `%63%75` and, in forms, `+`. */
export const fromUrl = (text: string): string =>
  text.replaceAll(/%([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

export const rot13 = (text: string): string =>
  text.replaceAll(/[A-Za-z]/g, (char) => {
    const base = char <= 'Z' ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });

const NAMED: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['e', '\x1b'],
  ['v', '\v'],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['0', '\0'],
]);

/** Backslash escapes of `echo -e`, `printf`, `$'…'` and of string literals: `\x63`, `\u0063`, `\u{63}`, `\143`, `\0143`, `\n`. */
export const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replaceAll(
        /\\(?:x([0-9a-fA-F]{1,2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(0?[0-7]{2,3})|([ntraev\\'"0]))/g,
        (
          whole,
          hex: string | undefined,
          braced: string | undefined,
          unicode: string | undefined,
          octal: string | undefined,
          named: string | undefined,
        ) => {
          if (named !== undefined) return NAMED.get(named) ?? whole;
          const code = Number.parseInt(hex ?? braced ?? unicode ?? octal ?? '', octal === undefined ? 16 : 8);
          return code <= 0x10ffff ? String.fromCodePoint(octal === undefined ? code : code & 0xff) : whole;
        },
      )
    : text;

/** Four escapes in a row are no accident. */
export const hidesText = (text: string): boolean => /(?:\\x[0-9a-fA-F]{2}){4}|(?:\\0?[0-7]{3}){4}/.test(text);

export const inflated = (text: string, inflate: Inflate | undefined): string | null => {
  if (inflate === undefined || text.length > MOST_ENCODED) return null;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at) & 0xff;
  const out = inflate(bytes, MOST_INFLATED);
  if (out === null) return null;
  return fromCodes(out);
};

const CLASS_NAMES: ReadonlyMap<string, string> = new Map([
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['digit', '0-9'],
  ['alpha', 'A-Za-z'],
  ['alnum', 'A-Za-z0-9'],
  ['space', ' \t\n\r\v\f'],
  ['blank', ' \t'],
  ['punct', '!-/:-@[-`{-~'],
  ['xdigit', '0-9A-Fa-f'],
  ['print', ' -~'],
  ['graph', '!-~'],
  ['cntrl', '\0-\x1f\x7f'],
]);

/** The set of characters that `tr` reads: ranges, classes and escapes; `null` when it is too long to be one. */
const charactersOf = (set: string): readonly string[] | null => {
  const named = unescaped(
    set.replaceAll(/\[:(\w{1,8}):\]/g, (whole, name: string) => CLASS_NAMES.get(name) ?? whole),
  ).replaceAll(/\[(.)\*(\d{0,4})\]/gs, (_, sign: string, count: string) =>
    sign.repeat(count === '' ? 256 : Math.min(Number(count), 256)),
  );
  const out: string[] = [];
  for (let at = 0; at < named.length; at += 1) {
    const from = named.charCodeAt(at);
    const to = named[at + 1] === '-' && at + 2 < named.length ? named.charCodeAt(at + 2) : from;
    if (to > from) at += 2;
    if (to - from > 255 || out.length > 1024) return null;
    for (let code = from; code <= Math.max(from, to); code += 1) out.push(String.fromCharCode(code));
  }
  return out;
};

/** What `tr` with these arguments makes of a text; `null` when it does something else. */
export const translated = (text: string, args: readonly string[]): string | null => {
  const options = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const [one, two] = args.filter((arg) => !/^-[a-zA-Z]+$/.test(arg));
  const given = one === undefined ? null : charactersOf(one);
  if (given === null) return null;
  const isOther = /[cC]/.test(options);
  const from = isOther ? othersThan(given, text) : given;
  if (options.includes('d')) {
    const dropped = new Set(from);
    const kept = new Uint16Array(text.length);
    let length = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (dropped.has(text[at] ?? '')) continue;
      kept[length] = text.charCodeAt(at);
      length += 1;
    }
    const left = fromCodes(kept.subarray(0, length));
    return options.includes('s') && two !== undefined ? squeezed(left, charactersOf(two)) : left;
  }
  if (options.includes('s') && two === undefined) return squeezed(text, from);
  const to = two === undefined ? null : charactersOf(two);
  if (to === null || to.length === 0) return null;
  const map = new Map<number, number>();
  for (const [index, char] of from.entries()) {
    const code = char.charCodeAt(0);
    if (!map.has(code)) map.set(code, (to[Math.min(index, to.length - 1)] ?? '').charCodeAt(0));
  }
  const codes = new Uint16Array(text.length);
  const last = (to.at(-1) ?? '').charCodeAt(0);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const turned = map.get(code);
    codes[at] = turned === undefined ? code : isOther ? last : turned;
  }
  const out = fromCodes(codes);
  return options.includes('s') ? squeezed(out, to) : out;
};

/** The characters of a text that are not in a set. */
const othersThan = (set: readonly string[], text: string): readonly string[] => {
  const held = new Set(set);
  return [...new Set(text)].filter((sign) => !held.has(sign));
};

/** A text in which the signs of a set stand once in a row. */
const squeezed = (text: string, set: readonly string[] | null): string | null => {
  if (set === null) return null;
  const held = new Set(set);
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign !== text[at - 1] || !held.has(sign)) out += sign;
  }
  return out;
};
