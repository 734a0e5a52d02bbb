import type { Finding, Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';

/** Findings that share `group`, shown once through the worst of them. */
export interface Group {
  readonly worst: Finding;
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
}

export interface Grouped {
  /** Severity first, then risk, then in the order of arrival. */
  readonly groups: readonly Group[];
  readonly findings: number;
  /** Findings of the least severe groups, for which there was no room. */
  readonly leftOut: number;
}

export const worse = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || b.risk - a.risk;

const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);
const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

/** The table shows no body, and bodies are what makes a finding large. */
const withoutBody = (finding: Finding): Finding => ({ ...finding, object: null });

/**
 * Collects repeats under their group. Holds at most twice `most` groups while reading, and keeps the `most` worst ones;
 * a group that comes back after it was left out starts again, so its count is of what came since.
 */
export const collectGroups = async (findings: AsyncIterable<Finding>, most: number): Promise<Grouped> => {
  let kept = new Map<string, Group>();
  let total = 0;
  let leftOut = 0;
  const keepWorst = (): void => {
    const sorted = [...kept].sort(([, a], [, b]) => worse(a.worst, b.worst));
    for (const [, group] of sorted.slice(most)) leftOut += group.count;
    kept = new Map(sorted.slice(0, most));
  };
  for await (const finding of findings) {
    total += finding.count;
    const known = kept.get(finding.group);
    kept.set(finding.group, {
      worst: known === undefined || worse(known.worst, finding) > 0 ? withoutBody(finding) : known.worst,
      count: (known?.count ?? 0) + finding.count,
      first: earlier(known?.first ?? null, finding.firstSeen),
      last: later(known?.last ?? null, finding.lastSeen),
    });
    if (kept.size >= most * 2) keepWorst();
  }
  keepWorst();
  return { groups: [...kept.values()], findings: total, leftOut };
};

/** Groups by the severity of their worst finding. */
export const groupCounts = (groups: readonly Group[]): ReadonlyMap<Severity, number> => {
  const counts = new Map<Severity, number>();
  for (const { worst } of groups) counts.set(worst.severity, (counts.get(worst.severity) ?? 0) + 1);
  return counts;
};
