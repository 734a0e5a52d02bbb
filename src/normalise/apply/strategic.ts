import { get, isList, isObject, type Json, type JsonObject, pointer } from '../../model/json.ts';
import { BASE, createOrigins, type OriginList } from '../origins.ts';
import { type Applied, MOST_LEVELS } from './merge.ts';
import { type ListRule, memberKey, strategicRule } from './merge-keys.ts';

const DIRECTIVE = '$patch';
const RETAIN = '$retainKeys';
const ORDER = '$setElementOrder/';
const DELETE = '$deleteFromPrimitiveList/';
/** Members of lists that one patch may be laid over, together. */
const MOST_MEMBERS = 1_000_000;

interface State {
  readonly origins: OriginList;
  members: number;
  fits: boolean;
  cut: boolean;
}

/** A member of a list in the result. */
interface Member {
  readonly value: Json;
  /** Where it was written; `null` for what was there before. */
  readonly from: string | null;
  /** What the patch lays over it, in its order. */
  readonly over: { readonly patch: JsonObject; readonly from: string }[];
}

/**
 * Applies a strategic merge patch as the API server does: objects are merged, lists of the kinds that make pods member
 * by member with the merge keys of their fields, all others replaced. At most 64 levels.
 * https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export const applyStrategicPatch = (base: JsonObject, patch: JsonObject): Applied => {
  const origins = createOrigins();
  origins.add('', BASE);
  const state: State = { origins, members: 0, fits: true, cut: false };
  const object = merged(base, patch, '', '/requestObject', 0, state);
  return { object, origins: origins.origins, fits: state.fits, cut: state.cut || origins.full };
};

const merged = (
  base: JsonObject,
  patch: JsonObject,
  at: string,
  from: string,
  depth: number,
  state: State,
): JsonObject => {
  if (depth > MOST_LEVELS) {
    state.cut = true;
    return base;
  }
  const directive = get(patch, DIRECTIVE);
  if (directive === 'delete') return NOTHING;
  if (directive === 'replace') {
    state.origins.add(at, from);
    return withoutWords(patch);
  }
  if (directive !== undefined) state.fits = false;
  const object: { [key: string]: Json | undefined } = Object.assign(Object.create(null), base);
  retain(object, patch, state);
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === undefined || key === DIRECTIVE || key === RETAIN) continue;
    if (key.startsWith(DELETE)) {
      const field = key.slice(DELETE.length);
      const kept = object[field];
      if (isList(kept)) object[field] = withoutValues(kept, value, state);
      continue;
    }
    // The order alone changes a list too.
    const isOrder = key.startsWith(ORDER);
    const field = isOrder ? key.slice(ORDER.length) : key;
    if (isOrder && Object.hasOwn(patch, field)) continue;
    if (!isOrder && value === null) {
      delete object[key];
      continue;
    }
    const place = pointer(at, field);
    const written = pointer(from, field);
    const before = object[field];
    const rule = strategicRule(field);
    if (isOrder || (isList(value) && isList(before) && rule !== undefined)) {
      const order = get(patch, ORDER + field);
      const added = isOrder || !isList(value) ? [] : value;
      if (isList(before) && rule !== undefined) {
        object[field] = mergedList(before, added, isList(order) ? order : null, rule, place, written, depth, state);
      }
    } else if (isObject(value) && isObject(before))
      object[field] = merged(before, value, place, written, depth + 1, state);
    else if (isDirected(value)) delete object[field];
    else {
      if (isList(value) && value.length === 0 && Object.hasOwn(patch, ORDER + field)) state.fits = false;
      state.origins.add(place, written);
      object[field] = bareValue(value, 0, state);
    }
  }
  return object;
};

const NOTHING: JsonObject = Object.freeze({});

/** `$retainKeys`: members of the base that the list does not name are taken away; the patch may name no others. */
const retain = (object: { [key: string]: Json | undefined }, patch: JsonObject, state: State): void => {
  const keys = get(patch, RETAIN);
  if (keys === undefined) return;
  if (!isList(keys)) {
    state.fits = false;
    return;
  }
  const kept = new Set(keys);
  for (const key of Object.keys(object)) if (!kept.has(key)) delete object[key];
  for (const key of Object.keys(patch)) if (patch[key] !== null && !isWord(key) && !kept.has(key)) state.fits = false;
};

const isWord = (key: string): boolean =>
  key === DIRECTIVE || key === RETAIN || key.startsWith(ORDER) || key.startsWith(DELETE);

