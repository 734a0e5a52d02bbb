import type { ScalarType } from './column.ts';
import { compare, isNothing, keyOf, order } from './compare.ts';
import { fitTo } from './convert.ts';
import { type Compiled, hold, type Session } from './plan.ts';
import { type Bag, Datetime, isArray, isBag, numberOf, type Row, Timespan, type Value } from './value.ts';

/** What one group gathers. */
export interface Gathering {
  add(row: Row): void;
  /** One value for each column that the aggregate gives. */
  result(): readonly Value[];
}

export interface AggregateCall {
  readonly args: readonly Compiled[];
  /** Types of the columns that it gives. */
  readonly types: readonly ScalarType[];
}
/** Called once in the query, then once for each group. */
export type Aggregate = (call: AggregateCall) => (session: Session) => Gathering;

const NONE: Compiled = () => null;

const counting =
  (counts: (args: readonly Value[]) => boolean): Aggregate =>
  ({ args }) =>
  () => {
    let count = 0n;
    return {
      add: (row) => {
        if (counts(args.map((arg) => arg(row)))) count += 1n;
      },
      result: () => [count],
    };
  };

/** Distinct values are counted exactly; the engine estimates, and from a few thousand on may differ. */
const distinctCount =
  (condition: number | null): Aggregate =>
  ({ args: [value = NONE, ...more] }) =>
  (session) => {
    const holds = condition === null ? null : (more[condition - 1] ?? NONE);
    const seen = new Set<string>();
    return {
      add: (row) => {
        const one = value(row);
        if (one === null || (holds !== null && holds(row) !== true)) return;
        const key = keyOf(one);
        if (seen.has(key)) return;
        hold(session);
        seen.add(key);
      },
      result: () => [BigInt(seen.size)],
    };
  };

const summing =
  (condition: boolean): Aggregate =>
  ({ args: [value = NONE, holds = NONE], types: [type = 'long'] }) =>
  () => {
    let longs = 0n;
    let reals = 0;
    return {
      add: (row) => {
        if (condition && holds(row) !== true) return;
        const one = value(row);
        if (typeof one === 'bigint') longs += one;
        else if (one instanceof Timespan) longs += one.ticks;
        else reals += numberOf(one) ?? 0;
      },
      result: () => {
        if (type === 'timespan') return [new Timespan(longs)];
        return [type === 'real' ? Number(longs) + reals : BigInt.asIntN(64, longs)];
      },
    };
  };

const averaging =
  (condition: boolean): Aggregate =>
  ({ args: [value = NONE, holds = NONE], types: [type = 'real'] }) =>
  () => {
    let sum = 0;
    let ticks = 0n;
    let count = 0;
    return {
      add: (row) => {
        if (condition && holds(row) !== true) return;
        const one = value(row);
        if (one instanceof Timespan || one instanceof Datetime) ticks += one.ticks;
        else {
          const number = numberOf(one);
          if (number === null) return;
          sum += number;
        }
        count += 1;
      },
      result: () => {
        if (type === 'timespan') return [count === 0 ? null : new Timespan(ticks / BigInt(count))];
        if (type === 'datetime') return [count === 0 ? null : new Datetime(ticks / BigInt(count))];
        return [sum / count];
      },
    };
  };

const spreading =
  (isSample: boolean, isRoot: boolean): Aggregate =>
  ({ args: [value = NONE] }) =>
  () => {
    // Welford's way: one pass, and no difference of large sums.
    let count = 0;
    let mean = 0;
    let squares = 0;
    return {
      add: (row) => {
        const number = numberOf(value(row));
        if (number === null) return;
        count += 1;
        const delta = number - mean;
        mean += delta / count;
        squares += delta * (number - mean);
      },
      result: () => {
        const divisor = isSample ? count - 1 : count;
        const variance = divisor > 0 ? squares / divisor : 0;
        return [isRoot ? Math.sqrt(variance) : variance];
      },
    };
  };

const isBetter = (value: Value, best: Value, sign: number): boolean =>
  best === null || (compare(value, best) ?? order(value, best)) * sign > 0;

const extreme =
  (sign: number, condition: boolean): Aggregate =>
  ({ args: [value = NONE, holds = NONE], types: [type = 'long'] }) =>
  () => {
    let best: Value = null;
    return {
      add: (row) => {
        if (condition && holds(row) !== true) return;
        const one = value(row);
        if (!isNothing(one) && isBetter(one, best, sign)) best = one;
      },
      result: () => [fitTo(best, type)],
    };
  };

/** The row with the greatest or least value: that value, then the other expressions of the same row. */
const extremeRow =
  (sign: number): Aggregate =>
  ({ args: [value = NONE, ...others], types }) =>
  () => {
    let best: Value = null;
    let row: Row | null = null;
    return {
      add: (one) => {
        const found = value(one);
        if (row === null || (!isNothing(found) && isBetter(found, best, sign))) {
          row = one;
          best = isNothing(found) ? null : found;
        }
      },
      result: () => {
        const of = row;
        const values = of === null ? [] : [best, ...others.map((other) => other(of))];
        return types.map((type, index) => fitTo(values[index] ?? null, type));
      },
    };
  };

