import {
  get,
  isList,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  pointer,
  textAt,
} from '../../model/json.ts';
import { BASE, createOrigins, type OriginList } from '../origins.ts';
import { type Applied, MOST_LEVELS } from './merge.ts';
import { ATOMIC_FIELDS, appliedRule, memberKey } from './merge-keys.ts';

const MOST_MANAGERS = 200;
/** Members of lists that are looked at, together. */
const MOST_MEMBERS = 1_000_000;

export interface ServerSide extends Applied {
  /** Whether the base says who owns which field. Without it nothing is taken away that the manager no longer applies. */
  readonly isOwned: boolean;
}

interface State {
  readonly origins: OriginList;
  members: number;
  cut: boolean;
}

/** Fields that one manager applied before, and those of all others: `fieldsV1` of the base's managed fields. */
interface Owned {
  readonly own: JsonObject;
  readonly others: readonly JsonObject[];
}

/**
 * Applies a server-side apply: fields and members that the manager applied before and no longer does are taken away where
 * nobody else owns them, the body is merged over the rest. At most 64 levels.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export const applyServerSide = (base: JsonObject, body: JsonObject, manager: string | null): ServerSide => {
  const origins = createOrigins();
  origins.add('', BASE);
  const state: State = { origins, members: 0, cut: false };
  const managed = listAt(objectAt(base, 'metadata'), 'managedFields').slice(0, MOST_MANAGERS);
  const owned = ownedBy(managed, manager);
  const left = owned === null ? base : withoutOwned(base, body, owned, 0, state);
  const object = merged(left, body, '', '/requestObject', 0, state);
  const cut = state.cut || origins.full;
  return { object, origins: origins.origins, fits: true, cut, isOwned: managed.length > 0 };
};

const ownedBy = (managed: readonly Json[], manager: string | null): Owned | null => {
  const isOwn = (one: Json): boolean =>
    textAt(one, 'manager') === manager && textAt(one, 'operation') === 'Apply' && !textAt(one, 'subresource');
  const own = managed.find(isOwn);
  const fields = objectAt(own, 'fieldsV1');
  if (manager === null || fields === null) return null;
  return {
    own: fields,
    others: below(
      managed.filter((one) => one !== own),
      'fieldsV1',
    ),
  };
};

const below = (sets: readonly Json[], key: string): readonly JsonObject[] =>
  sets.map((set) => objectAt(set, key)).filter((set) => set !== null);

/** Whether the set owns the value itself, and not only what is inside of it. */
const isWhole = (set: JsonObject): boolean => Object.hasOwn(set, '.') || Object.keys(set).length === 0;

/** The base without what the manager gives up; `keys` tell a member of a list from the others and stay. */
const withoutOwned = (
  base: JsonObject,
  body: JsonObject,
  { own, others }: Owned,
  depth: number,
  state: State,
  keys: readonly string[] = [],
): JsonObject => {
  if (depth > MOST_LEVELS) {
    state.cut = true;
    return base;
  }
  const object: { [key: string]: Json | undefined } = Object.assign(Object.create(null), base);
  for (const name of Object.keys(own)) {
    if (!name.startsWith('f:')) continue;
    const field = name.slice(2);
    const set = objectAt(own, name);
    const value = object[field];
    if (set === null || value === undefined || keys.includes(field)) continue;
    const applied = get(body, field);
    const other = below(others, name);
    if (applied === undefined && other.length === 0 && isWhole(set)) delete object[field];
    else if (isObject(value)) {
      const over = isObject(applied) ? applied : NOTHING;
      object[field] = withoutOwned(value, over, { own: set, others: other }, depth + 1, state);
    } else if (isList(value)) {
      object[field] = membersLeft(
        value,
        isList(applied) ? applied : [],
        { own: set, others: other },
        field,
        depth,
        state,
      );
    }
  }
  return object;
};

const NOTHING: JsonObject = Object.freeze({});

const membersLeft = (
  base: readonly Json[],
  body: readonly Json[],
  { own, others }: Owned,
  field: string,
  depth: number,
  state: State,
): readonly Json[] => {
  const keys = appliedRule(field)?.applied;
  state.members += base.length + body.length;
  if (keys === undefined) return base;
  if (state.members > MOST_MEMBERS) {
    state.cut = true;
    return base;
  }
  const applied = new Map(body.map((one) => [memberKey(one, keys), one]));
  const nameOf = namesOf(own, keys);
  return base.flatMap((member): readonly Json[] => {
    const key = memberKey(member, keys);
    const name = key === null ? undefined : nameOf.get(key);
    const set = name === undefined ? null : objectAt(own, name);
    if (name === undefined || set === null) return [member];
    const other = below(others, name);
    const over = applied.get(key);
    if (over === undefined && other.length === 0 && isWhole(set)) return [];
    if (!isObject(member)) return [member];
    const rest = { own: set, others: other };
    return [withoutOwned(member, isObject(over) ? over : NOTHING, rest, depth + 1, state, keys)];
  });
};

/** `k:{"name":"main"}` and `v:"x"` by the key of the member that they name. */
const namesOf = (own: JsonObject, keys: readonly string[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const name of Object.keys(own)) {
    if (!name.startsWith('k:') && !name.startsWith('v:')) continue;
    try {
      const member = JSON.parse(name.slice(2)) as Json; // The text of a key of a JSON object is JSON or it throws.
      const key = memberKey(member, keys);
      if (key !== null) names.set(key, name);
    } catch {
      // Not written by a server: it names no member.
    }
  }
  return names;
};

const merged = (
  base: JsonObject,
  body: JsonObject,
  at: string,
  from: string,
  depth: number,
  state: State,
): JsonObject => {
  if (depth > MOST_LEVELS) {
    state.cut = true;
    return base;
  }
  const object: { [key: string]: Json | undefined } = Object.assign(Object.create(null), base);
  for (const field of Object.keys(body)) {
    const value = body[field];
    if (value === undefined || value === null) continue;
    const place = pointer(at, field);
    const written = pointer(from, field);
    const before = object[field];
    const keys = appliedRule(field)?.applied;
    if (isObject(value) && isObject(before) && !ATOMIC_FIELDS.has(field)) {
      object[field] = merged(before, value, place, written, depth + 1, state);
    } else if (isList(value) && isList(before) && keys !== undefined) {
      object[field] = mergedList(before, value, keys, place, written, depth, state);
    } else {
      state.origins.add(place, written);
      object[field] = value;
    }
  }
  return object;
};

const mergedList = (
  base: readonly Json[],
  body: readonly Json[],
  keys: readonly string[],
  at: string,
  from: string,
  depth: number,
  state: State,
): readonly Json[] => {
  state.members += base.length + body.length;
  if (state.members > MOST_MEMBERS) {
    state.cut = true;
    return base;
  }
  const indexes = new Map<string | null, number>();
  for (const [index, one] of base.entries()) {
    const key = memberKey(one, keys);
    if (!indexes.has(key)) indexes.set(key, index);
  }
  const list = [...base];
  for (const [index, value] of body.entries()) {
    const key = memberKey(value, keys);
    const found = key === null ? undefined : indexes.get(key);
    const before = found === undefined ? undefined : list[found];
    if (found === undefined || before === undefined) {
      if (key !== null) indexes.set(key, list.length);
      state.origins.add(`${at}/${list.length}`, `${from}/${index}`);
      list.push(value);
    } else if (isObject(value) && isObject(before)) {
      list[found] = merged(before, value, `${at}/${found}`, `${from}/${index}`, depth + 1, state);
    }
  }
  return list;
};
