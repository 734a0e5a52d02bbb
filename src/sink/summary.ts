import { MATURITY } from '../memory/baseline.ts';
import type { Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { ClusterBaseline, Summary } from '../model/summary.ts';
import { countsText, countText, plural, SHAPES, timeText } from './explain-words.ts';
import { hang, hangParts, type Paint, paintWith, usableWidth } from './table-text.ts';

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, three digits that count: `1.29 GB`, `845 MB`. */
export const bytesText = (bytes: number): string => {
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  if (unit === 0) return plural(bytes, 'byte');
  return `${size >= 100 ? Math.round(size) : size.toPrecision(3)} ${UNITS[unit] ?? ''}`;
};

export const durationText = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
};

/** Amount a second; empty where the run was too short to say. */
const rateText = (amount: number, elapsedMs: number, words: (perSecond: number) => string): string =>
  amount > 0 && elapsedMs >= 1 ? words(Math.round((amount * 1_000) / elapsedMs)) : '';

const some = (count: number, words: string): string => (count > 0 ? words : '');

/**
 * Every number of the summary that is not zero, under the heading that it belongs to. The terminal and the report print
 * the same list, so that neither can lose one.
 */
export const summaryLines = (
  summary: Summary,
): readonly { readonly label: string; readonly parts: readonly string[] }[] => {
  const { rejected, unseenBodies, partialBodies, cutEvents, elapsedMs } = summary;
  const found = SEVERITIES.toReversed().flatMap((severity: Severity) => {
    const count = summary.findings[severity];
    return count > 0 ? [`${SHAPES[severity]} ${countText(count)} ${severity}`] : [];
  });
  const lines = [
    {
      label: 'Read',
      parts: [
        plural(summary.records, 'record'),
        `${bytesText(summary.bytes)} in ${plural(summary.files, 'file')}`,
        some(summary.passedUnread, `${countText(summary.passedUnread)} passed over unread`),
        some(summary.events, `${plural(summary.events, 'event')} decoded`),
        some(summary.others, `${countText(summary.others)} of another kind`),
        some(rejected, `${countText(rejected)} rejected`),
      ],
    },
    { label: 'Envelopes', parts: [countsText(summary.envelopes)] },
    {
      label: 'Period',
      parts: [
        summary.firstEvent === null && summary.lastEvent === null
          ? ''
          : `${timeText(summary.firstEvent)} to ${timeText(summary.lastEvent)}`,
        some(summary.outsideWindow, `${plural(summary.outsideWindow, 'event')} outside the window asked for`),
      ],
    },
    {
      label: 'Judged',
      parts: [
        plural(summary.activities, 'workload write'),
        some(summary.duplicates, `${plural(summary.duplicates, 'duplicate')} of events judged already`),
      ],
    },
    { label: 'Not judged', parts: [countsText(summary.passed)] },
    {
      label: 'Not seen',
      parts: [
        some(unseenBodies, `${plural(unseenBodies, 'body', 'bodies')} not in the log`),
        some(partialBodies, `${plural(partialBodies, 'body', 'bodies')} in part`),
        some(cutEvents, `${plural(cutEvents, 'record')} cut`),
      ],
    },
    { label: 'Findings', parts: found.length === 0 ? ['none'] : found },
    { label: 'Excepted', parts: exceptedParts(summary) },
    { label: 'Baseline', parts: baselineParts(summary) },
    { label: 'State', parts: stateParts(summary) },
    {
      label: 'Time',
      parts: [
        durationText(elapsedMs),
        rateText(summary.bytes, elapsedMs, (rate) => `${bytesText(rate)}/s`),
        rateText(summary.events, elapsedMs, (rate) => `${plural(rate, 'event')}/s`),
      ],
    },
  ];
  return lines
    .map(({ label, parts }) => ({ label, parts: parts.filter((part) => part !== '') }))
    .filter(({ parts }) => parts.length > 0);
};

const MOST_NAMED = 10;