const withoutValues = (list: readonly Json[], values: Json, state: State): readonly Json[] => {
  state.members += list.length;
  const gone = new Set(isList(values) ? values : []);
  return list.filter((one) => !gone.has(one));
};

const mergedList = (
  base: readonly Json[],
  patch: readonly Json[],
  order: readonly Json[] | null,
  { strategic: keys }: ListRule,
  at: string,
  from: string,
  depth: number,
  state: State,
): readonly Json[] => {
  state.members += base.length + patch.length + (order?.length ?? 0);
  if (state.members > MOST_MEMBERS) {
    state.cut = true;
    return base;
  }
  // The server cannot tell what an order of nothing is an order of.
  if (order !== null && base.length + patch.length === 0) state.fits = false;
  const isReplaced = patch.some((one) => isObject(one) && get(one, DIRECTIVE) === 'replace');
  const found = new Map<string, Member>();
  for (const [index, value] of (isReplaced ? [] : base).entries()) {
    // A member without its key, and a second one with the same, stay as they are.
    const key = memberKey(value, keys);
    found.set(key === null || found.has(key) ? `#${index}` : key, { value, from: null, over: [] });
  }
  const inPatch: string[] = [];
  for (const one of patch) {
    if (!isObject(one) || get(one, DIRECTIVE) !== 'delete') continue;
    const key = memberKey(one, keys);
    if (key === null) state.fits = false;
    else found.delete(key);
  }
  const inBase = [...found.keys()];
  for (const [index, value] of patch.entries()) {
    if (isDirected(value)) continue;
    const key = memberKey(value, keys);
    if (key === null) {
      state.fits = false;
      continue;
    }
    const before = found.get(key);
    const written = `${from}/${index}`;
    if (before === undefined) {
      found.set(key, { value: isObject(value) ? withoutWords(value) : value, from: written, over: [] });
    } else if (isObject(value)) before.over.push({ patch: value, from: written });
    inPatch.push(key);
  }
  const ordered = order === null ? inPatch : order.flatMap((one) => memberKey(one, keys) ?? []);
  return sorted(inBase, ordered, found).map((one, index) => {
    const place = `${at}/${index}`;
    if (one.from !== null) state.origins.add(place, one.from);
    return one.over.reduce<Json>(
      (value, { patch: over, from: written }) =>
        isObject(value) ? merged(value, over, place, written, depth + 1, state) : value,
      one.value,
    );
  });
};

/**
 * The members in the server's order: those that the patch names in its order, the others in that of the base. Of two the
 * other one comes first only where the base says so, so that a new member stands in front.
 */
const sorted = (
  base: readonly string[],
  ordered: readonly string[],
  found: ReadonlyMap<string, Member>,
): readonly Member[] => {
  const position = new Map(base.map((key, index) => [key, index]));
  const patched = [...new Set(ordered)].filter((key) => found.has(key));
  const named = new Set(patched);
  const others = [...found.keys()].filter((key) => !named.has(key));
  const out: string[] = [];
  let at = 0;
  for (const key of patched) {
    for (let other = others[at]; other !== undefined && isBefore(position, other, key); other = others[at]) {
      out.push(other);
      at += 1;
    }
    out.push(key);
  }
  return [...out, ...others.slice(at)].flatMap((key) => found.get(key) ?? []);
};

const isBefore = (position: ReadonlyMap<string, number>, one: string, other: string): boolean => {
  const [a, b] = [position.get(one), position.get(other)];
  return a !== undefined && b !== undefined && a < b;
};

/** Whether a value is a directive: the server never keeps one. */
const isDirected = (value: Json): boolean => isObject(value) && Object.hasOwn(value, DIRECTIVE);

/** Without the patch's own words, on this level alone: the server takes what stands below as it is. */
const withoutWords = (object: JsonObject): JsonObject => {
  const kept: { [key: string]: Json | undefined } = Object.create(null);
  for (const key of Object.keys(object)) if (!isWord(key)) kept[key] = object[key];
  return kept;
};

/** What a patch gives where nothing was before: without its directives and without its nulls. */
const bareValue = (value: Json, depth: number, state: State): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MOST_LEVELS) {
    state.cut = true;
    return NOTHING;
  }
  if (isList(value)) return value.flatMap((one) => (isDirected(one) ? [] : [bareValue(one, depth + 1, state)]));
  if (!isObject(value)) return value;
  const bare: { [key: string]: Json | undefined } = Object.create(null);
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined || member === null || isWord(key) || isDirected(member)) continue;
    bare[key] = bareValue(member, depth + 1, state);
  }
  return bare;
};
