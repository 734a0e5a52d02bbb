import type { Column, ScalarType } from '../column.ts';
import { isScalarType } from '../column.ts';
import { QueryError } from '../failure.ts';
import { NO_ROW } from '../functions/call.ts';
import type { Compiled, Pushed, Session, Stage } from '../plan.ts';
import { withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import { Datetime, isArray, isBag, numberOf, type Row, Timespan, textOf, type Value } from '../value.ts';
import {
  disagree,
  givenName,
  named,
  type Operator,
  onlyParameters,
  ordinal,
  parameter,
  type Site,
  stage,
} from './site.ts';

interface Expanded {
  readonly name: string;
  readonly value: Compiled;
  readonly type: ScalarType;
}

/** `mv-expand a, b=f(c) to typeof(string)`: what each expression is called and cast to. */
const expandedOf = (tree: Tree, site: Site): Expanded => {
  const expression = tree.part('Expression');
  const inner = named(expression);
  const name = givenName(expression) ?? (inner.kind === 'NameReference' ? inner.symbol : null);
  const written = tree.child('ToTypeOf')?.part('TypeOf').text ?? null;
  const type = written === null ? 'dynamic' : /^typeof\s*\(\s*(\w+)\s*\)$/.exec(written)?.[1];
  const scalar = type === 'double' ? 'real' : type;
  if (scalar === undefined || !isScalarType(scalar)) throw new QueryError(`${written} is not supported`, tree.at);
  return { name: name ?? '', value: site.compiler.scalar(inner, withColumns(site.scope, site.input)), type: scalar };
};

/** A cast of an element, never a parse: what is of another type is null. */
const cast = (value: Value, type: ScalarType): Value => {
  if (type === 'dynamic') return value;
  if (type === 'string') return textOf(value);
  if (type === 'long' || type === 'int') return typeof value === 'bigint' ? value : null;
  if (type === 'real') return numberOf(value);
  if (type === 'bool') return typeof value === 'boolean' ? value : null;
  if (type === 'datetime') return value instanceof Datetime ? value : null;
  return type === 'timespan' ? (value instanceof Timespan ? value : null) : typeof value === 'string' ? value : null;
};

/** Elements of an array, members of a bag, one null of a null; nothing of what is empty. */
const elementsOf = (value: Value, bags: 'bag' | 'array'): readonly Value[] => {
  if (isArray(value)) return value;
  if (!isBag(value)) return [value];
  return [...value].map(([name, member]) => (bags === 'array' ? [name, member] : new Map([[name, member]])));
};

interface Expansion {
  readonly columns: readonly Column[];
  /** Rows that one row becomes, one at a time: a log may hold long lists. */
  rows(row: Row): Iterable<Row>;
}

const expansion = (site: Site, columns: readonly Column[]): Expansion => {
  const { tree, input, compiler } = site;
  onlyParameters(tree, ['kind', 'bagexpansion', 'with_itemindex']);
  const bags = (parameter(tree, 'kind') ?? parameter(tree, 'bagexpansion')) === 'array' ? 'array' : 'bag';
  const indexName = parameter(tree, 'with_itemindex');
  const expanded = tree.list('Expressions').map((one) => expandedOf(one, site));
  let next = input.length;
  const places = expanded.map(({ name }) => {
    const place = columns.findIndex((column) => column.name === name);
    if (place >= 0 && name !== '') return place;
    next += 1;
    return next - 1;
  });
  const indexPlace = indexName === null ? -1 : ordinal(columns, indexName, tree);
  const limitTree = tree.child('RowLimitClause')?.part('RowLimit') ?? null;
  // The operator's old spelling stops at 128.
  const otherwise = /^mvexpand\b/.test(tree.text) ? 128 : Number.POSITIVE_INFINITY;
  const limit = limitTree === null ? null : compiler.scalar(limitTree, withColumns(site.scope, []));
  return {
    columns,
    *rows(row) {
      const lists = expanded.map(({ value }) => elementsOf(value(row), bags));
      const most = limit === null ? otherwise : (numberOf(limit(NO_ROW)) ?? otherwise);
      const length = Math.min(most, Math.max(0, ...lists.map((list) => list.length)));
      for (let index = 0; index < length; index += 1) {
        const made: Value[] = columns.map((_column, place) => row[place] ?? null);
        for (const [which, list] of lists.entries()) {
          made[places[which] ?? 0] = cast(list[index] ?? null, expanded[which]?.type ?? 'dynamic');
        }
        if (indexPlace >= 0) made[indexPlace] = BigInt(index);
        yield made;
      }
    },
  };
};

export const mvExpand = (site: Site): Operator => {
  const expanded = expansion(site, site.output);
  return stage({
    columns: site.output,
    start: (emit) => ({
      push: (row) => {
        for (const one of expanded.rows(row)) if (!emit(one)) return false;
        return true;
      },
      end: () => {},
    }),
  });
};

/**
 * `mv-apply`: each row is expanded, the operators in brackets run over what it became, and the columns that were not
 * expanded are put before those that they give.
 */
export const mvApply = (
  site: Site,
  stagesOf: (tree: Tree, columns: readonly Column[]) => readonly Stage[],
): Operator => {
  const { tree, input, output } = site;
  if (tree.child('ContextIdClause') !== null) throw new QueryError('mv-apply with an id is not supported', tree.at);
  const subquery = tree.part('Subquery').part('Expression');
  const inner = innerColumns(tree, input, subquery);
  const expanded = expansion(site, inner);
  const stages = stagesOf(subquery, inner);
  const given = stages.at(-1)?.columns ?? inner;
  // Where a column of the input comes back from the subquery, the subquery's counts.
  const fromInner = output.map(({ name }) => given.findIndex((column) => column.name === name));
  const fromInput = output.map(({ name }) => input.findIndex((column) => column.name === name));
  if (output.some((_, index) => (fromInner[index] ?? -1) < 0 && (fromInput[index] ?? -1) < 0)) disagree(tree);
  return stage({
    columns: output,
    start: (emit, session: Session): Pushed => ({
      push: (row) => {
        let goesOn = true;
        const last = (one: Row): boolean => {
          goesOn = emit(
            output.map((_, index) => {
              const place = fromInner[index] ?? -1;
              return (place >= 0 ? one[place] : row[fromInput[index] ?? 0]) ?? null;
            }),
          );
          return goesOn;
        };
        const pushed: Pushed[] = [];
        for (const each of stages.toReversed()) {
          const before = pushed[0];
          pushed.unshift(each.start(before === undefined ? last : before.push, session));
        }
        const [first] = pushed;
        for (const one of expanded.rows(row)) if (first !== undefined && !first.push(one)) break;
        for (const each of pushed) each.end();
        return goesOn;
      },
      end: () => {},
    }),
  });
};

/** Columns that the subquery's first operator sees: the input's, those expanded, the index. */
const innerColumns = (tree: Tree, input: readonly Column[], subquery: Tree): readonly Column[] => {
  const columns: Column[] = [...input];
  for (const one of tree.list('Expressions')) {
    const expression = one.part('Expression');
    const inner = named(expression);
    const name = givenName(expression) ?? (inner.kind === 'NameReference' ? inner.symbol : null);
    if (name === null) throw new QueryError('mv-apply wants a name for what it expands', one.at);
    const written = /(\w+)\s*\)$/.exec(one.child('ToTypeOf')?.text ?? '')?.[1] ?? 'dynamic';
    const type = isScalarType(written) ? written : 'dynamic';
    const place = columns.findIndex((column) => column.name === name);
    if (place >= 0) columns[place] = { name, type };
    else columns.push({ name, type });
  }
  const index = parameter(tree, 'with_itemindex');
  if (index !== null) columns.push({ name: index, type: 'long' });
  if (subquery.text === '') throw new QueryError('mv-apply without operators', tree.at);
  return columns;
};
