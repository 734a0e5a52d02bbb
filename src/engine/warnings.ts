import type { Sequences } from '../correlate/sequences.ts';
import type { Excepting } from '../exception/match.ts';
import type { Baseline } from '../memory/baseline.ts';
import type { ControllerUses } from '../memory/controller-uses.ts';
import type { Deliveries } from '../memory/deliveries.ts';
import type { Knowledge } from '../memory/known.ts';
import type { Lineage } from '../memory/lineage.ts';
import type { Objects } from '../memory/objects.ts';
import type { UnclaimedStore } from '../memory/unclaimed.ts';
import type { Lasting } from '../model/lasting.ts';
import type { Because } from '../model/seen.ts';
import type { Tail } from './tail.ts';
import type { Withheld } from './withheld.ts';

/** What kept something, and may have forgotten some of it. */
export interface Keepers {
  readonly deliveries: Deliveries;
  readonly knowledge: Knowledge;
  readonly withheld: Withheld;
  readonly objects: Objects;
  readonly lineage: Lineage;
  readonly tail: Pick<Tail<unknown>, 'early' | keyof Lasting>;
  readonly unclaimed: UnclaimedStore;
  readonly sequences: Sequences;
  readonly baseline: Baseline;
  readonly controllers: ControllerUses;
  readonly exceptions: Excepting | undefined;
}

/** What the stages could not keep or not tell, each a sentence; `lost` are bodies that were not seen, by reason. */
export const warningsOf = (
  {
    deliveries,
    knowledge,
    withheld,
    objects,
    lineage,
    tail,
    unclaimed,
    sequences,
    baseline,
    controllers,
    exceptions,
  }: Keepers,
  lost: Readonly<Partial<Record<Because, number>>>,
  activities: number,
): readonly string[] => [
  ...deliveryWarnings(deliveries),
  ...knowledgeWarnings(knowledge, withheld),
  ...bodyWarnings(lost, activities),
  ...(exceptions?.idle ?? []).map(
    ({ exception, because }) => `the exception ${exception.id} ${because} and hides nothing`,
  ),
  ...objectWarnings(objects),
  ...lineageWarnings(lineage, tail, unclaimed),
  ...sequenceWarnings(sequences),
  ...controllerWarnings(controllers),
  ...baselineWarnings(baseline),
];

const deliveryWarnings = ({ corrected, forgotten }: Deliveries): string[] => [
  ...(corrected > 0
    ? [
        `${corrected} acts were told better by a late record after they were judged: of findings with one id the last counts`,
      ]
    : []),
  ...(forgotten > 0
    ? [`${forgotten} acts were forgotten for want of room: a late record of one is a second finding`]
    : []),
];

const knowledgeWarnings = ({ forgotten }: Knowledge, { early }: Withheld): string[] => [
  ...(forgotten > 0
    ? [
        `${forgotten} objects or versions of them (ConfigMaps, Secrets, roles, CronJobs) were forgotten for want of room: what runs from them may be judged as unseen`,
      ]
    : []),
  ...(early > 0
    ? [
        `${early} acts were judged before the whole log was read, for want of room: what was written later does not count for them`,
      ]
    : []),
];

/**
 * What is true of the log as a whole and no mark of a single write: each of them is a finding of severity info at most. A
 * body that is gone because of its size is a finding of its own.
 */
const bodyWarnings = (lost: Readonly<Partial<Record<Because, number>>>, activities: number): string[] => {
  const [byLevel, notKept] = [lost['level-metadata'] ?? 0, lost['not-kept'] ?? 0];
  if (activities > 0 && byLevel === activities)
    return [
      'every workload write is logged at level Metadata, without its body: cronwarden visibility says what cannot be seen so, and which rule of the audit policy is missing',
    ];
  if (activities > 0 && notKept === activities)
    return [
      'no workload write has its body: this log or its export keeps none; cronwarden visibility says what cannot be seen so',
    ];
  return notKept > 0
    ? [`${notKept} workload writes lack their body, for no reason that the log gives, while others have theirs`]
    : [];
};
const lineageWarnings = (
  { forgotten }: Lineage,
  { early }: Pick<Tail<unknown>, 'early'>,
  { forgotten: unjudged, disowned }: UnclaimedStore,
): string[] => [
  ...(disowned > 0
    ? [`who wrote ${disowned} objects was forgotten for want of room: what runs of one of them may be told as nobody's`]
    : []),
  ...(unjudged > 0
    ? [`runs of ${unjudged} objects that the log does not show being written were not judged, for want of room`]
    : []),
  ...(forgotten > 0
    ? [`what was made of ${forgotten} workloads was forgotten for want of room: findings may tell of fewer runs`]
    : []),
  ...(early > 0
    ? [
        `${early} findings were given before the whole log was read, for want of room: runs that came later are not told`,
      ]
    : []),
];

const sequenceWarnings = ({ forgotten }: Sequences): string[] =>
  forgotten > 0
    ? [`${forgotten} acts around findings were forgotten for want of room: sequences may tell of fewer acts`]
    : [];

const objectWarnings = ({ forgotten, late, unaffordable }: Objects): string[] => [
  ...(forgotten > 0
    ? [
        `${forgotten} workloads or versions of them were forgotten for want of room: later changes of them are judged by what the change itself shows`,
      ]
    : []),
  ...(late > 0
    ? [
        `${late} writes of workloads were read when later changes of the same had been judged without them: give the files in the order of time`,
      ]
    : []),
  ...(unaffordable > 0
    ? [
        `${unaffordable} times a workload was too large to follow many small changes of it: they are judged by what the change itself shows`,
      ]
    : []),
];

const controllerWarnings = ({ forgotten, unjudged }: ControllerUses): string[] => [
  ...(forgotten > 0
    ? [`${forgotten} addresses of controllers were forgotten for want of room: one that is not theirs may not be told`]
    : []),
  ...(unjudged > 0
    ? [
        `${unjudged} writes under controllers' names from elsewhere were counted and not judged: they cannot be read again, or are too many`,
      ]
    : []),
];

const baselineWarnings = ({ forgotten }: Baseline): string[] =>
  forgotten > 0
    ? [
        `${forgotten} things that the baseline knew were forgotten for want of room: it runs from the last time that one of them was seen`,
      ]
    : [];
