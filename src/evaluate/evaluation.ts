import { INDICATORS } from '../indicator/registry.ts';
import { atLeast, type ScoreLine, SEVERITIES, type Severity } from '../model/finding.ts';
import { RULESET } from '../score/ruleset.ts';
import type { Case } from './cases.ts';
import { DETECTORS, type Detector } from './detectors.ts';
import type { Strength } from './labels.ts';
import { type Rate, type Resampling, rateOf } from './rate.ts';
import type { Verdict } from './verdict.ts';

/** A population by its labels; those that only a name tells stand apart. */
export interface Population {
  readonly name: string;
  readonly holds: (one: Case) => boolean;
}

const ofStrength =
  (strength: Strength) =>
  (one: Case): boolean =>
    one.strength === strength && !one.nameOnly;
const isBenignJob = (one: Case): boolean => ofStrength('benign')(one) && one.asIs.isJob;

export const POPULATIONS: readonly Population[] = [
  { name: 'malicious', holds: ofStrength('malicious') },
  { name: 'dangerous', holds: ofStrength('dangerous') },
  { name: 'weak', holds: ofStrength('weak') },
  { name: 'attack by its name only', holds: (one) => one.nameOnly && one.strength !== 'benign' },
  { name: 'benign CronJobs and Jobs', holds: isBenignJob },
  { name: 'other benign workloads', holds: (one) => ofStrength('benign')(one) && !one.asIs.isJob },
];

export interface PopulationRates {
  readonly name: string;
  readonly cases: number;
  readonly sources: number;
  readonly asIs: { readonly high: Rate; readonly medium: Rate };
  readonly asCronJob: { readonly high: Rate; readonly medium: Rate };
}

export interface DetectorRates {
  readonly name: string;
  readonly malicious: Rate;
  readonly dangerous: Rate;
  readonly benignJobs: Rate;
  /** Malicious and dangerous ones among all that it flags of them and of benign CronJobs and Jobs. */
  readonly precision: Rate;
  /** Benign workloads of every kind, as they are. */
  readonly benign: Rate;
}

export interface IndicatorFigures {
  readonly id: string;
  readonly hits: Readonly<Record<Strength, number>>;
  /** Malicious and dangerous ones among its hits on all but weak ones. */
  readonly precision: Rate;
  /** Malicious cases that are high or above, and would not be without it. */
  readonly lost: number;
  /** Benign cases that are medium or above, and would not be without it. */
  readonly spared: number;
}

export interface Fold {
  readonly source: string;
  readonly malicious: { readonly found: number; readonly of: number };
  readonly benign: { readonly flagged: number; readonly of: number };
}

export interface Listed {
  readonly id: string;
  readonly source: string;
  readonly group: string | null;
  readonly workload: string;
  readonly severity: Severity;
  readonly risk: number;
  readonly lines: readonly ScoreLine[];
  readonly why: string | null;
}

/** Everything that is reported of one set of labelled cases; plain data, printed as `cronwarden.evaluation/v1`. */
export interface Evaluation {
  readonly schema: 'cronwarden.evaluation/v1';
  readonly version: string;
  readonly ruleset: string;
  readonly seed: number;
  readonly resamples: number;
  readonly cases: number;
  readonly sources: number;
  /** Labelled objects and events that were not judged, with the reason. */
  readonly unjudged: readonly { readonly id: string; readonly because: string }[];
  readonly populations: readonly PopulationRates[];
  readonly confusion: readonly {
    readonly form: 'as they are' | 'as CronJobs';
    readonly rows: readonly { readonly name: string; readonly counts: Readonly<Record<Severity, number>> }[];
  }[];
  readonly detectors: readonly DetectorRates[];
  readonly indicators: readonly IndicatorFigures[];
  readonly folds: readonly Fold[];
  /** Malicious ones below high, the lowest risk first. */
  readonly misses: { readonly of: number; readonly worst: readonly Listed[] };
  /** Benign ones at medium or above: by severity, CronJobs and Jobs first, then by risk. */
  readonly alarms: { readonly of: number; readonly worst: readonly Listed[] };
  /** Risks as they are, by population. */
  readonly risks: readonly { readonly name: string; readonly risks: readonly number[] }[];
  /** All judged writes of the logs that were read, labelled or not; `null` without logs. */
  readonly logs: LogFigures | null;
}

export interface LogFigures {
  readonly writes: number;
  readonly labelled: number;
  readonly findings: Readonly<Record<Severity, number>>;
}

export interface EvaluationOptions extends Resampling {
  readonly version: string;
  /** Most misses and most false alarms that are listed. */
  readonly worst: number;
  readonly unjudged: Evaluation['unjudged'];
  readonly logs: LogFigures | null;
}

