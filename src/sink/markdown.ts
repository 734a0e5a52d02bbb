import type { Finding, FindingIndicator } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import {
  actorKindText,
  actorText,
  BECAUSE_WORDS,
  callTexts,
  countText,
  isOfYoungBaseline,
  percentText,
  plural,
  SHAPES,
  spanText,
  workloadText,
} from './explain-words.ts';
import { code, sentence, tableHead, tableRow } from './markdown-text.ts';
import type { Sink, SinkContext } from './sink.ts';
import { summaryLines, troubleLines } from './summary.ts';

interface Held {
  readonly rank: number;
  readonly row: readonly string[];
  readonly section: string;
}

/** A report is for people: past these the least severe findings are counted and left to the other formats. */
export const MAX_FINDINGS = 2_000;
const MAX_CHARS = 32_000_000;

const MAX_NAME = 200;
const MAX_EVIDENCE = 10;
const MAX_LISTED = 50;

/**
 * A report for a ticket: the summary, a table of the findings with the most severe first, then each with its evidence.
 * What others wrote stands in code spans. The summary comes first and is known last, so nothing is printed before the
 * findings have ended; no more than `MAX_FINDINGS` are held.
 */
export const markdownSink: Sink = async function* (findings, context) {
  let held: Held[] = [];
  let chars = 0;
  let leftOut = 0;
  for await (const finding of findings) {
    const section = sectionOf(finding, context);
    held.push({ rank: rankOf(finding), row: rowOf(finding), section });
    chars += section.length;
    if (held.length > 2 * MAX_FINDINGS || chars > 2 * MAX_CHARS) {
      const kept = best(held);
      leftOut += held.length - kept.length;
      held = kept;
      chars = held.reduce((sum, one) => sum + one.section.length, 0);
    }
  }
  const kept = best(held);
  leftOut += held.length - kept.length;
  yield head(context);
  if (kept.length === 0) return yield '\nNo findings.\n';
  yield `\n## Findings\n\n${tableHead(['No.', 'Severity', 'Risk', 'Workload', 'Actor', 'Time'])}`;
  for (const [index, { row }] of kept.entries()) yield tableRow([String(index + 1), ...row]);
  if (leftOut > 0) {
    yield `\n${plural(leftOut, 'less severe finding')} left out: the formats jsonl, json and csv print them all.\n`;
  }
  for (const [index, { section }] of kept.entries()) yield `\n### ${index + 1}. ${section}`;
};

const rankOf = (finding: Finding): number => SEVERITIES.indexOf(finding.severity) * 1_000 + finding.risk;

/** The most severe first; of equal ones that which came first. At least one, then as many as the limits allow. */
const best = (held: readonly Held[]): Held[] => {
  const sorted = held.toSorted((a, b) => b.rank - a.rank).slice(0, MAX_FINDINGS);
  let chars = 0;
  const end = sorted.findIndex(({ section }, index) => {
    chars += section.length;
    return index > 0 && chars > MAX_CHARS;
  });
  return end < 0 ? sorted : sorted.slice(0, end);
};

const head = (context: SinkContext): string => {
  const summary = context.summary();
  const rows = summaryLines(summary).map(({ label, parts }) =>
    tableRow([label, sentence(parts.join(' · '), { cell: true })]),
  );
  const trouble = troubleLines(summary).flatMap(({ label, lines }) =>
    lines.map((line) => `- ${label}: ${sentence(line)}\n`),
  );
  const title = `# Cronwarden report\n\nVersion ${code(context.version)}\n`;
  return `${title}\n${tableHead(['Summary', ''])}${rows.join('')}${trouble.length > 0 ? `\n${trouble.join('')}` : ''}`;
};

const rowOf = (finding: Finding): readonly string[] => [
  `${SHAPES[finding.severity]} ${finding.severity}`,
  String(finding.risk),
  code(workloadText(finding), { max: MAX_NAME, cell: true }),
  code(actorText(finding.actor), { max: MAX_NAME, cell: true }),
  code(spanText(finding.firstSeen, finding.lastSeen), { cell: true }),
];