/** The values of one row; of a single expression rather one that is not empty. */
const anyRow: Aggregate =
  ({ args, types }) =>
  () => {
    let values: readonly Value[] | null = null;
    return {
      add: (row) => {
        if (values !== null && (args.length > 1 || (values[0] !== null && values[0] !== ''))) return;
        values = args.map((arg) => arg(row));
      },
      result: () => types.map((type, index) => fitTo(values?.[index] ?? null, type)),
    };
  };

const MOST_ELEMENTS = 1_048_576;

const limitOf = (limit: Compiled | undefined, row: Row): number =>
  limit === undefined ? MOST_ELEMENTS : Math.min(MOST_ELEMENTS, numberOf(limit(row)) ?? MOST_ELEMENTS);

const listing =
  (condition: boolean, keepsNulls: boolean): Aggregate =>
  ({ args: [value = NONE, second, third] }) =>
  (session) => {
    const list: Value[] = [];
    const limit = condition ? third : second;
    return {
      add: (row) => {
        if (condition && second?.(row) !== true) return;
        const one = value(row);
        if ((one === null && !keepsNulls) || list.length >= limitOf(limit, row)) return;
        hold(session);
        list.push(one);
      },
      result: () => [list],
    };
  };

/** Distinct values in the order in which they came; arrays count as their elements. */
const setting =
  (condition: boolean): Aggregate =>
  ({ args: [value = NONE, second, third] }) =>
  (session) => {
    const set = new Map<string, Value>();
    const limit = condition ? third : second;
    return {
      add: (row) => {
        if (condition && second?.(row) !== true) return;
        const one = value(row);
        for (const each of isArray(one) ? one : [one]) {
          if (each === null || set.size >= limitOf(limit, row)) continue;
          const key = keyOf(each);
          if (set.has(key)) continue;
          hold(session);
          set.set(key, each);
        }
      },
      result: () => [[...set.values()]],
    };
  };

const bagging =
  (condition: boolean): Aggregate =>
  ({ args: [value = NONE, second, third] }) =>
  (session) => {
    const bag = new Map<string, Value>();
    const limit = condition ? third : second;
    return {
      add: (row) => {
        if (condition && second?.(row) !== true) return;
        const one: Value | Bag = value(row);
        if (!isBag(one)) return;
        for (const [name, member] of one) {
          if (bag.has(name) || bag.size >= limitOf(limit, row)) continue;
          hold(session);
          bag.set(name, member);
        }
      },
      result: () => [bag.size === 0 ? [] : bag],
    };
  };

/** The value at a rank, exactly; the engine estimates. */
const percentile: Aggregate =
  ({ args: [value = NONE, ...ranks], types }) =>
  (session) => {
    const values: Value[] = [];
    let wanted: readonly number[] = ranks.map(() => 0);
    return {
      add: (row) => {
        const one = value(row);
        if (isNothing(one)) return;
        wanted = ranks.map((rank) => numberOf(rank(row)) ?? 0);
        hold(session);
        values.push(one);
      },
      result: () => {
        values.sort(order);
        return wanted.map((rank, index) => {
          const at = Math.max(0, Math.ceil((rank / 100) * values.length) - 1);
          return fitTo(values[at] ?? null, types[index] ?? null);
        });
      },
    };
  };

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count: counting(() => true),
  countif: counting(([holds]) => holds === true),
  dcount: distinctCount(null),
  dcountif: distinctCount(1),
  count_distinct: distinctCount(null),
  count_distinctif: distinctCount(1),
  sum: summing(false),
  sumif: summing(true),
  avg: averaging(false),
  avgif: averaging(true),
  stdev: spreading(true, true),
  stdevp: spreading(false, true),
  variance: spreading(true, false),
  variancep: spreading(false, false),
  min: extreme(-1, false),
  minif: extreme(-1, true),
  max: extreme(1, false),
  maxif: extreme(1, true),
  arg_max: extremeRow(1),
  arg_min: extremeRow(-1),
  argmax: extremeRow(1),
  argmin: extremeRow(-1),
  any: anyRow,
  take_any: anyRow,
  make_list: listing(false, false),
  makelist: listing(false, false),
  make_list_if: listing(true, false),
  make_list_with_nulls: listing(false, true),
  make_set: setting(false),
  makeset: setting(false),
  make_set_if: setting(true),
  make_bag: bagging(false),
  make_bag_if: bagging(true),
  percentile,
  percentiles: percentile,
};

export const aggregate = (name: string): Aggregate | undefined =>
  Object.hasOwn(AGGREGATES, name) ? AGGREGATES[name] : undefined;
export const aggregateNames = (): readonly string[] => Object.keys(AGGREGATES).sort();
