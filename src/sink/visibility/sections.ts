import { SIGHTS, type Sight } from '../../visibility/level.ts';
import type { LogReport, SubjectReport, VisibilityReport } from '../../visibility/report.ts';
import { countsText, countText, percentText, plural, timeText } from '../explain-words.ts';
import { left, long, right, type Section } from '../sections/section.ts';
import { bytesText } from '../summary.ts';

/** A shape beside each word, so that none is told by colour alone; each is one column wide. */
export const SIGHT_SHAPES: Readonly<Record<Sight, string>> = { assessed: '●', partly: '◐', blind: '○', unknown: '·' };

const sightText = (sight: Sight): string => `${SIGHT_SHAPES[sight]} ${sight}`;

const SHORT: Readonly<Record<string, string>> = { Metadata: 'Meta', Request: 'Req', RequestResponse: 'Req+Res' };

export const levelText = (levels: readonly string[]): string =>
  levels.map((level) => SHORT[level] ?? level).join('/') || '-';

export const headText = ({ indicators }: VisibilityReport): string => {
  const count = (sight: Sight): number => indicators.filter(({ on }) => on.job === sight).length;
  const parts = SIGHTS.filter((sight) => count(sight) > 0).map((sight) => `${count(sight)} ${sight}`);
  return `On CronJobs and Jobs: ${parts.join(', ')} of ${plural(indicators.length, 'indicator')}`;
};

/** The report as tables, in reading order. Tables without a row are left out. */
export const sectionsOf = (report: VisibilityReport): readonly Section[] =>
  [
    remarks(report),
    kinds(report),
    families(report),
    lacking(report),
    conduct(report),
    ...(report.log === null ? [] : [logFacts(report.log), gaps(report.log), steps(report.log)]),
    listing('differences', 'The policy against the log', report.differences),
    listing('notes', 'Notes on the policy', report.policy?.notes ?? []),
    listing('unreadable', 'Not read', report.log?.unreadable.map(({ path, reason }) => `${path}: ${reason}`) ?? []),
  ].filter(({ rows }) => rows.length > 0);

const listing = (id: string, title: string, rows: readonly string[]): Section => ({
  id,
  title,
  says: '',
  columns: [left('what')],
  rows: rows.map((row) => [row]),
});

const remarks = ({ log, provider }: VisibilityReport): Section => ({
  ...listing('remarks', 'What stands out', [
    ...(log?.remarks ?? []),
    ...(provider === null ? [] : [provider.fixed, ...provider.losses]),
  ]),
});

/** Verbs of the picture. */
export const VERBS = ['create', 'update', 'patch'] as const;

/** Kinds that are seen alike in one row: there are dozens of operators. */
export interface KindRow {
  readonly title: string;
  readonly subjects: readonly SubjectReport[];
  readonly sight: Sight;
  readonly cells: readonly { readonly levels: readonly string[]; readonly events: number | null }[];
}

export const kindRows = ({ subjects }: VisibilityReport): readonly KindRow[] => {
  const shown = subjects.filter(({ scope }) => scope !== 'conduct');
  const cellsOf = (one: SubjectReport): KindRow['cells'] =>
    VERBS.map((verb) => {
      const cell = one.cells.find((found) => found.verb === verb);
      return { levels: cell?.levels ?? [], events: cell?.events ?? null };
    });
  const isApart = (one: SubjectReport): boolean => one.scope !== 'custom' || one.by === 'log';
  const apart = shown
    .filter(isApart)
    .map((one) => ({ title: one.title, subjects: [one], sight: one.sight, cells: cellsOf(one) }));
  const alike = Map.groupBy(
    shown.filter((one) => !isApart(one)),
    (one) =>
      `${one.sight} ${cellsOf(one)
        .map(({ levels }) => levels.join('/'))
        .join(' ')}`,
  );
  const together = [...alike.values()].flatMap((some) => {
    const [first] = some;
    return first === undefined
      ? []
      : [
          {
            title: plural(some.length, 'kind of operators', 'kinds of operators'),
            subjects: some,
            sight: first.sight,
            cells: cellsOf(first),
          },
        ];
  });
  return [...apart, ...together];
};

const cellText = ({ levels, events }: KindRow['cells'][number]): string =>
  `${levelText(levels)}${events === null || events === 0 ? '' : ` ${countText(events)}`}`;

const bySource = (subjects: readonly SubjectReport[]): string =>
  subjects[0]?.by === 'log' ? 'log' : subjects[0]?.by === 'policy' ? 'policy' : '-';

const kinds = (report: VisibilityReport): Section => ({
  id: 'kinds',
  title: 'What arrives of each kind',
  says: `The level of the requests${report.log === null ? '' : ', and how many are in the log'}. Meta: who did it, and to which object. Req: also what was written. Req+Res: also the object that came of it, which a change alone does not show. Where the log holds none, it is what ${report.policy === null ? 'nobody knows' : report.policy.from === 'given' ? 'the policy promises' : `${report.policy.name} is known to log`}.`,
  columns: [left('kind'), left('resource'), ...VERBS.map(left), left('seen'), left('by'), long('why')],
  rows: kindRows(report).map(({ title, subjects, sight, cells }) => [
    title,
    subjects.length === 1 ? (subjects[0]?.id ?? '') : '…',
    ...cells.map(cellText),
    sightText(sight),
    bySource(subjects),
    subjects.length === 1 ? whyOf(subjects[0]) : '',
  ]),
});

