import { atLeast, type Finding, type Severity } from '../model/finding.ts';
import type { Exception } from './exception.ts';
import { idleBecause } from './exception.ts';
import { dangersOf, type Problem } from './lint.ts';
import { matches } from './match.ts';

/** What one exception hides in a log. */
export interface Hidden {
  readonly id: string;
  readonly line: number;
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Different workloads and users; counted up to a limit. */
  readonly objects: number;
  readonly actors: number;
  /** The most severe first, at most five. */
  readonly examples: readonly Example[];
  /** Set where it hides nothing today. */
  readonly idle: string | null;
  readonly warnings: readonly string[];
}

export interface Example {
  readonly finding: string;
  readonly severity: Severity;
  readonly risk: number;
  readonly title: string;
  readonly workload: string;
  readonly actor: string | null;
}

export interface Preview {
  /** Asks each exception on its own, those that do not hold today too. */
  take(finding: Finding): void;
  result(): readonly Hidden[];
}

const MOST_EXAMPLES = 5;
const MOST_COUNTED = 100_000;
/** Of how many different workloads an exception may be, before it is said to be broad. */
export const DEFAULT_MOST_OBJECTS = 20;

interface Tally {
  findings: number;
  readonly bySeverity: Record<Severity, number>;
  readonly objects: Set<string>;
  readonly actors: Set<string>;
  examples: Example[];
}

export const createPreview = (
  exceptions: readonly Exception[],
  now: number,
  mostObjects = DEFAULT_MOST_OBJECTS,
): Preview => {
  const tallies = exceptions.map((exception): { readonly exception: Exception; readonly tally: Tally } => ({
    exception,
    tally: {
      findings: 0,
      bySeverity: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
      objects: new Set(),
      actors: new Set(),
      examples: [],
    },
  }));
  return {
    take: (finding) => {
      for (const { exception, tally } of tallies) if (matches(exception, finding)) count(tally, finding);
    },
    result: () =>
      tallies.map(({ exception, tally }) => ({
        id: exception.id,
        line: exception.line,
        findings: tally.findings,
        bySeverity: tally.bySeverity,
        objects: tally.objects.size,
        actors: tally.actors.size,
        examples: tally.examples,
        idle: idleBecause(exception, now),
        warnings: [...broadness(tally, mostObjects), ...dangersOf(exception)],
      })),
  };
};

const count = (tally: Tally, finding: Finding): void => {
  const { severity, risk, title, workload, actor, cluster } = finding;
  tally.findings++;
  tally.bySeverity[severity]++;
  const name = `${workload.kind} ${workload.namespace ?? '-'}/${workload.name ?? `${workload.generateName ?? ''}*`}`;
  if (tally.objects.size < MOST_COUNTED) tally.objects.add(`${cluster} ${name}`);
  if (tally.actors.size < MOST_COUNTED) tally.actors.add(actor.username ?? '');
  const example = { finding: finding.id, severity, risk, title, workload: name, actor: actor.username };
  tally.examples = [...tally.examples, example]
    .sort(
      (a, b) => Number(atLeast(b.severity, a.severity)) - Number(atLeast(a.severity, b.severity)) || b.risk - a.risk,
    )
    .slice(0, MOST_EXAMPLES);
};

const broadness = (
  { objects, bySeverity }: { readonly objects: { readonly size: number }; readonly bySeverity: Hidden['bySeverity'] },
  mostObjects: number,
): readonly string[] => [
  ...(objects.size > mostObjects ? [`hides ${objects.size} different workloads, more than ${mostObjects}`] : []),
  ...(['critical', 'high'] as const).flatMap((severity) =>
    bySeverity[severity] > 0 ? [`hides ${bySeverity[severity]} findings of severity ${severity}`] : [],
  ),
];

/** What a log adds to `lintExceptions`. */
export const previewProblems = (hidden: readonly Hidden[], mostObjects = DEFAULT_MOST_OBJECTS): readonly Problem[] =>
  hidden.flatMap(({ id, line, findings, objects, bySeverity, idle }): readonly Problem[] => {
    const broad = broadness({ objects: { size: objects }, bySeverity }, mostObjects);
    return [
      // Of one that does not hold today it is known already.
      ...(findings === 0 && idle === null
        ? [{ id, line, kind: 'unused' as const, says: 'hides nothing in these logs' }]
        : []),
      ...broad.map((says) => ({ id, line, kind: 'broad' as const, says })),
    ];
  });
