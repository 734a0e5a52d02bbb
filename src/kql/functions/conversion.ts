import { toBool, toDatetime, toGuid, toInt, toLong, toReal, toTimespan } from '../convert.ts';
import { parseJson } from '../json.ts';
import { Datetime, isArray, isBag, JsonReal, Timespan, textOf, type Value } from '../value.ts';
import { plain, type ScalarFunction } from './call.ts';

const cast = (to: (value: Value) => Value): ScalarFunction =>
  plain((value = null) => (value === null ? null : to(value)));

/** A text that is JSON becomes what it says, another one stays the text; what is dynamic already stays as it is. */
const json = (value: Value): Value => {
  if (typeof value !== 'string') return value;
  if (value === '') return null;
  const parsed = parseJson(value);
  return parsed === undefined ? value : parsed;
};

const parseJsonFunction: ScalarFunction = (call) => {
  const [argument] = call.args;
  // A text inside a dynamic value is passed on as it is.
  if (argument === undefined || call.trees[0]?.type === 'dynamic') return argument ?? (() => null);
  // The same text is often parsed more than once in a row's way.
  let last: string | null = null;
  let parsed: Value = null;
  return (row) => {
    const value = argument(row);
    if (typeof value !== 'string') return value;
    if (value !== last) {
      parsed = json(value);
      last = value;
    }
    return parsed;
  };
};

const typeName = (value: Value, isDynamic: boolean): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') {
    return isDynamic && value < 2n ** 31n && value >= -(2n ** 31n) ? 'int' : 'long';
  }
  if (typeof value === 'number' || value instanceof JsonReal) return 'real';
  if (value instanceof Datetime) return 'datetime';
  if (value instanceof Timespan) return 'timespan';
  return isArray(value) ? 'array' : isBag(value) ? 'dictionary' : 'string';
};

export const CONVERSION: Readonly<Record<string, ScalarFunction>> = {
  tostring: plain((value = null) => textOf(value)),
  toint: cast(toInt),
  tolong: cast(toLong),
  toreal: cast(toReal),
  todouble: cast(toReal),
  tobool: cast(toBool),
  toboolean: cast(toBool),
  todatetime: cast(toDatetime),
  totimespan: cast(toTimespan),
  toguid: cast(toGuid),
  parse_json: parseJsonFunction,
  parsejson: parseJsonFunction,
  todynamic: parseJsonFunction,
  toobject: parseJsonFunction,
  gettype:
    ({ args, trees }) =>
    (row) => {
      const type = trees[0]?.type;
      return type === 'int' || type === 'guid' ? type : typeName(args[0]?.(row) ?? null, type === 'dynamic');
    },
};
