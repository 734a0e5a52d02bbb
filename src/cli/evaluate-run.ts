import { readFileSync } from 'node:fs';
import { scan } from '../engine/scan.ts';
import { VERSION } from '../engine/version.ts';
import { type Case, caseOfEvent, caseOfObject } from '../evaluate/cases.ts';
import { type Evaluation, evaluate, type LogFigures } from '../evaluate/evaluation.ts';
import { type EventLabel, type Labelled, parseLabels } from '../evaluate/labels.ts';
import { verdictOn } from '../evaluate/verdict.ts';
import type { Delivered } from '../memory/deliveries.ts';
import type { Known } from '../model/known.ts';
import type { RawEvaluateOptions } from './evaluate-command.ts';
import { EXIT, UsageError } from './failure.ts';
import { openOutput } from './output.ts';
import { sectionsIn } from './sections-output.ts';

export const runEvaluate = async (paths: readonly string[], options: RawEvaluateOptions): Promise<number> => {
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

const written = async (report: Evaluation, { format, out, color }: RawEvaluateOptions): Promise<string> => {
  const toTerminal = out === undefined && process.stdout.isTTY === true;
  const chosen = format ?? (toTerminal ? 'table' : 'json');
  if (chosen === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  const { reportOf } = await import('../evaluate/report.ts');
  return sectionsIn(reportOf(report), chosen, { toTerminal, color });
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
  { jobs }: RawEvaluateOptions,
): Promise<JudgedLogs> => {
  const byAuditId = new Map(labels.flatMap((label) => (label.by === 'auditId' ? [[label.id, label]] : [])));
  const byFinding = new Map(labels.flatMap((label) => (label.by === 'finding' ? [[label.id, label]] : [])));
  const matched = new Set<EventLabel>();
  const cases: Case[] = [];
  // The scan tells of a write just before it gives its finding, and one is given for each.
  const judged: { readonly delivered: Delivered; readonly known: Known }[] = [];
  const scanned = scan({
    paths,
    ...(jobs === undefined ? {} : { jobs }),
    waits: false,
    onJudged: (delivered, known) => judged.push({ delivered, known }),
  });
  for await (const { id } of scanned.findings) {
    const one = judged.pop();
    if (one === undefined) continue;
    const { delivered, known } = one;
    const { auditId, source } = delivered.activity.event;
    const label = byFinding.get(id) ?? (auditId === null ? undefined : byAuditId.get(auditId));
    if (label === undefined) continue;
    matched.add(label);
    cases.push(caseOfEvent(label, verdictOn(delivered, known), source));
  }
  const { activities, findings, unreadable } = scanned.summary();
  return {
    cases,
    unmatched: labels.filter((label) => !matched.has(label)),
    figures: { writes: activities, labelled: cases.length, findings },
    unreadable,
  };
};
