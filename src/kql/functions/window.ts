import { QueryError } from '../failure.ts';
import type { Window } from '../scope.ts';
import { numberOf, type Value } from '../value.ts';
import type { Call, ScalarFunction } from './call.ts';

/** Functions that look at other rows; an operator that uses one holds its rows. */
export const WINDOW_FUNCTIONS: ReadonlySet<string> = new Set(['row_number', 'row_cumsum', 'prev', 'next']);

const windowOf = ({ scope, tree }: Call): Window => {
  if (scope.window === null)
    throw new QueryError(`${tree.text} cannot be used here: in where, extend, project and serialize it can`, tree.at);
  return scope.window;
};

const beside =
  (direction: 1 | -1): ScalarFunction =>
  (call) => {
    const window = windowOf(call);
    const [value = () => null, offset, otherwise] = call.args;
    return (row) => {
      const by = offset === undefined ? 1 : (numberOf(offset(row)) ?? 1);
      const other = window.rows[window.at + by * direction];
      if (other !== undefined) return value(other);
      if (otherwise !== undefined) return otherwise(row);
      return call.type === 'string' ? '' : null;
    };
  };

const rowNumber: ScalarFunction = (call) => {
  const window = windowOf(call);
  const [first = () => 1n, restart = () => false] = call.args;
  let number = 0n;
  return (row) => {
    const begins = window.at === 0 || restart(row) === true;
    number = begins ? BigInt(Math.trunc(numberOf(first(row)) ?? 1)) : number + 1n;
    return number;
  };
};

const rowSum: ScalarFunction = (call) => {
  const window = windowOf(call);
  const [term = () => null, restart = () => false] = call.args;
  let total: bigint | number = 0n;
  return (row) => {
    if (window.at === 0 || restart(row) === true) total = 0n;
    const value: Value = term(row);
    if (typeof value === 'bigint' && typeof total === 'bigint') total += value;
    else total = Number(total) + (numberOf(value) ?? 0);
    return call.type === 'real' ? Number(total) : total;
  };
};

export const WINDOW: Readonly<Record<string, ScalarFunction>> = {
  row_number: rowNumber,
  row_cumsum: rowSum,
  prev: beside(-1),
  next: beside(1),
};
