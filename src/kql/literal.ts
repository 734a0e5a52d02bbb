import { toGuid, toReal } from './convert.ts';
import { QueryError } from './failure.ts';
import { parseDatetime, parseTimespan } from './time.ts';
import type { Tree } from './tree.ts';
import { Datetime, isLong, JsonReal, Timespan, type Value } from './value.ts';

/** `datetime(2026-11-24)`, `time(1h)`: what stands in the brackets, without quotes. */
const inBrackets = (text: string): string =>
  (/^[a-z]+\s*\(([\s\S]*)\)$/i.exec(text)?.[1] ?? text).trim().replace(/^(["'])([\s\S]*)\1$/, '$2');

const wrong = (tree: Tree): never => {
  throw new QueryError(`not understood: ${tree.text}`, tree.at);
};

/** The value of a literal. Kusto reads no number into a double quote; the library has checked their syntax. */
export const literalValue = (tree: Tree): Value => {
  const { kind, text } = tree;
  if (kind === 'StringLiteralExpression' || kind === 'CompoundStringLiteralExpression') {
    return typeof tree.literal === 'string' ? tree.literal : wrong(tree);
  }
  if (kind === 'NullLiteralExpression') return null;
  if (kind === 'BooleanLiteralExpression') {
    const inner = inBrackets(text).toLowerCase();
    return inner === 'null' ? null : inner === 'true' || inner === '1';
  }
  const inner = inBrackets(text);
  if (inner === 'null') return null;
  switch (kind) {
    case 'IntLiteralExpression':
    case 'LongLiteralExpression': {
      if (!/^[+-]?(?:\d{1,20}|0x[0-9a-f]{1,16})$/i.test(inner)) return wrong(tree);
      const negative = inner.startsWith('-');
      const value = BigInt(inner.replace(/^[+-]/, ''));
      const signed = negative ? -value : value;
      return isLong(signed) ? signed : wrong(tree);
    }
    case 'RealLiteralExpression': {
      if (/^nan$/i.test(inner)) return Number.NaN;
      if (/^[+-]?inf$/i.test(inner)) return inner.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      return toReal(inner) ?? wrong(tree);
    }
    case 'DateTimeLiteralExpression': {
      const ticks = parseDatetime(inner);
      return ticks === null ? wrong(tree) : new Datetime(ticks);
    }
    case 'TimespanLiteralExpression': {
      const ticks = parseTimespan(inner);
      return ticks === null ? wrong(tree) : new Timespan(ticks);
    }
    case 'GuidLiteralExpression':
      return toGuid(inner) ?? wrong(tree);
    case 'DecimalLiteralExpression':
      throw new QueryError(`a decimal is not supported: ${text}`, tree.at);
    default:
      throw new QueryError(`${kind} is not supported: ${text}`, tree.at);
  }
};

/** What stands in `dynamic(…)`: JSON, with literals of Kusto's own in it. */
export const dynamicValue = (tree: Tree): Value => {
  switch (tree.kind) {
    case 'DynamicExpression':
      return dynamicValue(tree.part('Expression'));
    case 'JsonArrayExpression':
      return tree.list('Values').map(dynamicValue);
    case 'JsonObjectExpression':
      return new Map(
        tree.list('Pairs').map((pair) => {
          const name = pair.part('Name');
          return [
            typeof name.literal === 'string' ? name.literal : unquoted(name.text),
            dynamicValue(pair.part('Value')),
          ] as const;
        }),
      );
    case 'RealLiteralExpression':
      return /^-?\d/.test(tree.text) ? new JsonReal(tree.text) : literalValue(tree);
    case 'UnaryMinusExpression': {
      const value = dynamicValue(tree.part('Expression'));
      return typeof value === 'bigint'
        ? -value
        : value instanceof JsonReal
          ? new JsonReal(`-${value.text}`)
          : wrong(tree);
    }
    default:
      return literalValue(tree);
  }
};

const unquoted = (text: string): string => {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'string') return parsed;
  } catch {
    // single quotes are no JSON
  }
  return text.slice(1, -1);
};
