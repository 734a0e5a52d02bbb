import type { Finding } from '../../model/finding.ts';
import type { Lasting, StateRow } from '../../model/lasting.ts';
import type { SummaryState } from '../../model/summary.ts';
import { RULESET } from '../../score/ruleset.ts';
import { explainTrouble, UNWRITTEN } from './file.ts';
import { createGiven, type Novelty } from './given.ts';
import type { State, StateHead } from './state.ts';

/** A store of a scan, under the name that its rows have in a state. A name never changes its meaning. */
export interface Carriable {
  readonly name: string;
  readonly store: Lasting;
  /** What the summary calls its rows, and which of them count. */
  readonly called: string;
  readonly counts: (key: string) => boolean;
}

/** What a scan knows and leaves to the next one; without a state it knows nothing and leaves nothing. */
export interface Carried {
  /** Takes up what the last run left. */
  restore(): void;
  /** See `Given`. Without a state every finding is new. */
  tell(finding: Finding, isWanted: boolean): Novelty;
  wasGiven(id: string): boolean;
  knew(id: string): boolean;
  hide(id: string): boolean;
  /**
   * Keeps everything as it is before the end of the input is taken for the end of all: what waits then goes on waiting in the
   * next run. `waiting` are the findings that do so.
   */
  keep(waiting: ReadonlySet<string>): void;
  withdrawn(): readonly Finding[];
  /** Writes the rest; to commit it is for whoever opened the state. Gives what went wrong as a sentence, else `null`. */
  finish(seen: Pick<StateHead, 'firstEvent' | 'lastEvent'>): string | null;
  close(): void;
  /** Whether an earlier run left something. */
  readonly isResumed: boolean;
  readonly summary: SummaryState | undefined;
  readonly warnings: readonly string[];
}

const NOTHING: Carried = {
  restore: () => {},
  tell: () => 'new',
  wasGiven: () => false,
  knew: () => false,
  hide: () => false,
  keep: () => {},
  withdrawn: () => [],
  finish: () => null,
  close: () => {},
  isResumed: false,
  summary: undefined,
  warnings: [],
};

const GIVEN = 'given';

export const createCarried = (
  state: State | undefined,
  stores: readonly Carriable[],
  cluster: string | undefined,
): Carried => (state === undefined ? NOTHING : carriedBy(state, stores, cluster ?? null));

const carriedBy = (state: State, stores: readonly Carriable[], cluster: string | null): Carried => {
  const given = createGiven();
  const { before } = state;
  const restored: Record<string, number> = {};
  let trouble: string | null = null;
  let withdrawals = 0;

  function* counted({ name, called, counts }: Carriable): Generator<StateRow> {
    for (const row of state.rows(name)) {
      if (counts(row[0])) restored[called] = (restored[called] ?? 0) + 1;
      yield row;
    }
  }

  /** Findings are worth more than a state: a disk that is full costs only the state. */
  const attempt = (work: () => void): void => {
    if (trouble !== null) return;
    try {
      work();
    } catch (error) {
      trouble = `${explainTrouble(state.name, error)}; ${UNWRITTEN}`;
      state.close();
    }
  };

  return {
    restore: () => {
      for (const one of stores) one.store.restore(counted(one));
      given.restore(state.rows(GIVEN));
    },
    tell: given.tell,
    wasGiven: given.wasGiven,
    knew: given.knew,
    hide: given.hide,
    keep: (waiting) => {
      given.settle(waiting);
      attempt(() => {
        for (const { name, store } of stores) state.write(name, store.dump());
      });
    },
    withdrawn: () => {
      const all = given.withdrawn();
      withdrawals = all.length;
      return all;
    },
    finish: ({ firstEvent, lastEvent }) => {
      attempt(() => {
        state.write(GIVEN, given.dump());
        state.finish({
          writtenAt: new Date().toISOString(),
          firstEvent: least(before?.firstEvent ?? null, firstEvent),
          lastEvent: most(before?.lastEvent ?? null, lastEvent),
          runs: (before?.runs ?? 0) + 1,
          ruleset: RULESET,
          cluster,
        });
      });
      return trouble;
    },
    close: state.close,
    isResumed: before !== null,
    get summary() {
      const { unchanged, changed, continued } = given;
      return {
        name: state.name,
        before,
        restored,
        unchanged,
        changed,
        continued,
        withdrawn: withdrawals,
        bytes: state.bytes,
      };
    },
    get warnings() {
      return before === null ? [] : warningsOf(state.name, before, cluster);
    },
  };
};

const warningsOf = (name: string, before: StateHead, cluster: string | null): readonly string[] => [
  ...(before.cluster === cluster
    ? []
    : [
        `${name} was last written ${clusterText(before.cluster)}, this run is ${clusterText(cluster)}: where the log does not name its cluster, objects of one name are taken for one`,
      ]),
  ...(before.ruleset === RULESET
    ? []
    : [`${name} holds findings that other rules judged: what is told of them again keeps its verdict`]),
];

const clusterText = (cluster: string | null): string => (cluster === null ? 'without --cluster' : `for ${cluster}`);

const least = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);
const most = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
