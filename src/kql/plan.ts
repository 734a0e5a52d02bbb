import type { Column } from './column.ts';
import { QueryStopped } from './failure.ts';
import type { Row, Value } from './value.ts';

/** Works out a scalar for a row. */
export type Compiled = (row: Row) => Value;

/** Takes a row on; `false` when no more are wanted. */
export type Emit = (row: Row) => boolean;

/** What a query runs with; one object for all runs of a compiled query, so that expressions can hold on to it. */
export interface Session {
  /** Ticks of `now()`. */
  now: bigint;
  /** Reads the rows of a table of the log, as often as they are asked for. */
  read(table: string, emit: Emit): Promise<void>;
  /** Most rows, and elements of lists and sets, that may be held at once. */
  maxRows: number;
  held: number;
}

/** Counts what is held; a query that has to hold too much stops. */
export const hold = (session: Session, count = 1): void => {
  session.held += count;
  if (session.held > session.maxRows) {
    throw new QueryStopped(
      `the query has to hold more than ${session.maxRows} rows or elements at once: narrow it with where, or raise --max-rows`,
    );
  }
};

export interface Relation {
  readonly columns: readonly Column[];
  run(emit: Emit, session: Session): Promise<void>;
}

/** One run of an operator over rows that are pushed into it. */
export interface Pushed {
  push(row: Row): boolean;
  end(): void;
}

/** An operator that works on its input alone, row by row or on all of them once they came. */
export interface Stage {
  readonly columns: readonly Column[];
  start(emit: Emit, session: Session): Pushed;
}

/** A relation with a stage behind it. */
export const through = (input: Relation, stage: Stage): Relation => ({
  columns: stage.columns,
  run: async (emit, session) => {
    const pushed = stage.start(emit, session);
    await input.run(pushed.push, session);
    pushed.end();
  },
});

/** A stage of one row in, none or one out. */
export const perRow = (columns: readonly Column[], of: (row: Row) => Row | null): Stage => ({
  columns,
  start: (emit) => ({
    push: (row) => {
      const made = of(row);
      return made === null || emit(made);
    },
    end: () => {},
  }),
});

/** A stage that holds all rows and gives others once they came. */
export const held = (columns: readonly Column[], of: (rows: Row[], session: Session) => Iterable<Row>): Stage => ({
  columns,
  start: (emit, session) => {
    const rows: Row[] = [];
    return {
      push: (row) => {
        hold(session);
        rows.push(row);
        return true;
      },
      end: () => {
        for (const row of of(rows, session)) if (!emit(row)) break;
        session.held -= rows.length;
      },
    };
  },
});

export const literalTable = (columns: readonly Column[], rows: () => Iterable<Row>): Relation => ({
  columns,
  run: async (emit) => {
    for (const row of rows()) if (!emit(row)) return;
  },
});
