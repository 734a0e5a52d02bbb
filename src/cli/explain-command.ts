import { Command } from 'commander';
import { scan } from '../engine/scan.ts';
import { VERSION } from '../engine/version.ts';
import { withAttack } from '../finding/attack.ts';
import { INDICATORS } from '../indicator/registry.ts';
import { ATTACK, type AttackRelease } from '../model/attack.ts';
import type { Finding } from '../model/finding.ts';
import { ATTACK_OPTION, readAttack } from './attack-option.ts';
import { EXIT, UsageError } from './failure.ts';
import { type Output, openOutput } from './output.ts';

const EXAMPLES = `
Examples:
  cronwarden explain                                  every indicator, by family
  cronwarden explain command.reverse-shell            an indicator: what it means, and when it is wrong
  cronwarden explain T1611                            a technique of MITRE ATT&CK, and the indicators that name it
  cronwarden explain 098e2cabd71d7c67… audit.log      a finding in a log, with the sum behind its severity`;

export const explainCommand = (setExit: (code: number) => void): Command =>
  new Command('explain')
    .summary('everything known about an indicator, a technique or a finding')
    .description(
      'Prints everything that is known about an indicator, a technique of MITRE ATT&CK, or a finding of a log.',
    )
    .argument('[id]', 'id of an indicator (command.reverse-shell), technique (T1053.007) or finding')
    .argument('[paths...]', 'for a finding: the log that it is in')
    .option(...ATTACK_OPTION)
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, paths: string[], options: ExplainOptions) => {
      setExit(await explain(id, paths, options));
    });

interface ExplainOptions {
  readonly attack?: string;
  readonly color: boolean;
}

const explain = async (id: string | undefined, paths: readonly string[], options: ExplainOptions): Promise<number> => {
  const width = Math.min(process.stdout.columns || 80, 100);
  const release = options.attack === undefined ? ATTACK : readAttack(options.attack);
  const { indicatorText, listText, techniqueText } = await import('./explain-text.ts');
  const indicator = INDICATORS.find((one) => one.id === id);
  const technique = release.techniques.get(id?.toUpperCase() ?? '');
  const output = await openOutput(null);
  if (id === undefined) await output.write(listText(INDICATORS, release, width));
  else if (indicator !== undefined) await output.write(indicatorText(indicator, release, width));
  else if (technique !== undefined) await output.write(techniqueText(technique, release, INDICATORS, width));
  else if (/^[0-9a-f]{8,}$/.test(id)) return explainFinding(id, paths, options.color, release, width, output);
  else throw new UsageError(`unknown id "${id}"${nearest(id)}`);
  return EXIT.done;
};

const explainFinding = async (
  id: string,
  paths: readonly string[],
  wantsColor: boolean,
  release: AttackRelease,
  width: number,
  output: Output,
): Promise<number> => {
  if (paths.length === 0)
    throw new UsageError(`to explain a finding, name its log: cronwarden explain ${id} audit.log`);
  const scanned = scan({ paths });
  let found = 0;
  async function* wanted(): AsyncGenerator<Finding> {
    for await (const finding of scanned.findings) {
      if (!finding.id.startsWith(id)) continue;
      found++;
      yield release === ATTACK ? finding : withAttack(finding, release);
    }
  }
  const { tableSink } = await import('../sink/table.ts');
  const color = wantsColor && !process.env.NO_COLOR && process.stdout.isTTY === true;
  const texts: string[] = [];
  const context = { width, color, explain: true, summary: scanned.summary, version: VERSION };
  for await (const text of tableSink(wanted(), context)) texts.push(text);
  if (found === 0) throw new UsageError(`no finding ${id} in ${paths.join(', ')}`);
  for (const text of texts) await output.write(text);
  return scanned.summary().unreadable.length > 0 ? EXIT.unreadable : EXIT.done;
};

/** Indicators that share a part of the name. */
const nearest = (id: string): string => {
  const parts = id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length > 2);
  const begins = INDICATORS.filter((one) => one.id.startsWith(id.toLowerCase()));
  const near = (
    begins.length > 0 ? begins : INDICATORS.filter((one) => parts.some((part) => one.id.includes(part)))
  ).map((one) => one.id);
  return near.length > 0 ? `; did you mean ${near.slice(0, 5).join(', ')}?` : '. Indicators: see cronwarden explain';
};
