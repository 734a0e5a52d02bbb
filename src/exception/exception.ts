import type { Glob } from './glob.ts';
import type { MatchKey } from './schema.ts';

/** A wish not to be told of certain findings: dated, owned, and with a reason. */
export interface Exception {
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** Days in UTC, `2026-11-24`, both included; `since` is `null` when it was not given. */
  readonly since: string | null;
  readonly until: string;
  /** Patterns by key, as they are written and taken apart. */
  readonly match: ReadonlyMap<MatchKey, readonly { readonly text: string; readonly glob: Glob }[]>;
  /** Line of its file, from 1. */
  readonly line: number;
}

/** `null` when it holds today. Days end at midnight UTC. */
export const idleBecause = ({ since, until }: Pick<Exception, 'since' | 'until'>, now: number): string | null => {
  const today = new Date(now).toISOString().slice(0, 10);
  if (today > until) return `ended on ${until}`;
  return since !== null && today < since ? `begins on ${since}` : null;
};
