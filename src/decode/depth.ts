import { isList, isObject, type Json } from '../model/json.ts';

/** Nesting of a body that is kept. Objects of the API are about twenty levels deep; later stages recurse over them. */
export const MAX_DEPTH = 1000;

/** Whether a parsed value is nested deeper than later stages may recurse. Goes no deeper itself. */
export const tooDeep = (value: unknown, limit = MAX_DEPTH): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) {
    for (const member of value) if (typeof member === 'object' && tooDeep(member, limit - 1)) return true;
    return false;
  }
  // Every body of every event comes here, and this is several times as fast as `Object.values`.
  for (const key in value) {
    const member: unknown = Reflect.get(value, key);
    if (typeof member === 'object' && tooDeep(member, limit - 1)) return true;
  }
  return false;
};

/** A value without what was nested too deep, and the first place where something was. */
export interface Shallow {
  readonly value: Json;
  readonly at: readonly string[];
}

/** A container that is being copied, and the place that it has in the copy. */
interface Copied {
  readonly original: Json;
  readonly copy: Json[] | { [key: string]: Json };
  readonly holder: Copied | null;
  readonly token: string;
}

/**
 * A copy in which null stands for every object and list below `limit` levels; `null` when there is none. Level by
 * level, so that no depth overflows it. Objects of the copy have no prototype, so that a key `__proto__` stays an ordinary one.
 */
export const withoutDepth = (value: Json, limit = MAX_DEPTH): Shallow | null => {
  if (!tooDeep(value, limit)) return null;
  const root = copyOf(value, null, '');
  let level = [root];
  for (let depth = 1; depth < limit; depth += 1) {
    const next: Copied[] = [];
    for (const holder of level) {
      eachMember(holder, (member, token) => {
        if (typeof member !== 'object' || member === null) return member;
        const copied = copyOf(member, holder, token);
        next.push(copied);
        return copied.copy;
      });
    }
    level = next;
  }
  let first: readonly string[] | null = null;
  for (const holder of level) {
    eachMember(holder, (member, token) => {
      if (typeof member !== 'object' || member === null) return member;
      first ??= [...placeOf(holder), token];
      return null;
    });
  }
  return { value: root.copy, at: first ?? [] };
};

const copyOf = (original: Json, holder: Copied | null, token: string): Copied => ({
  original,
  copy: isList(original) ? [] : Object.create(null),
  holder,
  token,
});

const eachMember = ({ original, copy }: Copied, put: (member: Json, token: string) => Json): void => {
  if (isList(original) && Array.isArray(copy)) {
    for (const [index, member] of original.entries()) copy.push(put(member, String(index)));
  } else if (isObject(original) && !Array.isArray(copy)) {
    for (const [key, member] of Object.entries(original)) if (member !== undefined) copy[key] = put(member, key);
  }
};

const placeOf = (copied: Copied): readonly string[] => {
  const tokens: string[] = [];
  for (let at: Copied | null = copied; at?.holder != null; at = at.holder) tokens.push(at.token);
  return tokens.reverse();
};
