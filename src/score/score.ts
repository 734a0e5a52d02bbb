import type { Activity, Reading } from '../model/activity.ts';
import type { Facts } from '../model/facts.ts';
import { atLeast, type ScoreLine, type Severity } from '../model/finding.ts';
import type { Evidence, Indicator, Outcome } from '../model/indicator.ts';
import type { Because } from '../model/seen.ts';
import { confidenceOf } from './confidence.ts';
import { SHAPE_POWER } from './context.ts';
import { type Explanation, knownIdentity } from './identity.ts';
import { knownShape } from './known-shape.ts';
import { isOfRequest, REPEAT_RISK, type Repetition, repetitionOf } from './repeat.ts';
import { GROUP_CAPS, INTERACTIONS, REFUSED_ANONYMOUS_CAP, THRESHOLDS, WEIGHTS, type WeightGroup } from './weights.ts';

/** One way to read the request, with what was found in it. */
export interface JudgedReading {
  /** `null` when no body was seen. */
  readonly reading: Reading | null;
  readonly facts: Facts;
  readonly outcomes: readonly Outcome[];
}

export interface Hit {
  readonly indicator: Indicator;
  /** Points that it adds to the risk, before any cap. */
  readonly points: number;
  readonly evidence: readonly Evidence[];
}

/** The verdict on one activity, with the sum behind it. */
export interface Assessment {
  readonly activity: Activity;
  /** The reading that counts: the worst one. */
  readonly reading: Reading | null;
  readonly facts: Facts;
  readonly severity: Severity;
  /**
   * What the severity would be if nothing of it had been judged before, by the worst reading: what repeats an attack counts
   * less, and is no more usual for it.
   */
  readonly afresh: Severity;
  /** 0-100; the points of `breakdown.risk` add up to it. */
  readonly risk: number;
  /** 0-1, two decimals. */
  readonly confidence: number;
  readonly breakdown: { readonly risk: readonly ScoreLine[]; readonly severity: string; readonly confidence: string };
  /** Worst first. */
  readonly hits: readonly Hit[];
  readonly unassessed: readonly { readonly id: string; readonly because: Because }[];
}

/**
 * Weighs what was found. Of several readings the one with the highest risk counts, the first of equals; what another
 * reading could not tell is not repeated. Where the kind of a patch could not be told, what only another reading shows is
 * unassessed. Give at least one reading.
 */
export const assess = (
  activity: Activity,
  perReading: readonly JudgedReading[],
  identities: ReadonlySet<string> = NO_IDENTITIES,
): Assessment => {
  let worst: Assessment | undefined;
  let afresh: Severity = 'info';
  for (const judged of perReading) {
    const one = assessReading(activity, judged, identities);
    if (worst === undefined || one.risk > worst.risk) worst = one;
    if (atLeast(one.afresh, afresh)) afresh = one.afresh;
  }
  if (worst === undefined) throw new Error('an activity is judged by at least one reading');
  return { ...worst, afresh, unassessed: [...worst.unassessed, ...onlyElsewhere(worst, perReading)] };
};

/** Reasons that another way to read the same patch gives, and the one that counts does not. */
const onlyElsewhere = (worst: Assessment, perReading: readonly JudgedReading[]): Assessment['unassessed'] => {
  if (worst.reading?.inferred !== true || worst.reading.missing !== null) return [];
  const told = new Set([...worst.hits.map(({ indicator }) => indicator.id), ...worst.unassessed.map(({ id }) => id)]);
  const found = perReading.flatMap(({ outcomes }) =>
    outcomes.flatMap(({ kind, indicator }) => (kind === 'hit' && !told.has(indicator.id) ? [indicator.id] : [])),
  );
  return [...new Set(found)].map((id) => ({ id, because: 'patch-type-unknown' }));
};

const NO_IDENTITIES: ReadonlySet<string> = new Set();

const assessReading = (
  activity: Activity,
  { reading, facts, outcomes }: JudgedReading,
  identities: ReadonlySet<string>,
): Assessment => {
  const hits = hitsOf(outcomes);
  const shape = knownShape({ reading, facts }, hits) ?? knownIdentity(activity, { reading }, hits, identities);
  const repeat = appliesTo(hits, repetitionOf(facts));
  const sum = sumOf(activity, hits, shape);
  const risk = repeated(activity, hits, sum, repeat);
  const total = totalOf(risk);
  const explained = ({ id }: Indicator): boolean => shape?.explains.includes(id) === true;
  const excused = (one: Indicator): boolean => explained(one) || (repeat !== null && !isOfRequest(one));
  const isAnonymous = isRefusedAnonymous(activity);
  const { severity, says } = severityOf(total, hits, isAnonymous, excused);
  const { confidence, says: confidenceSays } = confidenceOf(activity, reading, facts);
  return {
    activity,
    reading,
    facts,
    severity,
    afresh: repeat === null ? severity : severityOf(totalOf(sum), hits, isAnonymous, explained).severity,
    risk: total,
    confidence,
    breakdown: { risk, severity: says, confidence: confidenceSays },
    hits,
    unassessed: outcomes
      .filter((outcome) => outcome.kind === 'unassessed')
      .map(({ indicator: { id }, because }) => ({ id, because })),
  };
};

