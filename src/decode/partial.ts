import { get, isList, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Cut } from './prefix.ts';

/** Takes out the string, if it is one, that a record was cut in: half a user name says something wrong. */
export const withoutPartial = (value: Json, cut: Cut): Json => {
  const [token, ...rest] = cut;
  // What lies deeper than this is no field of an event.
  if (token === undefined || cut.length > MAX_TOKENS) return value;
  if (isList(value)) {
    const index = Number(token);
    const last = value[index];
    if (last === undefined) return value;
    return typeof last === 'string' ? value.slice(0, index) : [...value.slice(0, index), withoutPartial(last, rest)];
  }
  return isObject(value) ? withoutPartialMember(value, token, rest) : value;
};

const MAX_TOKENS = 100;

const withoutPartialMember = (value: JsonObject, token: string, rest: Cut): JsonObject => {
  const { [token]: _cut, ...others } = value;
  // Where the text ended before the value, the key is none of the object's own, but it may be one of every object's.
  const member = get(value, token);
  if (member === undefined || typeof member === 'string') return others;
  return { ...others, [token]: withoutPartial(member, rest) };
};
