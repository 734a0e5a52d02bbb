import { Command, Option } from 'commander';
import { PROVIDERS, type ProviderId } from '../visibility/providers.ts';
import { parseJobs } from './scan-options.ts';

const FORMATS = ['table', 'json', 'markdown', 'html'] as const;

export interface RawVisibilityOptions {
  readonly policy?: string;
  readonly provider?: ProviderId;
  readonly format?: (typeof FORMATS)[number];
  readonly out?: string;
  readonly jobs?: number;
  readonly since?: string;
  readonly until?: string;
  readonly last?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  cronwarden visibility logs/                              what the logs show of themselves
  cronwarden visibility --policy audit-policy.yaml         what a policy will show, and the rules that it lacks
  cronwarden visibility logs/ --policy audit-policy.yaml   what was promised against what arrived
  cronwarden visibility --provider eks                     what EKS is known to log
  cronwarden visibility logs/ --format html --out visibility.html

Exit codes: 0 done, 2 usage error, 3 some input could not be read (the report says which).`;

export const visibilityCommand = (setExit: (code: number) => void): Command =>
  new Command('visibility')
    .summary('what can and cannot be seen, from logs and from an audit policy')
    .description(
      'Tells for each indicator whether logs or an audit policy let it be assessed, in part or not at all, why, and which rule of the policy would open its eyes.',
    )
    .argument('[paths...]', 'audit logs: files, folders, globs, or - for standard input')
    .option('-p, --policy <file>', 'an audit policy, as the API server is given it')
    .addOption(
      new Option('--provider <name>', 'who runs the API server, where the logs do not tell').choices(PROVIDERS),
    )
    .addOption(new Option('-f, --format <format>', 'default table on a terminal, json in a pipe').choices(FORMATS))
    .option('-o, --out <file>', 'write the report to a file')
    .addOption(new Option('-j, --jobs <n>', 'worker threads, default one per core').argParser(parseJobs))
    .option('--since <time>', 'leave out earlier events (event time, 2026-11-24T10:00:00Z or a date)')
    .option('--until <time>', 'leave out later events')
    .option('--last <duration>', 'leave out events older than 90m, 24h, 7d')
    .option('-q, --quiet', 'no progress')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: RawVisibilityOptions) => {
      // Loaded when it is asked for: a scan starts sooner without it.
      const { runVisibility } = await import('./visibility-run.ts');
      setExit(await runVisibility(paths, options));
    });
