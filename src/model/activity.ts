import type { Envelope, EventTime, UserInfo } from './event.ts';
import type { JsonObject } from './json.ts';
import type { Because, Seen } from './seen.ts';

export type ActorKind = 'human' | 'service-account' | 'node' | 'control-plane' | 'anonymous';

/** Who asked, with any impersonation. `username` is the identity that the request ran as. */
export interface Actor {
  readonly username: string | null;
  readonly groups: readonly string[];
  /** The authenticated user behind an impersonated one; `null` without impersonation. */
  readonly impersonatedBy: string | null;
  readonly claimedUserAgent: string | null;
  readonly claimedSourceIps: readonly string[];
  /** Last source address: the only one that the API server saw itself. */
  readonly peerIp: string | null;
  readonly kind: ActorKind;
  /** `user.extra`, for example the pod that the token is bound to. */
  readonly extra: UserInfo['extra'];
}

export const OUTCOMES = ['accepted', 'refused', 'dry-run', 'unknown'] as const;
export type RequestOutcome = (typeof OUTCOMES)[number];

export interface RequestInfo {
  readonly verb: string;
  readonly outcome: RequestOutcome;
  readonly code: number | null;
}

export interface OwnerReference {
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly uid: string | null;
  readonly controller: boolean;
}

/** The object that was written: named by the request, described by its body where that was logged. */
export interface Workload {
  readonly apiGroup: string;
  readonly apiVersion: string | null;
  /** `CronJob`, as Kubernetes spells it; from the body, else from the table of kinds. */
  readonly kind: string;
  readonly resource: string;
  readonly subresource: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly generateName: string | null;
  /** `objectRef.uid`, else the uid that a response object gives. */
  readonly uid: string | null;
  readonly owners: readonly OwnerReference[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export type ContainerRole = 'container' | 'init' | 'sidecar' | 'ephemeral';

export interface LiftedContainer {
  readonly role: ContainerRole;
  readonly name: string;
  /** JSON Pointer of the container inside the reading's object. */
  readonly pointer: string;
  readonly spec: JsonObject;
}

/** One pod template, lifted out of whatever kind holds it. No indicator ever mentions `jobTemplate`. */
export interface LiftedTemplate {
  /** JSON Pointer of the pod spec inside the reading's object: `/spec/jobTemplate/spec/template/spec` for a CronJob. */
  readonly pointer: string;
  readonly spec: JsonObject;
  readonly metadata: JsonObject | null;
  readonly containers: readonly LiftedContainer[];
}

/** How a body was read. */
export type ReadingKind = 'object' | 'json-patch' | 'merge-patch' | 'strategic-merge-patch' | 'apply';

/**
 * One way to read the request. A patch body may allow two (the event carries no content type): both are judged and the
 * worse one counts.
 */
export interface Reading {
  readonly kind: ReadingKind;
  /** True when the kind of patch was inferred. */
  readonly inferred: boolean;
  /** The object, or the part of it that the body shows. */
  readonly object: JsonObject;
  /** Set when `object` is only a part, with the reason. */
  readonly missing: Because | null;
  /**
   * Where in the event a place of `object` stands: the longest `at` that a pointer begins with is replaced by `from`.
   * For a whole body the only entry is `{ at: '', from: '/requestObject' }`.
   */
  readonly origins: readonly { readonly at: string; readonly from: string }[];
  readonly templates: readonly LiftedTemplate[];
}

/** The pointer into the event of a pointer into a reading's object. */
export const originOf = ({ origins }: Pick<Reading, 'origins'>, at: string): string => {
  let from = originsByPlace.get(origins);
  if (from === undefined) {
    from = new Map(origins.map((origin): [string, string] => [origin.at, origin.from]));
    originsByPlace.set(origins, from);
  }
  // A whole body has one place, and a facts gatherer asks for each of thousands of containers.
  const whole = from.size === 1 ? from.get('') : undefined;
  if (whole !== undefined) return whole + at;
  for (let end = at.length; end >= 0; end = at.lastIndexOf('/', end - 1)) {
    const found = from.get(at.slice(0, end));
    if (found !== undefined) return found + at.slice(end);
    if (end === 0) break;
  }
  return `/requestObject${at}`;
};

/** A patch can have tens of thousands of origins, and each fact asks for one. */
const originsByPlace = new WeakMap<Reading['origins'], ReadonlyMap<string, string>>();

/** Where one delivery of the event was read. */
export interface EventSource {
  readonly source: string;
  readonly offset: number;
}

/** The part of the event that later stages and the finding need. */
export interface EventSummary extends EventSource {
  readonly auditId: string | null;
  readonly stage: string | null;
  readonly level: string | null;
  readonly requestUri: string | null;
  readonly receivedAt: string | null;
  readonly time: EventTime;
  readonly envelope: Envelope;
  readonly cluster: string | null;
  readonly cutAt: string | null;
  /**
   * Name and uid that `objectRef` or the URI gives, never a body: part of a finding's identity, unlike the workload's,
   * which may come from a response that another record of the same request lacks.
   */
  readonly named?: { readonly name: string | null; readonly uid: string | null };
}

/** The original query's columns for one row; see `normalise/sentinel.ts` for the semantics. */
export interface SentinelRow {
  readonly TimeGenerated: string | null;
  readonly Resource: string;
  readonly Verb: string;
  readonly Namespace: string;
  readonly Name: string;
  readonly User: string;
  readonly UserAgent: string;
  readonly SourceIP: string;
  readonly IsSuspiciousImage: boolean;
  readonly IsSuspiciousCommand: boolean;
  readonly IsHostPathMount: boolean;
  readonly IsPrivileged: boolean;
  readonly IsHostNetwork: boolean;
  readonly IsSensitiveMount: boolean;
  readonly IsServiceAccountToken: boolean;
  readonly SuspicionScore: number;
  readonly RequestBody: string;
}

/** The normalised act: who did what to which workload. */
export interface Activity {
  readonly event: EventSummary;
  readonly actor: Actor;
  readonly request: RequestInfo;
  readonly workload: Workload;
  /** At least one where a body was seen, else the reason why there is none. */
  readonly readings: Seen<readonly Reading[]>;
  /** The body of a patch as it was sent, where it is whole and the log does not show what came of it. */
  readonly patch?: JsonObject | readonly unknown[];
  /** `null` where the original query would not look at the event (another resource or verb). */
  readonly sentinel: SentinelRow | null;
}
