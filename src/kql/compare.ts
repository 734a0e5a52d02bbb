import { Datetime, isArray, isBag, isNumber, JsonReal, jsonText, numberOf, Timespan, type Value } from './value.ts';

/** Whether two values that are not null are the same; numbers by their value whatever their type. */
export const isEqual = (a: Value, b: Value): boolean => {
  if (typeof a === 'string' || typeof b === 'string' || typeof a === 'boolean' || typeof b === 'boolean')
    return a === b;
  if (isNumber(a) && isNumber(b))
    return typeof a === typeof b && !(a instanceof JsonReal) ? a === b : compareNumbers(a, b) === 0;
  if (a instanceof Datetime && b instanceof Datetime) return a.ticks === b.ticks;
  if (a instanceof Timespan && b instanceof Timespan) return a.ticks === b.ticks;
  if ((isArray(a) && isArray(b)) || (isBag(a) && isBag(b))) return jsonText(a) === jsonText(b);
  return false;
};

/** Below, equal or above; `null` where the two cannot be compared. */
export const compare = (a: Value, b: Value): number | null => {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (a instanceof Datetime && b instanceof Datetime) return compareTicks(a.ticks, b.ticks);
  if (a instanceof Timespan && b instanceof Timespan) return compareTicks(a.ticks, b.ticks);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return null;
};

const compareTicks = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const compareNumbers = (a: bigint | number | JsonReal, b: bigint | number | JsonReal): number | null => {
  const left = a instanceof JsonReal ? a.value : a;
  const right = b instanceof JsonReal ? b.value : b;
  // JavaScript compares a bigint with a number by their values.
  return left < right ? -1 : left > right ? 1 : Number.isNaN(left) || Number.isNaN(right) ? null : 0;
};

/** Kinds of values in the order in which a column of mixed ones is sorted. */
const rank = (value: Value): number => {
  if (typeof value === 'boolean') return 0;
  if (isNumber(value)) return 1;
  if (value instanceof Datetime) return 2;
  if (value instanceof Timespan) return 3;
  return typeof value === 'string' ? 4 : isArray(value) ? 5 : 6;
};

/** A total order of values that are neither null nor NaN. */
export const order = (a: Value, b: Value): number => {
  const ranks = rank(a) - rank(b);
  if (ranks !== 0) return ranks;
  const compared = compare(a, b);
  if (compared !== null) return compared;
  const [left, right] = [jsonText(a), jsonText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

export const isNothing = (value: Value): boolean => value === null || Number.isNaN(numberOf(value) ?? 0);

/** A text that two values share when they are equal, for sets and groups. */
export const keyOf = (value: Value): string => {
  if (typeof value === 'string') return `s${value}`;
  if (value === null) return '0';
  if (typeof value === 'bigint') return `n${value}`;
  const number = numberOf(value);
  if (number !== null) return Number.isSafeInteger(number) ? `n${number === 0 ? 0 : number}` : `r${number}`;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Datetime) return `d${value.ticks}`;
  return value instanceof Timespan ? `p${value.ticks}` : `j${jsonText(value)}`;
};

/** The key of several values; lengths keep `a`, `bc` and `ab`, `c` apart. */
export const rowKey = (values: readonly Value[]): string => {
  if (values.length === 1) return keyOf(values[0] ?? null);
  let key = '';
  for (const value of values) {
    const one = keyOf(value);
    key += `${one.length}:${one}`;
  }
  return key;
};
