import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { scan } from '../engine/scan.ts';
import { VERSION } from '../engine/version.ts';
import { type Case, caseOfEvent, caseOfObject } from '../evaluate/cases.ts';
import { type Evaluation, evaluate, type LogFigures } from '../evaluate/evaluation.ts';
import { type EventLabel, type Labelled, parseLabels } from '../evaluate/labels.ts';
import { verdictOn } from '../evaluate/verdict.ts';
import type { Delivered } from '../memory/deliveries.ts';
import { paintWith, usableWidth } from '../sink/table-text.ts';
import { EXIT, UsageError } from './failure.ts';
import { openOutput } from './output.ts';
import { parseJobs } from './scan-options.ts';

const FORMATS = ['table', 'json', 'markdown', 'html'] as const;

interface RawOptions {
  readonly labels: readonly string[];
  readonly format?: (typeof FORMATS)[number];
  readonly out?: string;
  readonly worst: number;
  readonly seed: number;
  readonly resamples: number;
  readonly jobs?: number;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
A labels file is JSON Lines. A line labels an object, judged as if a person had created it, as it is and as a CronJob:
  {"id":"a-1","label":"attack","strength":"malicious","source":"team/repo","object":{"apiVersion":"batch/v1",…}}
or an event of the logs that are named, by its audit id or by the id of its finding:
  {"auditId":"3f1c…","label":"benign","category":"backup","source":"shop"}
label is attack or benign; strength malicious (default), dangerous or weak; class or category, source, why, nameOnly and
iocOnly may be there. Rates are resampled by source.

Examples:
  cronwarden evaluate --labels attacks.jsonl --labels benign.jsonl
  cronwarden evaluate --labels week-47.jsonl logs/       events of logs, labelled after the fact
  cronwarden evaluate --labels all.jsonl --format html --out evaluation.html`;

export const evaluateCommand = (setExit: (code: number) => void): Command =>
  new Command('evaluate')
    .summary('precision, recall and confusion by severity on labelled writes')
    .description(
      'Judges labelled objects or labelled events of audit logs, and prints what is found, what is missed and what is a false alarm, in all and by indicator.',
    )
    .argument('[paths...]', 'audit logs, when events are labelled')
    .addOption(
      new Option('-l, --labels <file>', 'labels, JSON Lines; may be given several times')
        .argParser((file: string, before: readonly string[] | undefined) => [...(before ?? []), file])
        .makeOptionMandatory(),
    )
    .addOption(new Option('-f, --format <format>', 'default table on a terminal, json in a pipe').choices(FORMATS))
    .option('-o, --out <file>', 'write the report to a file')
    .addOption(
      new Option('--worst <n>', 'misses and false alarms that are listed').default(10).argParser(whole(0, 10_000)),
    )
    .addOption(new Option('--seed <n>', 'seed of the resampling').default(1).argParser(whole(0, 2 ** 32 - 1)))
    .addOption(new Option('--resamples <n>', 'draws behind each interval').default(2000).argParser(whole(100, 100_000)))
    .addOption(new Option('-j, --jobs <n>', 'worker threads, default one per core').argParser(parseJobs))
    .option('-q, --quiet', 'no warnings')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: RawOptions) => {
      setExit(await runEvaluate(paths, options));
    });

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
    }
    return value;
  };

const runEvaluate = async (paths: readonly string[], options: RawOptions): Promise<number> => {
  const labels = options.labels.flatMap(readLabels);
  const events = labels.filter((label) => label.kind === 'event');
  if (labels.length === 0) throw new UsageError('the labels hold no label. See cronwarden evaluate --help');
  if (events.length > 0 && paths.length === 0)
    throw new UsageError('the labels name events: name the logs that hold them');
  if (events.length === 0 && paths.length > 0)
    throw new UsageError('the labels name no event of a log, so there is no use for the paths');
  const output = await openOutput(options.out ?? null);
  const cases: Case[] = [];
  const unjudged: Evaluation['unjudged'][number][] = [];
  for (const label of labels) {
    if (label.kind !== 'object') continue;
    const one = caseOfObject(label);
    if (one !== null) cases.push(one);
    else unjudged.push({ id: label.id, because: 'no workload that is known' });
  }
  const logs = events.length === 0 ? null : await judgeLogs(paths, events, options);
  if (logs !== null) {
    cases.push(...logs.cases);
    unjudged.push(
      ...logs.unmatched.map(({ id }) => ({ id, because: 'no authored workload write of the logs has it' })),
    );
  }
  const report = evaluate(cases, {
    seed: options.seed,
    resamples: options.resamples,
    version: VERSION,
    worst: options.worst,
    unjudged,
    logs: logs?.figures ?? null,
  });
  await output.write(await written(report, options));
  await output.close();
  if (options.quiet !== true) {
    for (const { path, reason } of logs?.unreadable ?? []) process.stderr.write(`cronwarden: ${path}: ${reason}\n`);
    if (unjudged.length > 0)
      process.stderr.write(
        `cronwarden: ${unjudged.length} of ${labels.length} labels were not judged, see the report\n`,
      );
  }
  return (logs?.unreadable.length ?? 0) > 0 ? EXIT.unreadable : EXIT.done;
};

const written = async (report: Evaluation, options: RawOptions): Promise<string> => {
  const toTerminal = options.out === undefined && process.stdout.isTTY === true;
  switch (options.format ?? (toTerminal ? 'table' : 'json')) {
    case 'html':
      return (await import('../evaluate/html.ts')).evaluationHtml(report);
    case 'markdown':
      return (await import('../evaluate/markdown.ts')).evaluationMarkdown(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'table': {
      const { evaluationText } = await import('../evaluate/text.ts');
      const color = options.color && !process.env.NO_COLOR && toTerminal;
      // A file or a pipe has no width: as wide as the tables are.
      const width = toTerminal ? Math.max(usableWidth(process.stdout.columns || 80), process.stdout.columns || 0) : 200;
      return evaluationText(report, width, paintWith(color));
    }
  }
};

const MOST_ERRORS = 10;

const readLabels = (path: string): readonly Labelled[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--labels ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const labels = parseLabels(text);
  if (labels.ok) return labels.value;
  const shown = labels.error.slice(0, MOST_ERRORS).map((one) => `\n  ${one}`);
  const more = labels.error.length - shown.length;
  throw new UsageError(`--labels ${path}:${shown.join('')}${more > 0 ? `\n  and ${more} more` : ''}`);
};

interface JudgedLogs {
  readonly cases: readonly Case[];
  readonly unmatched: readonly EventLabel[];
  readonly figures: LogFigures;
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** Reads the logs once, and keeps the verdicts on what is labelled. */
const judgeLogs = async (
  paths: readonly string[],
  labels: readonly EventLabel[],
  { jobs }: RawOptions,
): Promise<JudgedLogs> => {
  const byAuditId = new Map(labels.flatMap((label) => (label.by === 'auditId' ? [[label.id, label]] : [])));
  const byFinding = new Map(labels.flatMap((label) => (label.by === 'finding' ? [[label.id, label]] : [])));
  const matched = new Set<EventLabel>();
  const cases: Case[] = [];
  // The scan tells of a write just before it gives its finding, and one is given for each.
  const judged: Delivered[] = [];
  const scanned = scan({
    paths,
    ...(jobs === undefined ? {} : { jobs }),
    onJudged: (delivered) => judged.push(delivered),
  });
  for await (const { id } of scanned.findings) {
    const delivered = judged.pop();
    if (delivered === undefined) continue;
    const { auditId, source } = delivered.activity.event;
    const label = byFinding.get(id) ?? (auditId === null ? undefined : byAuditId.get(auditId));
    if (label === undefined) continue;
    matched.add(label);
    cases.push(caseOfEvent(label, verdictOn(delivered), source));
  }
  const { activities, findings, unreadable } = scanned.summary();
  return {
    cases,
    unmatched: labels.filter((label) => !matched.has(label)),
    figures: { writes: activities, labelled: cases.length, findings },
    unreadable,
  };
};
