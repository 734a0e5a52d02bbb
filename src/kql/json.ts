import { isLong, JsonReal, type Value } from './value.ts';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const INTEGER = /^-?\d+$/;
const SPACE = /[ \t\r\n]*/y;

type Open =
  | { readonly list: Value[]; readonly bag: null }
  | { readonly list: null; readonly bag: Map<string, Value>; name: string };

/**
 * A JSON text as a dynamic value, `undefined` when it is none: names in their order, numbers as they are spelled. Of
 * members of one name the last value counts, at the first one's place. Linear, without recursion.
 */
export const parseJson = (text: string): Value | undefined => {
  const open: Open[] = [];
  let at = skip(text, 0);
  for (;;) {
    let value: Value;
    const char = text[at];
    if (char === '{' || char === '[') {
      at = skip(text, at + 1);
      const top: Open = char === '[' ? { list: [], bag: null } : { list: null, bag: new Map(), name: '' };
      if (text[at] === (char === '[' ? ']' : '}')) {
        value = top.list ?? top.bag;
        at += 1;
      } else {
        if (top.bag !== null) {
          const name = readName(text, at);
          if (name === null) return undefined;
          top.name = name.value;
          at = name.end;
        }
        open.push(top);
        continue;
      }
    } else {
      const scalar = readScalar(text, at);
      if (scalar === null) return undefined;
      value = scalar.value;
      at = scalar.end;
    }
    // The value is complete: it goes where it belongs, and closes what it was the last of.
    for (;;) {
      const top = open.at(-1);
      at = skip(text, at);
      if (top === undefined) return at === text.length ? value : undefined;
      if (top.list !== null) top.list.push(value);
      else top.bag.set(top.name, value);
      if (text[at] === ',') {
        at = skip(text, at + 1);
        if (top.bag === null) break;
        const name = readName(text, at);
        if (name === null) return undefined;
        top.name = name.value;
        at = name.end;
        break;
      }
      if (text[at] !== (top.list !== null ? ']' : '}')) return undefined;
      at += 1;
      value = top.list ?? top.bag ?? null;
      open.pop();
    }
  }
};

const skip = (text: string, from: number): number => {
  if (text.charCodeAt(from) > 0x20) return from;
  SPACE.lastIndex = from;
  SPACE.test(text);
  return SPACE.lastIndex;
};

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

const readName = (text: string, at: number): Read<string> | null => {
  if (text[at] !== '"') return null;
  const name = readString(text, at);
  if (name === null) return null;
  const colon = skip(text, name.end);
  return text[colon] === ':' ? { value: name.value, end: skip(text, colon + 1) } : null;
};

const readScalar = (text: string, at: number): Read<Value> | null => {
  const char = text[at];
  if (char === '"') return readString(text, at);
  if (char === 't' && text.startsWith('true', at)) return { value: true, end: at + 4 };
  if (char === 'f' && text.startsWith('false', at)) return { value: false, end: at + 5 };
  if (char === 'n' && text.startsWith('null', at)) return { value: null, end: at + 4 };
  NUMBER.lastIndex = at;
  if (!NUMBER.test(text)) return null;
  const end = NUMBER.lastIndex;
  const spelled = text.slice(at, end);
  // Digits are turned into a bigint only where they can be a long: the time for more grows with their square.
  const long = INTEGER.test(spelled) && spelled.length <= 20 ? BigInt(spelled) : null;
  return { value: long !== null && isLong(long) ? long : new JsonReal(spelled), end };
};

const readString = (text: string, at: number): Read<string> | null => {
  let escaped = false;
  for (let end = at + 1; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === 0x22) {
      if (!escaped) return { value: text.slice(at + 1, end), end: end + 1 };
      try {
        // A JSON string's value is a string.
        return { value: JSON.parse(text.slice(at, end + 1)) as string, end: end + 1 };
      } catch {
        return null;
      }
    }
    if (code < 0x20) return null;
    if (code === 0x5c) {
      escaped = true;
      end += 1;
    }
  }
  return null;
};
