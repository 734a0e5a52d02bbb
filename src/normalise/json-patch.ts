import { get, isList, isObject, type Json, type JsonObject, pointer, textAt } from '../model/json.ts';
import { BASE, createOrigins, type OriginList, type Origins } from './origins.ts';

/** The API server refuses a longer JSON patch. */
export const MAX_OPERATIONS = 10_000;
const MAX_DEPTH = 32;
const MAX_BUILT = 50_000;
const MAX_COPIED = 100_000;
/** Members of objects and lists that operations go inside of: more than the longest request the server takes can hold of containers. */
export const MAX_OPENED = 200_000;
/** Members of lists that all operations together may look over or shift: putting one in front of a long list moves them all. */
export const MAX_SHIFTED = 100_000_000;
/** Values that all tests of a patch together may compare; a longer one is believed. */
const MAX_TESTED = 2_000_000;

export interface Patched {
  /** What the operations show of the object: sparse, since its base is not known. */
  readonly object: JsonObject;
  readonly origins: Origins;
  /** True when an operation replaced the whole object, so that nothing of it is missing. */
  readonly whole: boolean;
  /** True when operations were left out because of a limit. */
  readonly cut: boolean;
  /** False when the API server refuses the patch for this base: a place that is not there, a test that fails. */
  readonly fits: boolean;
  /** Values that copies added, which no record paid for. */
  readonly copied: number;
}

/** A value as an operation gave it, not looked into until a later operation goes inside. */
interface Leaf {
  readonly type: 'leaf';
  readonly value: Json;
  readonly from: string;
}
interface Branch {
  readonly type: 'branch';
  readonly members: Map<string, Part>;
  readonly from: string;
}
interface Slot {
  node: Part;
}
interface Items {
  readonly type: 'items';
  readonly slots: Slot[];
  /** Members of a list of which only some are known, by the index that an operation named. */
  readonly named: Map<number, Slot> | null;
  readonly from: string;
}
type Part = Leaf | Branch | Items;

/**
 * Applies a JSON patch (RFC 6902) to an object, or to one that is not known.
 *
 * With a base the result is the object as it stands afterwards: `fits` is false when an operation names what is not
 * there, and then the result means nothing. Without one, what operations add or replace is built at its path; list members that no operation names are left out, so an index in
 * the result is a position among the known ones. `remove` takes away what an earlier operation put there, `move` and
 * `copy` carry it; what they would do to the unknown base is unknown. `test` changes nothing. Paths are read as the API
 * server's library reads them: everything before the first slash is ignored, indexes may be signed or have leading zeros.
 */
export const applyJsonPatch = (operations: readonly unknown[], base: JsonObject | null = null): Patched => {
  const cut = operations.length > MAX_OPERATIONS;
  const root: Part = base === null ? branch('/requestObject') : { type: 'leaf', value: base, from: BASE };
  const isKnown = base !== null;
  const state: State = { root, isKnown, fits: true, built: 0, copied: 0, opened: 0, shifted: 0, tested: 0, cut };
  let whole = false;
  for (const [index, operation] of operations.slice(0, MAX_OPERATIONS).entries()) {
    const tokens = tokensOf(textAt(operation, 'path'));
    if (tokens === null) {
      misses(state);
      continue;
    }
    apply(state, operation, tokens, `/requestObject/${index}`);
    if (tokens.length === 0 && state.root.type === 'leaf') whole = true;
    if (isKnown && !state.fits) break;
  }
  const origins = createOrigins();
  const object = materialise(state.root, '', 0, { origins, left: Number.POSITIVE_INFINITY, cut: false }, state);
  const { fits, copied: made } = state;
  return {
    object: isObject(object) ? object : {},
    origins: origins.origins,
    whole,
    cut: state.cut || origins.full,
    fits,
    copied: made,
  };
};

interface State {
  root: Part;
  readonly isKnown: boolean;
  fits: boolean;
  built: number;
  copied: number;
  opened: number;
  shifted: number;
  tested: number;
  cut: boolean;
}

/** Of a base that is known, a place that is not there: the server refuses the patch. */
const misses = (state: State): null => {
  state.fits &&= !state.isKnown;
  return null;
};

/** Whether a list of this length may be gone through once more. */
const mayShift = (state: State, length: number): boolean => {
  state.shifted += length;
  if (state.shifted <= MAX_SHIFTED) return true;
  state.cut = true;
  return false;
};

const branch = (from: string): Branch => ({ type: 'branch', members: new Map(), from });

