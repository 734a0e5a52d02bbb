import { keyOf } from './compare.ts';
import type { Compiler } from './compiler.ts';
import { fitTo } from './convert.ts';
import { QueryError } from './failure.ts';
import type { Call } from './functions/call.ts';
import { NO_ROW } from './functions/call.ts';
import { scalarFunction, scalarFunctionNames } from './functions/registry.ts';
import { dynamicValue, literalValue } from './literal.ts';
import { and, binaryOperator, lowered, or } from './operators-binary.ts';
import { type Compiled, hold } from './plan.ts';
import { regexOf } from './regex.ts';
import { type Scope, withVariable } from './scope.ts';
import { has, lowerAscii } from './text-search.ts';
import type { Tree } from './tree.ts';
import { isArray, isBag, numberOf, Timespan, textOf, type Value } from './value.ts';

/** A scalar expression as a function of a row. Throws `QueryError` for what is not supported, with its place. */
export const compileScalar = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const of = (name: string): Compiled => compileScalar(tree.part(name), scope, compiler);
  switch (tree.kind) {
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

/** The values in brackets behind `in` and `has_any`: arrays count as their elements, tables as their first column. */
const listed = (tree: Tree, scope: Scope, compiler: Compiler): ((row: readonly Value[]) => readonly Value[]) => {
  const right = tree.part('Right');
  const trees = right.kind === 'ExpressionList' ? right.list('Expressions') : [right];
  const parts = trees.map((one): ((row: readonly Value[]) => readonly Value[]) => {
    if (one.columns !== null) {
      const values = firstColumn(one, scope, compiler);
      return () => values();
    }
    const compiled = compileScalar(one, scope, compiler);
    if (one.type !== 'dynamic') return (row) => [compiled(row)];
    return (row) => {
      const value = compiled(row);
      return isArray(value) ? value : [value];
    };
  });
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  if (trees.every((one) => one.kind.endsWith('LiteralExpression'))) {
    const values = parts.flatMap((part) => part(NO_ROW));
    return () => values;
  }
  return (row) => parts.flatMap((part) => part(row));
};

const isIn = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const name = tree.part('Operator').text;
  const value = compileScalar(tree.part('Left'), scope, compiler);
  const values = listed(tree, scope, compiler);
  const isNegated = name.startsWith('!');
  const folds = name.endsWith('~');
  const key = folds ? (one: Value) => (typeof one === 'string' ? `s${lowerAscii(one)}` : keyOf(one)) : keyOf;
  // The list is mostly the same one for each row.
  let last: readonly Value[] | null = null;
  let keys: ReadonlySet<string> = new Set();
  let single: Value = null;
  return (row) => {
    const list = values(row);
    if (list.length === 1) {
      const [only = null] = list;
      if (last === null || only !== single || last.length !== 1) {
        keys = new Set(only === null ? [] : [key(only)]);
        single = only;
        last = list;
      }
    } else if (list !== last) {
      keys = new Set(list.filter((one) => one !== null).map(key));
      last = list;
    }
    const one = value(row);
    const found = one !== null && keys.has(key(one));
    return isNegated ? !found : found;
  };
};

const hasTerms = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const value = compileScalar(tree.part('Left'), scope, compiler);
  const values = listed(tree, scope, compiler);
  const isAll = tree.kind === 'HasAllExpression';
  let last: readonly Value[] | null = null;
  let terms: readonly string[] = [];
  return (row) => {
    const list = values(row);
    if (list !== last) {
      terms = list.filter((one) => one !== null).map((one) => lowerAscii(textOf(one)));
      last = list;
    }
    const text = lowered(textOf(value(row)));
    return isAll ? terms.every((term) => has(text, term)) : terms.some((term) => has(text, term));
  };
};

