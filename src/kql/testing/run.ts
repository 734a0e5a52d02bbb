import type { Column, TableSchema } from '../column.ts';
import { isScalarType } from '../column.ts';
import { placeOf, QueryError } from '../failure.ts';
import { compileQuery } from '../query.ts';
import { parseDatetime } from '../time.ts';
import { type Row, textOf, type Value } from '../value.ts';

/** `a:long b c:dynamic`: columns, texts unless said otherwise. */
export const columnsIn = (text: string): readonly Column[] =>
  text.split(' ').map((one) => {
    const [name = '', type = 'string'] = one.split(':');
    if (!isScalarType(type)) throw new Error(`no type: ${type}`);
    return { name, type };
  });

export interface Table {
  readonly columns: string;
  readonly rows: readonly Row[];
}

/** Rows of a query over tables that are given, each value as the text that `tostring()` gives, nulls as `null`. */
export const rowsOf = async (
  text: string,
  tables: Readonly<Record<string, Table>> = {},
  { maxRows = 100_000, reads = [] as string[] } = {},
): Promise<readonly (readonly (string | null)[])[]> => {
  const schemas: readonly TableSchema[] = Object.entries(tables).map(([name, { columns }]) => ({
    name,
    columns: columnsIn(columns),
  }));
  const query = await compileQuery(text, schemas);
  const found: (readonly (string | null)[])[] = [];
  const now = parseDatetime('2026-11-24T12:00:00Z') ?? 0n;
  await query.run(
    {
      now,
      maxRows,
      read: async (table, emit) => {
        reads.push(table);
        for (const row of tables[table]?.rows ?? []) if (!emit(row)) return;
      },
    },
    (row) => {
      if (row.length !== query.columns.length)
        throw new Error(`${row.length} values in ${query.columns.length} columns`);
      found.push(row.map((value: Value) => (value === null ? null : textOf(value))));
      return true;
    },
  );
  return found;
};

/** The one value that an expression gives. */
export const valueOfExpression = async (expression: string): Promise<string | null> =>
  (await rowsOf(`print ${expression}`))[0]?.[0] ?? null;

/** What is said of a query that is wrong, with its place. */
export const errorOf = async (text: string, tables: readonly TableSchema[] = []): Promise<string> => {
  try {
    await compileQuery(text, tables);
  } catch (error) {
    if (error instanceof QueryError) return `${placeOf(text, error.at)} ${error.message}`;
    throw error;
  }
  throw new Error(`nothing is wrong with ${text}`);
};
