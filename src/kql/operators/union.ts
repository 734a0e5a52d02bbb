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
  const trees = tree.list('Expressions');
  const named = trees.map((one, index) => ({
    tree: one,
    name: nameOf(one) ?? `union_arg${index + (piped === null ? 0 : 1)}`,
  }));
  const parts: { readonly relation: Relation; readonly name: string }[] =
    piped === null ? [] : [{ relation: piped, name: 'union_arg0' }];
  for (const { tree: one, name } of named) {
    if (one.kind === 'NameReference' && one.text.includes('*')) {
      parts.push(...matching(one, compiler));
      continue;
    }
    if (isFuzzy && isUnknown(one)) {
      compiler.warn(`${one.text.split(/[\s|]/, 1)[0]} is no table here: union isfuzzy goes on without it`, one.at);
      continue;
    }
    parts.push({ relation: compiler.relation(one, withColumns(scope, [])), name });
  }
  const mapped = parts.map(({ relation, name }) => ({
    relation,
    map: mapping(relation.columns, output, source, name, tree),
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

const nameOf = (tree: Tree): string | null => {
  if (tree.kind === 'ParenthesizedExpression') return nameOf(tree.part('Expression'));
  return tree.kind === 'NameReference' ? (tree.symbol ?? tree.text) : null;
};

/** `union *` and `union AKS*`: every table of the log whose name fits. */
const matching = (
  tree: Tree,
  compiler: Compiler,
): readonly { readonly relation: Relation; readonly name: string }[] => {
  const pattern = new RegExp(
    `^${tree.text
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
  );
  const found = [...compiler.tables].filter(([name]) => pattern.test(name));
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
  if (parameter(tree, 'kind') !== 'inner' && lost !== undefined) {
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
