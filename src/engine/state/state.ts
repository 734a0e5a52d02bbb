import type { StateRow } from '../../model/lasting.ts';

/** Shape of the rows; a file with a higher one was written by a later Cronwarden. */
export const STATE_VERSION = 1;

/** What a run says of the state that it leaves. */
export interface StateHead {
  /** By the clock. */
  readonly writtenAt: string;
  /** Event times, of all runs. */
  readonly firstEvent: string | null;
  readonly lastEvent: string | null;
  /** Runs that have written it. */
  readonly runs: number;
  readonly ruleset: string;
  /** The name that the user gave, where one was given. */
  readonly cluster: string | null;
}

/**
 * What is known between runs, for one scan. `openState` makes one of a file. What it was stays until `commit`, which whoever opened
 * it calls when the findings are where they belong: killed before, the next run gives them again.
 */
export interface State {
  /** How messages call it. */
  readonly name: string;
  /** What the last run said of it; `null` where there was none. */
  readonly before: StateHead | null;
  /** What a store left in the last run, in the order in which it was written. */
  rows(store: string): Iterable<StateRow>;
  /** Writes the rows of a store for the next run. Throws where there is no room for them. */
  write(store: string, rows: Iterable<StateRow>): void;
  /** Writes what is said of it, when every store was written. */
  finish(head: StateHead): void;
  /**
   * Makes what a scan wrote the state, all at once, and lets go of it. Throws `StateError` where there is nothing whole to
   * write, and where writing fails: then it is as it was.
   */
  commit(): void;
  /** Lets go of it; what was not committed is as if it had never been written. */
  close(): void;
  /** Size in bytes of what was committed. */
  readonly bytes: number | null;
}
