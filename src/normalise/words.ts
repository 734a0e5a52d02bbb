import { groupsOf } from './kind-index.ts';
import { KINDS, type KindEntry } from './kinds.ts';

/** Verbs whose requests are authored work. */
export const WRITE_VERBS = ['create', 'update', 'patch'] as const;

/**
 * What a line must contain to matter: one of `verbs` and one of `resources`. Bare ASCII words without quotes or borders,
 * which every escaping and quoting of a log keeps.
 */
export interface GateWords {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
}

/** The shortest set of words for a table: `jobs` covers `cronjobs`, a common word is stood for by its API group. */
export const gateWords = (table: readonly KindEntry[]): GateWords => {
  const words = new Set<string>();
  for (const entry of table) {
    const groups = groupsOf(entry).filter((group) => group !== '');
    if (entry.gate === 'group' && groups.length > 0) for (const group of groups) words.add(group);
    else words.add(entry.resource);
  }
  const all = [...words];
  return {
    verbs: WRITE_VERBS,
    resources: all.filter((word) => !all.some((other) => other !== word && word.includes(other))).sort(),
  };
};

export const NORMALISE_WORDS: GateWords = gateWords(KINDS);
