import { Command, Option } from 'commander';
import { scan } from '../engine/scan.ts';
import { VERSION } from '../engine/version.ts';
import type { Excepting } from '../exception/match.ts';
import { withAttack } from '../finding/attack.ts';
import type { AttackRelease } from '../model/attack.ts';
import { atLeast, type Finding, SEVERITIES } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';
import type { Sink, SinkContext } from '../sink/sink.ts';
import { ATTACK_OPTION, readAttack } from './attack-option.ts';
import { applyConfig } from './config.ts';
import type { FindingDelivery } from './delivery.ts';
import { EXIT, UsageError } from './failure.ts';
import { createHeapGuard } from './heap.ts';
import { openOutput } from './output.ts';
import { createProgress } from './progress.ts';
import {
  collect,
  FORMATS,
  type Format,
  parseJobs,
  parseSeverity,
  type RawScanOptions,
  readKinds,
  readRbac,
} from './scan-options.ts';
import { keepState, stateOf } from './state-option.ts';
import { parseWindow } from './window.ts';

/** Each format's code is loaded when it is asked for: the report alone would double the start of every run. */
const SINKS: Readonly<Record<Format, () => Promise<Sink>>> = {
  table: async () => (await import('../sink/table.ts')).tableSink,
  jsonl: async () => (await import('../sink/json.ts')).jsonlSink,
  json: async () => (await import('../sink/json.ts')).jsonSink,
  csv: async () => (await import('../sink/csv.ts')).csvSink,
  markdown: async () => (await import('../sink/markdown.ts')).markdownSink,
  html: async () => (await import('../sink/html/html.ts')).htmlSink,
};

const EXAMPLES = `
Examples:
  cronwarden scan audit.log                       a file, every envelope is recognised from its content
  cronwarden scan logs/ 'more/**/*.json.gz'       folders and globs, gzip, zstd and zip
  kubectl logs … | cronwarden scan -              a pipe
  cronwarden scan logs/ --format html --out report.html
  cronwarden scan logs/ --fail-on high            exit code 1 when something is high or critical
  cronwarden scan logs/ --compat sentinel         what the original Sentinel query prints
  cronwarden scan logs/ --last 24h --explain      the sum behind each severity
  cronwarden scan logs/ --to sentinel --config sentinel.yaml   sends them to Cronwarden_CL as well
  kubectl get roles,clusterroles,rolebindings,clusterrolebindings -A -o json > rbac.json
  cronwarden scan logs/ --rbac rbac.json          what the jobs' service accounts may do
  cronwarden scan new.log --state cluster.state   goes on from the last run, gives what is new or has changed

Exit codes: 0 done, 1 --fail-on met, 2 usage error, 3 some input could not be read or
some findings could not be sent (standard error says which).`;

export const scanCommand = (setExit: (code: number) => void): Command =>
  new Command('scan')
    .summary('find malicious CronJobs and Jobs in audit logs')
    .description(
      'Reads Kubernetes audit logs and prints a finding for each suspicious write of a workload, with its reasons.',
    )
    .argument('[paths...]', 'files, folders, globs, or - for standard input')
    .addOption(new Option('-f, --format <format>', 'default table on a terminal, jsonl in a pipe').choices(FORMATS))
    .option('-o, --out <file>', 'write the results to a file')
    .addOption(
      new Option('--min-severity <severity>', 'leave out findings below (info, low, medium, high, critical)')
        .default('low')
        .argParser(parseSeverity('--min-severity')),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit code 1 when a finding is at least this severe').argParser(
        parseSeverity('--fail-on'),
      ),
    )
    .addOption(new Option('--compat <query>', 'print what the original Sentinel query prints').choices(['sentinel']))
    .addOption(
      new Option('--to <store>', 'send the findings to a workspace of Sentinel as well: docs/sentinel.md').choices([
        'sentinel',
      ]),
    )
    .option('--explain', 'print the full breakdown of every finding')
    .addOption(new Option('-j, --jobs <n>', 'worker threads, default one per core').argParser(parseJobs))
    .option('--since <time>', 'leave out earlier events (event time, 2026-11-24T10:00:00Z or a date)')
    .option('--until <time>', 'leave out later events')
    .option('--last <duration>', 'leave out events older than 90m, 24h, 7d')
    .option('--no-wait', 'give each finding at once, without what became of its workload: for input that never ends')
    .option('--strict', 'decode every record, and exit with 3 when one does not parse')
    .option('--kinds <file>', 'further pod-making kinds, as JSON')
    .option(...ATTACK_OPTION)
    .addOption(
      new Option('--rbac <file>', 'roles and bindings of the cluster, as kubectl exports them; repeatable').argParser(
        collect,
      ),
    )
    .addOption(
      new Option('--identity <user>', 'a user whose workloads may have power over nodes; repeatable').argParser(
        collect,
      ),
    )
    .option('--exceptions <file>', 'leave out findings that dated exceptions hide; the summary counts them')
    .option('--show-excepted', 'show them all the same, marked')
    .option('--state <file>', 'what runs know of each other: made when missing, readable by its owner alone')
    .option('--config <file>', 'options as YAML or JSON; the command line wins')
    .option('--cluster <name>', 'name of the cluster where the log does not say it')
    .option('-q, --quiet', 'no progress and no summary')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: RawScanOptions, command: Command) => {
      if (options.config !== undefined) applyConfig(command, options.config);
      setExit(await runScan(paths, command.opts<RawScanOptions>()));
    });

