/** A write under the name of a controller, as it is kept until the whole log tells whose it was. */
export interface KeptWrite {
  /** Orders acts by when they came in, the same for all records of one. */
  readonly order: string;
  /** How much the record tells: the end of a request more than its beginning. */
  readonly rank: number;
  /** The activity as a row of a state has it, as JSON: a tenth of what it takes as objects. */
  readonly text: string;
}

/** Where a controller's name was used from: its writes of one part of a log, or of all of it. */
export interface ControllerUse {
  readonly cluster: string | null;
  readonly user: string;
  /** The address that the API server saw. */
  readonly ip: string;
  /** Event times; `null` where the log lost all of them. */
  readonly first: string | null;
  readonly last: string | null;
  /** Hashes of its requests, up to `MOST_COUNTED`: one that is read again is counted once. */
  readonly requests: readonly number[];
  /** When it wrote, by hours: a bit for each five seconds. */
  readonly moments: readonly (readonly [hour: number, bits: bigint])[];
  /** The first of these writes by time. */
  readonly writes: readonly KeptWrite[];
}

/** A controller's name that was used from another place than the controller is at. */
export interface Elsewhere {
  /** Where it comes from, before and after. */
  readonly usual: string;
  /** Controllers that come from there besides. */
  readonly others: number;
  /** Writes from the other place, up to `MOST_COUNTED`. */
  readonly count: number;
  /** Controllers' names that were used from the other place besides, and what tells that none of them is there. */
  readonly company: number;
  readonly because: 'alone' | 'no-manager' | 'at-once';
}

/** Requests of one name from one address that are told apart; of more it is known that there are so many. */
export const MOST_COUNTED = 1000;
