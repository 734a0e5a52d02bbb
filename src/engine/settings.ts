import type { KindEntry } from '../normalise/kinds.ts';

/** What the stages need to know before the first record; plain data, so that a worker thread can be given it. */
export interface ScanSettings {
  /** Turns the byte gate off: every record is decoded, and one that does not parse is an unreadable input. */
  readonly strict: boolean;
  /** Event time, inclusive, in the form of `lib/time.ts`; `null` is no bound. An event without a time is kept. */
  readonly since: string | null;
  readonly until: string | null;
  /** Kinds that a user added to the table of pod-making kinds. */
  readonly extraKinds: readonly KindEntry[];
  /** Collect the original query's rows instead of activities. */
  readonly sentinelRows: boolean;
  /** Look at every event for what the log shows of itself, and judge none. */
  readonly measures: boolean;
  /** For the bench: stop after this stage; `decode` includes normalise. */
  readonly upTo: 'gate' | 'decode' | 'all';
  /** Bytes of one part: large enough to be worth a message to a thread, small enough for several to be in memory. */
  readonly partBytes: number;
  /** Bytes that the main thread reads before the first worker starts: small input is done sooner than a start. */
  readonly inlineBytes: number;
}

export const DEFAULT_SETTINGS: ScanSettings = {
  strict: false,
  since: null,
  until: null,
  extraKinds: [],
  sentinelRows: false,
  measures: false,
  upTo: 'all',
  partBytes: 4 * 1024 * 1024,
  inlineBytes: 8 * 1024 * 1024,
};
