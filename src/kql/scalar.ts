import { callScope } from './calls.ts';
import type { Compiler } from './compiler.ts';
import { fitTo } from './convert.ts';
import { QueryError } from './failure.ts';
import type { Call } from './functions/call.ts';
import { scalarFunction, scalarFunctionNames } from './functions/registry.ts';
import { dynamicValue, literalValue } from './literal.ts';
import { hasTerms, isIn } from './membership.ts';
import { and, binaryOperator, or } from './operators-binary.ts';
import type { Compiled } from './plan.ts';
import { regexOf } from './regex.ts';
import type { Scope } from './scope.ts';
import { anyColumn, asksEveryColumn } from './star.ts';
import type { Tree } from './tree.ts';
import { isArray, isBag, numberOf, Timespan, type Value } from './value.ts';

/** A scalar expression as a function of a row. Throws `QueryError` for what is not supported, with its place. */
export const compileScalar = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const of = (name: string): Compiled => compileScalar(tree.part(name), scope, compiler);
  if (scope.star === null && asksEveryColumn(tree)) return anyColumn(tree, scope, compiler);
  switch (tree.kind) {
    case 'StarExpression': {
      const { star } = scope;
      if (star === null) break;
      return (row) => row[star] ?? null;
    }
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
    case 'OrderedExpression':
      return of('Expression');
    case 'DynamicExpression':
      return constant(dynamicValue(tree));
    case 'NameReference':
      return nameReference(tree, scope, compiler);
    case 'PathExpression':
      return pathExpression(tree, scope, compiler);
    case 'ElementExpression':
      return elementExpression(tree, scope, compiler);
    case 'FunctionCallExpression':
      return functionCall(tree, scope, compiler);
    case 'ToScalarExpression':
      return toScalar(tree, scope, compiler);
    case 'UnaryMinusExpression':
      return minus(of('Expression'), tree);
    case 'UnaryPlusExpression':
      return of('Expression');
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return between(tree, scope, compiler);
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return hasTerms(tree, scope, compiler);
    case 'InExpression':
    case 'InCsExpression':
    case 'NotInExpression':
    case 'NotInCsExpression':
      return isIn(tree, scope, compiler);
    default:
      break;
  }
  if (tree.kind.endsWith('LiteralExpression')) return constant(literalValue(tree));
  if (tree.child('Operator') !== null && tree.child('Right') !== null) return binary(tree, scope, compiler);
  throw new QueryError(`${tree.kind} is not supported: ${shortened(tree.text)}`, tree.at);
};

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
const constant =
  (value: Value): Compiled =>
  () =>
    value;

const nameReference = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const name = tree.symbol ?? tree.text;
  if (tree.symbolKind === 'column') {
    const index = scope.index.get(name);
    if (index === undefined) throw new QueryError(`the column ${name} is not here`, tree.at);
    return (row) => row[index] ?? null;
  }
  const variable = scope.variables.get(name);
  if (variable?.kind === 'scalar') return variable.value;
  if (variable?.kind === 'table') return firstCell(tree, scope, compiler);
  throw new QueryError(`${name} is nothing that has a value here`, tree.at);
};

const member = (value: Value, name: string): Value => (isBag(value) ? (value.get(name) ?? null) : null);
const element = (value: Value, index: number): Value =>
  isArray(value) ? (value[index < 0 ? value.length + index : index] ?? null) : null;

const at = (value: Value, selector: Value): Value => {
  if (typeof selector === 'string') return member(value, selector);
  const index = typeof selector === 'boolean' ? Number(selector) : numberOf(selector);
  return index === null ? null : element(value, Math.trunc(index));
};

/** Of what is null, or has no such member, a member is null. */
const pathExpression = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const of = compileScalar(tree.part('Expression'), scope, compiler);
  const selector = tree.part('Selector');
  if (selector.kind !== 'NameReference') {
    if (selector.kind === 'BracketedExpression') return selected(of, selector, scope, compiler);
    throw new QueryError(`not supported after a point: ${selector.text}`, selector.at);
  }
  const name = plainName(selector);
  return (row) => member(of(row), name);
};

