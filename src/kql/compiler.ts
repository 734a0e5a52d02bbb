import type { Column } from './column.ts';
import type { Compiled, Relation, Session } from './plan.ts';
import type { Scope } from './scope.ts';
import type { Tree } from './tree.ts';

/** What the parts of the compiler ask of each other: scalars hold tables, tables hold scalars. */
export interface Compiler {
  readonly session: Session;
  /** Tables of the log, by name. */
  readonly tables: ReadonlyMap<string, readonly Column[]>;
  scalar(tree: Tree, scope: Scope): Compiled;
  relation(tree: Tree, scope: Scope): Relation;
  /** Something that must have been read before the query's own rows are: the other side of a join, a `toscalar`. */
  before(prepare: (session: Session) => Promise<void>): void;
  /** The rows of a table of the log, read anew each time. */
  table(name: string, columns: readonly Column[]): Relation;
  warn(text: string, at: number): void;
}
