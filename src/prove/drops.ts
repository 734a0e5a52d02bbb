import { isObject, type Json, type JsonObject } from '../model/json.ts';

/**
 * The event without what stands at a JSON Pointer into one of its bodies, in both bodies: the response repeats what was
 * asked. `null` where nothing stands there.
 */
export const without = (event: JsonObject, pointer: string): JsonObject | null => {
  const [, body = '', ...path] = pointer.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if ((body !== 'requestObject' && body !== 'responseObject') || path.length === 0) return null;
  let changed = false;
  const bodies = Object.fromEntries(
    ['requestObject', 'responseObject'].flatMap((key): [string, Json][] => {
      const value = event[key];
      if (value === undefined) return [];
      const result = removed(value, path);
      if (result === undefined) return [[key, value]];
      changed = true;
      return [[key, result]];
    }),
  );
  return changed ? { ...event, ...bodies } : null;
};

/** `undefined` where the path leads nowhere. */
const removed = (value: Json, [key = '', ...rest]: readonly string[]): Json | undefined => {
  if (Array.isArray(value)) {
    const index = Number(key);
    const member: Json | undefined = value[index];
    if (!/^\d+$/.test(key) || member === undefined) return undefined;
    if (rest.length === 0) return value.toSpliced(index, 1);
    const inner = removed(member, rest);
    return inner === undefined ? undefined : value.with(index, inner);
  }
  if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
  if (rest.length === 0) {
    const { [key]: _gone, ...others } = value;
    return others;
  }
  const inner = removed(value[key] ?? null, rest);
  return inner === undefined ? undefined : { ...value, [key]: inner };
};
