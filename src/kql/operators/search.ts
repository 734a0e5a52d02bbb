import type { Compiler } from '../compiler.ts';
import { QueryError } from '../failure.ts';
import { and, binaryOperator, or } from '../operators-binary.ts';
import { type Compiled, type Relation, through } from '../plan.ts';
import { regexOf } from '../regex.ts';
import { type Scope, withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import { textOf, type Value } from '../value.ts';
import { onlyParameters, outputOf, parameter } from './site.ts';
import { joined, partsOf } from './union.ts';

/**
 * Rows of which a column holds a term, from the piped rows, from the tables of `in (…)`, or from every table. `$table` says where
 * a row is from. What the forms of a term mean: https://learn.microsoft.com/kusto/query/search-operator
 */
export const search = (
  tree: Tree,
  piped: Relation | null,
  scope: Scope,
  compiler: Compiler,
  pipedName: string | null = null,
): Relation => {
  onlyParameters(tree, ['kind']);
  const [source, ...columns] = outputOf(tree);
  if (source?.name !== '$table') throw new QueryError('this form of search is not supported', tree.at);
  const listed = tree.child('InClause')?.list('Expressions') ?? null;
  if (piped === null && listed === null && compiler.tables.size > 1)
    compiler.warn(
      'search reads every table, and every event is a row of each: name one, search in (AKSAudit) …',
      tree.at,
    );
  const parts =
    piped !== null
      ? [{ relation: piped, name: pipedName ?? 'search_arg0' }]
      : listed === null
        ? [...compiler.tables].map(([name, all]) => ({ name, relation: compiler.table(name, all) }))
        : partsOf(listed, scope, compiler, 0);
  const kind = parameter(tree, 'kind') ?? 'case_insensitive';
  const isCased = kind === 'case_sensitive';
  if (!isCased && kind !== 'default' && kind !== 'case_insensitive')
    throw new QueryError(`kind=${kind} is not supported here`, tree.at);
  const condition = tree.part('Condition');
  const holds = predicate(condition, { scope: withColumns(scope, columns), compiler, isCased, tree });
  const input = joined(parts, [source, ...columns], source.name, tree);
  return through(input, {
    columns: input.columns,
    start: (emit) => ({ push: (row) => holds(row.slice(1)) !== true || emit(row), end: () => {} }),
  });
};

interface Asked {
  readonly scope: Scope;
  readonly compiler: Compiler;
  readonly isCased: boolean;
  readonly tree: Tree;
}

/** `and`, `or` and brackets around terms; everything else is an expression like any other. */
const predicate = (tree: Tree, asked: Asked): Compiled => {
  switch (tree.kind) {
    case 'ParenthesizedExpression':
      return predicate(tree.part('Expression'), asked);
    case 'AndExpression':
    case 'OrExpression': {
      const [left, right] = [predicate(tree.part('Left'), asked), predicate(tree.part('Right'), asked)];
      const both = tree.kind === 'AndExpression' ? and : or;
      return (row) => both(left(row), right(row));
    }
    case 'StarExpression':
      return () => true;
    case 'StringLiteralExpression':
      return anyHolds(termOf(tree, asked.isCased));
    case 'SearchExpression': {
      const holds = termOf(tree.part('Right'), asked.isCased);
      const left = tree.part('Left');
      if (left.kind === 'StarExpression') return anyHolds(holds);
      const value = asked.compiler.scalar(left, asked.scope);
      return (row) => holds(value(row));
    }
    default:
      if (asked.isCased && ignoresCase(tree))
        throw new QueryError('with kind=case_sensitive write operators that heed case: has_cs, ==', tree.at);
      return asked.compiler.scalar(tree, asked.scope);
  }
};

const CASELESS = /^(!?(has|contains|startswith|endswith|hasprefix|hassuffix)|[=!]~|!?in~|has_any|has_all)$/;
const ignoresCase = (tree: Tree): boolean =>
  CASELESS.test(tree.child('Operator')?.text ?? '') ||
  /^Has(Any|All)/.test(tree.kind) ||
  tree.children.some(ignoresCase);

type Holds = (value: Value) => boolean;

const anyHolds =
  (holds: Holds): Compiled =>
  (row) =>
    row.some(holds);

/** A term whose stars stand for whatever is before, behind or between. */
const termOf = (tree: Tree, isCased: boolean): Holds => {
  const text = tree.literal;
  if (tree.kind !== 'StringLiteralExpression' || typeof text !== 'string')
    throw new QueryError('search wants a text in quotes here', tree.at);
  const [before, behind] = [text.startsWith('*'), text.endsWith('*')];
  const bare = text.slice(before ? 1 : 0, behind && text.length > 1 ? -1 : undefined);
  if (bare.includes('*')) return patternOf(bare, before, behind, isCased);
  const name = before && behind ? 'contains' : behind ? 'hasprefix' : before ? 'hassuffix' : 'has';
  const test = binaryOperator(isCased ? `${name}_cs` : name, 'bool');
  if (test === undefined) throw new QueryError(`${name} is not supported`, tree.at);
  return (value) => test(value, bare) === true;
};

/** `Lab*PC` is `\bLab.*PC\b`; a star at an end takes its border away. */
const patternOf = (bare: string, before: boolean, behind: boolean, isCased: boolean): Holds => {
  const middle = bare
    .split('*')
    .map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'))
    .join('.*');
  const pattern = regexOf(`${isCased ? '' : '(?i)'}${before ? '' : '\\b'}${middle}${behind ? '' : '\\b'}`);
  return (value) => pattern.matcher(textOf(value)).find();
};
