import type { Activity } from './activity.ts';

/** Where a controller's name was used from: its writes of one part of a log, or of all of it. */
export interface ControllerUse {
  readonly cluster: string | null;
  readonly user: string;
  /** The address that the API server saw. */
  readonly ip: string;
  /** Event times; `null` where the log lost all of them. */
  readonly first: string | null;
  readonly last: string | null;
  readonly count: number;
  /** The first of these writes, as long as no other controller came from there. */
  readonly writes: readonly Activity[];
}

/** A controller's name that was used from another place than the controller is at. */
export interface Elsewhere {
  /** Where it comes from, before and after. */
  readonly usual: string;
  /** Controllers that come from there besides. */
  readonly others: number;
  /** Writes from the other place. */
  readonly count: number;
}