/** The figures of labelled cases. The same cases and seed give the same figures, whatever the order of the cases. */
export const evaluate = (given: readonly Case[], options: EvaluationOptions): Evaluation => {
  // Draws go by the order of the sources, so that order must not come from the order of the files.
  const cases = [...given].sort((a, b) => order(a.source, b.source) || order(a.id, b.id));
  const rates = (of: readonly Case[], hit: (one: Case) => boolean): Rate =>
    rateOf(
      of.map((one) => ({ source: one.source, hit: hit(one) })),
      options,
    );
  const misses = cases
    .filter((one) => ofStrength('malicious')(one) && !atLeast(one.asIs.severity, 'high'))
    .sort((a, b) => a.asIs.risk - b.asIs.risk);
  const alarms = cases
    .filter((one) => one.strength === 'benign' && atLeast(one.asIs.severity, 'medium'))
    .sort((a, b) => alarmRank(b) - alarmRank(a) || b.asIs.risk - a.asIs.risk);
  return {
    schema: 'cronwarden.evaluation/v1',
    version: options.version,
    ruleset: RULESET,
    seed: options.seed,
    resamples: options.resamples,
    cases: cases.length,
    sources: new Set(cases.map(({ source }) => source)).size,
    unjudged: options.unjudged,
    populations: POPULATIONS.map(({ name, holds }) => {
      const held = cases.filter(holds);
      return {
        name,
        cases: held.length,
        sources: new Set(held.map(({ source }) => source)).size,
        asIs: byFloor(held, asWritten, rates),
        asCronJob: byFloor(held, lifted, rates),
      };
    }),
    confusion: (
      [
        ['as they are', asWritten],
        ['as CronJobs', lifted],
      ] as const
    ).map(([form, view]) => ({
      form,
      rows: POPULATIONS.map(({ name, holds }) => ({ name, counts: severitiesOf(cases.filter(holds), view) })),
    })),
    detectors: DETECTORS.map((detector) => detectorRates(cases, detector, rates)),
    indicators: INDICATORS.map(({ id }) => indicatorFigures(id, cases, rates)).filter(({ hits }) =>
      Object.values(hits).some((count) => count > 0),
    ),
    folds: foldsOf(cases),
    misses: { of: misses.length, worst: misses.slice(0, options.worst).map(listed) },
    alarms: { of: alarms.length, worst: alarms.slice(0, options.worst).map(listed) },
    risks: POPULATIONS.map(({ name, holds }) => ({ name, risks: cases.filter(holds).map(({ asIs }) => asIs.risk) })),
    logs: options.logs,
  };
};

type View = (one: Case) => Verdict | null;
type Rates = (of: readonly Case[], hit: (one: Case) => boolean) => Rate;

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const asWritten: View = ({ asIs }) => asIs;
const lifted: View = ({ asCronJob }) => asCronJob;

const byFloor = (cases: readonly Case[], view: View, rates: Rates): PopulationRates['asIs'] => {
  const seen = cases.filter((one) => view(one) !== null);
  const reach = (floor: Severity) => (one: Case) => atLeast(view(one)?.severity ?? 'info', floor);
  return { high: rates(seen, reach('high')), medium: rates(seen, reach('medium')) };
};

const severitiesOf = (cases: readonly Case[], view: View): Record<Severity, number> => {
  const counts: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const one of cases) {
    const verdict = view(one);
    if (verdict !== null) counts[verdict.severity] += 1;
  }
  return counts;
};

/** Attacks count as CronJobs where they can be one, benign work as it is: what each would meet in a log of T1053.007. */
const detectorRates = (cases: readonly Case[], { name, flags }: Detector, rates: Rates): DetectorRates => {
  const flagged = (one: Case): boolean => flags(one.strength === 'benign' ? one.asIs : (one.asCronJob ?? one.asIs));
  const attacks = cases.filter((one) => ofStrength('malicious')(one) || ofStrength('dangerous')(one));
  const benignJobs = cases.filter(isBenignJob);
  return {
    name,
    malicious: rates(cases.filter(ofStrength('malicious')), flagged),
    dangerous: rates(cases.filter(ofStrength('dangerous')), flagged),
    benignJobs: rates(benignJobs, flagged),
    precision: rates([...attacks, ...benignJobs].filter(flagged), (one) => one.strength !== 'benign'),
    benign: rates(cases.filter(ofStrength('benign')), flagged),
  };
};

const indicatorFigures = (id: string, cases: readonly Case[], rates: Rates): IndicatorFigures => {
  const hitting = cases.filter(({ asIs }) => asIs.hits.includes(id));
  const count = (strength: Strength): number => hitting.filter((one) => one.strength === strength).length;
  const falls = (one: Case, floor: Severity): boolean =>
    atLeast(one.asIs.severity, floor) && !atLeast(one.asIs.without.get(id) ?? one.asIs.severity, floor);
  return {
    id,
    hits: {
      malicious: count('malicious'),
      dangerous: count('dangerous'),
      weak: count('weak'),
      benign: count('benign'),
    },
    precision: rates(
      hitting.filter(({ strength }) => strength !== 'weak'),
      ({ strength }) => strength !== 'benign',
    ),
    lost: cases.filter((one) => ofStrength('malicious')(one) && falls(one, 'high')).length,
    spared: cases.filter((one) => one.strength === 'benign' && falls(one, 'medium')).length,
  };
};

/** One source each, those with most misses and false alarms first. */
const foldsOf = (cases: readonly Case[]): readonly Fold[] => {
  const bySource = Map.groupBy(cases, ({ source }) => source);
  const folds = [...bySource].map(([source, own]) => {
    const malicious = own.filter(ofStrength('malicious'));
    const benign = own.filter(ofStrength('benign'));
    return {
      source,
      malicious: { found: malicious.filter(({ asIs }) => atLeast(asIs.severity, 'high')).length, of: malicious.length },
      benign: { flagged: benign.filter(({ asIs }) => atLeast(asIs.severity, 'medium')).length, of: benign.length },
    };
  });
  return folds.sort((a, b) => faultsOf(b) - faultsOf(a) || order(a.source, b.source));
};

/** Misses and false alarms of a source. */
export const faultsOf = ({ malicious, benign }: Fold): number => malicious.of - malicious.found + benign.flagged;

/** By severity; within one CronJobs and Jobs come first, since few are expected there. */
const alarmRank = ({ asIs }: Case): number => SEVERITIES.indexOf(asIs.severity) * 2 + (asIs.isJob ? 1 : 0);

const listed = ({ id, source, group, why, asIs }: Case): Listed => ({
  id,
  source,
  group,
  workload: asIs.workload,
  severity: asIs.severity,
  risk: asIs.risk,
  lines: asIs.lines,
  why,
});
