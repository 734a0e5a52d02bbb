import { Command, Option } from 'commander';
import { wholeNumber } from './numbers.ts';
import { parseJobs } from './scan-options.ts';

const FORMATS = ['table', 'json', 'markdown', 'html'] as const;

export interface RawEvaluateOptions {
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
      new Option('--worst <n>', 'misses and false alarms that are listed')
        .default(10)
        .argParser(wholeNumber(0, 10_000)),
    )
    .addOption(new Option('--seed <n>', 'seed of the resampling').default(1).argParser(wholeNumber(0, 2 ** 32 - 1)))
    .addOption(
      new Option('--resamples <n>', 'draws behind each interval').default(2000).argParser(wholeNumber(100, 100_000)),
    )
    .addOption(new Option('-j, --jobs <n>', 'worker threads, default one per core').argParser(parseJobs))
    .option('-q, --quiet', 'no warnings')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: RawEvaluateOptions) => {
      // Loaded when it is asked for: a scan starts sooner without it.
      const { runEvaluate } = await import('./evaluate-run.ts');
      setExit(await runEvaluate(paths, options));
    });
