/** A parsed JSON value. Objects come from `JSON.parse`, so a key `__proto__` is an ordinary own property. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** Own property of an object, never one inherited; `undefined` for anything that is not an object. */
export const get = (value: unknown, key: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** Own property that is a string; `null` when it is missing or of another type. */
export const textAt = (value: unknown, key: string): string | null => {
  const found = get(value, key);
  return typeof found === 'string' ? found : null;
};

/** Own property that is a list, as its members that are strings; anything else gives none. */
export const textsAt = (value: unknown, key: string): readonly string[] => {
  const found = get(value, key);
  return isList(found) ? found.filter((one): one is string => typeof one === 'string') : [];
};

export const objectAt = (value: unknown, key: string): JsonObject | null => {
  const found = get(value, key);
  return isObject(found) ? found : null;
};

export const listAt = (value: unknown, key: string): readonly Json[] => {
  const found = get(value, key);
  return isList(found) ? found : [];
};

/** The object or list that a text is; `null` for any other text, one with a part that is not known, and one that is longer. */
export const jsonIn = (text: string, mostCharacters = Number.POSITIVE_INFINITY): Json | null => {
  if (text.length > mostCharacters || !/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as Json; // The text of an object or a list is JSON or it throws.
  } catch {
    return null;
  }
};

/** Escapes one reference token of a JSON Pointer: RFC 6901, section 3. */
export const pointerToken = (token: string | number): string =>
  typeof token === 'number' ? String(token) : token.replaceAll('~', '~0').replaceAll('/', '~1');

/** Appends reference tokens to a JSON Pointer. */
export const pointer = (base: string, ...tokens: readonly (string | number)[]): string =>
  tokens.reduce<string>((at, token) => `${at}/${pointerToken(token)}`, base);
