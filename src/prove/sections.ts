import type { Variant } from '../emulate/atomic.ts';
import { VERSION } from '../engine/version.ts';
import { plural } from '../sink/explain-words.ts';
import { left, long, right, type Section, type SectionReport } from '../sink/sections/section.ts';
import type { RuleRows } from './against.ts';
import { LEVELS, type Level } from './level.ts';
import type { Cell, Row } from './matrix.ts';
import type { Robustness } from './mutate.ts';

export interface ProofReport {
  readonly rows: readonly Row[];
  /** With `--mutate`. */
  readonly robustness: readonly Robustness[] | null;
  /** Names of the ways in which events were stored. */
  readonly envelopes: readonly string[];
  /** From where the events are: a recording's server and policy, or a log. */
  readonly source: string;
  /** The present rule beside ours: the original query by its score, another by its rows; `null` for none. */
  readonly against: 'original' | RuleColumn | null;
  /** What was left out, a sentence each. */
  readonly notes: readonly string[];
}

/** Another rule's column. */
export interface RuleColumn {
  readonly name: string;
  readonly rows: readonly RuleRows[];
}

/** `detected, high`; with the envelopes in which it is otherwise. */
const cellText = (cell: Cell | undefined): string => {
  if (cell === undefined) return '-';
  const severity = cell.severity === null || cell.verdict === 'missed' ? '' : `, ${cell.severity}`;
  const other = cell.right === cell.of ? '' : ` (as expected in ${cell.right} of ${cell.of})`;
  return `${cell.verdict}${severity}${other}`;
};

const wrongOf = (rows: readonly Row[]): readonly Row[] => rows.filter(({ problems }) => problems.length > 0);

export const headOf = ({ rows }: Pick<ProofReport, 'rows'>): string => {
  const wrong = wrongOf(rows).length;
  return wrong === 0
    ? `${plural(rows.length, 'atomic test')}: all as expected`
    : `${plural(rows.length, 'atomic test')}: ${wrong} otherwise than expected`;
};

/** A proof as tables. */
export const proofReport = (report: ProofReport): SectionReport => ({
  mark: 'Cronwarden proof',
  head: headOf(report),
  parts: [
    summarySection(report),
    testsSection(report),
    ...(wrongOf(report.rows).length > 0 ? [problemsSection(report)] : []),
    ...(report.rows.some(({ lost }) => lost.length > 0) ? [lostSection(report)] : []),
    ...(report.robustness === null ? [] : robustnessSections(report.robustness)),
  ],
  method: [
    `Cronwarden ${VERSION}. Events: ${report.source}. Each test and its harmless twin was judged at ${LEVELS.length} audit levels in ${plural(report.envelopes.length, 'envelope')}; a cell shows the worst of those that carry what it takes.`,
    'detected: the expected findings came, as grave as expected. partly: a finding about the object came, without them. missed: none came. quiet and loud: at most, and more than, what a harmless twin may give.',
    ...report.notes,
  ].join(' '),
});

const summarySection = ({ rows, against }: ProofReport): Section => {
  const count = (kind: 'attack' | 'twin', level: Level, verdicts: readonly string[]): string => {
    const cells = rows.flatMap((row) => row[kind].get(level) ?? []);
    return `${cells.filter(({ verdict }) => verdicts.includes(verdict)).length}/${cells.length}`;
  };
  return {
    id: 'levels',
    title: 'By audit level',
    says: saysAgainst(rows, against),
    columns: [
      left('Level'),
      right('Detected'),
      right('Partly'),
      right('Missed'),
      right('Nothing to find'),
      right('Twins quiet'),
    ],
    rows: LEVELS.map((level) => [
      level,
      count('attack', level, ['detected']),
      count('attack', level, ['partly']),
      count('attack', level, ['missed']),
      count('attack', level, ['quiet', 'loud']),
      count('twin', level, ['quiet']),
    ]),
  };
};

const rowsOf = ({ rows }: RuleColumn, test: string, variant: Variant): number =>
  rows.find((one) => one.test === test && one.variant === variant)?.rows ?? 0;

const againstText = (row: Row, against: 'original' | RuleColumn): string => {
  if (against === 'original') return row.original === null ? 'not looked at' : String(row.original);
  return `${plural(rowsOf(against, row.test, 'attack'), 'row')}, twin ${rowsOf(against, row.test, 'twin')}`;
};

const saysAgainst = (rows: readonly Row[], against: ProofReport['against']): string => {
  if (against === null) return '';
  if (against === 'original') {
    const found = rows.filter((row) => (row.original ?? 0) >= 1).length;
    return `The original query finds ${found} of ${rows.length} (a score of 1 or more; it scores the twins as well).`;
  }
  const found = (variant: Variant): number => rows.filter(({ test }) => rowsOf(against, test, variant) > 0).length;
  return `${against.name} gives rows of ${found('attack')} of ${rows.length} tests, and of ${found('twin')} of their harmless twins. It saw each run by itself.`;
};

const testsSection = ({ rows, against }: ProofReport): Section => ({
  id: 'tests',
  title: 'Tests',
  says: '',
  columns: [
    left('Test'),
    ...LEVELS.map((level) => left(level)),
    left('Twin'),
    ...(against === null ? [] : [right(against === 'original' ? 'Original' : against.name)]),
    left('Carried by'),
  ],
  rows: rows.map((row) => [
    row.test,
    ...LEVELS.map((level) => cellText(row.attack.get(level))),
    cellText(row.twin.get('RequestResponse') ?? [...row.twin.values()][0]),
    ...(against === null ? [] : [againstText(row, against)]),
    row.carrier ?? '-',
  ]),
});

const problemsSection = ({ rows }: ProofReport): Section => ({
  id: 'problems',
  title: 'Otherwise than expected',
  says: '',
  columns: [left('Test'), long('What')],
  rows: wrongOf(rows).flatMap(({ test, problems }) => problems.map((problem) => [test, problem])),
});

const lostSection = ({ rows }: ProofReport): Section => ({
  id: 'envelopes',
  title: 'What envelopes lose',
  says: 'The envelope does not carry what it takes, and the finding says that it could not tell.',
  columns: [left('Test'), long('What')],
  rows: rows.flatMap(({ test, lost }) => lost.map((what) => [test, what])),
});

const robustnessSections = (all: readonly Robustness[]): readonly Section[] => {
  const of = (one: Robustness, kind: 'drop' | 'disguise'): string => {
    const own = one.changes.filter((change) => change.kind === kind);
    return `${own.filter(({ holds }) => holds).length}/${own.length}`;
  };
  const lost = all.flatMap((one) =>
    one.changes
      .filter(({ holds }) => !holds)
      .map(({ kind, change, severity }) => [one.test, kind, severity ?? 'no finding', change]),
  );
  return [
    {
      id: 'robustness',
      title: 'Single changes that each detection survives',
      says: 'A drop takes one piece of evidence out of the request; a disguise does the same act under another look.',
      columns: [left('Test'), left('Expected'), left('Found'), right('Drops survived'), right('Disguises survived')],
      rows: all.map((one) => [one.test, one.expected, one.found ?? 'nothing', of(one, 'drop'), of(one, 'disguise')]),
    },
    {
      id: 'lost',
      title: 'Changes that lose it',
      says: lost.length === 0 ? 'None.' : '',
      columns: [left('Test'), left('Kind'), left('Then'), long('Change')],
      rows: lost,
    },
  ];
};
