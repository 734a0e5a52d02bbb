import { atLeast, type Finding, type ScoreLine, SEVERITIES, type Severity } from '../model/finding.ts';
import { severityByRisk } from './score.ts';
import { SEQUENCE_CAP, SEQUENCE_POINTS, THRESHOLDS, WEIGHTS, type WeightGroup } from './weights.ts';

/** A verdict as a finding holds it. */
export type Judged = Pick<Finding, 'severity' | 'risk' | 'breakdown' | 'indicators'>;

const leastOf = (severity: Severity): number => THRESHOLDS.find(([name]) => name === severity)?.[1] ?? 0;

/** A reason that is known only when the whole input was read. */
interface Late {
  readonly id: string;
  readonly title: string;
}

/**
 * The verdict with what stands around the write, and what it is the first to show: points of each sequence, capped together,
 * and of each first time. Never lower, at most one severity higher, and nothing at all below medium. Only an act makes a finding
 * high, and only an act with power makes it critical, whatever else there is. One first time alone makes no severity higher:
 * everything is new once.
 */
export const withLatePoints = <T extends Judged>(
  judged: T,
  { sequences = [], firsts = [] }: { readonly sequences?: readonly Late[]; readonly firsts?: readonly Late[] },
): T => {
  const { severity, risk, breakdown } = judged;
  if (!atLeast(severity, 'medium') || sequences.length + firsts.length === 0) return judged;
  const lines: ScoreLine[] = [...breakdown.risk];
  let total = risk;
  const add = (reasons: readonly Late[], pointsOf: (id: string) => number | undefined): void => {
    for (const { id, title } of reasons) {
      const points = pointsOf(id) ?? 0;
      if (points > 0) lines.push({ points, reason: `${title} (${id})` });
      total += points;
    }
  };
  const limit = (most: number, reason: string): void => {
    if (total <= most) return;
    lines.push({ points: most - total, reason });
    total = most;
  };
  add(sequences, (id) => SEQUENCE_POINTS.get(id));
  limit(risk + SEQUENCE_CAP, `what stands around it counts at most ${SEQUENCE_CAP} together`);
  const before = total;
  add(firsts, (id) => WEIGHTS.get(id)?.points);
  const next = SEVERITIES[SEVERITIES.indexOf(severityByRisk(before)) + 1];
  if (firsts.length === 1 && next !== undefined)
    limit(Math.max(before, leastOf(next) - 1), 'one first time alone makes it no worse');
  limit(100, 'the risk ends at 100');
  const groups = new Set(judged.indicators.map(({ id }): WeightGroup | undefined => WEIGHTS.get(id)?.group));
  const needs = (group: WeightGroup, wanted: Severity, reason: string): void => {
    if (!groups.has(group) && risk < leastOf(wanted)) limit(leastOf(wanted) - 1, reason);
  };
  needs('act', 'high', 'only an act makes it high');
  needs('power', 'critical', 'only an act with power makes it critical');
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
        ? `${byRisk}: risk ${total} is at least ${leastOf(byRisk)}, ${risk} without ${beside(sequences, firsts)}`
        : breakdown.severity.replace(`risk ${risk} `, `risk ${total} `),
    },
  };
};

const beside = (sequences: readonly Late[], firsts: readonly Late[]): string =>
  [
    ...(sequences.length > 0 ? ['what stands around it'] : []),
    ...(firsts.length > 0 ? ['what is new in it'] : []),
  ].join(' and ');
