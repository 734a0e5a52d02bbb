import { compare, isNothing } from '../compare.ts';
import { fitTo } from '../convert.ts';
import { numberOf, type Value } from '../value.ts';
import { ofAll, plain, type ScalarFunction } from './call.ts';

const iff: ScalarFunction = ({ args, type }) => {
  const [condition = () => null, yes = () => null, no = () => null] = args;
  return (row) => fitTo((condition(row) === true ? yes : no)(row), type);
};

const caseOf: ScalarFunction = ({ args, type }) => {
  const otherwise = args.at(-1) ?? (() => null);
  return (row) => {
    for (let index = 0; index + 1 < args.length; index += 2) {
      if (args[index]?.(row) === true) return fitTo(args[index + 1]?.(row) ?? null, type);
    }
    return fitTo(otherwise(row), type);
  };
};

const coalesce: ScalarFunction =
  ({ args, type }) =>
  (row) => {
    for (const arg of args) {
      const value = arg(row);
      // A text is never null; what is empty counts as missing.
      if (value !== null && value !== '') return fitTo(value, type);
    }
    return fitTo(null, type);
  };

const isEmptyValue = (value: Value): boolean => value === null || value === '';
const isNan = (value: Value): boolean => Number.isNaN(numberOf(value) ?? 0);

const extreme = (sign: number): ScalarFunction =>
  ofAll((values, { type }) => {
    let best: Value = null;
    for (const value of values) {
      if (isNothing(value)) continue;
      if (best === null || (compare(value, best) ?? 0) * sign > 0) best = value;
    }
    return fitTo(best, type);
  });

export const LOGIC: Readonly<Record<string, ScalarFunction>> = {
  iff,
  iif: iff,
  case: caseOf,
  coalesce,
  not: plain((value = null) => (typeof value === 'boolean' ? !value : null)),
  isempty: plain((value = null) => isEmptyValue(value)),
  isnotempty: plain((value = null) => !isEmptyValue(value)),
  notempty: plain((value = null) => !isEmptyValue(value)),
  isnull: plain((value = null) => value === null),
  isnotnull: plain((value = null) => value !== null),
  notnull: plain((value = null) => value !== null),
  isnan: plain((value = null) => isNan(value)),
  isfinite: plain((value = null) => (numberOf(value) === null ? null : Number.isFinite(numberOf(value)))),
  max_of: extreme(1),
  min_of: extreme(-1),
};
