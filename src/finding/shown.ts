import { clip } from '../lib/inert.ts';
import { isSecretName, mask, maskNamed } from '../lib/mask.ts';
import { isList, isObject, type Json, type JsonObject, textAt } from '../model/json.ts';

export interface ShownLimits {
  /** Characters of JSON, roughly; what comes after is left out with a mark in its place. */
  readonly maxChars: number;
  readonly maxDepth: number;
  /** Characters of one string. */
  readonly maxString: number;
  /** Characters of the labels, the annotations and the field managers of one object, together. */
  readonly maxMetadata: number;
}

export const SHOWN_LIMITS: ShownLimits = {
  maxChars: 65_536,
  maxDepth: 48,
  maxString: 8_192,
  // Of their own, so that a padded annotation cannot push the pod spec out.
  maxMetadata: 4_096,
};

export const TOO_LONG = '… left out: the object is longer than what a finding shows';
export const TOO_DEEP = '… left out: nested deeper than what a finding shows';
export const COPY = '… left out: a copy of the whole object';
const MASK = '***';

const METADATA: ReadonlySet<string> = new Set(['annotations', 'labels', 'managedFields']);
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Characters that may still be written; a limit inside a limit takes from both. */
interface Room {
  left: number;
  readonly outer: Room | null;
}

const take = (room: Room, chars: number): boolean => {
  for (let one: Room | null = room; one !== null; one = one.outer) if (one.left < chars) return false;
  for (let one: Room | null = room; one !== null; one = one.outer) one.left -= chars;
  return true;
};

/**
 * A copy of the object that may be shown to people: secrets masked, size and depth bounded, every place that keeps its
 * pointer. Masked are the values of variables and members with a secret's name, `data` and `stringData` of a Secret, and
 * tokens, keys and passwords inside any text (`lib/mask.ts`). The copy of the object that `kubectl apply` leaves in an
 * annotation is left out, since it repeats what is masked. What a limit cut off has a mark in its place.
 */
export const shownObject = (object: JsonObject, limits: ShownLimits = SHOWN_LIMITS): Json =>
  shown(object, '', { left: limits.maxChars, outer: null }, 0, limits);

/** Recursive, and no deeper than `maxDepth`. */
const shown = (value: Json, name: string, room: Room, depth: number, limits: ShownLimits): Json => {
  if (typeof value === 'string') return shownText(value, name, room, limits);
  if (!isList(value) && !isObject(value)) return take(room, String(value).length + 1) ? value : TOO_LONG;
  if (depth >= limits.maxDepth) return TOO_DEEP;
  if (!take(room, 2)) return TOO_LONG;
  const inside = METADATA.has(name) ? { left: limits.maxMetadata, outer: room } : room;
  return isList(value)
    ? shownList(value, name, inside, depth + 1, limits)
    : shownMembers(value, inside, depth + 1, limits);
};

const shownText = (text: string, name: string, room: Room, limits: ShownLimits): string => {
  // Masked before it is clipped: half a token is still a secret, and no longer looks like one.
  const masked = clip(name === '' ? mask(text) : maskNamed(name, text), limits.maxString);
  return take(room, masked.length + 3) ? masked : TOO_LONG;
};

const shownList = (list: readonly Json[], name: string, room: Room, depth: number, limits: ShownLimits): Json[] => {
  const out: Json[] = [];
  let before: Json = null;
  for (const one of list) {
    if (!take(room, 1)) {
      out.push(TOO_LONG);
      break;
    }
    out.push(shown(one, typeof one === 'string' ? nameInList(name, one, before) : '', room, depth, limits));
    before = one;
  }
  return out;
};

/** In an argv, `--password` names the argument after it; the members of a list `tokens` are as secret as one `token`. */
const nameInList = (list: string, one: string, before: Json): string =>
  typeof before === 'string' && before.startsWith('-') && !one.startsWith('-')
    ? before.slice(0, 256).replace(/^-+/, '')
    : list.replace(/s$/, '');

const shownMembers = (object: JsonObject, room: Room, depth: number, limits: ShownLimits): JsonObject => {
  const isSecret = textAt(object, 'kind') === 'Secret';
  const variable = textAt(object, 'name');
  const out: Record<string, Json> = {};
  for (const key of Object.keys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    if (!take(room, key.length + 4)) {
      out['…'] = TOO_LONG;
      break;
    }
    if (key === LAST_APPLIED) out[key] = COPY;
    else if (isSecret && (key === 'data' || key === 'stringData')) out[key] = maskedValues(member, room);
    else if (key === 'value' && variable !== null && isSecretName(variable) && typeof member !== 'string') {
      out[key] = MASK;
    } else {
      const name = key === 'value' && variable !== null ? variable : key;
      define(out, key, shown(member, name, room, depth, limits));
    }
  }
  return out;
};

/** A member called `__proto__` stays a member. */
const define = (out: Record<string, Json>, key: string, value: Json): void => {
  if (key !== '__proto__') out[key] = value;
  else Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
};

const maskedValues = (data: Json, room: Room): Json => {
  if (!isObject(data)) return MASK;
  const out: [string, Json][] = [];
  for (const key of Object.keys(data)) {
    if (!take(room, key.length + 8)) {
      out.push(['…', TOO_LONG]);
      break;
    }
    out.push([key, MASK]);
  }
  return Object.fromEntries(out);
};
