import type { Compiled, Relation, Session } from './plan.ts';
import type { Scope } from './scope.ts';
import type { Tree } from './tree.ts';

/** What the parts of the compiler ask of each other: scalars hold tables, tables hold scalars. */
export interface Compiler {
  readonly session: Session;
  scalar(tree: Tree, scope: Scope): Compiled;
  relation(tree: Tree, scope: Scope): Relation;
  /** Something that must have been read before the query's own rows are: the other side of a join, a `toscalar`. */
  before(prepare: (session: Session) => Promise<void>): void;
  warn(text: string, at: number): void;
}
