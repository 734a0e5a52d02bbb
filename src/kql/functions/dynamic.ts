import { isEqual, keyOf, order } from '../compare.ts';
import { type Bag, isArray, isBag, isNumber, numberOf, textOf, type Value } from '../value.ts';
import { ofAll, plain, type ScalarFunction } from './call.ts';

/** Distinct values in the order in which they came first. */
const distinct = (values: Iterable<Value>): Value[] => {
  const found = new Map<string, Value>();
  for (const value of values) {
    const key = keyOf(value);
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
};

const setOperation = (keep: (key: string, others: readonly ReadonlySet<string>[]) => boolean): ScalarFunction =>
  ofAll((values) => {
    const [first, ...others] = values;
    if (first === undefined || !isArray(first) || !others.every(isArray)) return null;
    const keys = others.map((one) => new Set((isArray(one) ? one : []).map(keyOf)));
    return distinct(first.filter((value) => keep(keyOf(value), keys)));
  });

const pairs = (values: readonly Value[]): Bag => {
  const bag = new Map<string, Value>();
  for (let index = 0; index + 1 < values.length; index += 2)
    bag.set(textOf(values[index] ?? null), values[index + 1] ?? null);
  return bag;
};

const packAll: ScalarFunction =
  ({ args, scope }) =>
  (row) => {
    const leaveOut = args[0]?.(row) === true;
    const bag = new Map<string, Value>();
    for (const [index, { name }] of scope.columns.entries()) {
      const value = row[index] ?? null;
      if (!leaveOut || (value !== null && value !== '')) bag.set(name, value);
    }
    return bag;
  };

const arrayIndexOf = (array: Value, wanted: Value, ...[start, length, occurrence]: (Value | undefined)[]): Value => {
  if (!isArray(array)) return null;
  const from = Number(numberOf(start ?? 0n) ?? 0);
  const most = Number(numberOf(length ?? -1n) ?? -1);
  let left = Number(numberOf(occurrence ?? 1n) ?? 1);
  if (left < 0 || most < -1) return null;
  const first = from < 0 ? Math.max(0, array.length + from) : from;
  const end = most === -1 ? array.length : Math.min(array.length, first + most);
  for (let index = first; index < end; index += 1) {
    const value = array[index] ?? null;
    if (value !== null && wanted !== null && isEqual(value, wanted)) {
      left -= 1;
      if (left <= 0) return BigInt(index);
    }
  }
  return -1n;
};

const slice = (array: Value, start: Value, end: Value): Value => {
  if (!isArray(array)) return null;
  const place = (value: Value): number => {
    const at = Math.trunc(numberOf(value) ?? 0);
    return at < 0 ? Math.max(0, array.length + at) : at;
  };
  // The end is part of the slice.
  return array.slice(place(start), place(end) + 1);
};

const sorted = (sign: number): ScalarFunction =>
  plain((array = null) => {
    if (!isArray(array)) return null;
    const there = array.filter((one) => one !== null).toSorted((a, b) => order(a, b) * sign);
    return [...there, ...array.filter((one) => one === null)];
  });

const MOST_ELEMENTS = 1_048_576;

const range = (from: Value, to: Value, step: Value): Value => {
  const by = step ?? 1n;
  if (typeof from === 'bigint' && typeof to === 'bigint' && typeof by === 'bigint') {
    const values: bigint[] = [];
    if (by === 0n) return null;
    for (let at = from; by > 0n ? at <= to : at >= to; at += by) {
      if (values.length >= MOST_ELEMENTS) break;
      values.push(at);
    }
    return values;
  }
  if (!isNumber(from) || !isNumber(to) || !isNumber(by)) return null;
  const values: number[] = [];
  const [first, last, size] = [numberOf(from) ?? 0, numberOf(to) ?? 0, numberOf(by) ?? 0];
  if (size === 0) return null;
  for (let at = first; size > 0 ? at <= last : at >= last; at += size) {
    if (values.length >= MOST_ELEMENTS) break;
    values.push(at);
  }
  return values;
};

const pack: ScalarFunction = ofAll(pairs);

export const DYNAMIC: Readonly<Record<string, ScalarFunction>> = {
  pack,
  bag_pack: pack,
  pack_dictionary: pack,
  pack_all: packAll,
  pack_array: ofAll((values) => [...values]),
  array_length: plain((array = null) => (isArray(array) ? BigInt(array.length) : null)),
  array_index_of: plain((array = null, wanted = null, ...more) => arrayIndexOf(array, wanted, ...more)),
  array_concat: ofAll((values) => values.flatMap((one) => (isArray(one) ? one : []))),
  array_slice: plain((array = null, start = null, end = null) => slice(array, start, end)),
  array_reverse: plain((array = null) => (isArray(array) ? array.toReversed() : null)),
  array_sort_asc: sorted(1),
  array_sort_desc: sorted(-1),
  array_sum: plain((array = null) => {
    if (!isArray(array)) return null;
    return array.reduce<number>((total, one) => total + (numberOf(one) ?? 0), 0);
  }),
  set_has_element: plain((array = null, wanted = null) =>
    isArray(array) ? array.some((one) => one !== null && wanted !== null && isEqual(one, wanted)) : null,
  ),
  set_union: ofAll((values) =>
    values.every(isArray) ? distinct(values.flatMap((one) => (isArray(one) ? one : []))) : null,
  ),
  set_intersect: setOperation((key, others) => others.every((one) => one.has(key))),
  set_difference: setOperation((key, others) => !others.some((one) => one.has(key))),
  bag_keys: plain((bag = null) => (isBag(bag) ? [...bag.keys()] : null)),
  bag_has_key: plain((bag = null, key = null) => (isBag(bag) ? bag.has(textOf(key)) : null)),
  bag_merge: ofAll((values) => {
    const merged = new Map<string, Value>();
    // The first bag that has a name decides.
    for (const bag of values) {
      if (isBag(bag)) for (const [name, value] of bag) if (!merged.has(name)) merged.set(name, value);
    }
    return merged;
  }),
  bag_remove_keys: plain((bag = null, keys = null) => {
    if (!isBag(bag) || !isArray(keys)) return null;
    const gone = new Set(keys.map(textOf));
    return new Map([...bag].filter(([name]) => !gone.has(name)));
  }),
  bag_set_key: plain((bag = null, key = null, value = null) =>
    isBag(bag) ? new Map(bag).set(textOf(key), value) : null,
  ),
  zip: ofAll((values) => {
    const arrays = values.map((one) => (isArray(one) ? one : []));
    const length = Math.max(0, ...arrays.map((one) => one.length));
    return Array.from({ length }, (_, index) => arrays.map((one) => one[index] ?? null));
  }),
  range: plain((from = null, to = null, step = null) => range(from, to, step)),
};
