import type { ScalarType } from '../column.ts';
import type { Compiled, Session } from '../plan.ts';
import type { Scope } from '../scope.ts';
import type { Tree } from '../tree.ts';
import type { Row, Value } from '../value.ts';

/** A call of a function in the query. */
export interface Call {
  readonly tree: Tree;
  readonly args: readonly Compiled[];
  readonly trees: readonly Tree[];
  /** What the binder says that it gives. */
  readonly type: ScalarType | null;
  readonly scope: Scope;
  readonly session: Session;
}
export type ScalarFunction = (call: Call) => Compiled;

const NOTHING = null;

/** A function of its arguments' values alone. An argument that was left out is `undefined`. */
export const plain =
  (of: (...values: (Value | undefined)[]) => Value): ScalarFunction =>
  ({ args }) => {
    const [first, second] = args;
    if (args.length === 0) return () => of();
    if (first !== undefined && args.length === 1) return (row) => of(first(row));
    if (first !== undefined && second !== undefined && args.length === 2) return (row) => of(first(row), second(row));
    return (row) => of(...args.map((arg) => arg(row)));
  };

/** A function of the list of its arguments' values. */
export const ofAll =
  (of: (values: readonly Value[], call: Call) => Value): ScalarFunction =>
  (call) =>
  (row) =>
    of(
      call.args.map((arg) => arg(row)),
      call,
    );

export const argument = (call: Call, index: number): Compiled => call.args[index] ?? (() => NOTHING);
export const NO_ROW: Row = [];
