import type { Variant } from '../emulate/atomic.ts';
import { get, isObject, type JsonObject, textAt } from '../model/json.ts';

/** One run of one test, as a recording or a journal tells of it. */
export interface Play {
  /** Short id of the test. */
  readonly test: string;
  readonly variant: Variant;
  /** Stands in the user agent of everything that the run asked. */
  readonly runId: string;
}

/** A run with the audit events that it caused, in the order of the log. */
export interface Played extends Play {
  readonly events: readonly JsonObject[];
}

const AGENT = /^kubectl-([\w-]+)\//;

/**
 * Gives each run its events: those whose user agent names it. What controllers made of it later is theirs, and no finding of
 * its own. Lines that are no event are counted.
 */
export const playedOf = (
  plays: readonly Play[],
  lines: Iterable<string>,
): { readonly played: readonly Played[]; readonly others: number; readonly unreadable: number } => {
  const byRun = new Map<string, JsonObject[]>(plays.map(({ runId }) => [runId, []]));
  let others = 0;
  let unreadable = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const event = parsed(line);
    if (event === null) {
      unreadable++;
      continue;
    }
    const events = byRun.get(AGENT.exec(textAt(event, 'userAgent') ?? '')?.[1] ?? '');
    if (events === undefined) others++;
    else if (get(event, 'stage') === 'ResponseComplete') events.push(event);
  }
  return { played: plays.map((play) => ({ ...play, events: byRun.get(play.runId) ?? [] })), others, unreadable };
};

const parsed = (line: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};
