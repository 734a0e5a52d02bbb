import type { Expectation, Expected, Variant } from '../emulate/atomic.ts';
import { atLeast, type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import type { Level } from './level.ts';

/** `quiet` and `loud` are of twins, and of tests that nothing is to be found of. */
export type Verdict = 'detected' | 'partly' | 'missed' | 'quiet' | 'loud';

/** A finding, as far as a proof tells of it. */
export interface Told {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly indicators: readonly string[];
  /** Why indicators could not be assessed: `command.miner: truncated`. */
  readonly unassessed: readonly string[];
}

export interface Judged {
  readonly verdict: Verdict;
  /** Of the gravest finding; `null` without one. */
  readonly severity: Severity | null;
  /** The indicator with most weight in that finding. */
  readonly carrier: string | null;
  readonly findings: readonly Told[];
  /** What is otherwise than the test expects, a sentence each. */
  readonly problems: readonly string[];
  /** What is otherwise because the envelope does not carry what it takes, and the finding says that it could not tell. */
  readonly lost: readonly string[];
}

/** Only the indicator itself can say that it could not be told. */
const SILENT = /: ([a-z-]+\.[a-z-]+) does not fire$/;

/** Compares what was found of one run with what its test expects. */
export const judgeRun = (
  findings: readonly Finding[],
  expectation: Expectation,
  variant: Variant,
  level: Level,
  /** The same run in the event's own form, where this envelope cannot carry all of it. */
  whole: Judged | null = null,
): Judged => {
  const { problems, ...judged } = compared(findings, expectation, variant, level);
  // An envelope excuses only what is right without it, and only where findings say more that they could not tell than there.
  const said = new Set(whole?.findings.flatMap((one) => one.unassessed));
  const more = judged.findings.flatMap(({ unassessed }) => unassessed.filter((reason) => !said.has(reason)));
  const isSaid = (problem: string): boolean => {
    const silent = SILENT.exec(problem)?.[1];
    return silent === undefined ? more.length > 0 : more.some((reason) => reason.startsWith(`${silent}: `));
  };
  const isLost = (problem: string): boolean => whole !== null && isSaid(problem) && !whole.problems.includes(problem);
  return {
    ...judged,
    problems: problems.filter((problem) => !isLost(problem)),
    lost: problems.filter(isLost),
  };
};

const compared = (
  findings: readonly Finding[],
  expectation: Expectation,
  variant: Variant,
  level: Level,
): Omit<Judged, 'lost'> => {
  const gravest = findings.reduce<Finding | null>(
    (worst, one) => (worst === null || rank(one) > rank(worst) ? one : worst),
    null,
  );
  const common = {
    severity: gravest?.severity ?? null,
    carrier: carrierOf(gravest),
    findings: findings.map(tell),
  };
  if (variant === 'twin') {
    const { severityAtMost } = expectation.twin;
    const loud = findings.filter(({ severity }) => rank({ severity }) > rank({ severity: severityAtMost }));
    const problems = loud.map(({ title, severity }) => `the twin is ${severity} (at most ${severityAtMost}): ${title}`);
    return { ...common, verdict: loud.length === 0 ? 'quiet' : 'loud', problems };
  }
  const isSeen = level !== 'Metadata';
  const wanted = isSeen ? expectation.expects : expectation.atMetadata;
  const unmet = wanted.flatMap((one) => lacking(one, findings));
  const unwanted = (expectation.unexpected ?? []).filter((id) =>
    findings.some(({ indicators }) => indicators.some((indicator) => indicator.id === id)),
  );
  const problems = [...unmet, ...unwanted.map((id) => `${id} fires, of an act that this test does not do`)];
  return { ...common, verdict: verdictOf(expectation, findings, unmet.length, isSeen), problems };
};

const verdictOf = ({ expects }: Expectation, findings: readonly Finding[], unmet: number, isSeen: boolean): Verdict => {
  if (expects.length === 0) return findings.some(({ severity }) => atLeast(severity, 'low')) ? 'loud' : 'quiet';
  if (isSeen && unmet === 0) return 'detected';
  // With the body withheld the write is seen and what it would do is not.
  return findings.some((finding) => expects.some(({ workload }) => isAbout(finding, workload))) ? 'partly' : 'missed';
};

const rank = ({ severity }: { readonly severity: Severity }): number => SEVERITIES.indexOf(severity);

const carrierOf = (finding: Finding | null): string | null =>
  finding?.indicators.reduce<{ id: string; weight: number } | null>(
    (most, one) => (most === null || one.weight > most.weight ? one : most),
    null,
  )?.id ?? null;

const tell = ({ id, title, severity, indicators, unassessed }: Finding): Told => ({
  id,
  title,
  severity,
  indicators: indicators.map((one) => one.id),
  unassessed: unassessed.map((one) => `${one.id}: ${one.because}`),
});

/** By kind, and by name where the request gave one; a `generateName` is what an expected name with `*` begins with. */
export const isAbout = ({ workload }: Finding, { kind, name }: Expected['workload']): boolean => {
  if (workload.kind !== kind) return false;
  const is = workload.name ?? workload.generateName;
  if (name === undefined || is === null) return true;
  return name.endsWith('*') ? is.startsWith(name.slice(0, -1)) : is === name;
};

const lacking = (expected: Expected, findings: readonly Finding[]): readonly string[] => {
  const { workload, severityAtLeast, severityAtMost, indicators = [] } = expected;
  const what = `${workload.kind}${workload.name === undefined ? '' : ` ${workload.name}`}`;
  const about = findings.filter((finding) => isAbout(finding, workload));
  const tooMuch = about.filter(
    ({ severity }) => severityAtMost !== undefined && rank({ severity }) > rank({ severity: severityAtMost }),
  );
  const enough = about.filter(({ severity }) => severityAtLeast === undefined || atLeast(severity, severityAtLeast));
  if (about.length === 0) return [`no finding about ${what}`];
  if (enough.length === 0) {
    return [`${what} is ${about.map(({ severity }) => severity).join(', ')} and not at least ${severityAtLeast}`];
  }
  const fired = new Set(enough.flatMap((finding) => finding.indicators.map(({ id }) => id)));
  return [
    ...tooMuch.map(({ severity }) => `${what} is ${severity}, more than ${severityAtMost}`),
    ...indicators.filter((id) => !fired.has(id)).map((id) => `${what}: ${id} does not fire`),
  ];
};
