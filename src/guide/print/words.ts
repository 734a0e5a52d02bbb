import type { LanguageId } from '../language/language.ts';
import type { AnswerState, Guide, Remains } from '../model.ts';

/** How a guide is printed. */
export interface PrintOptions {
  /** The languages that searches are printed in. */
  readonly languages: readonly LanguageId[];
}

export const STATE_WORDS: Readonly<Record<AnswerState, string>> = {
  known: 'answered',
  partly: 'answered in part',
  unknown: 'not known',
};

/** A shape for each, so that none is told by colour alone. */
export const STATE_SHAPES: Readonly<Record<AnswerState, string>> = { known: '●', partly: '◐', unknown: '○' };

export const REMAINS_WORDS: Readonly<Record<Remains['state'], string>> = {
  gone: 'gone',
  going: 'going',
  there: 'there',
  unknown: 'not known',
};

export const guideHead = (guide: Guide): string =>
  guide.finding === null ? `${guide.technique.id} ${guide.technique.name}: general guide` : guide.finding.title;

export const PLACEHOLDERS =
  'Replace the words in capitals: NAMESPACE, CRONJOB, ACTOR, ADDRESS, SERVICE-ACCOUNT, IMAGE, START (time of the act; START-24H is a day before).';

export const FIRST = 'First, what will not wait';
export const READ_ONLY = 'Look-ups only read. Save what they print: it is evidence.';
