import { VERSION } from '../engine/version.ts';
import { withAttack } from '../finding/attack.ts';
import { guideOf } from '../guide/guide.ts';
import { LANGUAGE_IDS, type LanguageId } from '../guide/language/language.ts';
import { languagesFor } from '../guide/language/languages.ts';
import type { Guide } from '../guide/model.ts';
import { guideText } from '../guide/print/text.ts';
import type { Trail } from '../guide/trail.ts';
import { INDICATORS } from '../indicator/registry.ts';
import { plain } from '../lib/inert.ts';
import { instant } from '../lib/time.ts';
import { ATTACK, type AttackRelease, currentTechnique } from '../model/attack.ts';
import type { Finding } from '../model/finding.ts';
import { plural } from '../sink/explain-words.ts';
import { jsonLine } from '../sink/json.ts';
import { paintWith, usableWidth } from '../sink/table-text.ts';
import { readAttack } from './attack-option.ts';
import { EXIT, UsageError } from './failure.ts';
import type { RawGuideOptions } from './guide-command.ts';
import { sortInputs } from './guide-input.ts';
import { followLogs, type Scanned, scanFor } from './guide-log.ts';
import { openOutput } from './output.ts';
import { findingsIn } from './results-file.ts';

/** The technique of this program; `--technique` takes those that its findings name. */
const TECHNIQUE = 'T1053.007';

interface Made {
  readonly guide: Guide;
  readonly envelope: string | null;
  readonly warnings: readonly string[];
  readonly unreadable: number;
}

export const runGuide = async (
  id: string | undefined,
  paths: readonly string[],
  options: RawGuideOptions,
): Promise<number> => {
  const release = options.attack === undefined ? ATTACK : readAttack(options.attack);
  const now = clock(options.now);
  const made =
    options.technique === undefined
      ? await guideTo(id, paths, now, release, options)
      : general(id, options.technique, now, release);
  const languages =
    options.queries ?? (options.format === 'html' || options.format === 'json' ? LANGUAGE_IDS : chosen(made));
  const output = await openOutput(options.out ?? null);
  await output.write(await written(made.guide, languages, options));
  await output.close();
  if (options.quiet !== true)
    for (const warning of made.warnings) process.stderr.write(`cronwarden: ${plain(warning)}\n`);
  return made.unreadable > 0 ? EXIT.unreadable : EXIT.done;
};

/** The store's own languages, and jq for what lies in a file. The general guide has all, since its reader has any store. */
const chosen = ({ guide, envelope }: Made): readonly LanguageId[] =>
  guide.finding === null ? LANGUAGE_IDS : [...new Set([...languagesFor(envelope), 'jq' as const])];

const clock = (given: string | undefined): string => {
  if (given === undefined) return new Date().toISOString();
  const time = instant(given);
  if (time === null) throw new UsageError(`--now ${plain(given)}: write a time such as 2026-11-24T10:00:00Z`);
  return time;
};

const general = (id: string | undefined, technique: string, now: string, release: AttackRelease): Made => {
  if (id !== undefined) throw new UsageError('--technique gives the general guide: leave the finding away');
  const found = currentTechnique(release, technique.toUpperCase());
  if (found === null) throw new UsageError(`${plain(technique)} is no technique of MITRE ATT&CK ${release.version}`);
  if (found.id !== TECHNIQUE)
    throw new UsageError(
      `there is a general guide to ${TECHNIQUE} only; cronwarden explain ${found.id} says what is known of that one`,
    );
  const guide = guideOf({
    finding: null,
    trail: null,
    now,
    version: VERSION,
    release,
    technique: found.id,
    indicators: INDICATORS,
    read: [],
  });
  return { guide, envelope: null, warnings: [], unreadable: 0 };
};

