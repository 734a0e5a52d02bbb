import { Command, Option } from 'commander';
import { wholeNumber } from './numbers.ts';
import { parseJobs } from './scan-options.ts';

const FORMATS = ['table', 'json'] as const;

export interface RawExceptionsOptions {
  readonly format?: (typeof FORMATS)[number];
  readonly most: number;
  readonly jobs?: number;
  readonly days: number;
  readonly owner?: string;
  readonly reason?: string;
}

const EXAMPLES = `
Examples:
  cronwarden exceptions suggest 098e2cabd71d7c67 logs/ --owner team@example.com --reason 'nightly backup' > exceptions.yaml
  cronwarden exceptions preview exceptions.yaml logs/      what each would have hidden
  cronwarden exceptions lint exceptions.yaml logs/         expired, unused, shadowed and dangerous ones
  cronwarden scan logs/ --exceptions exceptions.yaml       without the findings that they hide
  cronwarden scan logs/ --exceptions exceptions.yaml --show-excepted`;

const format = (): Option =>
  new Option('-f, --format <format>', 'default table on a terminal, json in a pipe').choices(FORMATS);
const jobs = (): Option => new Option('-j, --jobs <n>', 'worker threads, default one per core').argParser(parseJobs);
const most = (): Option =>
  new Option('--most <n>', 'different workloads from which on an exception is broad')
    .default(20)
    .argParser(wholeNumber(1, 1_000_000));

export const exceptionsCommand = (setExit: (code: number) => void): Command => {
  // Loaded when they are asked for: a scan starts sooner without them.
  const run = () => import('./exceptions-run.ts');
  return new Command('exceptions')
    .summary('dated, owned, narrow exceptions: what they hide, and what is wrong with them')
    .description('Looks at a file of exceptions before it is used, and writes narrow ones. See docs/exceptions.md.')
    .addHelpText('after', EXAMPLES)
    .addCommand(
      new Command('preview')
        .summary('what each exception would have hidden in logs')
        .description('Prints what each exception of a file hides in the logs, and warns of broad ones.')
        .argument('<file>', 'exceptions, YAML or JSON')
        .argument('<paths...>', 'audit logs')
        .addOption(format())
        .addOption(most())
        .addOption(jobs())
        .action(async (file: string, paths: string[], options: RawExceptionsOptions) => {
          setExit(await (await run()).runPreview(file, paths, options));
        }),
    )
    .addCommand(
      new Command('lint')
        .summary('expired, unused, shadowed and dangerous exceptions')
        .description(
          'Prints what is wrong with exceptions; with logs also those that hide nothing or too much. Exit code 1 when something is.',
        )
        .argument('<file>', 'exceptions, YAML or JSON')
        .argument('[paths...]', 'audit logs')
        .addOption(format())
        .addOption(most())
        .addOption(jobs())
        .action(async (file: string, paths: string[], options: RawExceptionsOptions) => {
          setExit(await (await run()).runLint(file, paths, options));
        }),
    )
    .addCommand(
      new Command('suggest')
        .summary('a narrow exception for a finding')
        .description('Prints a file with the narrowest exception that hides a finding and its repeats.')
        .argument('<finding>', 'id of the finding, or its beginning')
        .argument('<paths...>', 'audit logs that hold it')
        .option('--owner <name>', 'who answers for it')
        .option('--reason <text>', 'why it is wanted')
        .addOption(new Option('--days <n>', 'how long it holds').default(90).argParser(wholeNumber(1, 365)))
        .addOption(jobs())
        .action(async (finding: string, paths: string[], options: RawExceptionsOptions) => {
          setExit(await (await run()).runSuggest(finding, paths, options));
        }),
    );
};
