import { analyse } from './bridge.ts';
import { declare } from './calls.ts';
import type { Column, TableSchema } from './column.ts';
import type { Compiler } from './compiler.ts';
import { QueryError } from './failure.ts';
import type { Emit, Relation, Session } from './plan.ts';
import { compileRelation } from './relation.ts';
import { compileScalar } from './scalar.ts';
import { NO_SCOPE, type Scope } from './scope.ts';
import type { Tree } from './tree.ts';

export interface Query {
  readonly columns: readonly Column[];
  /** Whether it reads a table of the log at all. */
  readonly readsLog: boolean;
  /** Whether one pass over the input is all that it takes. */
  readonly readsOnce: boolean;
  /** Whether it asks what time it is. */
  readonly usesNow: boolean;
  /** What is odd about it; its rows are right all the same. */
  readonly warnings: readonly QueryError[];
  run(input: QueryInput, emit: Emit): Promise<void>;
}

export interface QueryInput {
  /** Ticks of `now()`. */
  readonly now: bigint;
  readonly maxRows: number;
  /** Reads the rows of a table, as often as it is asked; stops when `emit` says so. */
  read(table: string, emit: Emit): Promise<void>;
}

/**
 * Parses a query, binds it to the tables and compiles it. Throws `QueryError`, with the place in the text, for whatever is
 * wrong or not supported; nothing of the input has been read then.
 */
export const compileQuery = async (text: string, tables: readonly TableSchema[]): Promise<Query> => {
  const { tree, warnings } = await analyse(text, tables);
  const said: QueryError[] = [...warnings.filter((one) => !one.message.startsWith('The fuzzy name'))];
  const session: Session = { now: 0n, maxRows: 0, held: 0, read: async () => {} };
  const befores: ((session: Session) => Promise<void>)[] = [];
  const reads = { all: 0, declared: 0 };
  const compiler: Compiler = {
    session,
    tables: new Map(tables.map(({ name, columns }) => [name, columns])),
    scalar: (one, scope) => compileScalar(one, scope, compiler),
    relation: (one, scope) => compileRelation(one, scope, compiler),
    before: (prepare) => {
      befores.push(prepare);
    },
    table: (name, columns) => {
      reads.all += 1;
      return { columns, run: (emit, session) => session.read(name, emit) };
    },
    warn: (message, at) => {
      if (!said.some((one) => one.at === at && one.message === message)) said.push(new QueryError(message, at));
    },
  };
  const relation = mainOf(tree, compiler, () => {
    reads.declared = reads.all;
  });
  return {
    columns: relation.columns,
    readsLog: reads.all > 0,
    // A declared name may be read wherever it is used.
    readsOnce: reads.declared === 0 && reads.all <= 1,
    usesNow: usesClock(tree),
    warnings: said,
    run: async (input, emit) => {
      Object.assign(session, { now: input.now, maxRows: input.maxRows, held: 0, read: input.read });
      // In the order in which they were compiled, so that what is inside is there first.
      for (const prepare of befores) await prepare(session);
      await relation.run(emit, session);
    },
  };
};

/** The statements before the last one declare names; the last one is the query. */
const mainOf = (tree: Tree, compiler: Compiler, declared: () => void): Relation => {
  let scope: Scope = NO_SCOPE;
  let main: Tree | null = null;
  for (const statement of tree.list('Statements')) {
    if (statement.kind !== 'ExpressionStatement') {
      scope = declare(statement, scope, compiler, 'query');
      continue;
    }
    if (main !== null) throw new QueryError('one query at a time: this is a second one', statement.at);
    main = statement.part('Expression');
  }
  if (main === null) throw new QueryError('there is no query here, only declarations', tree.at);
  if (main.columns === null) throw new QueryError('the query gives no table', main.at);
  declared();
  return compileRelation(main, scope, compiler);
};

const usesClock = (tree: Tree): boolean =>
  (tree.kind === 'FunctionCallExpression' && ['now', 'ago'].includes(tree.part('Name').text)) ||
  tree.children.some(usesClock);
