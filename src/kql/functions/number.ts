import { fitTo } from '../convert.ts';
import { floorTo } from '../time.ts';
import { Datetime, JsonReal, numberOf, Timespan, type Value } from '../value.ts';
import { ofAll, plain, type ScalarFunction } from './call.ts';

const real = (of: (value: number) => number): ScalarFunction =>
  plain((value = null) => {
    const number = numberOf(value);
    return number === null ? null : of(number);
  });

/** Rounded down to a multiple of the size; nothing for a size that is not positive. */
export const bin = (value: Value, size: Value, origin: Value = null): Value => {
  if (value instanceof Datetime || value instanceof Timespan) {
    const ticks = size instanceof Timespan ? size.ticks : null;
    if (ticks === null || ticks <= 0n) return null;
    const from = origin instanceof Datetime || origin instanceof Timespan ? origin.ticks : 0n;
    const floor = floorTo(value.ticks - from, ticks) + from;
    return value instanceof Datetime ? new Datetime(floor) : new Timespan(floor);
  }
  if (typeof value === 'bigint' && typeof size === 'bigint' && (origin === null || typeof origin === 'bigint')) {
    return size <= 0n ? null : floorTo(value - (origin ?? 0n), size) + (origin ?? 0n);
  }
  const [number, step, from] = [numberOf(value), numberOf(size), numberOf(origin) ?? 0];
  return number === null || step === null || step <= 0 ? null : Math.floor((number - from) / step) * step + from;
};

const binFunction: ScalarFunction = ofAll(([value = null, size = null], { type }) => fitTo(bin(value, size), type));

const whole = (of: (value: number) => number): ScalarFunction =>
  ofAll(([value = null], { type }) => {
    if (typeof value === 'bigint') return fitTo(value, type);
    const number = numberOf(value);
    return number === null ? null : of(number);
  });

export const NUMBER: Readonly<Record<string, ScalarFunction>> = {
  bin: binFunction,
  floor: binFunction,
  bin_at: ofAll(([value = null, size = null, origin = null], { type }) => fitTo(bin(value, size, origin), type)),
  abs: ofAll(([value = null]) =>
    typeof value === 'bigint'
      ? value < 0n
        ? -value
        : value
      : value instanceof Timespan
        ? new Timespan(value.ticks < 0n ? -value.ticks : value.ticks)
        : value instanceof JsonReal || typeof value === 'number'
          ? Math.abs(numberOf(value) ?? 0)
          : null,
  ),
  ceiling: whole(Math.ceil),
  round: ofAll(([value = null, digits = null]) => {
    const number = numberOf(value);
    if (number === null) return null;
    const places = Number(numberOf(digits) ?? 0);
    if (Math.abs(places) > 15) return number;
    // Away from zero where it lies between, as decimal digits say it.
    const shifted = Math.abs(Number(`${number}e${places}`));
    const rounded = Number.isNaN(shifted) ? Math.abs(number) : Number(`${Math.round(shifted)}e${-places}`);
    return number < 0 ? -rounded : rounded;
  }),
  sqrt: real(Math.sqrt),
  exp: real(Math.exp),
  log: real(Math.log),
  log10: real(Math.log10),
  log2: real(Math.log2),
  pow: plain((base = null, power = null) => {
    const [b, p] = [numberOf(base), numberOf(power)];
    return b === null || p === null ? null : b ** p;
  }),
  sign: plain((value = null) => {
    const number = numberOf(value);
    return number === null ? null : BigInt(Math.sign(number));
  }),
};
