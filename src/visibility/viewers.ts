import { branchesOf, type RequestKind, ruleText } from './branches.ts';
import { type Level, reaches, type Sight, together } from './level.ts';
import type { AuditPolicy } from './policy.ts';
import { type Cell, keyOf, type Sightings } from './sightings.ts';
import type { Ask, Subject, Wanted } from './subjects.ts';

/** What is seen of one kind of request, and the words for it. */
export interface Look {
  readonly sight: Sight;
  readonly says: string;
}

/** What tells how well requests can be seen: a policy that promises, or a log that shows. */
export interface Viewer {
  look(subject: Subject, verb: string, ask: Ask): Look;
  /** Levels of the requests, for the picture; empty when nothing is known. */
  levels(subject: Subject, verb: string): readonly string[];
}

const requestOf = ({ group, resource, subresource, clusterScoped }: Subject, verb: string): RequestKind => ({
  verb,
  group,
  resource,
  subresource,
  clusterScoped,
});

const PARTIAL = 'of a change only the change itself';

/** What a policy lets through. */
export const policyViewer = (policy: AuditPolicy): Viewer => ({
  look: (subject, verb, { wanted, level }) => {
    const branches = branchesOf(policy, requestOf(subject, verb));
    const looks = branches.map(({ level: arrives, rule, who }): Look => {
      const sight = reaches(arrives, level) ? 'assessed' : isPart(wanted, level, arrives) ? 'partly' : 'blind';
      const whom = who === null ? '' : `${who} `;
      return { sight, says: `${whom}${arrives}, ${ruleText(rule)}` };
    });
    return {
      sight: together(looks.map(({ sight }) => sight)),
      says: looks
        .filter(({ sight }) => sight !== 'assessed')
        .map(({ sight, says }) => (sight === 'partly' ? `${says}, ${PARTIAL}` : says))
        .join(', '),
    };
  },
  levels: (subject, verb) => [...new Set(branchesOf(policy, requestOf(subject, verb)).map(({ level }) => level))],
});

/** A change without the object is a part of what is wanted. */
const isPart = (wanted: Wanted, wants: Level, arrives: Level): boolean =>
  wanted === 'body' && wants === 'RequestResponse' && arrives === 'Request';

const UNKNOWN: Look = { sight: 'unknown', says: '' };

/** Cells of a log by what they are of. A group that an envelope lost is taken as the subject's. */
export const cellsOf = (sightings: Sightings, subject: Subject, verb: string): readonly Cell[] =>
  [subject.group, null].flatMap((group) => {
    const key = keyOf([group, subject.resource, subject.subresource, verb]);
    return sightings.cells.get(key) ?? [];
  });

/** What a log shows of the requests that are in it. */
export const logViewer = (sightings: Sightings): Viewer => ({
  look: (subject, verb, ask) => {
    const cells = cellsOf(sightings, subject, verb);
    const events = sumOf(cells, 'events');
    if (events === 0) return UNKNOWN;
    return ask.wanted === 'act' ? { sight: 'assessed', says: '' } : bodiesOf(cells, ask);
  },
  levels: (subject, verb) => [
    ...new Set(cellsOf(sightings, subject, verb).flatMap(({ levels }) => Object.keys(levels))),
  ],
});

const sumOf = (
  cells: readonly Cell[],
  key: 'events' | 'shown' | 'inPart' | 'withheld' | 'byLevel' | 'lost' | 'answered',
): number => cells.reduce((sum, cell) => sum + cell[key], 0);

const bodiesOf = (cells: readonly Cell[], { level }: Ask): Look => {
  const counts = {
    shown: sumOf(cells, 'shown'),
    inPart: sumOf(cells, 'inPart'),
    withheld: sumOf(cells, 'withheld'),
    byLevel: sumOf(cells, 'byLevel'),
    lost: sumOf(cells, 'lost'),
  };
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  if (all === 0) return UNKNOWN;
  const parts = [
    counts.byLevel > 0 ? `${counts.byLevel} of ${all} without a body, by their level` : '',
    counts.withheld > 0 ? `${counts.withheld} of ${all} withheld or cut because of their size` : '',
    counts.inPart > 0 ? `${counts.inPart} of ${all} in part` : '',
    counts.lost > 0 ? `${counts.lost} of ${all} not kept` : '',
  ].filter((part) => part !== '');
  const seen = counts.shown + counts.inPart;
  const whole = counts.shown === all;
  // A change is whole with the answer of the server beside it.
  const changes = level === 'RequestResponse' && sumOf(cells, 'answered') < counts.shown;
  const sight = seen === 0 ? 'blind' : whole && !changes ? 'assessed' : 'partly';
  const says = [...parts, ...(changes ? [PARTIAL] : [])].join(', ');
  return { sight, says: sight === 'assessed' ? '' : says };
};

/** One subject by one viewer, for all verbs that are asked for. */
export const lookAt = (viewer: Viewer, subject: Subject, wanted: Wanted): Look => {
  const looks = subject.asks
    .filter((ask) => ask.wanted === wanted)
    .flatMap((ask) => ask.verbs.map((verb) => ({ verb, ...viewer.look(subject, verb, ask) })));
  if (looks.length === 0) return UNKNOWN;
  const alike = Map.groupBy(
    looks.filter(({ says }) => says !== ''),
    ({ says }) => says,
  );
  return {
    sight: together(looks.map(({ sight }) => sight)),
    says: [...alike].map(([says, some]) => `${some.map(({ verb }) => verb).join(', ')}: ${says}`).join('; '),
  };
};
