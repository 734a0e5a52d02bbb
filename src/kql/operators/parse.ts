import type { ScalarType } from '../column.ts';
import { isScalarType } from '../column.ts';
import { castTo } from '../convert.ts';
import { QueryError } from '../failure.ts';
import { perRow } from '../plan.ts';
import { regexOf } from '../regex.ts';
import { withColumns } from '../scope.ts';
import type { Tree } from '../tree.ts';
import { type Row, textOf, type Value } from '../value.ts';
import { disagree, type Operator, onlyParameters, parameter, type Site, stage } from './site.ts';

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'column'; readonly name: string; readonly type: ScalarType };

const pieceOf = (tree: Tree): Piece => {
  if (tree.kind === 'StarExpression') return { kind: 'star' };
  if (typeof tree.literal === 'string') return { kind: 'text', text: tree.literal };
  if (tree.kind === 'NameDeclaration') return { kind: 'column', name: tree.symbol ?? tree.text, type: 'string' };
  if (tree.kind === 'NameAndTypeDeclaration') {
    const written = tree.part('Type').text;
    const type = written === 'double' ? 'real' : written;
    if (!isScalarType(type)) throw new QueryError(`the type ${written} is not supported`, tree.at);
    return { kind: 'column', name: tree.part('Name').symbol ?? tree.part('Name').text, type };
  }
  throw new QueryError(`not supported in parse: ${tree.text}`, tree.at);
};

/** What stands for a column between the texts; the last one takes all that is left. */
const GROUPS: Readonly<Partial<Record<ScalarType, string>>> = {
  long: String.raw`\s*-?\d+\s*`,
  int: String.raw`\s*-?\d+\s*`,
};

/**
 * The pattern as one regular expression, matched from the text's start: `*` and a column of text take as little as they
 * can, the last one what is left. https://learn.microsoft.com/kusto/query/parse-operator
 */
const patternOf = (pieces: readonly Piece[], isRegex: boolean, flags: string, isRelaxed: boolean): string => {
  const parts = pieces.map((piece, index) => {
    const isLast = index === pieces.length - 1;
    if (piece.kind === 'text') return isRegex ? `(?:${piece.text})` : escaped(piece.text);
    if (piece.kind === 'star') return isLast ? '.*' : '.*?';
    const group = isRelaxed ? undefined : GROUPS[piece.type];
    // Named, since a query's own expressions may hold groups as well.
    return `(?P<${groupName(index)}>${group ?? (isLast ? '.*' : '.*?')})`;
  });
  const begins = pieces[0]?.kind === 'star' ? '^.*?' : '^';
  const body = pieces[0]?.kind === 'star' ? parts.slice(1).join('') : parts.join('');
  const last = pieces.at(-1);
  // A point of the query's own expressions stops at a line's end unless it asks for more.
  const all = isRegex && !flags.includes('s') ? '' : 's';
  const set = `${all}${flags.replace('s', '')}`;
  const ends = last?.kind === 'text' || (last?.kind === 'column' && !isRegex) ? '$' : '';
  return `${set === '' ? '' : `(?${set})`}${begins}${body}${ends}`;
};

const groupName = (index: number): string => `cronwarden_${index}`;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** `parse` and `parse-where`: columns out of a text between known ones. */
export const parse = (site: Site): Operator => {
  const { tree, input, output, compiler } = site;
  onlyParameters(tree, ['kind', 'flags']);
  const kind = parameter(tree, 'kind') ?? 'simple';
  if (!['simple', 'regex', 'relaxed'].includes(kind))
    throw new QueryError(`parse kind=${kind} is not supported`, tree.at);
  const flags = parameter(tree, 'flags') ?? '';
  if (!/^[isU]*$/.test(flags)) throw new QueryError(`parse flags=${flags} is not supported`, tree.at);
  const pieces = tree.list('Patterns').map(pieceOf);
  const columns = pieces.flatMap((piece, index) =>
    piece.kind === 'column' ? [{ ...piece, group: groupName(index) }] : [],
  );
  const places = columns.map(({ name }) => {
    const place = output.findIndex((column) => column.name === name);
    return place < 0 ? disagree(tree) : place;
  });
  const source = compiler.scalar(tree.part('Expression'), withColumns(site.scope, input));
  const pattern = patternOf(pieces, kind === 'regex', flags, kind === 'relaxed');
  try {
    regexOf(pattern);
  } catch (error) {
    throw new QueryError(error instanceof Error ? error.message : String(error), tree.at);
  }
  const isWhere = tree.kind === 'ParseWhereOperator';

  const found = (text: string): readonly Value[] | null => {
    const matcher = regexOf(pattern).matcher(text);
    if (!matcher.find()) return null;
    const values = columns.map(({ type, group }) => {
      const written = matcher.group(group) ?? '';
      return castTo(type === 'string' ? written : written.trim(), type);
    });
    // A value that is not of its column's type undoes the whole match, unless it is a relaxed one.
    return kind !== 'relaxed' && values.some((value) => value === null) ? null : values;
  };

  return stage(
    perRow(output, (row: Row) => {
      const values = found(textOf(source(row)));
      if (values === null && isWhere) return null;
      const made: Value[] = output.map((_, index) => row[index] ?? null);
      for (const [index, place] of places.entries()) {
        made[place] = values?.[index] ?? (columns[index]?.type === 'string' ? '' : null);
      }
      return made;
    }),
  );
};
