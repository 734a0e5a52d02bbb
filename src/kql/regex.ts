import { RE2JS } from 're2js';
import { QueryStopped } from './failure.ts';

const MOST_KEPT = 256;
const kept = new Map<string, RE2JS>();

/**
 * A regular expression in RE2's syntax, which is the engine's own kind: matching takes time linear in the text, whatever
 * the pattern. Throws for what is none.
 */
export const regexOf = (pattern: string): RE2JS => {
  const found = kept.get(pattern);
  if (found !== undefined) return found;
  let made: RE2JS;
  try {
    made = RE2JS.compile(pattern);
  } catch (error) {
    throw new QueryStopped(
      `not a regular expression of RE2: ${pattern} (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(pattern, made);
  return made;
};

/** Groups of a match, the whole match first; `null` for a group that took no part. */
export type Groups = readonly (string | null)[];

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: Groups;
}

/** All matches, which do not overlap, from the left. */
export function* matchesOf(pattern: string, text: string): Generator<Match> {
  const matcher = regexOf(pattern).matcher(text);
  const count = matcher.groupCount();
  while (matcher.find()) {
    const groups = Array.from({ length: count + 1 }, (_, index) => matcher.group(index) ?? null);
    yield { start: matcher.start(), end: matcher.end(), groups };
  }
}

export const isMatch = (pattern: string, text: string): boolean => regexOf(pattern).matcher(text).find();
