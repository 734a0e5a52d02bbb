import { Command, Option } from 'commander';

export interface RawRulesExportOptions {
  readonly to: 'sentinel';
  readonly out?: string;
}

const EXAMPLES = `
Examples:
  cronwarden rules export --to sentinel                    what there is, and what it cannot do
  cronwarden rules export --to sentinel --out sentinel/    rules, hunting queries, templates, workbook, watch list
  cronwarden query sentinel.kql logs/                      one of its queries over a file instead of a workspace

See docs/sentinel.md. Exit codes: 0 done, 2 an option is wrong or a file could not be written.`;

export const rulesCommand = (setExit: (code: number) => void): Command =>
  new Command('rules')
    .summary('our detection in the language of other tools')
    .description('Writes what Cronwarden looks for as rules of other tools, as far as those reach.')
    .addHelpText('after', EXAMPLES)
    .addCommand(
      new Command('export')
        .summary('rules for Microsoft Sentinel')
        .description(
          'Writes analytics rules, hunting queries, templates, a workbook and a watch list for Microsoft Sentinel. Without --out it prints the list and a summary.',
        )
        .addOption(new Option('--to <tool>', 'the tool').choices(['sentinel']).makeOptionMandatory())
        .option('-o, --out <folder>', 'write the files into a folder, which is made if it is not there')
        .addHelpText('after', EXAMPLES)
        .action(async (options: RawRulesExportOptions) => {
          // Every query is put together when it is loaded; no other command needs them.
          const { runRulesExport } = await import('./rules-run.ts');
          setExit(await runRulesExport(options));
        }),
    );