/** What exceptions hide; nothing where there are none. */
const exceptedParts = ({ excepted }: Summary): readonly string[] => {
  if (excepted === undefined) return [];
  const found = SEVERITIES.toReversed().filter((severity) => excepted.findings[severity] > 0);
  if (found.length === 0) return ['none'];
  const by = Object.entries(excepted.by).sort(([, a], [, b]) => b - a);
  const more = by.length - MOST_NAMED;
  return [
    ...found.map((severity) => `${SHAPES[severity]} ${countText(excepted.findings[severity])} ${severity} hidden`),
    `by ${by
      .slice(0, MOST_NAMED)
      .map(([id, count]) => `${id} ${countText(count)}`)
      .join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    '--fail-on does not count them',
  ];
};

const MOST_CLUSTERS = 3;

/** `3 of 7 days, 412 writes: first times are not assessed yet`, by cluster where there are several. */
const baselineParts = ({ baseline = [] }: Summary): readonly string[] => {
  const more = baseline.length - MOST_CLUSTERS;
  return [
    ...baseline.slice(0, MOST_CLUSTERS).map((one) => {
      const name = baseline.length === 1 ? '' : `${one.cluster ?? 'unnamed cluster'}: `;
      return `${name}${warmthText(one)}`;
    }),
    some(more, `and ${plural(more, 'more cluster')}`),
  ];
};

const warmthText = ({ days, activeDays, writes, isMature }: ClusterBaseline): string => {
  if (isMature) return `${countText(days)} days, at least ${plural(writes, 'write')}`;
  const lacks = [
    days < MATURITY.days || activeDays >= MATURITY.activeDays
      ? `${days} of ${plural(MATURITY.days, 'day')}`
      : `writes on ${activeDays} of ${plural(MATURITY.activeDays, 'day')}`,
    writes < MATURITY.writes ? `${writes} of ${plural(MATURITY.writes, 'write')}` : plural(writes, 'write'),
  ];
  return `${lacks.join(', ')}: first times are not assessed yet`;
};

/** What earlier runs left, and what became of their findings. */
const stateParts = ({ state }: Summary): readonly string[] => {
  if (state === undefined) return [];
  const { before, restored, unchanged, changed, continued, withdrawn, bytes } = state;
  const period =
    before?.firstEvent == null || before.lastEvent === null
      ? ''
      : `events from ${timeText(before.firstEvent)} to ${timeText(before.lastEvent)}`;
  return [
    before === null
      ? 'begun by this run'
      : `of ${plural(before.runs, 'run')} before, the last at ${timeText(before.writtenAt)}`,
    period,
    countsText(restored),
    some(changed, `${plural(changed, 'finding')} given again, since more is known`),
    some(continued, `${plural(continued, 'finding')} given again, since the incident goes on`),
    some(unchanged, `${plural(unchanged, 'finding')} as before, not given again`),
    some(withdrawn, `${plural(withdrawn, 'finding')} withdrawn`),
    bytes === null ? '' : `${bytesText(bytes)} written`,
  ];
};

/** What went wrong and where, each a sentence of its own. */
export const troubleLines = (
  summary: Summary,
): readonly { readonly label: string; readonly lines: readonly string[] }[] => {
  const unsampled = summary.rejected - summary.rejectedSamples.length;
  return [
    {
      label: 'Rejected',
      lines: [
        ...summary.rejectedSamples.map((one) => `${one.source} at byte ${countText(one.offset)}: ${one.reason}`),
        ...(unsampled > 0
          ? [summary.rejectedSamples.length > 0 ? `and ${countText(unsampled)} more` : plural(unsampled, 'record')]
          : []),
      ],
    },
    { label: 'Unreadable', lines: summary.unreadable.map((one) => `${one.path}: ${one.reason}`) },
    { label: 'Warning', lines: summary.warnings },
  ].filter(({ lines }) => lines.length > 0);
};

const LABEL_COLUMNS = 12;
const ONLY_JUDGED: ReadonlySet<string> = new Set(['Judged', 'Findings', 'Excepted', 'Baseline']);

/**
 * The closing summary for the terminal, ending in a line break. Paths and reasons are made inert. With `judged: false`,
 * for a run that asked for rows and not for findings, it does not say that nothing was found.
 */
export const summaryText = (
  summary: Summary,
  { width, color, judged = true }: { readonly width: number; readonly color: boolean; readonly judged?: boolean },
): string => {
  const columns = usableWidth(width);
  const paint: Paint = paintWith(color);
  const labelled = (label: string, body: readonly string[], style: (text: string) => string): readonly string[] =>
    body.map((line, at) => (at === 0 ? style(label.padEnd(LABEL_COLUMNS)) : ' '.repeat(LABEL_COLUMNS)) + line);
  const room = columns - LABEL_COLUMNS;
  return `${[
    ...summaryLines(summary)
      .filter(({ label }) => judged || !ONLY_JUDGED.has(label))
      .flatMap(({ label, parts }) => labelled(label, hangParts('', parts, room), paint.strong)),
    ...troubleLines(summary).flatMap(({ label, lines }) =>
      labelled(
        label,
        lines.flatMap((line) => hang('', line, room)),
        (text) => paint.tone('medium', text),
      ),
    ),
  ].join('\n')}\n`;
};
