import type { Column } from './column.ts';
import type { Compiled, Relation } from './plan.ts';
import type { Tree } from './tree.ts';
import type { Row } from './value.ts';

/** What a name of the query stands for. */
export type Variable =
  | { readonly kind: 'scalar'; readonly value: Compiled }
  | { readonly kind: 'table'; readonly relation: Relation }
  /** `declaration` is where it was written; a call's own tree of its body is bound to the call. */
  | { readonly kind: 'function'; readonly declaration: Tree; readonly scope: Scope };

/** Rows around the one that is worked on, for `prev`, `next` and `row_number`. */
export interface Window {
  rows: readonly Row[];
  at: number;
}

export interface Scope {
  readonly columns: readonly Column[];
  readonly index: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly window: Window | null;
  /** Calls of aggregates, by their place in the query, whose results are the row's columns. */
  readonly aggregated: ReadonlyMap<number, number> | null;
  /** The column that `*` stands for at the moment. */
  readonly star: number | null;
}

export const NO_SCOPE: Scope = {
  columns: [],
  index: new Map(),
  variables: new Map(),
  window: null,
  aggregated: null,
  star: null,
};

export const withColumns = (scope: Scope, columns: readonly Column[]): Scope => ({
  ...scope,
  columns,
  index: new Map(columns.map(({ name }, index) => [name, index])),
  window: null,
  aggregated: null,
  star: null,
});

export const withVariable = (scope: Scope, name: string, variable: Variable): Scope => ({
  ...scope,
  variables: new Map(scope.variables).set(name, variable),
});
