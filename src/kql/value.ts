import { printDatetime, printTimespan } from './time.ts';

/** 100 nanoseconds each, from the first day of year 1. */
export class Datetime {
  readonly ticks: bigint;
  constructor(ticks: bigint) {
    this.ticks = ticks;
  }
}
export class Timespan {
  readonly ticks: bigint;
  constructor(ticks: bigint) {
    this.ticks = ticks;
  }
}
/** A number of a JSON text that is no `long`, as it was spelled there. */
export class JsonReal {
  readonly value: number;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
    this.value = Number(text);
  }
}

/** Names of a bag are in the order in which they came. */
export type Bag = ReadonlyMap<string, Value>;
/**
 * A value of any type. `int` and `long` are bigints, `real` is a number, a guid is its text; a string is never null. The
 * last three are found in `dynamic` values only.
 */
export type Value = null | boolean | string | bigint | number | Datetime | Timespan | JsonReal | readonly Value[] | Bag;
export type Row = readonly Value[];

export const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isBag = (value: Value): value is Bag => value instanceof Map;
export const isNumber = (value: Value): value is bigint | number | JsonReal =>
  typeof value === 'bigint' || typeof value === 'number' || value instanceof JsonReal;

const MOST_LONG = 2n ** 63n;
/** A `long` keeps 64 bits: what is beyond wraps, as the engine's arithmetic does. */
export const wrapLong = (value: bigint): bigint =>
  value < MOST_LONG && value >= -MOST_LONG ? value : BigInt.asIntN(64, value);

export const isLong = (value: bigint): boolean => value < MOST_LONG && value >= -MOST_LONG;

/** The value of a number, whatever it is kept as; `null` for anything else. */
export const numberOf = (value: Value): number | null =>
  typeof value === 'number'
    ? value
    : typeof value === 'bigint'
      ? Number(value)
      : value instanceof JsonReal
        ? value.value
        : null;

/** A real as it is printed: with a point where it is whole. */
export const realText = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};

/**
 * `tostring()`: nothing as the empty string, containers as compact JSON.
 * https://learn.microsoft.com/kusto/query/tostring-function
 */
export const textOf = (value: Value): string => {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return realText(value);
  if (value instanceof JsonReal) return value.text;
  if (value instanceof Datetime) return printDatetime(value.ticks);
  if (value instanceof Timespan) return printTimespan(value.ticks);
  return jsonText(value);
};

/** Compact JSON; written with a stack of its own, since a log decides how deep it goes. */
export const jsonText = (value: Value): string => {
  const out: string[] = [];
  const work: (Value | { readonly raw: string })[] = [value];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (isRaw(next)) out.push(next.raw);
    else if (isArray(next)) {
      work.push({ raw: ']' });
      for (let index = next.length - 1; index >= 0; index -= 1) {
        work.push(next[index] ?? null);
        if (index > 0) work.push({ raw: ',' });
      }
      work.push({ raw: '[' });
    } else if (isBag(next)) {
      const members = [...next];
      work.push({ raw: '}' });
      for (let index = members.length - 1; index >= 0; index -= 1) {
        const [name = '', member = null] = members[index] ?? [];
        work.push(member, { raw: `${index > 0 ? ',' : ''}${JSON.stringify(name)}:` });
      }
      work.push({ raw: '{' });
    } else out.push(scalarJson(next));
  }
  return out.join('');
};

const isRaw = (one: Value | { readonly raw: string }): one is { readonly raw: string } =>
  typeof one === 'object' && one !== null && 'raw' in one;

const scalarJson = (value: Value): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? realText(value) : `"${realText(value)}"`;
  return value instanceof JsonReal ? value.text : JSON.stringify(textOf(value));
};
