import { createHash } from 'node:crypto';
import type { Finding, FindingEvent } from '../../model/finding.ts';
import type { Lasting, StateRow } from '../../model/lasting.ts';
import { withdrawnFinding } from './withdrawn.ts';

/** What a finding was when it was last told, and whether it was given or lay below what was asked for. */
interface Told {
  readonly hash: string;
  /** Of the incident that it belonged to; absent where it stood alone. */
  readonly incident?: string;
  readonly isGiven: boolean;
  /** Whole, where a later run may come to the conclusion that it is none; `null` where it can only change. */
  readonly finding: Finding | null;
}

/** How a finding compares with what was said of it before; of one that is `continued` only the incident went on. */
export type Novelty = 'new' | 'changed' | 'continued' | 'same';

/** What earlier runs said of the findings that could still change, and what this one says for the next. */
export interface Given extends Lasting {
  /** Takes a finding that is told now; `isWanted` says whether it is severe enough to be given. */
  tell(finding: Finding, isWanted: boolean): Novelty;
  /** Whether an earlier run gave it: then it is given again when it changes, however low it has become. */
  wasGiven(id: string): boolean;
  /** Whether an earlier run said anything of it. */
  knew(id: string): boolean;
  /** Says that one is hidden, which is no reason to tell of it; whether it was hidden already. */
  hide(id: string): boolean;
  /** From now on what is told is what a later run may still change; those with these ids will be told again in any case. */
  settle(waiting: ReadonlySet<string>): void;
  /** What earlier runs gave, and everything that was read by now makes none. */
  withdrawn(): readonly Finding[];
  readonly unchanged: number;
  readonly changed: number;
  readonly continued: number;
}

/** No hash: of a finding that an exception hides. */
const HIDDEN = 'hidden';

/** Files are rotated and read again: further copies of a record are no change. */
const hashOf = ({ incident: _, ...finding }: Finding): string => {
  const events = new Set(finding.events.map(({ auditId, time, verb }: FindingEvent) => `${auditId} ${time} ${verb}`));
  return createHash('sha256')
    .update(JSON.stringify({ ...finding, events: [...events] }))
    .digest('base64');
};

export const createGiven = (): Given => {
  const before = new Map<string, Told>();
  const now = new Map<string, Told>();
  /** Of those before, which this run has come upon. */
  const met = new Set<string>();
  let settled: ReadonlySet<string> | null = null;
  let unchanged = 0;
  let changed = 0;
  let continued = 0;

  const noveltyOf = (told: Told | undefined, now: Pick<Told, 'hash' | 'incident'>, isWanted: boolean): Novelty => {
    if (told === undefined || (isWanted && !told.isGiven)) return 'new';
    if (told.hash !== now.hash) return 'changed';
    return told.incident === now.incident ? 'same' : 'continued';
  };

  return {
    tell: (finding, isWanted) => {
      const { id } = finding;
      const told = now.get(id) ?? before.get(id);
      const incident = finding.incident === undefined ? {} : { incident: JSON.stringify(finding.incident) };
      const state = { hash: hashOf(finding), ...incident };
      const novelty = noveltyOf(told, state, isWanted);
      met.add(id);
      if (novelty === 'changed') changed += 1;
      if (novelty === 'continued') continued += 1;
      if (novelty === 'same' && told?.isGiven === true) unchanged += 1;
      if (settled !== null) {
        const isGiven = isWanted || told?.isGiven === true;
        now.set(id, { ...state, isGiven, finding: settled.has(id) ? null : finding });
      }
      return novelty;
    },
    wasGiven: (id) => before.get(id)?.isGiven === true,
    knew: (id) => before.has(id),
    hide: (id) => {
      met.add(id);
      if (settled !== null) now.set(id, { hash: HIDDEN, isGiven: false, finding: null });
      return before.get(id)?.hash === HIDDEN;
    },
    settle: (waiting) => {
      settled = waiting;
    },
    withdrawn: () =>
      [...before].flatMap(([id, { finding, isGiven }]) =>
        finding === null || !isGiven || met.has(id) ? [] : [withdrawnFinding(finding)],
      ),
    dump: () => now,
    restore: (rows: Iterable<StateRow>) => {
      for (const [id, value] of rows) before.set(id, value as Told); // Rows are our own.
    },
    get unchanged() {
      return unchanged;
    },
    get changed() {
      return changed;
    },
    get continued() {
      return continued;
    },
  };
};
