import type { Compiler } from './compiler.ts';
import { QueryError } from './failure.ts';
import type { Compiled } from './plan.ts';
import type { Scope } from './scope.ts';
import type { Tree } from './tree.ts';

/** Whether an expression asks about every column: `* has "x"`. */
export const asksEveryColumn = (tree: Tree): boolean => tree.child('Left')?.kind === 'StarExpression';

/**
 * `* has "x"` is true where it is true of any column, whatever its type, by its text. Worked out once for each column.
 * https://learn.microsoft.com/kusto/query/where-operator
 */
export const anyColumn = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  if (/^(Not|Bang)/.test(tree.kind))
    throw new QueryError('what no column holds is not supported with *: write not(* has "…")', tree.at);
  const tests = scope.columns.map((_, star) => compiler.scalar(tree, { ...scope, star }));
  return (row) => tests.some((test) => test(row) === true);
};
