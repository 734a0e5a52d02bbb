import { type Atomic, idOf } from '../emulate/atomic.ts';
import type { Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import { LEVELS, type Level } from './level.ts';
import type { Proved } from './prove.ts';
import type { Verdict } from './verdict.ts';

/** What became of one test at one level, over every envelope. */
export interface Cell {
  /** The worst of them. */
  readonly verdict: Verdict;
  readonly severity: Severity | null;
  /** In how many of the envelopes it is as expected. */
  readonly right: number;
  readonly of: number;
}

export interface Row {
  readonly atomic: Atomic;
  readonly test: string;
  readonly attack: ReadonlyMap<Level, Cell>;
  readonly twin: ReadonlyMap<Level, Cell>;
  readonly carrier: string | null;
  /** The original query's score with the bodies logged; `null` where it looks at none of the events. */
  readonly original: number | null;
  readonly events: number;
  /** What is otherwise than expected: each once, with where. */
  readonly problems: readonly string[];
  /** The same of envelopes that cannot carry what it takes. */
  readonly lost: readonly string[];
}

const WORST: readonly Verdict[] = ['missed', 'loud', 'partly', 'detected', 'quiet'];

/** A row for each test that was played, in the order of the tests. */
export const matrixOf = (atomics: readonly Atomic[], proved: readonly Proved[]): readonly Row[] =>
  atomics.flatMap((atomic): Row[] => {
    const test = idOf(atomic);
    const own = proved.filter((one) => one.test === test);
    if (own.length === 0) return [];
    const cells = (variant: Proved['variant']): ReadonlyMap<Level, Cell> =>
      new Map(
        LEVELS.flatMap((level): [Level, Cell][] => {
          const cell = cellOf(own.filter((one) => one.variant === variant && one.level === level));
          return cell === null ? [] : [[level, cell]];
        }),
      );
    const best = own.find(({ variant, carrier }) => variant === 'attack' && carrier !== null);
    const scores = own.flatMap(({ variant, level, original }) =>
      variant === 'attack' && level !== 'Metadata' && original !== null ? [original] : [],
    );
    return [
      {
        atomic,
        test,
        attack: cells('attack'),
        twin: cells('twin'),
        carrier: best?.carrier ?? null,
        original: scores.length === 0 ? null : Math.max(...scores),
        events: Math.max(0, ...own.filter(({ variant }) => variant === 'attack').map(({ events }) => events)),
        problems: problemsOf(own, 'problems'),
        lost: problemsOf(own, 'lost'),
      },
    ];
  });

/** Envelopes that cannot carry what it takes stand in a table of their own. */
const cellOf = (every: readonly Proved[]): Cell | null => {
  const whole = every.filter(({ lost }) => lost.length === 0);
  const all = whole.length === 0 ? every : whole;
  const [first] = all;
  if (first === undefined) return null;
  const severities = all.flatMap(({ severity }) => severity ?? []);
  return {
    verdict: WORST.find((verdict) => all.some((one) => one.verdict === verdict)) ?? first.verdict,
    severity: SEVERITIES.find((severity) => severities.includes(severity)) ?? null,
    right: all.filter(({ problems }) => problems.length === 0).length,
    of: all.length,
  };
};

const problemsOf = (all: readonly Proved[], key: 'problems' | 'lost'): readonly string[] => {
  const places = new Map<string, string[]>();
  for (const one of all) {
    const { variant, level, envelope } = one;
    for (const problem of one[key]) {
      const text = `${variant === 'twin' ? 'Twin: ' : ''}${problem}`;
      places.set(text, [...(places.get(text) ?? []), `${level}, ${envelope}`]);
    }
  }
  return [...places].map(([problem, where]) => {
    const [first = ''] = where;
    return `${problem} (${first}${where.length > 1 ? `, and ${where.length - 1} more` : ''})`;
  });
};
