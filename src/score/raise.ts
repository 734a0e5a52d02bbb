import { atLeast, type Finding, type ScoreLine, SEVERITIES, type Severity } from '../model/finding.ts';
import { severityByRisk } from './score.ts';
import { SEQUENCE_CAP, SEQUENCE_POINTS, THRESHOLDS, WEIGHTS, type WeightGroup } from './weights.ts';

/** A verdict as a finding holds it. */
export type Judged = Pick<Finding, 'severity' | 'risk' | 'breakdown' | 'indicators'>;

const leastOf = (severity: Severity): number => THRESHOLDS.find(([name]) => name === severity)?.[1] ?? 0;

/**
 * The verdict with what stands around the write: points of each sequence, capped together. Never lower, at most one
 * severity higher, and nothing at all below medium. Only an act makes a finding high, and only an act with power makes it
 * critical, whatever stands around it.
 */
export const withSequencePoints = <T extends Judged>(
  judged: T,
  sequences: readonly { readonly id: string; readonly title: string }[],
): T => {
  const { severity, risk, breakdown } = judged;
  if (!atLeast(severity, 'medium') || sequences.length === 0) return judged;
  const given: readonly ScoreLine[] = sequences.flatMap(({ id, title }) => {
    const points = SEQUENCE_POINTS.get(id) ?? 0;
    return points === 0 ? [] : [{ points, reason: `${title} (${id})` }];
  });
  const added = given.reduce((sum, { points }) => sum + points, 0);
  const lines: ScoreLine[] = [...breakdown.risk, ...given];
  let total = risk + added;
  const limit = (most: number, reason: string): void => {
    if (total <= most) return;
    lines.push({ points: most - total, reason });
    total = most;
  };
  limit(risk + SEQUENCE_CAP, `what stands around it counts at most ${SEQUENCE_CAP} together`);
  const groups = new Set(judged.indicators.map(({ id }): WeightGroup | undefined => WEIGHTS.get(id)?.group));
  if (!groups.has('act')) limit(Math.max(risk, leastOf('high') - 1), 'only an act makes it high');
  if (!groups.has('power')) limit(Math.max(risk, leastOf('critical') - 1), 'only an act with power makes it critical');
  limit(100, 'the risk ends at 100');
  const twoAbove = SEVERITIES[SEVERITIES.indexOf(severity) + 2];
  if (twoAbove !== undefined) limit(Math.max(risk, leastOf(twoAbove) - 1), 'it goes up by one severity at most');
  const byRisk = severityByRisk(total);
  const isRaised = byRisk !== severity && atLeast(byRisk, severity);
  return {
    ...judged,
    risk: total,
    severity: isRaised ? byRisk : severity,
    breakdown: {
      ...breakdown,
      risk: lines,
      severity: isRaised
        ? `${byRisk}: risk ${total} is at least ${leastOf(byRisk)}, ${risk} without what stands around it`
        : breakdown.severity,
    },
  };
};