const totalOf = (lines: readonly ScoreLine[]): number => lines.reduce((sum, { points }) => sum + points, 0);

/** A repetition, unless it does not cover the acts that were found. */
const appliesTo = (hits: readonly Hit[], repeat: Repetition | null): Repetition | null => {
  const isAct = ({ indicator }: Hit): boolean => WEIGHTS.get(indicator.id)?.group === 'act' && !isOfRequest(indicator);
  return repeat?.coversActs === false && hits.some(isAct) ? null : repeat;
};

/** The sum of what only repeats: what was judged before counts no second time, the reasons of the request stay. */
const repeated = (
  activity: Activity,
  hits: readonly Hit[],
  lines: readonly ScoreLine[],
  repeat: Repetition | null,
): readonly ScoreLine[] => {
  if (repeat === null) return lines;
  const own = sumOf(
    activity,
    hits.filter(({ indicator }) => isOfRequest(indicator)),
    null,
  );
  const over = totalOf(lines) - Math.max(REPEAT_RISK, totalOf(own));
  return over > 0 ? [...lines, { points: -over, reason: repeat.says }] : lines;
};

const hitsOf = (outcomes: readonly Outcome[]): readonly Hit[] =>
  outcomes
    .filter((outcome) => outcome.kind === 'hit')
    .map(({ indicator, evidence }) => ({ indicator, points: pointsOf(indicator.id), evidence }))
    .sort((a, b) => b.points - a.points || (a.indicator.id < b.indicator.id ? -1 : 1));

const pointsOf = (id: string): number => WEIGHTS.get(id)?.points ?? 0;

const GROUPS: readonly WeightGroup[] = ['act', 'power', 'circumstance'];
const GROUP_REASONS: Readonly<Record<WeightGroup, string>> = {
  act: 'acts',
  power: 'power over the node',
  circumstance: 'circumstances',
};

/**
 * The lines of the sum: each hit, each interaction, then what the caps and a known shape take away, so that all add up to
 * the risk.
 */
const sumOf = (activity: Activity, hits: readonly Hit[], shape: Explanation | null): readonly ScoreLine[] => {
  const lines: ScoreLine[] = [];
  const ids = new Set(hits.map(({ indicator }) => indicator.id));
  let total = 0;
  for (const group of GROUPS) {
    let sum = 0;
    for (const { indicator, points } of hits) {
      if ((WEIGHTS.get(indicator.id)?.group ?? 'circumstance') !== group) continue;
      lines.push({ points, reason: `${indicator.title} (${indicator.id})` });
      sum += points;
    }
    for (const { all, group: of, points, reason } of INTERACTIONS) {
      if (of !== group || !all.every((id) => ids.has(id))) continue;
      lines.push({ points, reason: `together: ${reason}` });
      sum += points;
    }
    const over = sum - GROUP_CAPS[group];
    if (over > 0)
      lines.push({ points: -over, reason: `${GROUP_REASONS[group]} count at most ${GROUP_CAPS[group]} together` });
    const counted = Math.min(sum, GROUP_CAPS[group]);
    const explained = group === 'power' && shape !== null ? Math.max(0, counted - SHAPE_POWER) : 0;
    if (shape !== null && explained > 0)
      lines.push({ points: -explained, reason: `${shape.says} (${shape.id}): power counts at most ${SHAPE_POWER}` });
    total += counted - explained;
  }
  const cap = isRefusedAnonymous(activity) ? REFUSED_ANONYMOUS_CAP : 100;
  if (total > cap) {
    const reason = cap === 100 ? 'the risk ends at 100' : 'refused, and asked by nobody who is known';
    lines.push({ points: cap - total, reason });
  }
  return lines;
};

const isRefusedAnonymous = ({ actor, request }: Activity): boolean =>
  actor.kind === 'anonymous' && request.outcome === 'refused';

/** Severity by the risk alone. */
export const severityByRisk = (risk: number): Severity => THRESHOLDS.find(([, least]) => risk >= least)?.[0] ?? 'info';

const severityOf = (
  risk: number,
  hits: readonly Hit[],
  refusedAnonymous: boolean,
  excused: (indicator: Indicator) => boolean,
): { readonly severity: Severity; readonly says: string } => {
  const severity = severityByRisk(risk);
  const least = THRESHOLDS.find(([name]) => name === severity)?.[1] ?? 0;
  const says = least === 0 ? `${severity}: risk ${risk} is below 10` : `${severity}: risk ${risk} is at least ${least}`;
  if (refusedAnonymous)
    return { severity, says: `${says}; a refused request of an anonymous user is never more than low` };
  // Weights and indicators agree by test; a cap must not hide what one reason alone deserves.
  // What a known shape explains, and what only repeats, is no such reason.
  const floor = hits.find(({ indicator }) => !atLeast(severity, indicator.severity) && !excused(indicator))?.indicator;
  if (floor === undefined) return { severity, says };
  return { severity: floor.severity, says: `${floor.severity}: ${floor.title} (${floor.id}) alone deserves it` };
};
