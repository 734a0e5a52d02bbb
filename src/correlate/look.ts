import type { FindingSequence } from '../model/finding.ts';
import type { KeptAct, WrittenAct } from './acts.ts';
import { MOST_EVENTS, type SequenceRule } from './windows.ts';

/** A write for which sequences are looked for. */
export interface Look {
  readonly write: WrittenAct;
  /** When it was written. */
  readonly ms: number;
  /** Acts under the keys in the window of a rule, in the order of time, each once; the write itself is none of them. */
  around(keys: readonly string[], rule: SequenceRule): readonly KeptAct[];
}

/** `, with 2 more acts like it` */
export const besides = (acts: readonly KeptAct[]): string =>
  acts.length < 2 ? '' : `, with ${acts.length - 1} more ${acts.length === 2 ? 'act' : 'acts'} like it`;

export const sequence = (
  { id, title }: SequenceRule,
  says: string,
  acts: readonly KeptAct[],
  certainty: FindingSequence['certainty'],
): FindingSequence => {
  const events = acts.map(({ event }) => event);
  const half = MOST_EVENTS / 2;
  return {
    id,
    title,
    says,
    events: events.length <= MOST_EVENTS ? events : [...events.slice(0, half), ...events.slice(-half)],
    certainty,
  };
};