const whyOf = (one: SubjectReport | undefined): string =>
  one === undefined || one.sight === 'assessed'
    ? ''
    : [
        one.body.says,
        one.body.says === '' ? one.act.says : '',
        one.unadvised === null ? '' : `as it should be: ${one.unadvised}`,
      ]
        .filter((says) => says !== '')
        .join('; ');

const families = ({ families: all }: VisibilityReport): Section => ({
  id: 'families',
  title: 'What can be told, by family of indicators',
  says: 'Assessed: whatever the request was. Partly: of some kinds, of some users, or without scripts in ConfigMaps. Blind: never.',
  columns: [
    left('family'),
    ...SIGHTS.map(right),
    left('CronJobs and Jobs'),
    left('other kinds of Kubernetes'),
    left('kinds of operators'),
  ],
  rows: all.map(({ family, counts, on }) => [
    family,
    ...SIGHTS.map((sight) => countText(counts[sight])),
    sightText(on.job),
    sightText(on['built-in']),
    sightText(on.custom),
  ]),
});

const lacking = ({ indicators }: VisibilityReport): Section => {
  const alike = Map.groupBy(
    indicators.filter(({ sight }) => sight === 'partly' || sight === 'blind'),
    ({ on, because }) => `${on.job} ${on['built-in']} ${on.custom} ${because}`,
  );
  return {
    id: 'lacking',
    title: 'Indicators that are not assessed, or in part',
    says: 'Together where the reason is the same.',
    columns: [
      right('indicators'),
      left('CronJobs and Jobs'),
      left('other kinds of Kubernetes'),
      left('kinds of operators'),
      long('because'),
      long('which'),
    ],
    rows: [...alike.values()].flatMap((some) => {
      const [first] = some;
      if (first === undefined) return [];
      const { on, because } = first;
      return [
        [
          countText(some.length),
          sightText(on.job),
          sightText(on['built-in']),
          sightText(on.custom),
          because,
          some.map(({ id }) => id).join(', '),
        ],
      ];
    }),
  };
};

const conduct = ({ subjects }: VisibilityReport): Section => ({
  id: 'conduct',
  title: 'What else an intruder does',
  says: 'For the story around a finding: no indicator reads it.',
  columns: [left('act'), left('requests'), left('level'), left('seen'), left('by'), left('tells'), long('why')],
  rows: subjects
    .filter(({ scope }) => scope === 'conduct')
    .map((one) => [
      one.title,
      one.cells.reduce((sum, { events }) => sum + (events ?? 0), 0) === 0
        ? '-'
        : countText(one.cells.reduce((sum, { events }) => sum + (events ?? 0), 0)),
      levelText([...new Set(one.cells.flatMap(({ levels }) => levels))]),
      sightText(one.sight),
      bySource([one]),
      one.tells,
      one.act.says,
    ]),
});

const logFacts = (log: LogReport): Section => {
  const all = Object.values(log.bodies).reduce((sum, one) => sum + one, 0);
  const share = (count: number): string => (count === 0 ? '' : `${countText(count)} (${percentText(count / all)})`);
  const rows: readonly (readonly [string, string])[] = [
    ['events', `${countText(log.events)} in ${bytesText(log.bytes)}`],
    ['period', `${timeText(log.firstEvent)} to ${timeText(log.lastEvent)}`],
    ['envelopes', countsText(log.envelopes)],
    ['categories', countsText(log.categories)],
    ['clusters', log.clusters.slice(0, 20).join(', ')],
    ['levels', countsText(log.levels)],
    ['stages', countsText(log.stages)],
    ['reads', countText(log.reads)],
    ['workload bodies: whole', share(log.bodies.shown)],
    ['workload bodies: in part', share(log.bodies.inPart)],
    ['workload bodies: withheld or cut', share(log.bodies.withheld)],
    ['workload bodies: left out by the level', share(log.bodies.byLevel)],
    ['workload bodies: not kept', share(log.bodies.lost)],
    ['records cut', log.cut === 0 ? '' : countText(log.cut)],
    ['records rejected', log.rejected === 0 ? '' : countText(log.rejected)],
  ];
  return {
    id: 'log',
    title: 'The log',
    says: '',
    columns: [left('what'), left('how much')],
    rows: rows.filter(([, text]) => text !== ''),
  };
};

const timeOf = (ms: number): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '-' : timeText(date.toISOString());
};

const gaps = ({ clock }: LogReport): Section => ({
  id: 'gaps',
  title: `Stretches without an event: ${countText(clock.gapsInAll)}`,
  says: `The longest ${clock.gaps.length}. The rest of the log would let one expect many events there.`,
  columns: [left('from'), left('to'), right('seconds')],
  rows: clock.gaps.map(({ from, to }) => [timeOf(from), timeOf(to), countText(Math.round((to - from) / 1000))]),
});

const steps = ({ clock }: LogReport): Section => ({
  id: 'steps',
  title: 'Where times go back',
  says: 'The first ten.',
  columns: [left('what'), left('from'), left('to'), right('seconds'), left('record')],
  rows: clock.steps.map(({ kind, from, to, source, offset }) => [
    kind === 'order' ? 'older than the event before' : 'ended before it began',
    timeOf(from),
    timeOf(to),
    countText(Math.round((to - from) / 1000)),
    `${source} at byte ${countText(offset)}`,
  ]),
});
