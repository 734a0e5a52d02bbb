import type { Column } from '../column.ts';
import { fitTo } from '../convert.ts';
import { QueryError } from '../failure.ts';
import { perRow } from '../plan.ts';
import type { Tree } from '../tree.ts';
import type { Value } from '../value.ts';
import { disagree, givenName, named, type Operator, rowwise, type Site, stage } from './site.ts';

export const where = (site: Site): Operator => {
  const condition = site.tree.part('Condition');
  return rowwise(site, [condition], (compile) => {
    const holds = compile(condition);
    return (row) => (holds(row) === true ? row : null);
  });
};

const refuseCompound = (tree: Tree): void => {
  if (tree.kind === 'CompoundNamedExpression')
    throw new QueryError('several names for one expression are not supported', tree.at);
};

/** `extend`, `serialize`: a column of the same name is replaced at its place, others come behind. */
export const extend = (site: Site): Operator => {
  const { input, output } = site;
  const trees = site.tree.list('Expressions');
  let next = input.length;
  const places = trees.map((tree) => {
    refuseCompound(tree);
    const name = givenName(tree) ?? (tree.resultName || null);
    const replaced = name === null ? -1 : input.findIndex((column) => column.name === name);
    if (replaced >= 0) return replaced;
    const again = name === null ? -1 : output.findIndex((column, index) => index < next && column.name === name);
    if (again >= 0) return again;
    next += 1;
    if (name !== null && output[next - 1]?.name !== name) disagree(tree);
    return next - 1;
  });
  if (next !== output.length) disagree(site.tree);
  return rowwise(site, trees, (compile) => {
    const values = trees.map((tree) => compile(named(tree)));
    return (row) => {
      const made = row.slice();
      for (const [index, value] of values.entries()) {
        const place = places[index] ?? 0;
        made[place] = fitTo(value(row), output[place]?.type ?? null);
      }
      return made;
    };
  });
};

export const project = (site: Site): Operator => {
  const trees = site.tree.list('Expressions');
  for (const tree of trees) refuseCompound(tree);
  if (trees.length !== site.output.length) disagree(site.tree);
  return rowwise(site, trees, (compile) => {
    const values = trees.map((tree) => compile(named(tree)));
    return (row) => values.map((value, index) => fitTo(value(row), site.output[index]?.type ?? null));
  });
};

export const projectRename = (site: Site): Operator => {
  if (site.input.length !== site.output.length) disagree(site.tree);
  const renamed = new Map<string, string>();
  for (const tree of site.tree.list('Expressions')) {
    if (tree.kind !== 'SimpleNamedExpression') continue;
    renamed.set(named(tree).symbol ?? named(tree).text, givenName(tree) ?? '');
  }
  for (const [index, { name }] of site.input.entries()) {
    if ((renamed.get(name) ?? name) !== site.output[index]?.name) disagree(site.tree);
  }
  return stage(perRow(site.output, (row) => row));
};

/** A row of the given values, each made one of its column's type. */
export const fitted = (columns: readonly Column[], values: readonly Value[]): Value[] =>
  columns.map(({ type }, index) => fitTo(values[index] ?? null, type));
