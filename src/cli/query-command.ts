import { readFileSync } from 'node:fs';
import { text as textOfStream } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import type { QuerySummary } from '../engine/query.ts';
import type { QueryError } from '../kql/failure.ts';
import type { Query } from '../kql/query.ts';
import { plain } from '../lib/inert.ts';
import { instant } from '../lib/time.ts';
import { EXIT, UsageError } from './failure.ts';
import { openOutput } from './output.ts';
import { createProgress } from './progress.ts';

/** The printers' code is loaded when a query is run; these names are asked for by every help. */
const FORMATS = ['table', 'jsonl', 'json', 'csv', 'markdown'] as const;
type Format = (typeof FORMATS)[number];

interface RawQueryOptions {
  readonly query?: string;
  readonly format?: Format;
  readonly out?: string;
  readonly now?: string;
  readonly maxRows: number;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  cronwarden query hunt.kql logs/                     a query of Sentinel over logs of any envelope
  cronwarden query hunt.kql audit.log --format csv --out rows.csv
  cronwarden query --query 'AKSAudit | summarize count() by Verb' logs/
  kubectl logs … | cronwarden query hunt.kql -        a pipe
  cronwarden query hunt.kql logs/ --now 2026-11-24T12:00:00Z   what ago(1d) counts from; by default the newest time
  cronwarden query docs/kusto-cases.kql       cases that can be run in a workspace as well

Tables: AzureDiagnostics, AKSAudit, AKSAuditAdmin, AWSEKSLogs_CL, GKEAuditLogs_CL; every event is a row of each.
What of KQL is there: docs/query.md. What is not there is an error with its place.

Exit codes: 0 done, 2 the query or an option is wrong (nothing was read), 3 some input could not be read, or the query stopped.`;

const DEFAULT_MAX_ROWS = 500_000;

const parseMaxRows = (text: string): number => {
  const most = Number(text);
  if (!Number.isInteger(most) || most < 1 || most > 100_000_000) {
    throw new UsageError(`--max-rows ${text}: write a whole number from 1 to 100000000`);
  }
  return most;
};

export const queryCommand = (setExit: (code: number) => void): Command =>
  new Command('query')
    .summary('run a Sentinel query (KQL) over audit logs')
    .description(
      'Runs a query in the Kusto Query Language over Kubernetes audit logs of any envelope and prints its rows.',
    )
    .argument('[file]', 'a file with the query, or - for standard input; left out with --query')
    .argument('[paths...]', 'logs: files, folders, globs, or - for standard input')
    .option('--query <text>', 'the query itself; every argument is a log then')
    .addOption(new Option('-f, --format <format>', 'default table on a terminal, jsonl in a pipe').choices(FORMATS))
    .option('-o, --out <file>', 'write the rows to a file')
    .option('--now <time>', 'what now() is, default the newest time in the input')
    .addOption(
      new Option('--max-rows <n>', 'most rows that the query may hold at once')
        .default(DEFAULT_MAX_ROWS)
        .argParser(parseMaxRows),
    )
    .option('--strict', 'exit with 3 when a record does not parse')
    .option('-q, --quiet', 'no progress and no summary')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, paths: string[], options: RawQueryOptions) => {
      setExit(await run(file, paths, options));
    });

interface Written {
  /** As it is named in errors. */
  readonly name: string;
  readonly text: string;
  readonly paths: readonly string[];
}

const readQuery = async (
  file: string | undefined,
  paths: readonly string[],
  inline: string | undefined,
): Promise<Written> => {
  if (inline !== undefined) return { name: '--query', text: inline, paths: file === undefined ? [] : [file, ...paths] };
  if (file === undefined)
    throw new UsageError('no query: name its file, or give it with --query. See cronwarden query --help');
  if (file === '-') {
    if (paths.includes('-')) throw new UsageError('standard input cannot be the query and a log at once');
    return { name: 'standard input', text: await textOfStream(process.stdin), paths };
  }
  try {
    return { name: file, text: readFileSync(file, 'utf8').replace(/^\ufeff/, ''), paths };
  } catch (error) {
    throw new UsageError(`cannot read the query ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const nowOf = async (text: string | undefined): Promise<bigint | null> => {
  if (text === undefined) return null;
  const { parseDatetime } = await import('../kql/time.ts');
  const time = instant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  const ticks = time === null ? null : parseDatetime(time);
  if (ticks === null) throw new UsageError(`--now ${text}: write a time such as 2026-11-24T10:00:00Z or a date`);
  return ticks;
};

const formatOf = (path: string | undefined): Format | undefined => {
  const extension = path?.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return extension === 'md' ? 'markdown' : FORMATS.find((one) => one === extension);
};

/** A query that was compiled, or an error with its place. The parser is 5 MB of script, which no other command loads. */
export const compiledQuery = async (
  name: string,
  text: string,
): Promise<{ readonly query: Query; readonly said: (error: QueryError) => string }> => {
  const [{ compileQuery }, { placeOf, QueryError, QueryStopped }, { TABLES }] = await Promise.all([
    import('../kql/query.ts'),
    import('../kql/failure.ts'),
    import('../kql/tables/schemas.ts'),
  ]);
  const said = (error: QueryError): string => `${plain(name)}:${placeOf(text, error.at)}: ${plain(error.message)}`;
  try {
    return { query: await compileQuery(text, TABLES), said };
  } catch (error) {
    if (error instanceof QueryError) throw new UsageError(said(error));
    if (error instanceof QueryStopped) throw new UsageError(`${plain(name)}: ${plain(error.message)}`);
    throw error;
  }
};

const run = async (file: string | undefined, logs: readonly string[], options: RawQueryOptions): Promise<number> => {
  const now = await nowOf(options.now);
  const { name, text, paths } = await readQuery(file, logs, options.query);
  const { query, said } = await compiledQuery(name, text);
  const { QueryStopped } = await import('../kql/failure.ts');
  const from = paths.length > 0 ? paths : query.readsLog ? ['-'] : [];
  if (paths.length === 0 && query.readsLog && (process.stdin.isTTY || file === '-')) {
    throw new UsageError('nothing to read: name files or folders, or pipe a log in. See cronwarden query --help');
  }
  if (options.quiet !== true) {
    for (const warning of query.warnings) process.stderr.write(`${said(warning)}\n`);
  }
  const toTerminal = options.out === undefined && process.stdout.isTTY === true;
  const format = options.format ?? formatOf(options.out) ?? (toTerminal ? 'table' : 'jsonl');
  const [{ runQuery }, { rowWriter }] = await Promise.all([
    import('../engine/query.ts'),
    import('../sink/query-rows.ts'),
  ]);
  const output = await openOutput(options.out ?? null);
  const progress = createProgress(options.quiet !== true);
  const color = options.color && !process.env.NO_COLOR && toTerminal;
  const writer = rowWriter(format, query.columns, { width: process.stdout.columns || 80, color });
  let pending: string[] = [writer.head()];
  let isGone = false;
  const settled = async (): Promise<boolean> => {
    const texts = pending;
    pending = [];
    if (texts.length > 0 && !(await output.write(texts.join('')))) isGone = true;
    return !isGone;
  };
  let rows = 0;
  let summary: QuerySummary | null = null;
  try {
    summary = await runQuery(
      query,
      { paths: from, now, maxRows: options.maxRows, settled, onProgress: progress.update },
      (row) => {
        rows += 1;
        pending.push(writer.row(row));
        return !isGone;
      },
    );
    progress.stop();
    pending.push(writer.end());
    await settled();
    await output.close();
  } catch (error) {
    if (!(error instanceof QueryStopped)) throw error;
    progress.stop();
    await settled();
    await output.close();
    process.stderr.write(`cronwarden: the query stopped, and what was printed is not all: ${plain(error.message)}\n`);
    return EXIT.unreadable;
  } finally {
    progress.stop();
  }
  if (isGone) {
    if (options.quiet !== true) process.stderr.write('Stopped: the reader of the output went away before the end.\n');
    return EXIT.done;
  }
  return finish(summary, rows, query, options);
};

/** Says what was read, and whether all of it could be. */
const finish = async (summary: QuerySummary, rows: number, query: Query, options: RawQueryOptions): Promise<number> => {
  const { counts, unreadable } = summary;
  if (options.quiet !== true && summary.passes > 0) {
    const { queryText } = await import('./query-text.ts');
    process.stderr.write(
      queryText(summary, rows, {
        width: process.stderr.columns || 80,
        color: options.color && !process.env.NO_COLOR && process.stderr.isTTY === true,
      }),
    );
  }
  if (query.readsLog && summary.passes > 0 && counts.events + counts.others === 0 && unreadable.length === 0) {
    process.stderr.write(
      'Nothing in this input was recognised as a Kubernetes audit log; docs/envelopes.md says what is.\n',
    );
    return EXIT.unreadable;
  }
  return unreadable.length > 0 || (options.strict === true && counts.rejected > 0) ? EXIT.unreadable : EXIT.done;
};