const sectionOf = (finding: Finding, context: SinkContext): string => {
  const { actor, request, workload } = finding;
  const short = (text: string): string => code(text, { max: MAX_NAME });
  const listed = (texts: readonly string[]): string =>
    texts.length === 0
      ? '—'
      : `${texts.slice(0, MAX_LISTED).map(short).join(', ')}${texts.length > MAX_LISTED ? `, and ${texts.length - MAX_LISTED} more` : ''}`;
  const facts: readonly (readonly [label: string, text: string])[] = [
    ['Workload', short(workloadText(finding))],
    ['Actor', `${short(actorText(actor))}, ${actorKindText(actor.kind)}`],
    ['Agent and addresses, as claimed', `${short(actor.userAgent ?? '')} from ${listed(actor.sourceIps)}`],
    ['Request', `${short(request.verb)}, ${request.outcome}${request.code === null ? '' : ` (${request.code})`}`],
    ['Time', `${short(spanText(finding.firstSeen, finding.lastSeen))}${finding.timeExact ? '' : ', not exact'}`],
    ['Cluster', short(finding.cluster)],
    ['Schedule', short(workload.schedule ?? '')],
    ['Service account', short(workload.serviceAccount ?? '')],
    ['Images', listed(workload.images.map(({ name, digest }) => (digest === null ? name : `${name}@${digest}`)))],
    ['ATT&amp;CK', finding.attack.map(({ id, name }) => `${short(id)} ${sentence(name)}`).join(', ') || '—'],
    ['Record', `${short(finding.events[0]?.source ?? '')} at byte ${countText(finding.events[0]?.offset ?? 0)}`],
    ['Audit id', short(finding.events[0]?.auditId ?? '')],
    ['Finding', short(finding.id)],
  ];
  return [
    `${SHAPES[finding.severity]} ${finding.severity}, risk ${finding.risk}, confidence ${percentText(finding.confidence)}\n\n`,
    `${sentence(finding.title)}\n\n${sentence(finding.summary)}\n\n`,
    ...facts.filter(([, text]) => text !== '—').map(([label, text]) => `- ${label}: ${text}\n`),
    finding.indicators.length === 0 ? '' : '\nReasons:\n\n',
    ...finding.indicators.map(reasonOf),
    callsOf(finding),
    unassessedOf(finding, context.explain),
    context.explain ? breakdownOf(finding) : '',
  ].join('');
};

const reasonOf = ({ id, title, severity, weight, evidence }: FindingIndicator): string => {
  const lines = evidence.slice(0, MAX_EVIDENCE).map(({ says, value, pointer, decoded }) => {
    const shown = value === '' ? '' : ` ${code(value)}`;
    const where = pointer === '' ? '' : ` at ${code(pointer, { max: MAX_NAME })}`;
    const layers = decoded.length === 0 ? '' : `, found under ${code(decoded.join(', '), { max: MAX_NAME })}`;
    return `  - ${sentence(says)}${shown}${where}${layers}\n`;
  });
  const others = evidence.length - lines.length;
  if (others > 0) lines.push(`  - and ${countText(others)} more\n`);
  return `- ${sentence(title)} (${code(id)}, ${severity}, ${plural(weight, 'point')})\n${lines.join('')}`;
};

const callsOf = (finding: Finding): string =>
  finding.calls === undefined
    ? ''
    : `\nWhat else they asked for:\n\n${callTexts(finding)
        .map((line) => `- ${sentence(line)}\n`)
        .join('')}`;

const unassessedOf = ({ unassessed }: Finding, isWhole: boolean): string => {
  const shown = isWhole ? unassessed : unassessed.filter((one) => !isOfYoungBaseline(one));
  return shown.length === 0
    ? ''
    : `\nNot assessed:\n\n${shown.map(({ id, because }) => `- ${code(id)}: ${BECAUSE_WORDS[because]}\n`).join('')}`;
};

const breakdownOf = ({ breakdown, risk }: Finding): string => {
  const rows = breakdown.risk.map(({ points, reason }) => tableRow([String(points), sentence(reason, { cell: true })]));
  return `\n${tableHead(['Points', 'Reason'])}${rows.join('')}${tableRow([String(risk), 'risk'])}
- Severity: ${sentence(breakdown.severity)}
- Confidence: ${sentence(breakdown.confidence)}
`;
};
