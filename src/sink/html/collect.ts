import type { Finding, Severity } from '../../model/finding.ts';
import { worse } from '../table-groups.ts';
import { type Bounded, boundFinding } from './bound.ts';

const MOST_IN_FULL = 2_000;
/** Of the text in all of them: a page much larger than this no longer opens. Real findings have some 5,000 each. */
const MOST_TEXT = 16_000_000;
const MOST_POINTS = 100_000;

/** A finding that is shown in full. */
export interface Kept extends Bounded {
  /** Its place among all findings that arrived. */
  readonly number: number;
  /** Its place on the page. */
  readonly index: number;
  /**
   * The finding's id, unique on the page. Records that lost audit id and time share one id, and each still has a card:
   * those after the first have a number behind it.
   */
  readonly anchor: string;
}

/** One finding as the plot needs it. */
export interface Point {
  readonly number: number;
  readonly severity: Severity;
  /** Milliseconds since 1970; `null` when no time is known. */
  readonly at: number | null;
}

export interface Report {
  /** The worst findings, those of one group together, the worst group first. */
  readonly groups: readonly (readonly Kept[])[];
  readonly points: readonly Point[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly clusters: readonly string[];
  readonly rulesets: readonly string[];
  readonly total: number;
  /** Findings shown in full. */
  readonly shown: number;
}

const millisecondsOf = (time: string | null): number | null => {
  const at = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? null : at;
};

const MOST_NAMES = 20;
const remember = (names: Set<string>, name: string): void => {
  if (names.size < MOST_NAMES) names.add(name);
};

/** Gives each finding its place and anchor, in the order in which they are handed over. */
const placer = (): ((one: Bounded & { readonly number: number }) => Kept) => {
  const seen = new Map<string, number>();
  let index = -1;
  return (one) => {
    const { id } = one.finding;
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    index += 1;
    return { ...one, index, anchor: before === 0 ? id : `${id}-${before + 1}` };
  };
};

/** Holds a quarter more than it keeps, so that findings are not sorted again for each one that arrives. */
export const collectReport = async (
  findings: AsyncIterable<Finding>,
  most = MOST_IN_FULL,
  mostText = MOST_TEXT,
): Promise<Report> => {
  let kept: (Bounded & { readonly number: number })[] = [];
  const points: Point[] = [];
  const counts: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  const clusters = new Set<string>();
  const rulesets = new Set<string>();
  let total = 0;
  let held = 0;
  const keepWorst = (): void => {
    kept.sort((a, b) => worse(a.finding, b.finding));
    held = 0;
    let count = 0;
    for (const { size } of kept) {
      if (count === most || held + size > mostText) break;
      held += size;
      count += 1;
    }
    kept = kept.slice(0, count);
  };
  for await (const finding of findings) {
    total += 1;
    counts[finding.severity] += 1;
    remember(clusters, finding.cluster);
    remember(rulesets, finding.ruleset);
    if (points.length < MOST_POINTS) {
      points.push({ number: total, severity: finding.severity, at: millisecondsOf(finding.firstSeen) });
    }
    const bounded = { ...boundFinding(finding), number: total };
    kept.push(bounded);
    held += bounded.size;
    if (kept.length >= most * 1.25 || held >= mostText * 1.25) keepWorst();
  }
  keepWorst();
  const groups = new Map<string, (typeof kept)[number][]>();
  for (const one of kept) {
    const known = groups.get(one.finding.group);
    if (known === undefined) groups.set(one.finding.group, [one]);
    else known.push(one);
  }
  const place = placer();
  return {
    groups: [...groups.values()].map((group) => group.map(place)),
    points,
    counts,
    clusters: [...clusters],
    rulesets: [...rulesets],
    total,
    shown: kept.length,
  };
};
