import { isNothing, order, rowKey } from '../compare.ts';
import { QueryError } from '../failure.ts';
import { NO_ROW } from '../functions/call.ts';
import { type Compiled, held, hold, perRow, type Stage } from '../plan.ts';
import { withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import { numberOf, type Row, type Value } from '../value.ts';
import { named, type Operator, type Site, stage } from './site.ts';

interface SortKey {
  readonly value: Compiled;
  readonly isAscending: boolean;
  readonly nullsFirst: boolean;
}

/** Downwards unless said otherwise; nulls last downwards and first upwards. */
const sortKey = (tree: Tree, site: Site): SortKey => {
  const ordering = tree.kind === 'OrderedExpression' ? tree.child('Ordering') : null;
  const words = (ordering?.text ?? '').toLowerCase().split(/\s+/);
  const isAscending = words.includes('asc') || words.includes('granny-asc');
  if (words.some((word) => word.startsWith('granny'))) throw new QueryError('granny order is not supported', tree.at);
  const expression = tree.kind === 'OrderedExpression' ? tree.part('Expression') : tree;
  return {
    value: site.compiler.scalar(named(expression), withColumns(site.scope, site.input)),
    isAscending,
    nullsFirst: words.includes('first') || (!words.includes('last') && isAscending),
  };
};

/** Nulls stand outside NaN on either side: null, NaN, numbers, or numbers, NaN, null. */
const compareKeys = (a: Value, b: Value, { isAscending, nullsFirst }: SortKey): number => {
  const [nothingA, nothingB] = [isNothing(a), isNothing(b)];
  if (nothingA || nothingB) {
    const rank = (value: Value, isNone: boolean): number => (isNone ? (value === null ? 2 : 1) : 0);
    const difference = rank(a, nothingA) - rank(b, nothingB);
    return nullsFirst ? -difference : difference;
  }
  return isAscending ? order(a, b) : order(b, a);
};

const sorted = (rows: readonly Row[], keys: readonly SortKey[]): Row[] =>
  rows
    .map((row) => ({ row, values: keys.map(({ value }) => value(row)) }))
    .sort((a, b) => {
      for (const [index, key] of keys.entries()) {
        const compared = compareKeys(a.values[index] ?? null, b.values[index] ?? null, key);
        if (compared !== 0) return compared;
      }
      return 0;
    })
    .map(({ row }) => row);

export const sort = (site: Site): Operator => {
  const keys = site.tree.list('Expressions').map((tree) => sortKey(tree, site));
  return stage(held(site.output, (rows) => sorted(rows, keys)));
};

/** The number behind `take` or `top`, which may be a variable. */
const countOf = (tree: Tree, site: Site): (() => number) => {
  const value = site.compiler.scalar(tree, { ...site.scope, columns: [], index: new Map() });
  return () => Math.max(0, Math.trunc(numberOf(value(NO_ROW)) ?? 0));
};

export const top = (site: Site): Operator => {
  const count = countOf(site.tree.part('Expression'), site);
  const keys = [sortKey(site.tree.part('ByExpression'), site)];
  return stage({
    columns: site.output,
    start: (emit, session) => {
      const most = count();
      let kept: Row[] = [];
      const cut = (): void => {
        kept = sorted(kept, keys).slice(0, most);
      };
      return {
        push: (row) => {
          kept.push(row);
          if (kept.length >= 2 * most + 1_000) cut();
          if (kept.length > session.maxRows) hold(session, kept.length);
          return true;
        },
        end: () => {
          cut();
          for (const row of kept) if (!emit(row)) break;
        },
      };
    },
  });
};

export const take = (site: Site): Operator => {
  const count = countOf(site.tree.part('Expression'), site);
  return stage({
    columns: site.output,
    start: (emit) => {
      let left = count();
      return {
        push: (row) => {
          if (left <= 0) return false;
          left -= 1;
          return emit(row) && left > 0;
        },
        end: () => {},
      };
    },
  });
};

export const count = (site: Site): Operator =>
  stage({
    columns: site.output,
    start: (emit) => {
      let total = 0n;
      return {
        push: () => {
          total += 1n;
          return true;
        },
        end: () => {
          emit([total]);
        },
      };
    },
  });

export const distinct = (site: Site): Operator => {
  const trees = site.tree.list('Expressions');
  const isStar = trees.some((tree) => tree.kind === 'StarExpression' || tree.text === '*');
  const inner = withColumns(site.scope, site.input);
  const values = isStar
    ? site.output.map(({ name }) => {
        const place = inner.index.get(name) ?? 0;
        return (row: Row): Value => row[place] ?? null;
      })
    : trees.map((tree) => site.compiler.scalar(named(tree), inner));
  if (values.length !== site.output.length)
    throw new QueryError('this form of distinct is not supported', site.tree.at);
  const made: Stage = {
    columns: site.output,
    start: (emit, session) => {
      const seen = new Set<string>();
      return {
        push: (row) => {
          const one = values.map((value) => value(row));
          const key = rowKey(one);
          if (seen.has(key)) return true;
          hold(session);
          seen.add(key);
          return emit(one);
        },
        end: () => {
          session.held -= seen.size;
        },
      };
    },
  };
  return stage(made);
};

export const asItIs = (site: Site): Operator => stage(perRow(site.output, (row) => row));
