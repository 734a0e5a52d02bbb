import type { RequestOutcome } from './activity.ts';

/** A user whose requests are looked for. */
export interface Caller {
  readonly username: string;
  /** What stands in every line that names the user, however it is escaped: the longest of his plain letters. */
  readonly needle: string;
}

/** One request of a caller. Plain data that crosses threads. */
export interface CallEvent {
  /** Index in the list of callers. */
  readonly caller: number;
  readonly cluster: string | null;
  readonly auditId: string | null;
  /** The same for all records of one request; a client may send one audit id with all of them. */
  readonly request: string | null;
  readonly at: string | null;
  readonly verb: string;
  readonly apiGroup: string | null;
  /** With its subresource, as `pods/exec`. */
  readonly resource: string | null;
  readonly namespace: string | null;
  /** The object, or the path where it is no resource. */
  readonly name: string | null;
  readonly outcome: RequestOutcome;
  /** The pod that the token is bound to, where the log says so. */
  readonly pod: { readonly name: string; readonly uid: string | null } | null;
  readonly source: string;
  readonly offset: number;
}
