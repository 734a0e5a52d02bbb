import type { Column } from '../column.ts';
import type { Compiler } from '../compiler.ts';
import { fitTo } from '../convert.ts';
import { QueryError } from '../failure.ts';
import type { Emit, Relation } from '../plan.ts';
import { type Scope, withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import type { Row, Value } from '../value.ts';
import { onlyParameters, outputOf, parameter } from './site.ts';

/** The rows of several tables. A column of two types becomes two, as the binder names them: `a_long`, `a_string`. */
export const union = (tree: Tree, piped: Relation | null, scope: Scope, compiler: Compiler): Relation => {
  onlyParameters(tree, ['kind', 'withsource', 'with_source', 'isfuzzy']);
  const output = outputOf(tree);
  const source = parameter(tree, 'withsource') ?? parameter(tree, 'with_source');
  const isFuzzy = parameter(tree, 'isfuzzy')?.toLowerCase() === 'true';
  const parts = partsOf(tree.list('Expressions'), scope, compiler, piped === null ? 0 : 1, isFuzzy);
  return joined(
    piped === null ? parts : [{ relation: piped, name: 'union_arg0' }, ...parts],
    output,
    source,
    tree,
    parameter(tree, 'kind') === 'inner',
  );
};

/** A table among several, with what its rows are said to be from. */
export interface Part {
  readonly relation: Relation;
  readonly name: string;
}

/** The tables of a list; those that have no name are counted from `first`. */
export const partsOf = (
  trees: readonly Tree[],
  scope: Scope,
  compiler: Compiler,
  first: number,
  isFuzzy = false,
): readonly Part[] =>
  trees.flatMap((one, index): readonly Part[] => {
    if (one.kind === 'NameReference' && one.text.includes('*')) return matching(one, compiler);
    if (isFuzzy && isUnknown(one)) {
      compiler.warn(`${one.text.split(/[\s|]/, 1)[0]} is no table here: union isfuzzy goes on without it`, one.at);
      return [];
    }
    const name = nameOf(one) ?? `union_arg${index + first}`;
    return [{ relation: compiler.relation(one, withColumns(scope, [])), name }];
  });

/** Rows of one after the other in the columns of `output`; `source` is the column that says where a row is from. */
export const joined = (
  parts: readonly Part[],
  output: readonly Column[],
  source: string | null,
  tree: Tree,
  isInner = false,
): Relation => {
  const mapped = parts.map(({ relation, name }) => ({
    relation,
    map: mapping(relation.columns, output, source, name, tree, isInner),
  }));
  return {
    columns: output,
    run: async (emit, session) => {
      let goesOn = true;
      for (const { relation, map } of mapped) {
        if (!goesOn) return;
        const push: Emit = (row) => {
          goesOn = emit(map(row));
          return goesOn;
        };
        await relation.run(push, session);
      }
    },
  };
};

/** The name by which a table is called; `null` where it is worked out. */
export const nameOf = (tree: Tree): string | null => {
  if (tree.kind === 'ParenthesizedExpression') return nameOf(tree.part('Expression'));
  return tree.kind === 'NameReference' ? (tree.symbol ?? tree.text) : null;
};

/** `union *` and `union AKS*`: every table of the log whose name fits. */
const matching = (tree: Tree, compiler: Compiler): readonly Part[] => {
  const pattern = new RegExp(
    `^${tree.text
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
  );
  const found = [...compiler.tables].filter(([name]) => pattern.test(name));
  if (tree.text === '*' && found.length > 1)
    compiler.warn('union * reads every table, and every event is a row of each: name one', tree.at);
  if (found.length === 0) throw new QueryError(`no table is called ${tree.text}`, tree.at);
  return found.map(([name, columns]) => ({ name, relation: compiler.table(name, columns) }));
};

/** A table of a fuzzy union that the binder does not know; what is behind it cannot be bound either. */
const isUnknown = (tree: Tree): boolean => {
  if (tree.kind === 'ParenthesizedExpression') return isUnknown(tree.part('Expression'));
  if (tree.kind === 'PipeExpression') return isUnknown(tree.part('Expression'));
  return tree.kind === 'NameReference' && tree.symbol === null;
};

const mapping = (
  input: readonly Column[],
  output: readonly Column[],
  source: string | null,
  name: string,
  tree: Tree,
  isInner: boolean,
): ((row: Row) => Row) => {
  const places = output.map((column) => {
    if (column.name === source) return -1;
    const same = input.findIndex((one) => one.name === column.name && one.type === column.type);
    return same >= 0
      ? same
      : input.findIndex((one) => `${one.name}_${one.type}` === column.name && one.type === column.type);
  });
  const kept = new Set(places.filter((place) => place >= 0));
  const lost = input.find((_, place) => !kept.has(place));
  if (!isInner && lost !== undefined) {
    throw new QueryError(
      `the column ${lost.name} (${lost.type}) of ${name} has no place in this union: tables differ in its type; project what is needed first`,
      tree.at,
    );
  }
  return (row) =>
    places.map((place, index): Value => {
      const column = output[index];
      if (column?.name === source) return name;
      return place < 0 ? fitTo(null, column?.type ?? null) : (row[place] ?? null);
    });
};