const apply = (state: State, operation: unknown, tokens: readonly string[], at: string): void => {
  if (tokens.length > MAX_DEPTH) {
    state.cut = true;
    return;
  }
  switch (textAt(operation, 'op')) {
    case 'add':
    case 'replace': {
      const value = get(operation, 'value');
      if (value === undefined) {
        misses(state);
        return;
      }
      put(state, tokens, { type: 'leaf', value, from: `${at}/value` }, at, textAt(operation, 'op') === 'add');
      return;
    }
    case 'remove':
      if (take(state, tokens) === null) misses(state);
      return;
    case 'move':
    case 'copy': {
      const from = tokensOf(textAt(operation, 'from'));
      if (from === null || from.length === 0 || from.length > MAX_DEPTH) {
        misses(state);
        return;
      }
      const moved = textAt(operation, 'op') === 'move' ? take(state, from) : copied(state, find(state, from));
      if (moved === null) misses(state);
      else put(state, tokens, moved, at, true);
      return;
    }
    case 'test':
      // Of a base that is not known it says nothing.
      if (state.isKnown) testValue(state, tokens, get(operation, 'value'));
      return;
    default:
      misses(state);
  }
};

const testValue = (state: State, tokens: readonly string[], wanted: Json | undefined): void => {
  const found = tokens.length === 0 ? state.root : find(state, tokens);
  if (found === null || wanted === undefined) misses(state);
  else if (!isEqual(state, found, wanted)) misses(state);
};

/** Compares without a recursion; what is beyond the limit is believed, since the server compared it. */
const isEqual = (state: State, part: Part, wanted: Json): boolean => {
  const open: (readonly [Part, Json])[] = [[part, wanted]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (++state.tested > MAX_TESTED) return true;
    const [found, other] = pair;
    if (found.type === 'leaf' && (typeof found.value !== 'object' || found.value === null)) {
      if (found.value !== other) return false;
      continue;
    }
    const members = membersOf(found);
    const others = isList(other) ? [...other.entries()] : isObject(other) ? Object.entries(other) : null;
    if (members === null || others === null || isList(other) !== members.isList) return false;
    if (members.size !== others.length || others.length > MAX_TESTED - state.tested)
      return members.size === others.length;
    for (const [key, value] of others) {
      const member = members.at(String(key));
      if (member === undefined || value === undefined) return false;
      open.push([member, value]);
    }
  }
  return true;
};

interface Members {
  readonly isList: boolean;
  readonly size: number;
  at(key: string): Part | undefined;
}

const membersOf = (part: Part): Members | null => {
  if (part.type === 'branch') return { isList: false, size: part.members.size, at: (key) => part.members.get(key) };
  if (part.type === 'items')
    return { isList: true, size: part.slots.length, at: (key) => part.slots[Number(key)]?.node };
  const { value, from } = part;
  const leaf = (one: Json | undefined): Part | undefined =>
    one === undefined ? one : { type: 'leaf', value: one, from };
  if (isList(value)) return { isList: true, size: value.length, at: (key) => leaf(value[Number(key)]) };
  return isObject(value)
    ? { isList: false, size: Object.keys(value).length, at: (key) => leaf(get(value, key)) }
    : null;
};

