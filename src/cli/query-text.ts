import type { QuerySummary } from '../engine/query.ts';
import { printDatetime } from '../kql/time.ts';
import type { Summary } from '../model/summary.ts';
import { countText, plural } from '../sink/explain-words.ts';
import { summaryText } from '../sink/summary.ts';

/** The closing summary of a query for the terminal: what was read, and what of it is in no row. */
export const queryText = (
  summary: QuerySummary,
  rows: number,
  context: { readonly width: number; readonly color: boolean },
): string => {
  const { counts, files, unreadable, notPresentable, passes, isWhole, now, elapsedMs } = summary;
  const whole: Summary = {
    ...counts,
    files,
    activities: 0,
    duplicates: 0,
    unseenBodies: 0,
    partialBodies: 0,
    findings: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
    unreadable,
    elapsedMs,
    warnings: [
      ...counts.warnings,
      ...(counts.others > 0
        ? [`${plural(counts.others, 'record')} of another kind: in no table, whatever the query asks`]
        : []),
      ...Object.entries(notPresentable).map(
        ([table, count]) => `${plural(count, 'event')} cannot be a row of ${table}`,
      ),
    ],
  };
  const more = [
    plural(rows, 'row'),
    ...(now === null ? [] : [`now() is ${printDatetime(now)}`]),
    ...(isWhole ? [] : ['reading ended where the query wanted no more']),
    ...(passes > 1 ? [`the input was read ${countText(passes)} times`] : []),
  ];
  return `${summaryText(whole, { ...context, judged: false })}${more.join(' · ')}\n`;
};
