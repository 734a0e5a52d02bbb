import { LANGUAGES } from '../language/languages.ts';
import type { Guide } from '../model.ts';
import type { PrintOptions } from './words.ts';

/** The guide as plain data, each search written in the languages that were asked for. */
export const guideJson = (guide: Guide, { languages }: PrintOptions): unknown => ({
  ...guide,
  questions: guide.questions.map((question) => ({
    ...question,
    searches: question.searches.map((search) => ({
      ...search,
      queries: LANGUAGES.filter(({ id }) => languages.includes(id)).map((language) => ({
        language: language.id,
        store: language.store,
        ...language.write(search),
      })),
    })),
  })),
});
