import type { Column } from '../column.ts';
import type { Compiler } from '../compiler.ts';
import { QueryError } from '../failure.ts';
import { WINDOW_FUNCTIONS } from '../functions/window.ts';
import { type Compiled, hold, perRow, type Relation, type Stage } from '../plan.ts';
import { type Scope, type Window, withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import type { Row } from '../value.ts';

/** An operator in the query, with the columns that come in. */
export interface Site {
  readonly tree: Tree;
  readonly scope: Scope;
  readonly input: readonly Column[];
  /** Columns that go out, as the binder says: their names, types and order are never our own idea. */
  readonly output: readonly Column[];
  readonly compiler: Compiler;
}

/** An operator works on its input alone, or also reads other tables. */
export type Operator =
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'relation'; readonly of: (input: Relation) => Relation };

export const stage = (one: Stage): Operator => ({ kind: 'stage', stage: one });

export const outputOf = (tree: Tree): readonly Column[] => {
  const { columns } = tree;
  if (columns === null) throw new QueryError(`${tree.kind} gives no table`, tree.at);
  return columns;
};

/** The value of a parameter such as `kind=inner`; `null` when it was left out. */
export const parameter = (tree: Tree, name: string): string | null => {
  const found = tree.list('Parameters').find((one) => one.part('Name').text === name);
  return found?.part('Expression').text ?? null;
};

/** Parameters that change nothing here: how a cluster spreads the work. Others must be named. */
export const onlyParameters = (tree: Tree, known: readonly string[]): void => {
  for (const one of tree.list('Parameters')) {
    const name = one.part('Name').text;
    if (!name.startsWith('hint.') && !known.includes(name)) {
      throw new QueryError(`${name}= is not supported here`, one.at);
    }
  }
};

export const ordinal = (columns: readonly Column[], name: string, tree: Tree): number => {
  const index = columns.findIndex((one) => one.name === name);
  if (index < 0) throw new QueryError(`the column ${name} is not here`, tree.at);
  return index;
};

/** A stage whose output is a choice of the input's columns. */
export const choosing = (site: Site): Operator => {
  const places = site.output.map(({ name }) => ordinal(site.input, name, site.tree));
  return stage(perRow(site.output, (row) => places.map((place) => row[place] ?? null)));
};

const usesWindow = (tree: Tree): boolean =>
  (tree.kind === 'FunctionCallExpression' && WINDOW_FUNCTIONS.has(tree.part('Name').text)) ||
  tree.children.some(usesWindow);

/** A stage of one row in and none or one out; where expressions look at other rows it holds them all first. */
export const rowwise = (
  site: Site,
  trees: readonly Tree[],
  make: (compile: (tree: Tree) => Compiled) => (row: Row) => Row | null,
): Operator => {
  const inner = withColumns(site.scope, site.input);
  if (!trees.some(usesWindow))
    return stage(
      perRow(
        site.output,
        make((tree) => site.compiler.scalar(tree, inner)),
      ),
    );
  const window: Window = { rows: [], at: 0 };
  const of = make((tree) => site.compiler.scalar(tree, { ...inner, window }));
  return stage({
    columns: site.output,
    start: (emit, session) => {
      const rows: Row[] = [];
      return {
        push: (row) => {
          hold(session);
          rows.push(row);
          return true;
        },
        end: () => {
          window.rows = rows;
          for (const [index, row] of rows.entries()) {
            window.at = index;
            const made = of(row);
            if (made !== null && !emit(made)) break;
          }
          window.rows = [];
          session.held -= rows.length;
        },
      };
    },
  });
};

/** The name that an expression is given in the query; `null` where the binder makes one up. */
export const givenName = (tree: Tree): string | null =>
  tree.kind === 'SimpleNamedExpression' ? (tree.part('Name').symbol ?? tree.part('Name').text) : null;

export const named = (tree: Tree): Tree => (tree.kind === 'SimpleNamedExpression' ? tree.part('Expression') : tree);

/** The binder and the evaluator must agree; where they do not, no answer is better than a wrong one. */
export const disagree = (tree: Tree): never => {
  throw new QueryError(`this form of ${tree.kind} is not supported`, tree.at);
};