/** Whether records were rejected and none was recognised; lines that were passed over unread say nothing of either. */
const isForeign = ({ events, others, rejected }: Summary): boolean => rejected > 0 && events + others === 0;

/** The format that a file's name asks for. */
const formatOf = (path: string | undefined): Format | undefined => {
  const extension = path?.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return extension === 'md' ? 'markdown' : extension === 'htm' ? 'html' : FORMATS.find((one) => one === extension);
};

async function* renamed(findings: AsyncIterable<Finding>, release: AttackRelease): AsyncGenerator<Finding> {
  for await (const finding of findings) yield withAttack(finding, release);
}

/** The days of exceptions are the clock's: one that has ended hides nothing, in a log of whatever age. */
const readExcepting = async (path: string): Promise<Excepting> => {
  const { readExceptions } = await import('./exceptions-run.ts');
  const { createExcepting } = await import('../exception/match.ts');
  const now = Date.now();
  return createExcepting(readExceptions(path, now, '--exceptions'), now);
};

const openDeliveryOf = async ({ sentinel }: RawScanOptions): Promise<FindingDelivery> => {
  const { openDelivery } = await import('./delivery.ts');
  return openDelivery(sentinel ?? {}, process.env);
};

const runScan = async (paths: readonly string[], options: RawScanOptions): Promise<number> => {
  const from = paths.length > 0 ? paths : ['-'];
  if (paths.length === 0 && process.stdin.isTTY) {
    throw new UsageError('nothing to read: name files or folders, or pipe a log in. See cronwarden scan --help');
  }
  const toTerminal = options.out === undefined && process.stdout.isTTY === true;
  const format = options.format ?? formatOf(options.out) ?? (toTerminal ? 'table' : 'jsonl');
  const rowFormat = format === 'html' ? null : format;
  if (options.compat === 'sentinel' && rowFormat === null) {
    throw new UsageError('--compat sentinel prints table, jsonl, json, csv or markdown');
  }
  if (options.compat === 'sentinel' && options.failOn !== undefined) {
    throw new UsageError(
      '--compat sentinel prints rows and no findings, so that --fail-on could never fail: leave one out',
    );
  }
  if (options.compat !== undefined && options.to !== undefined) {
    throw new UsageError(
      '--compat sentinel prints rows and no findings, so that --to would send nothing: leave one out',
    );
  }
  const window = parseWindow(options, Date.now());
  const kinds = options.kinds === undefined ? [] : readKinds(options.kinds);
  const release = options.attack === undefined ? null : readAttack(options.attack);
  const rbac = options.rbac === undefined ? null : readRbac(options.rbac);
  if (rbac !== null && rbac.others > 0 && options.quiet !== true) {
    process.stderr.write(`cronwarden: --rbac: passed over what is no role and no binding: ${rbac.others}\n`);
  }
  if (options.showExcepted === true && options.exceptions === undefined)
    throw new UsageError('--show-excepted shows what --exceptions FILE hides: name the file');
  const exceptions = options.exceptions === undefined ? null : await readExcepting(options.exceptions);
  if (options.state !== undefined && options.compat !== undefined)
    throw new UsageError('--state keeps what findings need, and --compat sentinel prints rows: leave one out');
  const delivery = options.to === undefined ? null : await openDeliveryOf(options);
  const state = options.state === undefined ? null : await stateOf(options.state);
  const output = await openOutput(options.out ?? null);
  const progress = createProgress(options.quiet !== true);
  const upTo = process.env.CRONWARDEN_BENCH_STAGE;
  const guard = createHeapGuard();
  const scanned = scan({
    paths: from,
    ...window,
    strict: options.strict === true,
    extraKinds: kinds,
    sentinelRows: options.compat === 'sentinel',
    minSeverity: options.minSeverity,
    upTo: upTo === 'gate' || upTo === 'decode' ? upTo : 'all',
    waits: options.wait,
    onProgress: (done) => {
      guard();
      progress.update(done);
    },
    ...(exceptions === null ? {} : { exceptions, showExcepted: options.showExcepted === true }),
    ...(rbac === null ? {} : { rbac: rbac.notes }),
    ...(options.identity === undefined ? {} : { identities: new Set(options.identity) }),
    ...(state === null ? {} : { state }),
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    ...(options.cluster === undefined ? {} : { cluster: options.cluster }),
  });
  const color = options.color && !process.env.NO_COLOR && toTerminal;
  const context: SinkContext = {
    width: process.stdout.columns || 80,
    color,
    explain: options.explain === true,
    summary: scanned.summary,
    version: VERSION,
  };

  let stopped = false;
  try {
    if (options.compat === 'sentinel' && rowFormat !== null) {
      const { sentinelText } = await import('../sink/sentinel.ts');
      for await (const _ of scanned.findings);
      for (const text of sentinelText(scanned.sentinelRows, rowFormat, context)) if (!(await output.write(text))) break;
    } else {
      const sink = await SINKS[format]();
      const named = release === null ? scanned.findings : renamed(scanned.findings, release);
      const findings = delivery === null ? named : delivery.passing(named);
      for await (const text of sink(findings, context)) {
        progress.stop();
        if (stopped || (await output.write(text))) continue;
        stopped = true;
        // Findings that are sent have a reader of their own.
        if (delivery === null) break;
      }
    }
    await output.close();
  } finally {
    progress.stop();
    await scanned.findings.return();
  }
  const isDelivered = delivery === null || (await delivery.end(options.quiet === true));
  if (stopped && delivery === null) {
    if (options.quiet !== true) process.stderr.write('Stopped: the reader of the output went away before the end.\n');
    return EXIT.done;
  }
  // What a run has learned is kept when its findings are where they belong, and not before.
  const unkept = state === null ? null : keepState(state, isDelivered);
  const summary = scanned.summary();
  if (unkept !== null && summary.unreadable.length === 0) process.stderr.write(`cronwarden: --state: ${unkept}\n`);
  if (options.quiet !== true) {
    const { summaryText } = await import('../sink/summary.ts');
    if (toTerminal) process.stderr.write('\n');
    process.stderr.write(
      summaryText(summary, {
        width: process.stderr.columns || 80,
        color: options.color && !process.env.NO_COLOR && process.stderr.isTTY === true,
        judged: options.compat === undefined,
      }),
    );
  }
  const { failOn } = options;
  if (failOn !== undefined && SEVERITIES.some((one) => atLeast(one, failOn) && summary.findings[one] > 0))
    return EXIT.failOn;
  // What holds no audit event at all is a wrong file or a failed command in front of the pipe, not a quiet cluster.
  const nothing = summary.events + summary.others + summary.passedUnread === 0 || isForeign(summary);
  if (nothing && summary.unreadable.length === 0) {
    process.stderr.write(
      'Nothing in this input was recognised as a Kubernetes audit log; docs/envelopes.md says what is.\n',
    );
    return EXIT.unreadable;
  }
  if (!isDelivered || unkept !== null) return EXIT.unreadable;
  if (summary.unreadable.length > 0 || (options.strict === true && summary.rejected > 0)) return EXIT.unreadable;
  return EXIT.done;
};
