import type { ScalarType } from './column.ts';
import { isInRange, parseDatetime, parseTimespan } from './time.ts';
import { Datetime, isLong, JsonReal, numberOf, Timespan, textOf, type Value } from './value.ts';

/** Casts, `null` where one fails. https://learn.microsoft.com/kusto/query/scalar-functions#conversion-functions */
export const toLong = (value: Value): bigint | null => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof Datetime || value instanceof Timespan) return value.ticks;
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (!/^(?:[+-]?\d{1,20}|0x[0-9a-f]{1,16})$/i.test(trimmed)) return null;
    const long = BigInt(trimmed.startsWith('+') ? trimmed.slice(1) : trimmed);
    return isLong(long) ? long : null;
  }
  const number = numberOf(value);
  if (number === null || !Number.isFinite(number)) return null;
  const long = BigInt(Math.trunc(number));
  return isLong(long) ? long : null;
};

export const toInt = (value: Value): bigint | null => {
  const long = toLong(value);
  return long !== null && long >= -(2n ** 31n) && long < 2n ** 31n ? long : null;
};

export const toReal = (value: Value): number | null => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return numberOf(value);
  const trimmed = value.trim();
  if (trimmed.length > 400) return null;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
};

export const toBool = (value: Value): boolean | null => {
  if (typeof value === 'boolean') return value;
  const number = numberOf(value);
  if (number !== null) return number !== 0;
  if (typeof value !== 'string') return null;
  const lower = value.trim().toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
};

export const toDatetime = (value: Value): Datetime | null => {
  if (value instanceof Datetime) return value;
  const ticks = typeof value === 'string' ? parseDatetime(value) : typeof value === 'bigint' ? value : null;
  return ticks === null || !isInRange(ticks) ? null : new Datetime(ticks);
};

export const toTimespan = (value: Value): Timespan | null => {
  if (value instanceof Timespan) return value;
  const ticks = typeof value === 'string' ? parseTimespan(value) : typeof value === 'bigint' ? value : null;
  return ticks === null ? null : new Timespan(ticks);
};

const GUID = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;
export const toGuid = (value: Value): string | null => {
  const parts = typeof value === 'string' ? GUID.exec(value.trim()) : null;
  return parts === null ? null : parts.slice(1).join('-').toLowerCase();
};

const CASTS: Readonly<Record<ScalarType, (value: Value) => Value>> = {
  bool: toBool,
  int: toInt,
  long: toLong,
  real: toReal,
  string: textOf,
  datetime: toDatetime,
  timespan: toTimespan,
  dynamic: (value) => value,
  guid: toGuid,
};

export const castTo = (value: Value, type: ScalarType): Value =>
  value === null && type !== 'string' ? null : CASTS[type](value);

/** Makes a value that an expression gave one of its type: a long becomes a real where the other branch is one. */
export const fitTo = (value: Value, type: ScalarType | null): Value => {
  if (value === null) return type === 'string' ? '' : null;
  if (type === 'real') return typeof value === 'number' ? value : (numberOf(value) ?? value);
  if (type === 'string') return typeof value === 'string' ? value : textOf(value);
  return value instanceof JsonReal && type !== 'dynamic' ? value.value : value;
};
