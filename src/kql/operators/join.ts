import type { Column } from '../column.ts';
import { rowKey } from '../compare.ts';
import { fitTo } from '../convert.ts';
import { QueryError } from '../failure.ts';
import { type Compiled, hold, type Pushed, type Session } from '../plan.ts';
import { withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import type { Row, Value } from '../value.ts';
import { disagree, type Operator, onlyParameters, parameter, type Site, stage } from './site.ts';

const KINDS = [
  ...['innerunique', 'inner', 'leftouter', 'rightouter', 'fullouter'],
  ...['leftanti', 'rightanti', 'leftsemi', 'rightsemi', 'anti', 'leftantisemi', 'rightantisemi'],
] as const;
const OTHER_NAMES: Readonly<Record<string, string>> = {
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightantisemi: 'rightanti',
};

interface Keys {
  readonly left: readonly Compiled[];
  readonly right: readonly Compiled[];
  /** Right columns that are keys by their own name. */
  readonly rightNames: readonly string[];
}

const keysOf = (clause: Tree, site: Site, right: readonly Column[]): Keys => {
  const keys = { left: [] as Compiled[], right: [] as Compiled[], rightNames: [] as string[] };
  const leftScope = withColumns(site.scope, site.input);
  const rightScope = withColumns(site.scope, right);
  const side = (tree: Tree): 'left' | 'right' | null => {
    const base = tree.child('Expression')?.text;
    return base === '$left' ? 'left' : base === '$right' ? 'right' : null;
  };
  const column = (columns: readonly Column[], index: ReadonlyMap<string, number>, name: string, at: Tree): Compiled => {
    const place = index.get(name);
    if (place === undefined) throw new QueryError(`the column ${name} is not on this side of the join`, at.at);
    if (columns[place]?.type === 'dynamic') {
      throw new QueryError(`the key ${name} is of type dynamic: cast it with extend before the join`, at.at);
    }
    return (row) => row[place] ?? null;
  };
  const add = (tree: Tree): void => {
    if (tree.kind === 'ParenthesizedExpression') add(tree.part('Expression'));
    else if (tree.kind === 'NameReference') {
      const name = tree.symbol ?? tree.text;
      keys.left.push(column(site.input, leftScope.index, name, tree));
      keys.right.push(column(right, rightScope.index, name, tree));
      keys.rightNames.push(name);
    } else if (tree.kind === 'AndExpression') {
      add(tree.part('Left'));
      add(tree.part('Right'));
    } else if (tree.kind === 'EqualExpression') {
      const [one, other] = [tree.part('Left'), tree.part('Right')];
      const [leftTree, rightTree] = side(one) === 'right' ? [other, one] : [one, other];
      if (side(leftTree) !== 'left' || side(rightTree) !== 'right') throw notAKey(tree);
      const [leftName, rightName] = [selected(leftTree), selected(rightTree)];
      keys.left.push(column(site.input, leftScope.index, leftName, leftTree));
      keys.right.push(column(right, rightScope.index, rightName, rightTree));
      keys.rightNames.push(rightName);
    } else throw notAKey(tree);
  };
  for (const tree of clause.list('Expressions')) add(tree);
  return keys;
};

const selected = (tree: Tree): string => tree.part('Selector').symbol ?? tree.part('Selector').text;
const notAKey = (tree: Tree): QueryError =>
  new QueryError(`join on columns, or on $left.a == $right.b, not on ${tree.text}`, tree.at);

/** Rows of the right side by their key. */
interface Held {
  readonly rows: { readonly row: Row; matched: boolean }[];
  readonly byKey: Map<string, number[]>;
}

/** A key of which a part is null is equal to none. */
const keyFor = (values: readonly Compiled[], row: Row): string | null => {
  const key = values.map((value) => value(row));
  return key.includes(null) ? null : rowKey(key);
};

/** Reads the right side before the left one is read. */
const rightSide = (
  site: Site,
  tree: Tree,
  keys: (columns: readonly Column[]) => Keys,
): { readonly held: () => Held; readonly keys: Keys; readonly columns: readonly Column[] } => {
  const relation = site.compiler.relation(tree, { ...site.scope, window: null });
  const found = keys(relation.columns);
  let held: Held = { rows: [], byKey: new Map() };
  site.compiler.before(async (session: Session) => {
    const rows: Held['rows'] = [];
    const byKey: Held['byKey'] = new Map();
    await relation.run((row) => {
      hold(session);
      const key = keyFor(found.right, row);
      if (key !== null) {
        const same = byKey.get(key);
        if (same === undefined) byKey.set(key, [rows.length]);
        else same.push(rows.length);
      }
      rows.push({ row, matched: false });
      return true;
    }, session);
    held = { rows, byKey };
  });
  return { held: () => held, keys: found, columns: relation.columns };
};

const nulls = (columns: readonly Column[]): readonly Value[] => columns.map(({ type }) => fitTo(null, type));

export const join = (site: Site): Operator => {
  const { tree } = site;
  onlyParameters(tree, ['kind']);
  const written = parameter(tree, 'kind') ?? 'innerunique';
  if (!KINDS.some((one) => one === written)) throw new QueryError(`join kind=${written} is not supported`, tree.at);
  const kind = OTHER_NAMES[written] ?? written;
  const clause = tree.child('ConditionClause');
  if (clause === null || clause.kind !== 'JoinOnClause') throw new QueryError('join wants its keys behind on', tree.at);
  const side = rightSide(site, tree.part('Expression'), (columns) => keysOf(clause, site, columns));
  return joined(
    site,
    kind,
    side.keys,
    side.held,
    side.columns,
    side.columns.map((_, index) => index),
  );
};

/** `lookup`: the right side's columns without its keys, behind the left one's. */
export const lookup = (site: Site): Operator => {
  const { tree } = site;
  onlyParameters(tree, ['kind']);
  const kind = parameter(tree, 'kind') ?? 'leftouter';
  if (kind !== 'leftouter' && kind !== 'inner') throw new QueryError(`lookup kind=${kind} is not supported`, tree.at);
  const clause = tree.part('LookupClause');
  const side = rightSide(site, tree.part('Expression'), (columns) => keysOf(clause, site, columns));
  const shown = side.columns.flatMap(({ name }, index) => (side.keys.rightNames.includes(name) ? [] : [index]));
  return joined(site, kind, side.keys, side.held, side.columns, shown);
};

const joined = (
  site: Site,
  kind: string,
  keys: Keys,
  held: () => Held,
  right: readonly Column[],
  shown: readonly number[],
): Operator => {
  const isLeftOnly = kind === 'leftanti' || kind === 'leftsemi';
  const isRightOnly = kind === 'rightanti' || kind === 'rightsemi';
  const width = isLeftOnly ? site.input.length : isRightOnly ? right.length : site.input.length + shown.length;
  if (site.output.length !== width) disagree(site.tree);
  const noLeft = nulls(site.input);
  const noRight = nulls(shown.flatMap((index) => right[index] ?? []));
  const both = (left: Row, other: Row): Row => [...left, ...shown.map((index) => other[index] ?? null)];

  return stage({
    columns: site.output,
    start: (emit, session): Pushed => {
      const { rows, byKey } = held();
      for (const one of rows) one.matched = false;
      const seen = new Set<string>();
      const push = (row: Row): boolean => {
        const key = keyFor(keys.left, row);
        if (kind === 'innerunique' && key !== null) {
          if (seen.has(key)) return true;
          hold(session);
          seen.add(key);
        }
        const matches = (key === null ? undefined : byKey.get(key)) ?? [];
        if (isLeftOnly) return matches.length > 0 !== (kind === 'leftsemi') || emit(row);
        if (isRightOnly) {
          for (const index of matches) {
            const one = rows[index];
            if (one !== undefined) one.matched = true;
          }
          return true;
        }
        for (const index of matches) {
          const one = rows[index];
          if (one === undefined) continue;
          one.matched = true;
          if (!emit(both(row, one.row))) return false;
        }
        const isKept = matches.length === 0 && (kind === 'leftouter' || kind === 'fullouter');
        return !isKept || emit([...row, ...noRight]);
      };
      return {
        push,
        end: () => {
          session.held -= seen.size;
          for (const { row, matched } of rows) {
            const isWanted =
              kind === 'rightsemi'
                ? matched
                : (kind === 'rightanti' || kind === 'rightouter' || kind === 'fullouter') && !matched;
            if (isWanted && !emit(isRightOnly ? row : both(noLeft, row))) break;
          }
        },
      };
    },
  });
};
