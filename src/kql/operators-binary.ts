import type { ScalarType } from './column.ts';
import { compare, isEqual } from './compare.ts';
import { isMatch } from './regex.ts';
import { contains, endsWith, has, hasPrefix, hasSuffix, lowerAscii, startsWith, type TextTest } from './text-search.ts';
import { floorTo, isInRange } from './time.ts';
import { Datetime, isNumber, JsonReal, numberOf, Timespan, textOf, type Value, wrapLong } from './value.ts';

type Binary = (left: Value, right: Value) => Value;

const TESTS: Readonly<Record<string, TextTest>> = {
  has,
  hasprefix: hasPrefix,
  hassuffix: hasSuffix,
  contains,
  startswith: startsWith,
  endswith: endsWith,
};

/** The text in lower case; the same row's text is asked about many times in a row. */
const createLower = (): ((text: string) => string) => {
  let last = '';
  let lower = '';
  return (text) => {
    if (text !== last) {
      lower = lowerAscii(text);
      last = text;
    }
    return lower;
  };
};
export const lowered = createLower();

const textTest = (test: TextTest, isCased: boolean): Binary => {
  const lowerTerm = createLower();
  return isCased
    ? (left, right) => test(textOf(left), textOf(right))
    : (left, right) => test(lowered(textOf(left)), lowerTerm(textOf(right)));
};

/** `has`, `!contains_cs` and the like; `undefined` for another operator. */
const textOperator = (name: string): Binary | undefined => {
  const isNegated = name.startsWith('!');
  const plain = isNegated ? name.slice(1) : name;
  const isCased = plain.endsWith('_cs');
  const test = TESTS[isCased ? plain.slice(0, -3) : plain];
  if (test === undefined) return undefined;
  const positive = textTest(test, isCased);
  return isNegated ? (left, right) => positive(left, right) === false : positive;
};

/** Equality with a null is no null unless both are. https://learn.microsoft.com/kusto/query/scalar-data-types/null-values */
export const equals: Binary = (left, right) =>
  left === null || right === null ? (left === right ? null : false) : isEqual(left, right);

const ordered =
  (holds: (order: number) => boolean): Binary =>
  (left, right) => {
    if (left === null || right === null) return null;
    const order = compare(left, right);
    return order === null ? null : holds(order);
  };

const negated = (value: Value): Value => (typeof value === 'boolean' ? !value : null);

export const and: Binary = (left, right) =>
  left === false || right === false ? false : left === null || right === null ? null : left === true && right === true;
export const or: Binary = (left, right) =>
  left === true || right === true ? true : left === null || right === null ? null : false;

const BINARY: Readonly<Record<string, Binary>> = {
  '==': equals,
  '!=': (left, right) => negated(equals(left, right)),
  '<>': (left, right) => negated(equals(left, right)),
  '=~': (left, right) => lowered(textOf(left)) === lowerAscii(textOf(right)),
  '!~': (left, right) => lowered(textOf(left)) !== lowerAscii(textOf(right)),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  'matches regex': (left, right) => isMatch(textOf(right), textOf(left)),
};

const ticksOf = (value: Value): bigint | null =>
  value instanceof Datetime || value instanceof Timespan ? value.ticks : null;
const timeOf = (ticks: bigint, type: ScalarType | null): Value =>
  type === 'datetime' ? (isInRange(ticks) ? new Datetime(ticks) : null) : new Timespan(ticks);

/** `int` wraps at 32 bits, `long` at 64. */
const wrap = (value: bigint, type: ScalarType | null): bigint =>
  type === 'int' ? BigInt.asIntN(32, value) : wrapLong(value);

const plain = (value: Value): bigint | number | null =>
  typeof value === 'bigint'
    ? value
    : value instanceof JsonReal
      ? value.value
      : typeof value === 'number'
        ? value
        : null;

const arithmetic =
  (ofLongs: (a: bigint, b: bigint) => bigint | null, ofReals: (a: number, b: number) => number) =>
  (left: Value, right: Value, type: ScalarType | null): Value => {
    const [a, b] = [plain(left), plain(right)];
    if (a === null || b === null) return null;
    if (typeof a === 'bigint' && typeof b === 'bigint' && type !== 'real') {
      const result = ofLongs(a, b);
      return result === null ? null : wrap(result, type);
    }
    return ofReals(Number(a), Number(b));
  };

const sum = arithmetic(
  (a, b) => a + b,
  (a, b) => a + b,
);
const difference = arithmetic(
  (a, b) => a - b,
  (a, b) => a - b,
);
const product = arithmetic(
  (a, b) => a * b,
  (a, b) => a * b,
);
const quotient = arithmetic(
  (a, b) => (b === 0n ? null : a / b),
  (a, b) => a / b,
);
const remainder = arithmetic(
  // Never negative: https://learn.microsoft.com/kusto/query/numerical-operators
  (a, b) => (b === 0n ? null : a - floorTo(a, b < 0n ? -b : b)),
  (a, b) => a - Math.floor(a / Math.abs(b)) * Math.abs(b),
);

type Typed = (left: Value, right: Value, type: ScalarType | null) => Value;

const ARITHMETIC: Readonly<Record<string, Typed>> = {
  '+': (left, right, type) => {
    const [a, b] = [ticksOf(left), ticksOf(right)];
    return a !== null && b !== null ? timeOf(a + b, type) : sum(left, right, type);
  },
  '-': (left, right, type) => {
    const [a, b] = [ticksOf(left), ticksOf(right)];
    return a !== null && b !== null ? timeOf(a - b, type) : difference(left, right, type);
  },
  '*': (left, right, type) => {
    const [span, factor] = left instanceof Timespan ? [left, right] : [right, left];
    if (!(span instanceof Timespan)) return product(left, right, type);
    if (!isNumber(factor)) return null;
    return new Timespan(
      typeof factor === 'bigint'
        ? span.ticks * factor
        : BigInt(Math.round(Number(span.ticks) * (numberOf(factor) ?? 0))),
    );
  },
  '/': (left, right, type) => {
    const [a, b] = [ticksOf(left), ticksOf(right)];
    if (a !== null && b !== null) return type === 'real' ? Number(a) / Number(b) : b === 0n ? null : a / b;
    const divisor = numberOf(right);
    if (a === null || divisor === null) return quotient(left, right, type);
    return divisor === 0 ? null : new Timespan(BigInt(Math.trunc(Number(a) / divisor)));
  },
  '%': (left, right, type) => {
    const [a, b] = [ticksOf(left), ticksOf(right)];
    if (a === null || b === null) return remainder(left, right, type);
    return b === 0n ? null : new Timespan(a - floorTo(a, b < 0n ? -b : b));
  },
};

/** The operator of a name as it is written, or `undefined`. `type` is what the binder says that it gives. */
export const binaryOperator = (name: string, type: ScalarType | null): Binary | undefined => {
  const typed = ARITHMETIC[name];
  if (typed !== undefined) return (left, right) => typed(left, right, type);
  return BINARY[name] ?? textOperator(name);
};
