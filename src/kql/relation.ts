import { callScope } from './calls.ts';
import type { Column } from './column.ts';
import type { Compiler } from './compiler.ts';
import { castTo, fitTo } from './convert.ts';
import { QueryError, QueryStopped } from './failure.ts';
import { NO_ROW } from './functions/call.ts';
import { dynamicValue } from './literal.ts';
import { extend, project, projectRename, where } from './operators/columns.ts';
import { mvApply, mvExpand } from './operators/expand.ts';
import { join, lookup } from './operators/join.ts';
import { parse } from './operators/parse.ts';
import { asItIs, count, distinct, sort, take, top } from './operators/rows.ts';
import { search } from './operators/search.ts';
import { choosing, named, type Operator, outputOf, type Site } from './operators/site.ts';
import { summarize } from './operators/summarize.ts';
import { nameOf, union } from './operators/union.ts';
import { hold, literalTable, type Relation, type Stage, through } from './plan.ts';
import { type Scope, withColumns } from './scope.ts';
import type { Tree } from './tree.ts';
import { Datetime, numberOf, type Row, Timespan, type Value } from './value.ts';

const OPERATORS: Readonly<Record<string, readonly [name: string, make: (site: Site) => Operator]>> = {
  FilterOperator: ['where', where],
  ExtendOperator: ['extend', extend],
  ProjectOperator: ['project', project],
  ProjectAwayOperator: ['project-away', choosing],
  ProjectKeepOperator: ['project-keep', choosing],
  ProjectReorderOperator: ['project-reorder', choosing],
  ProjectRenameOperator: ['project-rename', projectRename],
  SummarizeOperator: ['summarize', summarize],
  JoinOperator: ['join', join],
  LookupOperator: ['lookup', lookup],
  MvExpandOperator: ['mv-expand', mvExpand],
  MvApplyOperator: [
    'mv-apply',
    (site) => mvApply(site, (tree, columns) => stagesOf(tree, columns, site.scope, site.compiler)),
  ],
  ParseOperator: ['parse', parse],
  ParseWhereOperator: ['parse-where', parse],
  SortOperator: ['sort', sort],
  TopOperator: ['top', top],
  TakeOperator: ['take', take],
  SampleOperator: ['sample', take],
  DistinctOperator: ['distinct', distinct],
  CountOperator: ['count', count],
  SerializeOperator: [
    'serialize',
    (site) => (site.tree.list('Expressions').length === 0 ? asItIs(site) : extend(site)),
  ],
  RenderOperator: ['render', rendered],
};

export const operatorNames = (): readonly string[] =>
  [
    ...Object.values(OPERATORS).map(([name]) => name),
    'datatable',
    'invoke',
    'limit',
    'materialize',
    'order',
    'print',
    'range',
    'search',
    'union',
  ].sort();

function rendered(site: Site): Operator {
  site.compiler.warn('render draws nothing here: its rows are printed', site.tree.at);
  return asItIs(site);
}

/** The word that an operator begins with, as it stands in the query. */
const wordOf = (tree: Tree): string => /^[a-z-]+/i.exec(tree.text)?.[0] ?? tree.kind;

const unsupported = (tree: Tree): QueryError =>
  new QueryError(`the operator ${wordOf(tree)} is not supported; supported are ${operatorNames().join(', ')}`, tree.at);

const operatorOf = (tree: Tree, input: readonly Column[], scope: Scope, compiler: Compiler): Operator => {
  const known = OPERATORS[tree.kind];
  if (known === undefined) throw unsupported(tree);
  return known[1]({ tree, scope, input, output: outputOf(tree), compiler });
};

