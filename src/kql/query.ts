import { analyse } from './bridge.ts';
import type { Column, TableSchema } from './column.ts';
import type { Compiler } from './compiler.ts';
import { QueryError } from './failure.ts';
import type { Emit, Relation, Session } from './plan.ts';
import { compileRelation } from './relation.ts';
import { compileScalar, declare } from './scalar.ts';
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
  const compiler: Compiler = {
    session,
    scalar: (one, scope) => compileScalar(one, scope, compiler),
    relation: (one, scope) => compileRelation(one, scope, compiler),
    before: (prepare) => {
      befores.push(prepare);
    },
    warn: (message, at) => {
      if (!said.some((one) => one.at === at && one.message === message)) said.push(new QueryError(message, at));
    },
  };
  const relation = mainOf(tree, compiler);
  return {
    columns: relation.columns,
    readsLog: tablesIn(tree) > 0,
    readsOnce: readsOnce(tree),
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
const mainOf = (tree: Tree, compiler: Compiler): Relation => {
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
  return compileRelation(main, scope, compiler);
};

/** A declared name may be read wherever it is used, so that only what stands in the query itself is counted. */
const readsOnce = (tree: Tree): boolean => {
  const isDeclared = tree.list('Statements').some((one) => one.kind === 'LetStatement' && tablesIn(one) > 0);
  return !isDeclared && tablesIn(tree) <= 1;
};

const tablesIn = (tree: Tree): number =>
  (tree.kind === 'NameReference' && tree.symbolKind === 'table' ? 1 : 0) +
  tree.children.reduce((sum, child) => sum + tablesIn(child), 0);

const usesClock = (tree: Tree): boolean =>
  (tree.kind === 'FunctionCallExpression' && ['now', 'ago'].includes(tree.part('Name').text)) ||
  tree.children.some(usesClock);
