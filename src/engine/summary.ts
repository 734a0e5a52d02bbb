import { SEVERITIES, type Severity } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';
import { type Counts, MOST_SAMPLES } from './counts.ts';
import type { ScanSettings } from './settings.ts';

/** What was read, counted and not handled, as the command prints it. */
export const summaryOf = (
  counts: Counts,
  settings: ScanSettings,
  more: Pick<
    Summary,
    | 'files'
    | 'activities'
    | 'unseenBodies'
    | 'partialBodies'
    | 'duplicates'
    | 'findings'
    | 'excepted'
    | 'baseline'
    | 'state'
    | 'unreadable'
    | 'elapsedMs'
    | 'warnings'
  >,
): Summary => ({
  ...counts,
  ...more,
  findings: Object.fromEntries(SEVERITIES.map((severity) => [severity, more.findings[severity]])) as Record<
    Severity,
    number
  >,
  rejectedSamples: counts.rejectedSamples.slice(0, MOST_SAMPLES),
  warnings: [
    ...counts.warnings,
    ...more.warnings,
    ...(settings.strict && counts.rejected > 0
      ? ['--strict: records that do not parse count as unreadable input']
      : []),
  ],
});