const tokensOf = (path: string | null): readonly string[] | null => {
  if (path === null) return null;
  const parts = path.split('/', MAX_DEPTH + 3).slice(1);
  if (parts.length === 0 && path !== '') return null;
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const indexOf = (token: string): number | null => (/^[+-]?\d{1,9}$/.test(token) ? Number(token) : null);
const namesMember = (token: string): boolean => token === '-' || indexOf(token) !== null;

/** One level of a value, so that an operation can go inside; `null` for a scalar, which has no inside. */
const opened = (state: State, node: Part): Branch | Items | null => {
  if (node.type !== 'leaf') return node;
  const { value, from } = node;
  if (typeof value !== 'object' || value === null) return null;
  state.opened += isList(value) ? value.length : Object.keys(value).length;
  if (state.opened > MAX_OPENED) {
    state.cut = true;
    return null;
  }
  if (isList(value)) {
    const slots = value.map((one, index): Slot => ({ node: { type: 'leaf', value: one, from: `${from}/${index}` } }));
    return { type: 'items', slots, named: null, from };
  }
  if (!isObject(value)) return null;
  const members = new Map<string, Part>();
  for (const key of Object.keys(value)) {
    const one = value[key];
    if (one !== undefined) members.set(key, { type: 'leaf', value: one, from: pointer(from, key) });
  }
  return { type: 'branch', members, from };
};

const slotAt = (items: Items, token: string): Slot | undefined => {
  const index = indexOf(token);
  if (index === null) return undefined;
  return items.named === null ? items.slots.at(index) : items.named.get(index);
};

const childOf = (node: Branch | Items, token: string): Part | undefined =>
  node.type === 'branch' ? node.members.get(token) : slotAt(node, token)?.node;

const setChild = (state: State, node: Branch | Items, token: string, child: Part, insert: boolean): void => {
  if (node.type === 'branch') {
    node.members.set(token, child);
    return;
  }
  const slot = slotAt(node, token);
  const index = indexOf(token);
  if (index === null && token !== '-') misses(state);
  if (slot !== undefined && !insert) slot.node = child;
  else if (node.named === null && index !== null && index !== node.slots.length) {
    if (index < -node.slots.length || index > node.slots.length) {
      misses(state);
      return;
    }
    if (mayShift(state, node.slots.length)) node.slots.splice(index, 0, { node: child });
  } else {
    const added: Slot = { node: child };
    node.slots.push(added);
    if (index !== null) node.named?.set(index, added);
  }
};

/** The node at a path, opened all along it; with `build` what is missing on the way is made, without its other members. */
const walk = (state: State, tokens: readonly string[], build: string | null): Branch | Items | null => {
  let node = opened(state, state.root);
  if (node === null) return null;
  state.root = node;
  for (const [position, token] of tokens.slice(0, -1).entries()) {
    let child: Part | undefined = childOf(node, token);
    if (child === undefined) {
      // A place in a list that is known whole either exists or the operation fails.
      if (build === null || state.isKnown || (node.type === 'items' && node.named === null)) return misses(state);
      if (state.built >= MAX_BUILT) {
        state.cut = true;
        return null;
      }
      state.built += 1;
      child = namesMember(tokens[position + 1] ?? '')
        ? { type: 'items', slots: [], named: new Map(), from: build }
        : branch(build);
    }
    const inside = opened(state, child);
    if (inside === null) return misses(state);
    setChild(state, node, token, inside, false);
    node = inside;
  }
  return node;
};

const put = (state: State, tokens: readonly string[], value: Part, at: string, insert: boolean): void => {
  const last = tokens.at(-1);
  if (last === undefined) {
    state.root = value;
    return;
  }
  const parent = walk(state, tokens, at);
  if (parent === null) return;
  if (state.isKnown && !insert && childOf(parent, last) === undefined) misses(state);
  else setChild(state, parent, last, value, insert);
};

const find = (state: State, tokens: readonly string[]): Part | null => {
  const parent = walk(state, tokens, null);
  return (parent !== null && childOf(parent, tokens.at(-1) ?? '')) || null;
};

const take = (state: State, tokens: readonly string[]): Part | null => {
  const last = tokens.at(-1);
  const parent = last === undefined ? null : walk(state, tokens, null);
  if (parent === null || last === undefined) return null;
  const taken = childOf(parent, last) ?? null;
  if (parent.type === 'branch') parent.members.delete(last);
  else {
    const slot = slotAt(parent, last);
    if (slot === undefined || !mayShift(state, parent.slots.length)) return null;
    const index = parent.named === null ? indexOf(last) : null;
    parent.slots.splice(index ?? parent.slots.indexOf(slot), 1);
    parent.named?.delete(indexOf(last) ?? 0);
  }
  return taken;
};

/** A copy, as a value of its own; copies of copies would grow without limit, so all together are bounded. */
const copied = (state: State, node: Part | null): Part | null => {
  if (node === null) return null;
  const left = MAX_COPIED - state.copied;
  const run: Run = { origins: null, left, cut: left <= 0 };
  const value = run.cut ? null : materialise(node, '', 0, run, state);
  state.copied = run.cut ? MAX_COPIED : state.copied + sizeOf(value, left);
  if (state.copied < MAX_COPIED) return { type: 'leaf', value, from: node.from };
  state.cut = true;
  return null;
};

const sizeOf = (value: Json, limit: number): number => {
  const open: Json[] = [value];
  let size = 0;
  for (let one = open.pop(); one !== undefined && size < limit; one = open.pop()) {
    size += 1;
    if (typeof one !== 'object' || one === null) continue;
    for (const inner of isList(one) ? one : Object.values(one)) {
      if (inner !== undefined) open.push(inner);
      if (open.length > limit) return limit;
    }
  }
  return size;
};

/** What making a value of parts writes down, and how many parts it may visit before it stops. */
interface Run {
  readonly origins: OriginList | null;
  left: number;
  cut: boolean;
}

const materialise = (node: Part, at: string, depth: number, run: Run, state: State, isAround = false): Json => {
  // What was there before stands nowhere in the event: its place is the one that it has in the result.
  const isBase = node.from.startsWith(BASE);
  if (!isBase) run.origins?.add(at, node.from);
  else if (!isAround) run.origins?.add(at, BASE + at);
  run.left -= 1;
  if (run.left < 0) run.cut = true;
  if (run.cut) return null;
  if (node.type === 'leaf') return node.value;
  // Moves can nest what they carry deeper than any path is long.
  if (depth > 4 * MAX_DEPTH) {
    state.cut = true;
    return null;
  }
  if (node.type === 'items') {
    const list: Json[] = [];
    for (const [index, slot] of node.slots.entries()) {
      if (run.cut) break;
      list.push(materialise(slot.node, `${at}/${index}`, depth + 1, run, state, isBase));
    }
    return list;
  }
  const object: { [key: string]: Json } = Object.create(null);
  for (const [key, member] of node.members) {
    if (run.cut) break;
    object[key] = materialise(member, pointer(at, key), depth + 1, run, state, isBase);
  }
  return object;
};