/** The operators of a pipe that begins with what is handed to it, each with what it gives. */
const stagesOf = (tree: Tree, input: readonly Column[], scope: Scope, compiler: Compiler): readonly Stage[] => {
  const before = tree.kind === 'PipeExpression' ? stagesOf(tree.part('Expression'), input, scope, compiler) : [];
  const operator = tree.kind === 'PipeExpression' ? tree.part('Operator') : tree;
  const made = operatorOf(operator, before.at(-1)?.columns ?? input, scope, compiler);
  if (made.kind !== 'stage') throw new QueryError(`${wordOf(operator)} is not supported inside mv-apply`, operator.at);
  return [...before, made.stage];
};

/** A tabular expression. Throws `QueryError` for what is not supported, with its place. */
export const compileRelation = (tree: Tree, scope: Scope, compiler: Compiler): Relation => {
  switch (tree.kind) {
    case 'ParenthesizedExpression':
      return compileRelation(tree.part('Expression'), scope, compiler);
    case 'PipeExpression':
      return piped(tree, scope, compiler);
    case 'NameReference':
      return namedTable(tree, scope, compiler);
    case 'FunctionCallExpression':
      return calledTable(tree, null, scope, compiler);
    case 'MaterializeExpression':
      return materialized(compileRelation(tree.part('Expression'), scope, compiler), compiler);
    case 'DataTableExpression':
      return dataTable(tree, scope, compiler);
    case 'PrintOperator':
      return printed(tree, scope, compiler);
    case 'RangeOperator':
      return rangeTable(tree, scope, compiler);
    case 'UnionOperator':
      return union(tree, null, scope, compiler);
    case 'SearchOperator':
      return search(tree, null, scope, compiler);
    case 'ExternalDataExpression':
      throw new QueryError('externaldata is not supported: nothing is fetched; put the rows into a datatable', tree.at);
    default:
      throw unsupported(tree);
  }
};

const piped = (tree: Tree, scope: Scope, compiler: Compiler): Relation => {
  const input = compileRelation(tree.part('Expression'), scope, compiler);
  const operator = tree.part('Operator');
  if (operator.kind === 'UnionOperator') return union(operator, input, scope, compiler);
  if (operator.kind === 'SearchOperator')
    return search(operator, input, scope, compiler, nameOf(tree.part('Expression')));
  if (operator.kind === 'InvokeOperator') return calledTable(operator.part('Function'), input, scope, compiler);
  const made = operatorOf(operator, input.columns, withColumns(scope, input.columns), compiler);
  return made.kind === 'stage' ? through(input, made.stage) : made.of(input);
};

const namedTable = (tree: Tree, scope: Scope, compiler: Compiler): Relation => {
  const name = tree.symbol ?? tree.text;
  const variable = scope.variables.get(name);
  if (variable?.kind === 'table') return variable.relation;
  if (variable?.kind === 'function') return calledTable(tree, null, scope, compiler);
  if (tree.symbolKind !== 'table') throw new QueryError(`${name} is no table here`, tree.at);
  return compiler.table(name, outputOf(tree));
};

const calledTable = (tree: Tree, input: Relation | null, scope: Scope, compiler: Compiler): Relation => {
  const name = tree.child('Name')?.text ?? tree.text;
  if (name === 'materialize') {
    const [inner] = tree.part('ArgumentList').list('Expressions');
    if (inner !== undefined) return materialized(compileRelation(inner, scope, compiler), compiler);
  }
  if (name === 'table') return tableByName(tree, scope, compiler);
  if (scope.variables.get(name)?.kind !== 'function') {
    throw new QueryError(`the function ${name}() is not supported as a table`, tree.at);
  }
  const trees = tree.child('ArgumentList')?.list('Expressions') ?? [];
  const called = callScope(tree, name, trees, scope, compiler, input);
  return compileRelation(called.result, called.scope, compiler);
};

