import { SEVERITIES } from '../model/finding.ts';
import { countText, plural } from '../sink/explain-words.ts';
import { left, long, right, type Section } from '../sink/sections/section.ts';
import { type Evaluation, faultsOf, type Listed } from './evaluation.ts';
import type { Rate } from './rate.ts';

/** `83.3`, without a decimal where there is none to tell. */
const percent = (share: number): string => {
  const text = (share * 100).toFixed(1);
  return text.endsWith('.0') ? text.slice(0, -2) : text;
};

/** `80/89 = 89.9 % (81.2-95.5)`; `~` marks bounds by formula. */
export const rateText = ({ hits, of, low, high, interval }: Rate): string =>
  of === 0
    ? '-'
    : `${hits}/${of} = ${percent(hits / of)} % (${interval === 'formula' ? '~' : ''}${percent(low)}-${percent(high)})`;

/** The same as findings per 1,000 writes. */
export const perThousandText = ({ hits, of, low, high, interval }: Rate): string => {
  const thousand = (share: number): string => (share * 1000).toFixed(share > 0 && share < 0.01 ? 1 : 0);
  return of === 0
    ? '-'
    : `${thousand(hits / of)} (${interval === 'formula' ? '~' : ''}${thousand(low)}-${thousand(high)})`;
};

/** The report as tables, in reading order. Tables without a row are left out. */
export const sectionsOf = (report: Evaluation): readonly Section[] =>
  [
    populations(report),
    detectors(report),
    ...confusion(report),
    logs(report),
    listing(
      'misses',
      `Misses: ${plural(report.misses.of, 'malicious write')} below high`,
      'The lowest risk first.',
      report.misses,
    ),
    listing(
      'alarms',
      `False alarms: ${plural(report.alarms.of, 'benign write')} at medium or above`,
      'By severity, CronJobs and Jobs first, then by risk.',
      report.alarms,
    ),
    indicators(report),
    folds(report),
    unjudged(report),
  ].filter(({ rows }) => rows.length > 0);

const populations = ({ populations: rows }: Evaluation): Section => ({
  id: 'found',
  title: 'What is found',
  says: 'As they are, and lifted into a CronJob that runs the same pod. Share at this severity or above, with its 95 % interval.',
  columns: [
    left('labelled'),
    right('n'),
    right('sources'),
    right('high, as they are'),
    right('medium, as they are'),
    right('high, as CronJobs'),
    right('medium, as CronJobs'),
  ],
  rows: rows
    .filter(({ cases }) => cases > 0)
    .map(({ name, cases, sources, asIs, asCronJob }) => [
      name,
      countText(cases),
      countText(sources),
      rateText(asIs.high),
      rateText(asIs.medium),
      rateText(asCronJob.high),
      rateText(asCronJob.medium),
    ]),
});

const detectors = ({ detectors: rows }: Evaluation): Section => ({
  id: 'detectors',
  title: 'Beside the original query and an existence rule',
  says: 'Attacks count as CronJobs, benign work as it is. Precision is that of malicious and dangerous ones among all that is flagged of them and of benign CronJobs and Jobs, at the mix of these labels: a cluster has far more benign writes. The last column counts benign writes of every kind.',
  columns: [
    left('what flags'),
    right('malicious found'),
    right('dangerous found'),
    right('benign jobs flagged'),
    right('precision'),
    right('per 1,000 benign writes'),
  ],
  rows: rows.map(({ name, malicious, dangerous, benignJobs, precision, benign }) => [
    name,
    ...[malicious, dangerous, benignJobs, precision].map(rateText),
    perThousandText(benign),
  ]),
});

const confusion = ({ confusion: forms }: Evaluation): readonly Section[] =>
  forms.map(({ form, rows }) => ({
    id: form === 'as they are' ? 'confusion' : 'confusion-cronjob',
    title: `Severity by label, ${form}`,
    says: '',
    columns: [left('labelled'), ...SEVERITIES.toReversed().map(right)],
    rows: rows
      .filter(({ counts }) => Object.values(counts).some((count) => count > 0))
      .map(({ name, counts }) => [name, ...SEVERITIES.toReversed().map((severity) => countText(counts[severity]))]),
  }));

