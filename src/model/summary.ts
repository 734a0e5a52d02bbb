import type { Severity } from './finding.ts';

/** A record that could not be read, with its place. */
export interface RejectedSample {
  readonly source: string;
  readonly offset: number;
  readonly reason: string;
}

/** How much was seen of a cluster, so that what is not in it can be called new. */
export interface ClusterBaseline {
  /** `null` where no envelope names it. */
  readonly cluster: string | null;
  readonly since: string | null;
  /** Whole days from the first write that taught to the last, days with one, and how many there are, at least. */
  readonly days: number;
  readonly activeDays: number;
  readonly writes: number;
  /** Whether a write that comes a day later would be assessed. */
  readonly isMature: boolean;
}

export interface SummaryState {
  readonly name: string;
  /** When the last run wrote it, by the clock, and the times of the events that it knows of; `null` for a new one. */
  readonly before: {
    readonly writtenAt: string;
    readonly firstEvent: string | null;
    readonly lastEvent: string | null;
    readonly runs: number;
  } | null;
  /** What was taken from it, by what it is. */
  readonly restored: Readonly<Record<string, number>>;
  /**
   * Findings of earlier runs: as they were and not given again; given again since they changed, or since only their incident went
   * on; and none any more.
   */
  readonly unchanged: number;
  readonly changed: number;
  readonly continued: number;
  readonly withdrawn: number;
  /** Size of the new state; `null` while it is not written, and where it could not be. */
  readonly bytes: number | null;
}

/** What a run did and what it could not do: every record is in exactly one of the counts. */
export interface Summary {
  readonly files: number;
  /** Bytes after decompression. */
  readonly bytes: number;
  /** Lines, documents and list members that were found; blank lines do not count. */
  readonly records: number;
  /** Records that were passed over on their bytes, without decoding: they cannot be a workload write. */
  readonly passedUnread: number;
  /** Audit events that were decoded. */
  readonly events: number;
  /** Valid records of the same stores that are no Kubernetes audit events. */
  readonly others: number;
  readonly rejected: number;
  /** At most ten. */
  readonly rejectedSamples: readonly RejectedSample[];
  /** Decoded events that are no authored workload write, by reason. */
  readonly passed: Readonly<Record<string, number>>;
  /** Authored workload writes that were judged. */
  readonly activities: number;
  /** Further stages and deliveries of an event that was judged already. */
  readonly duplicates: number;
  /** Judged writes whose body the log does not show, and those that it shows in part. */
  readonly unseenBodies: number;
  readonly partialBodies: number;
  /** Events whose record was cut. */
  readonly cutEvents: number;
  /** Outside `--since` and `--until`. */
  readonly outsideWindow: number;
  readonly envelopes: Readonly<Record<string, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
  /** With exceptions: the findings that they hide, which are in no other count of findings, and how many each hides. */
  readonly excepted?: {
    readonly findings: Readonly<Record<Severity, number>>;
    readonly by: Readonly<Record<string, number>>;
  };
  /** What is known of each cluster of which writes taught, the one with the most writes first; at most ten. */
  readonly baseline?: readonly ClusterBaseline[];
  readonly firstEvent: string | null;
  readonly lastEvent: string | null;
  /** With a state: what earlier runs left, and what this one did with it. */
  readonly state?: SummaryState;
  /** Paths that could not be read, and why. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly warnings: readonly string[];
  readonly elapsedMs: number;
}
