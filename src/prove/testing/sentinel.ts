import { decodeRecord } from '../../decode/decode.ts';
import { inflate } from '../../engine/extract.ts';
import type { Query } from '../../kql/query.ts';
import { present } from '../../kql/tables/present.ts';
import type { SeenEvent } from '../../kql/tables/seen.ts';
import { parseDatetime } from '../../kql/time.ts';
import { type Row, textOf } from '../../kql/value.ts';

/** A row of a query by the names of its columns, as texts. */
export type NamedRow = Readonly<Record<string, string>>;

/** Audit events, a line each, as rows of a workspace's tables; what is no event is left out. */
export const tablesOf = (lines: Iterable<string>) => {
  const seen: SeenEvent[] = [];
  for (const text of lines) {
    decodeRecord({ source: 'log', offset: 0, text }, { inflate, onEvent: (event, from) => seen.push({ event, from }) });
  }
  const made = new Map<string, readonly Row[]>();
  return (table: string): readonly Row[] => {
    const rows =
      made.get(table) ??
      seen.flatMap((one) => {
        const presented = present(table, one);
        return presented.kind === 'row' ? [presented.row] : [];
      });
    made.set(table, rows);
    return rows;
  };
};

/** What a query gives on tables, asked at a time. */
export const ask = async (
  query: Query,
  tables: (table: string) => readonly Row[],
  now: string,
): Promise<readonly NamedRow[]> => {
  const found: NamedRow[] = [];
  await query.run(
    {
      now: parseDatetime(now) ?? 0n,
      maxRows: 1_000_000,
      read: async (table, emit) => {
        for (const row of tables(table)) if (!emit(row)) return;
      },
    },
    (row) => {
      found.push(Object.fromEntries(query.columns.map(({ name }, index) => [name, textOf(row[index] ?? null)])));
      return true;
    },
  );
  return found;
};
