import { Command, InvalidArgumentError, Option } from 'commander';
import { LANGUAGE_IDS, type LanguageId } from '../guide/language/language.ts';
import { ATTACK_OPTION } from './attack-option.ts';

const FORMATS = ['text', 'markdown', 'html', 'json'] as const;

export interface RawGuideOptions {
  readonly technique?: string;
  readonly format?: (typeof FORMATS)[number];
  readonly out?: string;
  readonly queries?: readonly LanguageId[];
  readonly now?: string;
  readonly cluster?: string;
  readonly attack?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
FINDING is an id or its beginning; PATH a results file that scan wrote, the log itself, or both. From the log the guide answers what
it can: who did what before and after, whether it ran, what its pods did.

Queries are printed for the store that the log came from, and as jq; --queries names others, or all:
  kql (AzureDiagnostics), aks (AKSAudit), insights, gcp, esql, spl, logql, jq

Examples:
  cronwarden guide 098e2cabd71d audit.log
  cronwarden guide 098e2cabd71d findings.jsonl audit.log --queries spl
  cronwarden guide 098e2cabd71d audit.log --format html --out case.html
  cronwarden guide --technique T1053.007                  the general guide, with placeholders`;

export const guideCommand = (setExit: (code: number) => void): Command =>
  new Command('guide')
    .summary('what to ask about a finding, answered as far as the log goes')
    .description(
      'Prints the investigation of one finding: the questions in order, what the log answers, queries and look-ups that are ready to paste, how long the evidence lasts, and what each verdict would rest on. It only reads.',
    )
    .argument('[finding]', 'id of a finding, or its beginning')
    .argument('[paths...]', 'results of scan (jsonl or json), audit logs, or both')
    .option('-t, --technique <id>', 'the general guide to a technique, in the place of a finding')
    .addOption(new Option('-f, --format <format>', 'default text').choices(FORMATS))
    .option('-o, --out <file>', 'write the guide to a file')
    .addOption(
      new Option('--queries <languages>', 'languages of the queries, with commas; all, none').argParser(parseQueries),
    )
    .option('--now <time>', 'the clock that evidence is measured against; default the clock of this machine')
    .option('--cluster <name>', 'cluster of logs that do not name theirs')
    .option(...ATTACK_OPTION)
    .option('-q, --quiet', 'no warnings')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, paths: string[], options: RawGuideOptions) => {
      const { runGuide } = await import('./guide-run.ts');
      setExit(await runGuide(id, paths, options));
    });

const parseQueries = (text: string): readonly LanguageId[] => {
  if (text === 'all') return LANGUAGE_IDS;
  if (text === 'none') return [];
  return text.split(',').map((one) => {
    const found = LANGUAGE_IDS.find((id) => id === one.trim());
    if (found === undefined) throw new InvalidArgumentError(`Write all, none, or some of ${LANGUAGE_IDS.join(', ')}.`);
    return found;
  });
};
