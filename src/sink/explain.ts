import type { Finding } from '../model/finding.ts';
import {
  callTexts,
  countText,
  lineageTexts,
  pointsText,
  sentinelFlags,
  timeText,
  unassessedByReason,
} from './explain-words.ts';
import { fit, hang, type Paint } from './table-text.ts';

const EVENTS_SHOWN = 50;

/** The sum behind the risk, a line for each part, ending in the risk itself. */
export const breakdownLines = (finding: Finding, columns: number, paint: Paint): readonly string[] => {
  const sum = finding.breakdown.risk.reduce((total, line) => total + line.points, 0);
  return [
    ...finding.breakdown.risk.flatMap((line) => hang(`${pointsText(line.points).padStart(6)}  `, line.reason, columns)),
    paint.strong(`${String(finding.risk).padStart(6)}  risk, of 100`),
    // The parts and the whole come from different fields: a reader who adds them up must not be left alone with it.
    ...(sum === finding.risk ? [] : hang('        ', `The lines above sum to ${sum}.`, columns)),
  ];
};

/** Everything known about one finding that the short form leaves out. */
export const explainLines = (finding: Finding, columns: number, paint: Paint): readonly string[] => {
  const flags = sentinelFlags(finding);
  const score = finding.compat.sentinel?.SuspicionScore;
  const heading = (text: string): string => paint.strong(fit(text, columns));
  return [
    heading('How the risk adds up'),
    ...breakdownLines(finding, columns, paint),
    ...hang('  severity    ', finding.breakdown.severity, columns),
    ...hang('  confidence  ', finding.breakdown.confidence, columns),
    '',
    ...(finding.lineage.length > 1
      ? [heading('What became of it'), ...lineageTexts(finding).flatMap((line) => hang('  ', line, columns)), '']
      : []),
    ...(finding.calls === undefined
      ? []
      : [heading('What else they asked for'), ...callTexts(finding).flatMap((line) => hang('  ', line, columns)), '']),
    heading('Not assessed'),
    ...(finding.unassessed.length === 0
      ? hang('  ', 'nothing: every indicator was assessed', columns)
      : unassessedByReason(finding).flatMap((one) => [
          ...hang('  ', `because ${one.words}:`, columns),
          ...hang('    ', one.ids.join(', '), columns),
        ])),
    '',
    heading('ATT&CK'),
    ...finding.attack.flatMap((one) =>
      hang('  ', `${one.id} ${one.name} (${one.tactics.join(', ')}), version ${one.version}`, columns),
    ),
    '',
    heading('What the original Sentinel query says'),
    ...hang(
      '  ',
      flags === null
        ? 'nothing: it does not look at this resource or verb'
        : `score ${score ?? 0}: ${flags.length === 0 ? 'no flag is set' : flags.join(', ')}`,
      columns,
    ),
    '',
    heading('Events'),
    ...finding.events
      .slice(0, EVENTS_SHOWN)
      .flatMap((one) => [
        ...hang('  ', `${one.verb}, ${timeText(one.time)}, audit id ${one.auditId ?? 'not logged'}`, columns),
        ...hang('    ', `${one.source} at byte ${countText(one.offset)}`, columns),
      ]),
    ...(finding.events.length > EVENTS_SHOWN
      ? [`  and ${countText(finding.events.length - EVENTS_SHOWN)} more events`]
      : []),
    ...hang('  ', `ruleset ${finding.ruleset}`, columns),
  ];
};