/** `table("AKSAudit")`: the name is known when the query is. */
const tableByName = (tree: Tree, scope: Scope, compiler: Compiler): Relation => {
  const [argument, ...more] = tree.part('ArgumentList').list('Expressions');
  const name = argument === undefined ? null : compiler.scalar(argument, withColumns(scope, []))(NO_ROW);
  if (typeof name !== 'string' || more.length > 0) throw new QueryError('table() wants the name of a table', tree.at);
  if (!compiler.tables.has(name)) {
    throw new QueryError(`${name} is no table here; there are ${[...compiler.tables.keys()].join(', ')}`, tree.at);
  }
  return compiler.table(name, outputOf(tree));
};

/** Read once, before the query's own rows, and kept. */
const materialized = (relation: Relation, compiler: Compiler): Relation => {
  const rows: Row[] = [];
  compiler.before((session) =>
    relation.run((row) => {
      hold(session);
      rows.push(row);
      return true;
    }, session),
  );
  return literalTable(relation.columns, () => rows);
};

const dataTable = (tree: Tree, scope: Scope, compiler: Compiler): Relation => {
  const columns = outputOf(tree);
  const values = tree
    .list('Values')
    .map((one) =>
      one.kind === 'DynamicExpression' ? dynamicValue(one) : compiler.scalar(one, withColumns(scope, []))(NO_ROW),
    );
  if (values.length % columns.length !== 0) throw new QueryError('a datatable with a row that is not full', tree.at);
  const rows: Row[] = [];
  for (let from = 0; from < values.length; from += columns.length) {
    rows.push(columns.map(({ type }, index) => castTo(values[from + index] ?? null, type)));
  }
  return literalTable(columns, () => rows);
};

const printed = (tree: Tree, scope: Scope, compiler: Compiler): Relation => {
  const columns = outputOf(tree);
  const values = tree.list('Expressions').map((one) => compiler.scalar(named(one), withColumns(scope, [])));
  if (values.length !== columns.length) throw new QueryError('this form of print is not supported', tree.at);
  return literalTable(columns, () => [
    values.map((value, index) => fitTo(value(NO_ROW), columns[index]?.type ?? null)),
  ]);
};

const rangeTable = (tree: Tree, scope: Scope, compiler: Compiler): Relation => {
  const columns = outputOf(tree);
  const part = (name: string) => compiler.scalar(tree.part(name), withColumns(scope, []));
  const [from, to, step] = [part('From'), part('To'), part('Step')];
  return literalTable(columns, function* () {
    const [first, last, by] = [from(NO_ROW), to(NO_ROW), step(NO_ROW)];
    const add = adding(first, by);
    const isUp = (numberOf(by instanceof Timespan ? by.ticks : by) ?? 0) > 0;
    if (add === null) throw new QueryStopped('range wants a step that is neither null nor 0');
    for (let value: Value = first; !isPast(value, last, isUp); value = add(value)) yield [value];
  });
};

const isPast = (value: Value, last: Value, isUp: boolean): boolean => {
  const [a, b] = [numberOrTicks(value), numberOrTicks(last)];
  return a === null || b === null || (isUp ? a > b : a < b);
};
const numberOrTicks = (value: Value): bigint | number | null =>
  value instanceof Datetime || value instanceof Timespan
    ? value.ticks
    : typeof value === 'bigint'
      ? value
      : numberOf(value);

const adding = (first: Value, step: Value): ((value: Value) => Value) | null => {
  if (first instanceof Datetime && step instanceof Timespan && step.ticks !== 0n) {
    return (value) => (value instanceof Datetime ? new Datetime(value.ticks + step.ticks) : null);
  }
  if (first instanceof Timespan && step instanceof Timespan && step.ticks !== 0n) {
    return (value) => (value instanceof Timespan ? new Timespan(value.ticks + step.ticks) : null);
  }
  if (typeof first === 'bigint' && typeof step === 'bigint') {
    return step === 0n ? null : (value) => (typeof value === 'bigint' ? value + step : null);
  }
  const by = numberOf(step);
  return by === null || by === 0 ? null : (value) => (numberOf(value) ?? Number.NaN) + by;
};
