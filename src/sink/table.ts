import stringWidth from 'string-width';
import type { Finding, FindingEvidence, FindingIndicator, Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';
import { explainLines } from './explain.ts';
import {
  actorText,
  addressText,
  callTexts,
  countsText,
  countText,
  decodedText,
  doubtsByReason,
  lookedAt,
  percentText,
  plural,
  pointerTail,
  pointsText,
  requestText,
  SHAPES,
  spanText,
  workloadText,
} from './explain-words.ts';
import type { Sink, SinkContext } from './sink.ts';
import { collectGroups, type Group, groupCounts } from './table-groups.ts';
import { fit, hang, hangParts, type Paint, paintWith, usableWidth, wrap } from './table-text.ts';

const MOST_GROUPS = 5_000;
/** Evidence lines of one reason in the short form; `--explain` prints all. */
const EVIDENCE_SHOWN = 2;

interface Page {
  /** Columns right of the bar that runs down each finding. */
  readonly columns: number;
  readonly explain: boolean;
  readonly paint: Paint;
}

const evidenceLines = (one: FindingEvidence, page: Page): readonly string[] => {
  const place = [one.container, pointerTail(one.pointer)].filter((part) => part !== null).join(' › ');
  const decoded = decodedText(one);
  const { columns, paint } = page;
  if (page.explain) {
    return [
      ...hang('     ', one.says, columns),
      ...hang('     at ', one.pointer === '' ? 'the event' : one.pointer, columns).map(paint.faint),
      ...(one.container === null ? [] : hang('     in ', `container ${one.container}`, columns).map(paint.faint)),
      ...(decoded === '' ? [] : hang('     ', decoded, columns).map(paint.faint)),
      ...hang('     = ', one.value, columns),
    ];
  }
  const shownPlace = fit(decoded === '' ? place : `${place}, ${decoded}`, columns - 5);
  const room = columns - 5 - stringWidth(shownPlace) - 3;
  const says = hang('     ', one.says, columns);
  // A value that has to be cut gets a line of its own, so that as much as possible of it is seen.
  const value = fit(one.value, columns);
  return room >= stringWidth(value)
    ? [...says, `     ${paint.faint(`${shownPlace} =`)} ${value}`]
    : [...says, `     ${paint.faint(shownPlace)}`, `     ${paint.faint('=')} ${fit(one.value, columns - 7)}`];
};

const reasonLines = (one: FindingIndicator, page: Page): readonly string[] => {
  const shown = page.explain ? one.evidence : one.evidence.slice(0, EVIDENCE_SHOWN);
  const more = one.evidence.length - shown.length;
  const { paint } = page;
  return [
    ...hang(`${pointsText(one.weight).padStart(3)}  `, one.title, page.columns).map(paint.strong),
    ...(page.explain ? hang('     ', `${one.id}, ${one.severity} on its own`, page.columns).map(paint.faint) : []),
    ...shown.flatMap((found) => evidenceLines(found, page)),
    ...(more > 0 ? [paint.faint(`     and ${countText(more)} more like it`)] : []),
  ];
};

const doubtLines = (finding: Finding, page: Page): readonly string[] => {
  if (page.explain) return [];
  return doubtsByReason(finding).flatMap((one) =>
    hang('  ?  ', `not assessed: ${plural(one.ids.length, 'indicator')}, because ${one.words}`, page.columns).map(
      page.paint.faint,
    ),
  );
};

const factLines = ({ worst, count, first, last }: Group, page: Page): readonly string[] => {
  const { workload, cluster, actor, risk, confidence, timeExact } = worst;
  const when = `${count > 1 ? `×${countText(count)}, ` : ''}${spanText(first, last)}`;
  const line = (label: string, ...parts: readonly string[]): readonly string[] =>
    hangParts(label, parts, page.columns).map(
      (text) => page.paint.faint(text.slice(0, label.length)) + text.slice(label.length),
    );
  return [
    ...line('who    ', actorText(actor), addressText(actor)),
    ...line(
      'where  ',
      workloadText(worst),
      ...(workload.schedule === null ? [] : [`schedule ${workload.schedule}`]),
      ...(cluster === 'unknown' ? [] : [`cluster ${cluster}`]),
    ),
    ...line('when   ', timeExact || first === null ? when : `${when} (the envelope’s time)`),
    ...line('what   ', requestText(worst), `risk ${risk}`, `confidence ${percentText(confidence)}`),
  ];
};

/** What the sum behind the risk takes away or adds beside the reasons, so that the points on the page add up to it. */
const sumLines = (finding: Finding, { columns, paint }: Page): readonly string[] => {
  const rest = finding.risk - finding.indicators.reduce((sum, one) => sum + one.weight, 0);
  if (rest === 0) return [];
  const points = `${rest > 0 ? '+' : '−'}${Math.abs(rest)}`.padStart(3);
  return hang(`${points}  `, 'caps and combinations; --explain prints the sum', columns).map(paint.faint);
};

/** Kinds of request in the short form. */
const CALLS_SHOWN = 3;
const callLines = (finding: Finding, { explain, columns, paint }: Page): readonly string[] =>
  explain ? [] : callTexts(finding, CALLS_SHOWN).flatMap((line) => hang('  »  ', line, columns).map(paint.faint));

const BADGE_COLUMNS = 12;

const groupLines = (group: Group, page: Page): readonly string[] => {
  const { worst } = group;
  const { paint, columns } = page;
  const word = ` ${SHAPES[worst.severity]} ${worst.severity.toUpperCase()} `;
  const badge = paint.badge(worst.severity, word);
  const [head = '', ...rest] = wrap(worst.title, columns + 2 - BADGE_COLUMNS - 1);
  const bar = paint.tone(worst.severity, '│');
  const under = ' '.repeat(BADGE_COLUMNS - 1);
  const body = [
    ...rest.map((line) => under + paint.strong(line)),
    ...factLines(group, page),
    '',
    ...worst.indicators.flatMap((one) => reasonLines(one, page)),
    ...(page.explain ? [] : sumLines(worst, page)),
    ...callLines(worst, page),
    ...doubtLines(worst, page),
    ...(page.explain ? ['', ...explainLines(worst, columns, paint)] : []),
  ];
  return [
    `${badge}${' '.repeat(BADGE_COLUMNS + 1 - stringWidth(word))}${paint.strong(head)}`,
    ...body.map((line) => (line === '' ? bar : `${bar} ${line}`)),
    ...(page.explain
      ? [paint.tone(worst.severity, '╵')]
      : hang('next   ', `cronwarden explain ${worst.indicators[0]?.id ?? 'T1053.007'}`, columns).map(
          (line, at) => `${paint.tone(worst.severity, at === 0 ? '╰' : ' ')} ${paint.faint(line)}`,
        )),
  ];
};

const worstFirst: readonly Severity[] = SEVERITIES.toReversed();

const headLines = (groups: readonly Group[], findings: number, width: number, paint: Paint): readonly string[] => {
  const counts = groupCounts(groups);
  const parts = worstFirst.flatMap((severity) => {
    const count = counts.get(severity) ?? 0;
    return count === 0 ? [] : [paint.tone(severity, `${SHAPES[severity]} ${countText(count)} ${severity}`)];
  });
  const total =
    findings === groups.length
      ? plural(findings, 'finding')
      : `${plural(findings, 'finding')} in ${plural(groups.length, 'group')}`;
  const together = `${total}: ${parts.join('  ')}`;
  // At most six short parts: they fit on one line of 80 columns, and on narrower ones each gets its own.
  return stringWidth(together) <= width ? [together] : [`${total}:`, ...parts.map((part) => `  ${part}`)];
};

const nothingFound = (summary: Summary, width: number): readonly string[] => {
  const below = countsText(summary.findings);
  return [
    ...wrap('No findings.', width),
    ...wrap(lookedAt(summary), width),
    ...(below === '' ? [] : wrap(`Below the severity that was asked for: ${below}.`, width)),
  ];
};

/** What a person reads in a terminal: one block for each group of findings, the worst first. */
export async function* tableSink(findings: AsyncIterable<Finding>, context: SinkContext): AsyncGenerator<string> {
  const width = usableWidth(context.width);
  const page: Page = { columns: width - 2, explain: context.explain, paint: paintWith(context.color) };
  const { groups, findings: total, leftOut } = await collectGroups(findings, MOST_GROUPS);
  if (groups.length === 0) {
    yield `${nothingFound(context.summary(), width).join('\n')}\n`;
    return;
  }
  yield `${headLines(groups, total, width, page.paint).join('\n')}\n`;
  for (const group of groups) yield `\n${groupLines(group, page).join('\n')}\n`;
  if (leftOut > 0) {
    const said = `Only the ${countText(MOST_GROUPS)} worst groups are shown: ${plural(leftOut, 'finding')} of less severe groups ${leftOut === 1 ? 'is' : 'are'} left out. --format jsonl prints all.`;
    yield `\n${wrap(said, width).join('\n')}\n`;
  }
}

tableSink satisfies Sink;