const logs = ({ logs: read }: Evaluation): Section => ({
  id: 'logs',
  title: 'The logs',
  says:
    read === null
      ? ''
      : `${plural(read.writes, 'authored workload write')}, ${countText(read.labelled)} of them labelled; the others are in no rate above.`,
  columns: [left('severity'), right('findings'), right('per 1,000 writes')],
  rows:
    read === null || read.writes === 0
      ? []
      : SEVERITIES.toReversed().map((severity) => [
          severity,
          countText(read.findings[severity]),
          ((read.findings[severity] / read.writes) * 1000).toFixed(1),
        ]),
});

const listing = (
  id: string,
  title: string,
  says: string,
  { worst }: { readonly worst: readonly Listed[] },
): Section => ({
  id,
  title,
  says,
  columns: [
    left('id'),
    left('kind'),
    left('source'),
    left('class'),
    left('severity'),
    right('risk'),
    long('reasons'),
    long('label says'),
  ],
  rows: worst.map((one) => [
    one.id,
    one.workload,
    one.source,
    one.group ?? '-',
    one.severity,
    String(one.risk),
    one.lines.length === 0 ? 'nothing found' : one.lines.map(({ points, reason }) => `${points} ${reason}`).join('; '),
    one.why ?? '',
  ]),
});

const indicators = ({ indicators: figures }: Evaluation): Section => ({
  id: 'indicators',
  title: 'Indicators',
  says: 'Hits as they are. Precision is that of malicious and dangerous ones among hits on all but weak ones. Lost: malicious ones that fall below high when the indicator is left out. Spared: benign ones that fall below medium.',
  columns: [
    left('indicator'),
    ...['malicious', 'dangerous', 'weak', 'benign', 'precision', 'lost', 'spared'].map(right),
  ],
  rows: figures.map(({ id, hits, precision, lost, spared }) => [
    id,
    ...[hits.malicious, hits.dangerous, hits.weak, hits.benign].map(countText),
    rateText(precision),
    countText(lost),
    countText(spared),
  ]),
});

/** Most repositories that are listed; the others are told by their number. */
const MOST_FOLDS = 25;

const folds = ({ folds: all }: Evaluation): Section => {
  const wrong = all.filter((fold) => faultsOf(fold) > 0);
  const hidden = wrong.length - MOST_FOLDS;
  return {
    id: 'folds',
    title: 'By source',
    says: `Weights are reasoned and not fitted to these labels, so holding a source out changes nothing that is judged with: each source is its own test. ${countText(all.length - wrong.length)} of ${plural(all.length, 'source')} have no miss and no false alarm; those that have one are listed${hidden > 0 ? `, but for ${countText(hidden)} with the fewest` : ''}.`,
    columns: [left('source'), right('malicious at high'), right('benign at medium')],
    rows: wrong
      .slice(0, MOST_FOLDS)
      .map(({ source, malicious, benign }) => [
        source,
        malicious.of === 0 ? '-' : `${malicious.found}/${malicious.of}`,
        benign.of === 0 ? '-' : `${benign.flagged}/${benign.of}`,
      ]),
  };
};

const MOST_UNJUDGED = 20;

const unjudged = ({ unjudged: all }: Evaluation): Section => ({
  id: 'unjudged',
  title: `Not judged: ${plural(all.length, 'label')}`,
  says: all.length > MOST_UNJUDGED ? `The first ${MOST_UNJUDGED}.` : '',
  columns: [left('id'), left('because')],
  rows: all.slice(0, MOST_UNJUDGED).map(({ id, because }) => [id, because]),
});

/** How the intervals come about, for below the tables. */
export const methodText = ({ seed, resamples, ruleset, version }: Evaluation): string =>
  `Intervals are 95 %: ${countText(resamples)} draws of whole sources with seed ${seed}. ~ marks Wilson's formula, where draws tell nothing: there is one source, or none or all count, and then sources are counted in place of cases. Cronwarden ${version}, ruleset ${ruleset}.`;

export const headText = ({ cases, sources }: Evaluation): string =>
  `${plural(cases, 'labelled write')} from ${plural(sources, 'source')}`;
