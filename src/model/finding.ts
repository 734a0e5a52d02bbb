import type { ActorKind, RequestOutcome, SentinelRow } from './activity.ts';
import type { LineageEdge, Runs } from './lineage.ts';
import type { Because } from './seen.ts';

/** Least first. What an analyst should do: info recorded, low keep, medium look today, high page, critical act now. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const atLeast = (severity: Severity, floor: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);

export interface FindingEvidence {
  readonly says: string;
  readonly pointer: string;
  readonly value: string;
  readonly container: string | null;
  readonly decoded: readonly string[];
}

export interface FindingIndicator {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Points that it adds to the risk. */
  readonly weight: number;
  readonly evidence: readonly FindingEvidence[];
}

export interface FindingAttack {
  readonly version: string;
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
}

/** One line of the printed sum: the points add up to the risk, and each says where it comes from. */
export interface ScoreLine {
  readonly points: number;
  readonly reason: string;
}

/** `cronwarden.finding/v1`; the JSON Schema is `schema/finding.v1.json`. Times are RFC 3339, event time. */
export interface Finding {
  readonly schema: 'cronwarden.finding/v1';
  readonly id: string;
  readonly ruleset: string;
  readonly group: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity;
  /** 0-100. */
  readonly risk: number;
  /** 0-1. */
  readonly confidence: number;
  /** The sum behind `risk`, `severity` and `confidence`, to be re-derived by hand. */
  readonly breakdown: { readonly risk: readonly ScoreLine[]; readonly severity: string; readonly confidence: string };
  readonly attack: readonly FindingAttack[];
  readonly cluster: string;
  /** `null` when no time is known at all. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** False when the times are the envelope's, since the event's own were cut off. */
  readonly timeExact: boolean;
  readonly count: number;
  readonly workload: FindingWorkload;
  readonly actor: FindingActor;
  readonly request: { readonly verb: string; readonly outcome: RequestOutcome; readonly code: number | null };
  readonly indicators: readonly FindingIndicator[];
  readonly unassessed: readonly { readonly id: string; readonly because: Because }[];
  readonly events: readonly FindingEvent[];
  /** Actor, CronJob, Job, pod, node: a few edges of each level, first and last. */
  readonly lineage: readonly LineageEdge[];
  /** What became of the workload by the end of the log; `null` where the log tells of nothing. */
  readonly runs?: Runs | null;
  /** What other acts around it make of it, the heaviest first; absent where the log tells of none. */
  readonly sequence?: readonly FindingSequence[];
  /** Findings that belong together; absent for one that stands alone, and for one that was given before the end of the input. */
  readonly incident?: FindingIncident;
  /**
   * What its suspects asked for besides; absent where the log shows nothing of it, and where it was not looked for, which
   * `unassessed` says as `sequence.other-calls`. Nothing of it weighs.
   */
  readonly calls?: FindingCalls;
  readonly compat: { readonly sentinel: SentinelFlags | null };
  /** The object as judged, for the report and `--explain`; `null` when no body was seen. Secret-looking values are masked. */
  readonly object: { readonly pointer: string; readonly kind: string; readonly body: unknown } | null;
  /** What hides it, where it is shown all the same. */
  readonly excepted?: FindingException;
  /**
   * With `--state`: an earlier run gave it, and this has changed since. `incident` says that nothing else did: others belong to it by
   * now. Absent for a finding that is new.
   */
  readonly changed?: 'finding' | 'incident';
  /** Why an earlier run's finding is none any more: with `--state` the last of an id counts. */
  readonly withdrawn?: string;
}

export interface FindingIncident {
  /** Id of the finding that came first. */
  readonly head: string;
  /** Findings that are given, the head among them. */
  readonly size: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/** Acts that belong together with the finding's own, in event time. */
export interface FindingSequence {
  /** `sequence.grant-to-account`, … */
  readonly id: string;
  readonly title: string;
  /** One sentence with who, what and when. */
  readonly says: string;
  /** The other acts, in the order of time; of many the first and the last ones. */
  readonly events: readonly FindingEvent[];
  /** `proved` where the acts name the same object or account; `inferred` where only the actor, the address or the time agree. */
  readonly certainty: 'proved' | 'inferred';
}

/** Requests that a finding's author, or the pods of its workload, made besides. */
export interface FindingCalls {
  /** By kind of request, the most telling first, at most twenty. */
  readonly told: readonly FindingCall[];
  /** Requests of kinds that are not told. */
  readonly more: number;
  /** False where not everything was looked at: a name in too many lines, or a file that could not be read again. */
  readonly whole: boolean;
}

/** Requests of one kind: one verb, resource, namespace and outcome. */
export interface FindingCall {
  /**
   * `actor`: who wrote the workload; `pod`: from inside its pods; `service-account`: under their account, where the log does
   * not name the pod and no other pod is seen to use it.
   */
  readonly by: 'actor' | 'pod' | 'service-account';
  readonly username: string;
  readonly verb: string;
  readonly apiGroup: string | null;
  /** `secrets`, `pods/exec`; `null` for paths that are no resources. */
  readonly resource: string | null;
  readonly namespace: string | null;
  /** Names of objects, or paths: three at most, the first of the alphabet. */
  readonly names: readonly string[];
  readonly outcome: RequestOutcome;
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** All of it as a sentence. */
  readonly says: string;
  /** The earliest. */
  readonly event: FindingEvent;
  /** `proved` for the user itself, and for pods that the log shows being made of the workload; `inferred` where names agree. */
  readonly certainty: 'proved' | 'inferred';
}

export interface FindingException {
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, in UTC. */
  readonly until: string;
}

export interface FindingWorkload {
  readonly apiVersion: string | null;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly uid: string | null;
  readonly schedule: string | null;
  readonly generateName: string | null;
  readonly serviceAccount: string | null;
  readonly images: readonly { readonly name: string; readonly digest: string | null }[];
  readonly templateHash: string | null;
}

export interface FindingActor {
  readonly username: string | null;
  readonly groups: readonly string[];
  readonly impersonatedBy: string | null;
  readonly userAgent: string | null;
  readonly sourceIps: readonly string[];
  readonly kind: ActorKind;
}

export interface FindingEvent {
  readonly auditId: string | null;
  readonly time: string | null;
  readonly verb: string;
  readonly source: string;
  readonly offset: number;
}

export type SentinelFlags = Pick<
  SentinelRow,
  | 'IsSuspiciousImage'
  | 'IsSuspiciousCommand'
  | 'IsHostPathMount'
  | 'IsPrivileged'
  | 'IsHostNetwork'
  | 'IsSensitiveMount'
  | 'IsServiceAccountToken'
  | 'SuspicionScore'
>;
