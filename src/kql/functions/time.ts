import { QueryError } from '../failure.ts';
import { floorTo, isInRange, msOfTicks, TICKS, ticksOfMs } from '../time.ts';
import { Datetime, numberOf, Timespan, textOf, type Value } from '../value.ts';
import { argument, plain, type ScalarFunction } from './call.ts';

const datetime = (ticks: bigint): Datetime | null => (isInRange(ticks) ? new Datetime(ticks) : null);

interface Calendar {
  readonly year: number;
  /** From 0. */
  readonly month: number;
  readonly day: number;
}
const calendarOf = (ticks: bigint): Calendar => {
  const date = new Date(msOfTicks(ticks));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
};
const ticksOfDay = ({ year, month, day }: Calendar): bigint => {
  const date = new Date(0);
  // `Date.UTC` takes the years below 100 for those of the last century.
  date.setUTCFullYear(year, month, day);
  return ticksOfMs(date.getTime());
};

type Unit = 'day' | 'week' | 'month' | 'year';

/** The first day of the period that a time is in, moved by whole periods. A week begins on Sunday. */
const startOf = (ticks: bigint, unit: Unit, moved: number): bigint => {
  if (unit === 'day' || unit === 'week') {
    const day = floorTo(ticks, TICKS.day);
    const weekday = unit === 'week' ? new Date(msOfTicks(day)).getUTCDay() : 0;
    return day + BigInt(moved * (unit === 'week' ? 7 : 1) - weekday) * TICKS.day;
  }
  const { year, month } = calendarOf(ticks);
  return unit === 'month'
    ? ticksOfDay({ year, month: month + moved, day: 1 })
    : ticksOfDay({ year: year + moved, month: 0, day: 1 });
};

const starts = (unit: Unit): ScalarFunction =>
  plain((value = null, offset = null) =>
    value instanceof Datetime ? datetime(startOf(value.ticks, unit, Math.trunc(numberOf(offset) ?? 0))) : null,
  );
const ends = (unit: Unit): ScalarFunction =>
  plain((value = null, offset = null) =>
    value instanceof Datetime ? datetime(startOf(value.ticks, unit, Math.trunc(numberOf(offset) ?? 0) + 1) - 1n) : null,
  );

const MONTHS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };
const SPANS: Readonly<Record<string, bigint>> = {
  week: TICKS.day * 7n,
  day: TICKS.day,
  hour: TICKS.hour,
  minute: TICKS.minute,
  second: TICKS.second,
  millisecond: TICKS.millisecond,
  microsecond: 10n,
  nanosecond: 1n,
};

/** Borders of the period between two times, as `datetime_diff` counts them. */
const difference = (period: string, a: bigint, b: bigint): bigint | null => {
  const months = MONTHS[period];
  if (months !== undefined) {
    const count = (ticks: bigint): number => {
      const { year, month } = calendarOf(ticks);
      return Math.floor((year * 12 + month) / months);
    };
    return BigInt(count(a) - count(b));
  }
  if (period === 'week') return (startOf(a, 'week', 0) - startOf(b, 'week', 0)) / (SPANS.week ?? 1n);
  const span = SPANS[period];
  if (span === undefined) return null;
  if (period === 'nanosecond') return (a - b) * 100n;
  return (floorTo(a, span) - floorTo(b, span)) / span;
};

const addMonths = (ticks: bigint, months: number): bigint => {
  const { year, month, day } = calendarOf(ticks);
  const first = calendarOf(ticksOfDay({ year, month: month + months, day: 1 }));
  const last = new Date(msOfTicks(ticksOfDay({ ...first, month: first.month + 1, day: 0 }))).getUTCDate();
  return ticksOfDay({ ...first, day: Math.min(day, last) }) + (ticks - floorTo(ticks, TICKS.day));
};

const add = (period: string, amount: Value, value: Value): Value => {
  const count = numberOf(amount);
  if (!(value instanceof Datetime) || count === null) return null;
  const months = MONTHS[period];
  if (months !== undefined) return datetime(addMonths(value.ticks, Math.trunc(count) * months));
  const span = SPANS[period];
  return span === undefined ? null : datetime(value.ticks + span * BigInt(Math.trunc(count)));
};

/** The period's name must be known when the query is: a wrong one would be nothing but nulls. */
const withPeriod =
  (of: (period: string, values: readonly Value[]) => Value): ScalarFunction =>
  ({ args, trees, tree }) => {
    const name = trees[0]?.literal;
    const known = typeof name === 'string' ? name.toLowerCase() : null;
    if (known !== null && MONTHS[known] === undefined && SPANS[known] === undefined) {
      throw new QueryError(
        `no such period: ${known}; known are ${[...Object.keys(MONTHS), ...Object.keys(SPANS)].join(', ')}`,
        tree.at,
      );
    }
    return (row) =>
      of(
        known ?? textOf(args[0]?.(row) ?? null).toLowerCase(),
        args.slice(1).map((arg) => arg(row)),
      );
  };