const plainName = (tree: Tree): string => tree.symbol ?? tree.text.replace(/^\[\s*(["'])([\s\S]*)\1\s*\]$/, '$2');

const elementExpression = (tree: Tree, scope: Scope, compiler: Compiler): Compiled =>
  selected(compileScalar(tree.part('Expression'), scope, compiler), tree.part('Selector'), scope, compiler);

const selected = (of: Compiled, bracketed: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const selector = compileScalar(bracketed.part('Expression'), scope, compiler);
  return (row) => at(of(row), selector(row));
};

const minus =
  (of: Compiled, tree: Tree): Compiled =>
  (row) => {
    const value = of(row);
    if (typeof value === 'bigint') return fitTo(-value, tree.type);
    if (value instanceof Timespan) return new Timespan(-value.ticks);
    const number = numberOf(value);
    return number === null ? null : -number;
  };

const binary = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const operator = tree.part('Operator');
  const name = operator.text.replace(/\s+/g, ' ');
  const [leftTree, rightTree] = [tree.part('Left'), tree.part('Right')];
  const left = compileScalar(leftTree, scope, compiler);
  const right = compileScalar(rightTree, scope, compiler);
  if (name === 'and') {
    return (row) => {
      const value = left(row);
      return value === false ? false : and(value, right(row));
    };
  }
  if (name === 'or') {
    return (row) => {
      const value = left(row);
      return value === true ? true : or(value, right(row));
    };
  }
  if (
    ['==', '!=', '<>', '<', '<=', '>', '>='].includes(name) &&
    leftTree.type === 'dynamic' &&
    rightTree.type === 'dynamic'
  ) {
    throw new QueryError(
      'two values of type dynamic cannot be compared: cast them, for example with tostring()',
      operator.at,
    );
  }
  const compiled = binaryOperator(name, tree.type);
  if (compiled === undefined) throw new QueryError(`the operator ${name} is not supported`, operator.at);
  if (name === 'matches regex' && typeof rightTree.literal === 'string') checkedRegex(rightTree.literal, rightTree);
  return (row) => compiled(left(row), right(row));
};

const checkedRegex = (pattern: string, tree: Tree): void => {
  try {
    regexOf(pattern);
  } catch (error) {
    throw new QueryError(error instanceof Error ? error.message : String(error), tree.at);
  }
};

const between = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const value = compileScalar(tree.part('Left'), scope, compiler);
  const couple = tree.part('Right');
  const [firstTree, secondTree] = [couple.part('First'), couple.part('Second')];
  const first = compileScalar(firstTree, scope, compiler);
  const second = compileScalar(secondTree, scope, compiler);
  const atLeast = binaryOperator('>=', 'bool');
  const atMost = binaryOperator('<=', 'bool');
  const plus = binaryOperator('+', 'datetime');
  const isNegated = tree.kind === 'NotBetweenExpression';
  // `between (start .. 1d)` reaches as far as the timespan goes.
  const isSpan = secondTree.type === 'timespan' && firstTree.type === 'datetime';
  return (row) => {
    const [one, low, high] = [value(row), first(row), second(row)];
    const to = isSpan ? (plus?.(low, high) ?? null) : high;
    const holds = and(atLeast?.(one, low) ?? null, atMost?.(one, to) ?? null);
    return isNegated ? (typeof holds === 'boolean' ? !holds : null) : holds;
  };
};

const functionCall = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const name = tree.part('Name').text;
  const place = scope.aggregated?.get(tree.at);
  if (place !== undefined) return (row) => row[place] ?? null;
  const trees = tree.part('ArgumentList').list('Expressions');
  if (scope.variables.get(name)?.kind === 'function') return calledScalar(tree, name, trees, scope, compiler);
  if (name === 'column_ifexists' || name === 'columnifexists') return columnIfExists(trees, scope, compiler);
  if (name === 'ingestion_time') return columnIfPresent('TimeGenerated', scope);
  if (name === 'toscalar') return toScalar(tree, scope, compiler);
  const made = scalarFunction(name);
  if (made === undefined) {
    throw new QueryError(
      `the function ${name}() is not supported; supported are ${scalarFunctionNames().join(', ')}`,
      tree.at,
    );
  }
  const args = trees
    .filter((one) => one.kind !== 'TypeOfLiteralExpression')
    .map((one) => compileScalar(one, scope, compiler));
  const call: Call = { tree, args, trees, type: tree.type, scope, session: compiler.session };
  for (const index of REGEX_ARGUMENTS[name] ?? []) {
    const pattern = trees[index];
    if (typeof pattern?.literal === 'string') checkedRegex(pattern.literal, pattern);
  }
  return made(call);
};

/** Where functions take a regular expression. */
const REGEX_ARGUMENTS: Readonly<Record<string, readonly number[]>> = {
  extract: [0],
  extract_all: [0],
  replace_regex: [1],
  replace: [0],
  trim: [0],
  trim_start: [0],
  trim_end: [0],
};

const columnIfExists = (trees: readonly Tree[], scope: Scope, compiler: Compiler): Compiled => {
  const [nameTree, otherwise] = trees;
  if (nameTree === undefined || otherwise === undefined || typeof nameTree.literal !== 'string') {
    throw new QueryError('column_ifexists() wants the name of a column as a text', nameTree?.at ?? 0);
  }
  const index = scope.index.get(nameTree.literal);
  return index === undefined ? compileScalar(otherwise, scope, compiler) : (row) => row[index] ?? null;
};

/** When a row came in is not in a log; its time stands for it. */
const columnIfPresent = (name: string, scope: Scope): Compiled => {
  const index = scope.index.get(name);
  return index === undefined ? constant(null) : (row) => row[index] ?? null;
};

const firstCell = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const relation = compiler.relation(tree, scope);
  const [column] = relation.columns;
  let value: Value = fitTo(null, column?.type ?? null);
  compiler.before((session) =>
    relation.run((row) => {
      value = row[0] ?? null;
      return false;
    }, session),
  );
  return () => value;
};

const toScalar = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const inner = tree.part('Expression');
  return inner.columns === null ? compileScalar(inner, scope, compiler) : firstCell(inner, scope, compiler);
};

/** A call of a function of the query: its body is bound to the types of the arguments and worked out in their place. */
const calledScalar = (tree: Tree, name: string, trees: readonly Tree[], scope: Scope, compiler: Compiler): Compiled => {
  const called = callScope(tree, name, trees, scope, compiler, null);
  return compileScalar(called.result, called.scope, compiler);
};
