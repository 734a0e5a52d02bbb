import { clip } from '../lib/inert.ts';
import { mask } from '../lib/mask.ts';
import type { Activity, EventSummary, Reading, SentinelRow } from '../model/activity.ts';
import { originOf } from '../model/activity.ts';
import { ATTACK } from '../model/attack.ts';
import type { Facts } from '../model/facts.ts';
import type {
  Finding,
  FindingEvidence,
  FindingIndicator,
  FindingWorkload,
  SentinelFlags,
  Severity,
} from '../model/finding.ts';
import type { Evidence, Indicator } from '../model/indicator.ts';
import { objectAt, textAt } from '../model/json.ts';
import type { Because } from '../model/seen.ts';
import { attackOf } from './attack.ts';
import { findingId, groupId, templateHash } from './identity.ts';
import { shownObject } from './shown.ts';
import { summaryOf, titleOf } from './words.ts';

/** What a finding needs of a judged activity. */
export interface AssessmentLike {
  readonly activity: Activity;
  /** The reading that was judged worst; `null` when no body was seen. */
  readonly reading: Reading | null;
  readonly facts?: Pick<Facts, 'change' | 'copy'>;
  readonly severity: Severity;
  readonly risk: number;
  readonly confidence: number;
  readonly breakdown: Finding['breakdown'];
  readonly hits: readonly {
    readonly indicator: Indicator;
    readonly evidence: readonly Evidence[];
    /** Points that it adds to the risk. */
    readonly weight: number;
  }[];
  readonly unassessed: readonly { readonly id: string; readonly because: Because }[];
}

export interface FindingOptions {
  /** Named by the user, for records whose envelope does not say it. */
  readonly cluster?: string;
  readonly ruleset: string;
  /** All records that told of the act, the judged one first; that one alone by default. */
  readonly events?: readonly EventSummary[];
}

const MAX_VALUE = 2_000;

/**
 * The finding of one judged activity: identity, sentences and what is shown of the object. Heaviest reasons come first.
 * Everything that others wrote has its secrets masked; making it inert for a terminal or a page is left to the sinks.
 */
export const toFinding = (assessment: AssessmentLike, options: FindingOptions): Finding => {
  const { activity, reading } = assessment;
  const { event, request } = activity;
  const events = options.events ?? [event];
  const cluster = event.cluster ?? options.cluster ?? 'unknown';
  const hits = [...assessment.hits].sort((a, b) => b.weight - a.weight);
  const workload = workloadOf(activity, reading);
  return {
    schema: 'cronwarden.finding/v1',
    id: findingId(activity, receivedAtOf(event, events)),
    ruleset: options.ruleset,
    group: groupId(activity, cluster, hits),
    title: titleOf(activity, hits),
    summary: summaryOf(activity, hits, workload.schedule, storyOf(assessment)),
    severity: assessment.severity,
    risk: assessment.risk,
    confidence: assessment.confidence,
    breakdown: assessment.breakdown,
    // Techniques of all hits, those of the heaviest first.
    attack: attackOf(
      hits.flatMap((hit) => hit.indicator.attack),
      ATTACK,
    ),
    cluster,
    firstSeen: event.time.at,
    lastSeen: event.time.at,
    timeExact: event.time.exact,
    count: 1,
    workload,
    actor: actorOf(activity),
    request: { verb: request.verb, outcome: request.outcome, code: request.code },
    indicators: hits.map(indicatorOf),
    unassessed: assessment.unassessed.map(({ id, because }) => ({ id, because })),
    events: events.map((one) => ({
      auditId: one.auditId,
      time: one.time.at,
      verb: request.verb,
      source: one.source,
      offset: one.offset,
    })),
    lineage: [],
    compat: { sentinel: activity.sentinel === null ? null : flagsOf(activity.sentinel) },
    object:
      reading === null
        ? null
        : { pointer: originOf(reading, ''), kind: reading.kind, body: shownObject(reading.object) },
  };
};

const storyOf = ({ facts }: AssessmentLike): string | null => {
  if (facts?.change.state === 'seen') return facts.change.value.story;
  // One that differs is a reason of its own, with the same words.
  if (facts?.copy.state !== 'seen' || !facts.copy.value.isEqual) return null;
  const { claim, of, origin } = facts.copy.value;
  return `it is ${claim === 'manual' ? 'a manual run' : 'a run'} of CronJob ${of}, with the very template that was ${origin}`;
};

const receivedAtOf = (judged: EventSummary, events: readonly EventSummary[]): string | null =>
  judged.receivedAt ?? events.find((one) => one.receivedAt !== null)?.receivedAt ?? null;

const workloadOf = ({ workload }: Activity, reading: Reading | null): FindingWorkload => {
  const pod = reading?.templates[0]?.spec;
  return {
    apiVersion: workload.apiVersion,
    kind: workload.kind,
    namespace: workload.namespace,
    name: workload.name,
    uid: workload.uid,
    schedule: textAt(objectAt(reading?.object, 'spec'), 'schedule'),
    generateName: workload.generateName,
    serviceAccount: textAt(pod, 'serviceAccountName') ?? textAt(pod, 'serviceAccount'),
    images: imagesOf(reading),
    templateHash: templateHash(reading),
  };
};

/** Each image once, in the order of the containers; the name as written, without its digest. */
const imagesOf = (reading: Reading | null): FindingWorkload['images'] => {
  const written = new Set<string>();
  for (const template of reading?.templates ?? []) {
    for (const container of template.containers) {
      const image = textAt(container.spec, 'image');
      if (image !== null) written.add(mask(image));
    }
  }
  return [...written].map((image) => {
    const at = image.lastIndexOf('@sha');
    return at < 0 ? { name: image, digest: null } : { name: image.slice(0, at), digest: image.slice(at + 1) };
  });
};

const actorOf = ({ actor }: Activity): Finding['actor'] => ({
  username: actor.username,
  groups: actor.groups,
  impersonatedBy: actor.impersonatedBy,
  userAgent: actor.claimedUserAgent === null ? null : mask(actor.claimedUserAgent),
  sourceIps: actor.claimedSourceIps,
  kind: actor.kind,
});

/** A hit as a finding shows it. */
export const indicatorOf = (hit: AssessmentLike['hits'][number]): FindingIndicator => ({
  id: hit.indicator.id,
  title: hit.indicator.title,
  severity: hit.indicator.severity,
  weight: hit.weight,
  evidence: hit.evidence.map(evidenceOf),
});

/** Masked before it is cut: half a token is still a secret, and no longer looks like one. */
const evidenceOf = (evidence: Evidence): FindingEvidence => ({
  says: clip(mask(evidence.says), MAX_VALUE),
  pointer: evidence.at,
  value: clip(mask(evidence.value), MAX_VALUE),
  container: evidence.container ?? null,
  decoded: evidence.decoded ?? [],
});

const flagsOf = (row: SentinelRow): SentinelFlags => ({
  IsSuspiciousImage: row.IsSuspiciousImage,
  IsSuspiciousCommand: row.IsSuspiciousCommand,
  IsHostPathMount: row.IsHostPathMount,
  IsPrivileged: row.IsPrivileged,
  IsHostNetwork: row.IsHostNetwork,
  IsSensitiveMount: row.IsSensitiveMount,
  IsServiceAccountToken: row.IsServiceAccountToken,
  SuspicionScore: row.SuspicionScore,
});