/** Values of the first column of a table, read before the query's rows are. */
const firstColumn = (tree: Tree, scope: Scope, compiler: Compiler): (() => readonly Value[]) => {
  const relation = compiler.relation(tree, scope);
  let values: readonly Value[] = [];
  compiler.before(async (session) => {
    const found = new Map<string, Value>();
    await relation.run((row) => {
      const [value = null] = row;
      const key = keyOf(value);
      if (!found.has(key)) {
        hold(session);
        found.set(key, value);
      }
      return true;
    }, session);
    values = [...found.values()];
  });
  return () => values;
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

const functionCall = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const name = tree.part('Name').text;
  const place = scope.aggregated?.get(tree.at);
  if (place !== undefined) return (row) => row[place] ?? null;
  const trees = tree.part('ArgumentList').list('Expressions');
  if (scope.variables.get(name)?.kind === 'function') return calledScalar(tree, name, trees, scope, compiler);
  if (name === 'column_ifexists' || name === 'columnifexists') return columnIfExists(trees, scope, compiler);
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

/** A call of a function of the query: its body is bound to the types of the arguments and worked out in their place. */
const calledScalar = (tree: Tree, name: string, trees: readonly Tree[], scope: Scope, compiler: Compiler): Compiled => {
  const called = callScope(tree, name, trees, scope, compiler, null);
  return compileScalar(called.result, called.scope, compiler);
};

/** The scope and the last expression of a called function's body. `piped`: what `invoke` hands over as the first argument. */
export const callScope = (
  tree: Tree,
  name: string,
  trees: readonly Tree[],
  scope: Scope,
  compiler: Compiler,
  piped: Compiled | { readonly relation: ReturnType<Compiler['relation']> } | null,
): { readonly result: Tree; readonly scope: Scope } => {
  const variable = scope.variables.get(name);
  if (variable?.kind !== 'function') throw new QueryError(`${name} is no function of this query`, tree.at);
  const { declaration } = variable;
  const body = tree.calledBody(declaration.part('Body')) ?? declaration.part('Body');
  const parameters = declaration.part('Parameters').list('Parameters');
  // The body sees what was declared before it, and the row of a call's arguments only through them.
  let inner: Scope = { ...variable.scope, columns: scope.columns, index: scope.index };
  const positional = trees.filter((one) => one.kind !== 'SimpleNamedExpression');
  const named = new Map(
    trees
      .filter((one) => one.kind === 'SimpleNamedExpression')
      .map((one) => [one.part('Name').text, one.part('Expression')] as const),
  );
  for (const [index, parameter] of parameters.entries()) {
    const declared = parameter.part('NameAndType').part('Name').text;
    if (index === 0 && piped !== null && typeof piped === 'object') {
      inner = withVariable(inner, declared, { kind: 'table', relation: piped.relation });
      continue;
    }
    const given = named.get(declared) ?? positional[index - (piped === null ? 0 : 1)];
    const value = given ?? parameter.child('DefaultValue')?.part('Value');
    if (value === undefined) throw new QueryError(`${name}() without ${declared}`, tree.at);
    inner = withVariable(
      inner,
      declared,
      value.columns === null
        ? { kind: 'scalar', value: compileScalar(value, scope, compiler) }
        : { kind: 'table', relation: compiler.relation(value, scope) },
    );
  }
  for (const statement of body.list('Statements')) inner = declare(statement, inner, compiler, 'row');
  return { result: body.part('Expression'), scope: inner };
};

/** `let`: a function, a table or a scalar under a name. In a function that is called for each `row` a scalar may depend on it. */
export const declare = (statement: Tree, scope: Scope, compiler: Compiler, per: 'query' | 'row'): Scope => {
  if (statement.kind === 'EmptyStatement' || statement.kind === 'SemicolonToken') return scope;
  if (statement.kind !== 'LetStatement') {
    throw new QueryError(`${statement.kind} is not supported: ${shortened(statement.text)}`, statement.at);
  }
  const name = statement.part('Name').symbol ?? statement.part('Name').text;
  const value = statement.part('Expression');
  if (value.kind === 'FunctionDeclaration') {
    return withVariable(scope, name, { kind: 'function', declaration: value, scope });
  }
  if (value.columns !== null)
    return withVariable(scope, name, { kind: 'table', relation: compiler.relation(value, scope) });
  const compiled = compileScalar(value, scope, compiler);
  if (per === 'row') return withVariable(scope, name, { kind: 'scalar', value: compiled });
  // Worked out once, when it is first asked for: by then what it needs has been read.
  let known: { readonly value: Value } | undefined;
  return withVariable(scope, name, {
    kind: 'scalar',
    value: () => {
      known ??= { value: compiled(NO_ROW) };
      return known.value;
    },
  });
};
