import { type Aggregate, aggregate, aggregateNames, type Gathering } from '../aggregates.ts';
import type { Column, ScalarType } from '../column.ts';
import { rowKey } from '../compare.ts';
import { fitTo } from '../convert.ts';
import { QueryError } from '../failure.ts';
import { scalarFunction } from '../functions/registry.ts';
import { type Compiled, hold, type Session } from '../plan.ts';
import { type Scope, withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import type { Row, Value } from '../value.ts';
import { disagree, named, type Operator, onlyParameters, type Site, stage } from './site.ts';

/** One expression behind `summarize`: what groups gather for it, and the columns that it gives of that. */
interface Part {
  readonly aggregates: readonly ((session: Session) => Gathering)[];
  of(results: readonly (readonly Value[])[]): readonly Value[];
}

/** Aggregates that give a column for each of several expressions, and `*` for all there are. */
const MANY: ReadonlySet<string> = new Set(['arg_max', 'arg_min', 'argmax', 'argmin', 'any', 'take_any', 'percentiles']);
const isMany = (tree: Tree): boolean => tree.kind === 'FunctionCallExpression' && MANY.has(tree.part('Name').text);
const isStar = (tree: Tree): boolean => tree.kind === 'StarExpression';
const argumentsOf = (tree: Tree): readonly Tree[] => tree.part('ArgumentList').list('Expressions');

export const summarize = (site: Site): Operator => {
  const { tree, input, output, compiler } = site;
  onlyParameters(tree, []);
  const scope = withColumns(site.scope, input);
  const by = (tree.child('ByClause')?.list('Expressions') ?? []).map((one) => {
    const key = named(one);
    if (key.type === 'dynamic') {
      throw new QueryError(`a key of summarize is of type dynamic: cast it, for example tostring(${key.text})`, key.at);
    }
    return { tree: key, value: compiler.scalar(key, scope) };
  });
  const expressions = tree.list('Aggregates');
  const widths = widthsOf(
    expressions,
    by.map((one) => one.tree),
    site,
  );
  let next = by.length;
  const parts = expressions.map((one, index) => {
    const columns = output.slice(next, next + (widths[index] ?? 1));
    next += columns.length;
    return part(
      named(one),
      columns,
      by.map((key) => key.tree),
      scope,
      site,
    );
  });
  if (next !== output.length) disagree(tree);

  const gather = (session: Session): (readonly Gathering[])[] =>
    parts.map((one) => one.aggregates.map((make) => make(session)));
  const results = (gathered: readonly (readonly Gathering[])[]): Value[] =>
    parts.flatMap((one, index) => one.of((gathered[index] ?? []).map((each) => each.result())));

  return stage({
    columns: output,
    start: (emit, session) => {
      const heldBefore = session.held;
      const groups = new Map<
        string,
        { readonly keys: readonly Value[]; readonly gathered: readonly (readonly Gathering[])[] }
      >();
      return {
        push: (row) => {
          const keys = by.map((one) => one.value(row));
          const key = rowKey(keys);
          let group = groups.get(key);
          if (group === undefined) {
            hold(session);
            group = { keys, gathered: gather(session) };
            groups.set(key, group);
          }
          for (const gathered of group.gathered) for (const one of gathered) one.add(row);
          return true;
        },
        end: () => {
          if (groups.size === 0 && by.length === 0) emit(results(gather(session)));
          for (const { keys, gathered } of groups.values()) if (!emit([...keys, ...results(gathered)])) break;
          session.held = heldBefore;
        },
      };
    },
  });
};

/** How many columns each expression gives. `*` stands for all columns that are neither keys nor the measure itself. */
const widthsOf = (expressions: readonly Tree[], by: readonly Tree[], site: Site): readonly number[] =>
  expressions.map((one) => {
    const tree = named(one);
    if (!isMany(tree)) return 1;
    const args = argumentsOf(tree);
    const ranks = tree.part('Name').text === 'percentiles' ? args.length - 1 : args.length;
    return args.some(isStar) ? args.length - 1 + starred(tree, by, site).length : ranks;
  });

const starred = (tree: Tree, by: readonly Tree[], site: Site): readonly Column[] => {
  const taken = new Set(
    [...by, ...argumentsOf(tree)].flatMap((one) => (one.symbolKind === 'column' ? [one.symbol] : [])),
  );
  return site.input.filter(({ name }) => !taken.has(name));
};

const part = (tree: Tree, columns: readonly Column[], by: readonly Tree[], scope: Scope, site: Site): Part => {
  const types: readonly ScalarType[] = columns.map(({ type }) => type);
  if (tree.kind === 'FunctionCallExpression') {
    const made = aggregateOf(tree);
    if (made !== null) {
      const args = argumentsOf(tree).flatMap((one): readonly Compiled[] => {
        if (!isStar(one)) return [site.compiler.scalar(one, scope)];
        return starred(tree, by, site).map(({ name }) => {
          const place = scope.index.get(name) ?? 0;
          return (row: Row) => row[place] ?? null;
        });
      });
      return { aggregates: [made({ args, types })], of: ([result = []]) => result };
    }
  }
  return combined(tree, columns[0] ?? disagree(tree), scope, site);
};

const aggregateOf = (tree: Tree): Aggregate | null => {
  const name = tree.part('Name').text;
  const made = aggregate(name);
  // Some names are those of an aggregate and of a function; in an aggregate's place the aggregate is meant.
  if (made !== undefined) return made;
  if (scalarFunction(name) !== undefined) return null;
  throw new QueryError(
    `the aggregate ${name}() is not supported; supported are ${aggregateNames().join(', ')}`,
    tree.at,
  );
};

/** An expression over aggregates, such as `tostring(make_set(x))`: they become columns of a row that it is worked out for. */
const combined = (tree: Tree, column: Column, scope: Scope, site: Site): Part => {
  const inner: Tree[] = [];
  const find = (one: Tree): void => {
    if (one.kind === 'FunctionCallExpression' && aggregate(one.part('Name').text) !== undefined) inner.push(one);
    else for (const child of one.children) find(child);
  };
  find(tree);
  const aggregates = inner.map((one) => {
    const made = aggregate(one.part('Name').text);
    const args = argumentsOf(one);
    if (made === undefined || args.some(isStar)) return disagree(one);
    return made({ args: args.map((each) => site.compiler.scalar(each, scope)), types: [one.type ?? 'dynamic'] });
  });
  const places = new Map(inner.map((one, index) => [one.at, index]));
  const over = site.compiler.scalar(tree, { ...withColumns(site.scope, []), aggregated: places });
  return { aggregates, of: (results) => [fitTo(over(results.map(([value = null]) => value)), column.type)] };
};
