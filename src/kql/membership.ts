import { keyOf } from './compare.ts';
import type { Compiler } from './compiler.ts';
import { NO_ROW } from './functions/call.ts';
import { lowered } from './operators-binary.ts';
import { type Compiled, hold } from './plan.ts';
import type { Scope } from './scope.ts';
import { has, lowerAscii } from './text-search.ts';
import type { Tree } from './tree.ts';
import { isArray, textOf, type Value } from './value.ts';

/** The values in brackets behind `in` and `has_any`: arrays count as their elements, tables as their first column. */
const listed = (tree: Tree, scope: Scope, compiler: Compiler): ((row: readonly Value[]) => readonly Value[]) => {
  const right = tree.part('Right');
  const trees = right.kind === 'ExpressionList' ? right.list('Expressions') : [right];
  const parts = trees.map((one): ((row: readonly Value[]) => readonly Value[]) => {
    if (one.columns !== null) {
      const values = firstColumn(one, scope, compiler);
      return () => values();
    }
    const compiled = compiler.scalar(one, scope);
    if (one.type !== 'dynamic') return (row) => [compiled(row)];
    return (row) => {
      const value = compiled(row);
      return isArray(value) ? value : [value];
    };
  });
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  if (trees.every((one) => one.kind.endsWith('LiteralExpression'))) {
    const values = parts.flatMap((part) => part(NO_ROW));
    return () => values;
  }
  return (row) => parts.flatMap((part) => part(row));
};

/** `in`, `in~` and their opposites: null is in no list. */
export const isIn = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const name = tree.part('Operator').text;
  const value = compiler.scalar(tree.part('Left'), scope);
  const values = listed(tree, scope, compiler);
  const isNegated = name.startsWith('!');
  const folds = name.endsWith('~');
  const key = folds ? (one: Value) => (typeof one === 'string' ? `s${lowerAscii(one)}` : keyOf(one)) : keyOf;
  // The list is mostly the same one for each row.
  let last: readonly Value[] | null = null;
  let keys: ReadonlySet<string> = new Set();
  let single: Value = null;
  return (row) => {
    const list = values(row);
    if (list.length === 1) {
      const [only = null] = list;
      if (last === null || only !== single || last.length !== 1) {
        keys = new Set(only === null ? [] : [key(only)]);
        single = only;
        last = list;
      }
    } else if (list !== last) {
      keys = new Set(list.filter((one) => one !== null).map(key));
      last = list;
    }
    const one = value(row);
    const found = one !== null && keys.has(key(one));
    return isNegated ? !found : found;
  };
};

/** `has_any` and `has_all`. */
export const hasTerms = (tree: Tree, scope: Scope, compiler: Compiler): Compiled => {
  const value = compiler.scalar(tree.part('Left'), scope);
  const values = listed(tree, scope, compiler);
  const isAll = tree.kind === 'HasAllExpression';
  let last: readonly Value[] | null = null;
  let terms: readonly string[] = [];
  return (row) => {
    const list = values(row);
    if (list !== last) {
      terms = list.filter((one) => one !== null).map((one) => lowerAscii(textOf(one)));
      last = list;
    }
    const text = lowered(textOf(value(row)));
    return isAll ? terms.every((term) => has(text, term)) : terms.some((term) => has(text, term));
  };
};

/** Values of the first column of a table, read before the query's rows are. */
const firstColumn = (tree: Tree, scope: Scope, compiler: Compiler): (() => readonly Value[]) => {
  const relation = compiler.relation(tree, scope);
  let values: readonly Value[] = [];
  compiler.before(async (session) => {
    const found = new Map<string, Value>();
    await relation.run((row) => {
      const [value = null] = row;
      const key = keyOf(value);
      if (!found.has(key)) {
        hold(session);
        found.set(key, value);
      }
      return true;
    }, session);
    values = [...found.values()];
  });
  return () => values;
};
