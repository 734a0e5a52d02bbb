import type { ChangeFact, CopyFact, Facts } from '../model/facts.ts';
import type { Indicator } from '../model/indicator.ts';

/** Most risk of what a manual run repeats: it stays info. */
export const REPEAT_RISK = 9;

/** Families that speak of the request itself: who asked, what it changed, and how it reached the log. They are new with every request. */
export const REQUEST_FAMILIES: readonly string[] = ['actor', 'change', 'delivery', 'request'];

/**
 * The CronJob of which a Job is a manual run, or `null`. What the template holds was then judged when the CronJob was
 * written, by an event of the same log, and the CronJob's own finding keeps its severity.
 *
 * The marks of such a run prove nothing and play no part: the template is equal to one that was judged. A Job that runs
 * text of another object is no repetition, since that text may have been changed in between.
 */
const repeatOf = ({ copy, effects }: Pick<Facts, 'copy' | 'effects'>): CopyFact | null => {
  if (copy.state !== 'seen' || !copy.value.isEqual || copy.missing !== undefined) return null;
  if (effects.state === 'unseen' || (effects.state === 'seen' && effects.missing !== undefined)) return null;
  const isFixed = effects.state === 'absent' || effects.value.every(({ provenance }) => provenance?.isOutside !== true);
  return isFixed ? copy.value : null;
};

/** Whether a reason is one of the request, and not of what it writes. */
export const isOfRequest = ({ id }: Pick<Indicator, 'id'>): boolean =>
  REQUEST_FAMILIES.includes(id.split('.', 1)[0] ?? '');

/** What a write repeats that was judged before, as the reason of a negative line of the sum. */
export interface Repetition {
  readonly says: string;
  /** Whether acts are among what counts less. */
  readonly coversActs: boolean;
}

/**
 * What a write repeats, or `null`: a manual run the CronJob that it is made of, a change of something else the template as it
 * stood before.
 *
 * Of an unchanged template the acts keep their weight, and then so does all else: no benign job does them, and whoever
 * writes such an object anew is part of the story.
 */
export const repetitionOf = (facts: Pick<Facts, 'change' | 'copy' | 'effects'>): Repetition | null => {
  const copy = repeatOf(facts);
  if (copy !== null) return { says: saysRepeat(copy), coversActs: true };
  const { change } = facts;
  if (change.state !== 'seen' || change.missing !== undefined || !change.value.isRepetition) return null;
  return { says: saysUnchanged(change.value), coversActs: false };
};

const saysUnchanged = ({ story }: ChangeFact): string =>
  `nothing that it runs was changed, ${story}: what was judged then counts at most ${REPEAT_RISK}`;

const saysRepeat = ({ of, origin }: CopyFact): string =>
  `a manual run with the very template of CronJob ${of}, ${origin} and judged there: what it repeats counts at most ${REPEAT_RISK}`;
