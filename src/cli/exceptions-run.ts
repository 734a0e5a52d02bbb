import { readFileSync } from 'node:fs';
import { scan } from '../engine/scan.ts';
import type { Exception } from '../exception/exception.ts';
import { lintExceptions, type Problem } from '../exception/lint.ts';
import { parseExceptions } from '../exception/parse.ts';
import { createPreview, type Hidden, previewProblems } from '../exception/preview.ts';
import { suggestException } from '../exception/suggest.ts';
import { inertJson } from '../lib/inert.ts';
import type { Finding } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';
import { countText, plural } from '../sink/explain-words.ts';
import { hang, paintWith, usableWidth, wrap } from '../sink/table-text.ts';
import type { RawExceptionsOptions } from './exceptions-command.ts';
import { EXIT, UsageError } from './failure.ts';
import { openOutput } from './output.ts';

const MOST_ERRORS = 20;

/** Reads a file of exceptions; what is wrong with it is named with its line. */
export const readExceptions = (path: string, now: number, option = ''): readonly Exception[] => {
  const name = `${option === '' ? '' : `${option} `}${path}`;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const exceptions = parseExceptions(text, now);
  if (exceptions.ok) return exceptions.value;
  const shown = exceptions.error.slice(0, MOST_ERRORS).map((one) => `\n  ${one}`);
  throw new UsageError(`${name}:${shown.join('')}`);
};

/** Every finding of the logs, of whatever severity. */
const eachFinding = async (
  paths: readonly string[],
  { jobs }: RawExceptionsOptions,
  take: (finding: Finding) => void,
): Promise<Summary> => {
  const scanned = scan({ paths, ...(jobs === undefined ? {} : { jobs }) });
  for await (const finding of scanned.findings) take(finding);
  return scanned.summary();
};

const exitOf = (summary: Summary | null): number => {
  for (const { path, reason } of summary?.unreadable ?? []) process.stderr.write(`cronwarden: ${path}: ${reason}\n`);
  return (summary?.unreadable.length ?? 0) > 0 ? EXIT.unreadable : EXIT.done;
};

const page = (): {
  readonly columns: number;
  readonly paint: ReturnType<typeof paintWith>;
  readonly isTable: boolean;
} => {
  const isTable = process.stdout.isTTY === true;
  return {
    columns: usableWidth(process.stdout.columns || 100),
    paint: paintWith(isTable && !process.env.NO_COLOR),
    isTable,
  };
};

const print = async (text: string): Promise<void> => {
  const output = await openOutput(null);
  await output.write(text);
  await output.close();
};
const json = (value: unknown): string => `${inertJson(JSON.stringify(value, null, 2))}\n`;

export const runPreview = async (
  file: string,
  paths: readonly string[],
  options: RawExceptionsOptions,
): Promise<number> => {
  const now = Date.now();
  const preview = createPreview(readExceptions(file, now), now, options.most);
  const summary = await eachFinding(paths, options, preview.take);
  const hidden = preview.result();
  const { isTable } = page();
  const asTable = (options.format ?? (isTable ? 'table' : 'json')) === 'table';
  await print(
    asTable ? previewText(hidden, summary) : json({ schema: 'cronwarden.exceptions-preview/v1', exceptions: hidden }),
  );
  return exitOf(summary);
};

const previewText = (hidden: readonly Hidden[], summary: Summary): string => {
  const { columns, paint } = page();
  const all = Object.values(summary.findings).reduce((sum, one) => sum + one, 0);
  const lines = hidden.flatMap((one) => {
    const counts = SEVERITIES.toReversed().flatMap((severity) =>
      one.bySeverity[severity] > 0 ? [`${countText(one.bySeverity[severity])} ${severity}`] : [],
    );
    const what =
      one.findings === 0
        ? 'hides nothing'
        : `hides ${plural(one.findings, 'finding')} (${counts.join(', ')}) of ${plural(one.objects, 'workload')} by ${plural(one.actors, 'user')}`;
    return [
      '',
      ...wrap(`${one.id} (line ${one.line}) ${what}`, columns).map(paint.strong),
      ...(one.idle === null ? [] : hang('  ', `${one.idle}: today it hides nothing`, columns)),
      ...one.warnings.flatMap((says) => hang('  ! ', says, columns).map((line) => paint.tone('medium', line))),
      ...one.examples.flatMap((example) =>
        hang(
          '  - ',
          `${example.severity} ${example.workload} by ${example.actor ?? 'nobody'}: ${example.title} (${example.finding.slice(0, 12)})`,
          columns,
        ),
      ),
    ];
  });
  return `${[`${plural(hidden.length, 'exception')} against ${plural(all, 'finding')}`, ...lines].join('\n')}\n`;
};

export const runLint = async (
  file: string,
  paths: readonly string[],
  options: RawExceptionsOptions,
): Promise<number> => {
  const now = Date.now();
  const exceptions = readExceptions(file, now);
  const preview = createPreview(exceptions, now, options.most);
  const summary = paths.length === 0 ? null : await eachFinding(paths, options, preview.take);
  const problems: readonly Problem[] = [
    ...lintExceptions(exceptions, now),
    ...(summary === null ? [] : previewProblems(preview.result(), options.most)),
  ].toSorted((a, b) => a.line - b.line);
  const { isTable, columns } = page();
  if ((options.format ?? (isTable ? 'table' : 'json')) === 'table') {
    const lines = problems.flatMap(({ id, line, kind, says }) =>
      hang(`line ${line}: `, `${id} ${kind}: ${says}`, columns),
    );
    await print(
      `${(lines.length === 0 ? [`${plural(exceptions.length, 'exception')}, nothing wrong`] : lines).join('\n')}\n`,
    );
  } else await print(json({ schema: 'cronwarden.exceptions-lint/v1', exceptions: exceptions.length, problems }));
  const exit = exitOf(summary);
  return exit === EXIT.done && problems.length > 0 ? EXIT.failOn : exit;
};

export const runSuggest = async (
  id: string,
  paths: readonly string[],
  options: RawExceptionsOptions,
): Promise<number> => {
  if (!/^[0-9a-f]{8,32}$/.test(id))
    throw new UsageError(`"${id}" is no id of a finding: give its first eight characters or more`);
  const found = new Map<string, Finding>();
  const summary = await eachFinding(paths, options, (finding) => {
    if (finding.id.startsWith(id)) found.set(finding.id, finding);
  });
  const [finding, ...more] = found.values();
  if (finding === undefined) throw new UsageError(`no finding ${id} in ${paths.join(', ')}`);
  if (more.length > 0) throw new UsageError(`${found.size} findings begin with ${id}: give more of the id`);
  const { yaml, warnings } = suggestException(finding, {
    now: Date.now(),
    days: options.days,
    owner: options.owner ?? null,
    reason: options.reason ?? null,
  });
  for (const warning of warnings) process.stderr.write(`cronwarden: ${warning}\n`);
  await print(yaml);
  return exitOf(summary);
};