const guideTo = async (
  id: string | undefined,
  paths: readonly string[],
  now: string,
  release: AttackRelease,
  options: RawGuideOptions,
): Promise<Made> => {
  if (id === undefined) throw new UsageError('name a finding, or --technique T1053.007. See cronwarden guide --help');
  if (!/^[0-9a-f]{6,64}$/.test(id))
    throw new UsageError(`"${plain(id)}" is no id of a finding: six or more of 0-9 and a-f`);
  if (paths.length === 0) throw new UsageError(`name where the finding is: cronwarden guide ${id} audit.log`);
  const { results, logs } = await sortInputs(paths);
  const found = new Map<string, Finding>();
  for (const path of results) for await (const finding of findingsIn(path, id)) found.set(finding.id, finding);
  const scanned = logs.length === 0 ? null : await scanFor(id, logs, options.cluster);
  for (const finding of scanned?.findings ?? []) found.set(finding.id, finding);
  const finding = only(found, id, paths, scanned);
  const followed = scanned === null ? null : await followLogs(finding, logs, scanned.aroundOf(finding));
  const shown = release === ATTACK ? finding : withAttack(finding, release);
  const guide = guideOf({
    finding: shown,
    trail: followed?.trail ?? null,
    now,
    version: VERSION,
    release,
    technique: TECHNIQUE,
    indicators: INDICATORS,
    read: [
      ...results.map((path) => `results ${path}`),
      ...(scanned === null || followed === null ? [] : readOf(scanned, followed.trail, logs)),
    ],
  });
  const unreadable = scanned?.summary.unreadable ?? [];
  const warnings = [
    ...unreadable.map(({ path, reason }) => `${path}: ${reason}`),
    ...(followed !== null && followed.rejected > 0
      ? [
          `${plural(followed.rejected, 'record')} that may belong to the case could not be read: ${followed.rejectedSample ?? ''}`,
        ]
      : []),
  ];
  return { guide, envelope: followed?.trail.act?.envelope ?? null, warnings, unreadable: unreadable.length };
};

const only = (
  found: ReadonlyMap<string, Finding>,
  id: string,
  paths: readonly string[],
  scanned: Scanned | null,
): Finding => {
  const [finding, ...more] = found.values();
  if (finding === undefined) {
    const [fault] = scanned?.summary.unreadable ?? [];
    throw new UsageError(
      `no finding ${id} in ${plain(paths.join(', '))}${fault === undefined ? '' : `; ${plain(fault.reason)}`}`,
    );
  }
  if (more.length > 0)
    throw new UsageError(
      `${found.size} findings begin with ${id}; write more of it: ${[...found.keys()].slice(0, 4).join(', ')}`,
    );
  return finding;
};

const readOf = ({ summary }: Scanned, trail: Trail, logs: readonly string[]): readonly string[] => {
  const period = summary.firstEvent === null ? '' : `, ${summary.firstEvent} to ${summary.lastEvent ?? ''}`;
  return [
    `log ${logs.join(', ')}: ${plural(summary.records, 'record')}${period}; ${plural(trail.events, 'event')} around this case`,
    ...(summary.rejected > 0
      ? [`${plural(summary.rejected, 'record')} could not be read and are not in the answers`]
      : []),
    ...(summary.unreadable.length > 0 ? [`${plural(summary.unreadable.length, 'path')} could not be opened`] : []),
  ];
};

const written = async (guide: Guide, languages: readonly LanguageId[], options: RawGuideOptions): Promise<string> => {
  const print = { languages };
  switch (options.format ?? 'text') {
    case 'json':
      return `${jsonLine((await import('../guide/print/json.ts')).guideJson(guide, print))}\n`;
    case 'markdown':
      return (await import('../guide/print/markdown.ts')).guideMarkdown(guide, print);
    case 'html':
      return (await import('../guide/print/html.ts')).guideHtml(guide, print);
    default: {
      const toTerminal = options.out === undefined && process.stdout.isTTY === true;
      const color = options.color && !process.env.NO_COLOR && toTerminal;
      return guideText(guide, usableWidth(toTerminal ? process.stdout.columns || 80 : 100), paintWith(color), print);
    }
  }
};