const FORMAT = /y{1,4}|M{1,2}|d{1,2}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|f{1,7}|F{1,7}|tt|[^A-Za-z]/gy;

/** A format as the documentation lists it: https://learn.microsoft.com/kusto/query/format-datetime-function */
const formatted = (ticks: bigint, format: string): string => {
  const date = new Date(msOfTicks(ticks));
  const hour = date.getUTCHours();
  const fraction = String(((ticks % TICKS.second) + TICKS.second) % TICKS.second).padStart(7, '0');
  const values: Readonly<Record<string, number>> = {
    y: date.getUTCFullYear() % 100,
    M: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    H: hour,
    h: hour % 12 || 12,
    m: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
  };
  return (format.match(FORMAT) ?? [])
    .map((part) => {
      const sign = part.charAt(0);
      if (part === 'tt') return hour < 12 ? 'AM' : 'PM';
      if (part === 'yyyy') return String(date.getUTCFullYear()).padStart(4, '0');
      if (sign === 'f') return fraction.slice(0, part.length);
      if (sign === 'F') return fraction.slice(0, part.length).replace(/0+$/, '');
      const value = values[sign];
      return value === undefined ? part : String(value).padStart(part.length, '0');
    })
    .join('');
};

const formatDatetime: ScalarFunction = ({ args, trees, tree }) => {
  const format = trees[1]?.literal;
  if (typeof format !== 'string') throw new QueryError('format_datetime() wants its format as a text', tree.at);
  if ((format.match(FORMAT) ?? []).join('') !== format)
    throw new QueryError(`a format that is not known: ${format}`, tree.at);
  return (row) => {
    const value = args[0]?.(row) ?? null;
    return value instanceof Datetime ? formatted(value.ticks, format) : '';
  };
};

const partOf = (of: (date: Date) => number): ScalarFunction =>
  plain((value = null) => (value instanceof Datetime ? BigInt(of(new Date(msOfTicks(value.ticks)))) : null));

const unixtime = (ticksEach: bigint, per = 1n): ScalarFunction =>
  plain((value = null) => {
    const number = numberOf(value);
    if (number === null || !Number.isFinite(number)) return null;
    const ticks =
      typeof value === 'bigint'
        ? (value * ticksEach) / per
        : BigInt(Math.trunc((number * Number(ticksEach)) / Number(per)));
    return datetime(ticks + ticksOfMs(0));
  });

export const TIME: Readonly<Record<string, ScalarFunction>> = {
  now: (call) => (row) => {
    const offset = argument(call, 0)(row);
    return datetime(call.session.now + (offset instanceof Timespan ? offset.ticks : 0n));
  },
  ago: (call) => (row) => {
    const span = argument(call, 0)(row);
    return span instanceof Timespan ? datetime(call.session.now - span.ticks) : null;
  },
  startofday: starts('day'),
  startofweek: starts('week'),
  startofmonth: starts('month'),
  startofyear: starts('year'),
  endofday: ends('day'),
  endofweek: ends('week'),
  endofmonth: ends('month'),
  endofyear: ends('year'),
  datetime_diff: withPeriod((period, [a = null, b = null]) =>
    a instanceof Datetime && b instanceof Datetime ? difference(period, a.ticks, b.ticks) : null,
  ),
  datetime_add: withPeriod((period, [amount = null, value = null]) => add(period, amount, value)),
  format_datetime: formatDatetime,
  dayofweek: plain((value = null) =>
    value instanceof Datetime ? new Timespan(BigInt(new Date(msOfTicks(value.ticks)).getUTCDay()) * TICKS.day) : null,
  ),
  dayofmonth: partOf((date) => date.getUTCDate()),
  hourofday: partOf((date) => date.getUTCHours()),
  monthofyear: partOf((date) => date.getUTCMonth() + 1),
  getmonth: partOf((date) => date.getUTCMonth() + 1),
  getyear: partOf((date) => date.getUTCFullYear()),
  unixtime_seconds_todatetime: unixtime(TICKS.second),
  unixtime_milliseconds_todatetime: unixtime(TICKS.millisecond),
  unixtime_microseconds_todatetime: unixtime(10n),
  unixtime_nanoseconds_todatetime: unixtime(1n, 100n),
  make_timespan: plain((...parts) => {
    const [days, hours, minutes, seconds] = parts.length > 3 ? parts : [0n, ...parts];
    const unit = (value: Value | undefined, ticks: bigint): bigint =>
      BigInt(Math.round((numberOf(value ?? 0n) ?? 0) * Number(ticks)));
    return new Timespan(
      unit(days, TICKS.day) + unit(hours, TICKS.hour) + unit(minutes, TICKS.minute) + unit(seconds, TICKS.second),
    );
  }),
};
