import type { Activity } from '../model/activity.ts';
import type { Finding, FindingEvent, Severity } from '../model/finding.ts';
import type { ActNote } from '../model/note.ts';
import type { Timed } from './timeline.ts';

/** An act that may belong to a sequence, as it is kept. */
export interface KeptAct extends Timed {
  readonly what: ActNote['act'] | 'write';
  readonly outcome: 'accepted' | 'refused';
  readonly by: string | null;
  readonly cluster: string | null;
  /** Equal for all acts on one object of its cluster. */
  readonly object: string;
  /** `CronJob`, or the resource where the kind is not told. */
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly accounts: readonly string[];
  readonly event: FindingEvent;
}

/** A judged workload write, as it looks for its sequences and is one act of those of others. */
export interface WrittenAct {
  /** Of the finding: two records of one request have one. */
  readonly id: string;
  readonly severity: Severity;
  readonly outcome: Activity['request']['outcome'];
  readonly code: number | null;
  readonly by: string | null;
  /** The pod whose token was used, where the log tells. */
  readonly pod: { readonly namespace: string; readonly name: string } | null;
  readonly peerIp: string | null;
  /** As the envelope names it. */
  readonly cluster: string | null;
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  /** `null` where the log does not show which one. */
  readonly serviceAccount: string | null;
  readonly templateHash: string | null;
  readonly event: FindingEvent;
}

/** The write that a finding is of. */
export const writtenOf = (
  finding: Pick<Finding, 'id' | 'severity' | 'events' | 'workload'>,
  { event, actor, request, workload }: Activity,
): WrittenAct => ({
  id: finding.id,
  severity: finding.severity,
  outcome: request.outcome,
  code: request.code,
  by: actor.username,
  pod: podOf(actor),
  peerIp: actor.peerIp,
  cluster: event.cluster,
  group: workload.apiGroup,
  resource: workload.resource,
  kind: workload.kind,
  namespace: workload.namespace,
  name: workload.name,
  // Without a name Kubernetes takes `default`; that none was named is known only of a whole object.
  serviceAccount: finding.workload.serviceAccount ?? (finding.workload.templateHash === null ? null : 'default'),
  templateHash: finding.workload.templateHash,
  event: {
    auditId: event.auditId,
    time: event.time.at,
    verb: request.verb,
    source: event.source,
    offset: event.offset,
  },
});

const ACCOUNT = 'system:serviceaccount:';

/** `namespace/name` of a service account by its user name; `null` for anybody else. */
export const accountOf = (username: string | null): { readonly namespace: string; readonly name: string } | null => {
  if (username === null || !username.startsWith(ACCOUNT)) return null;
  const [namespace = '', name = '', ...more] = username.slice(ACCOUNT.length).split(':', 3);
  return more.length > 0 || name === '' ? null : { namespace, name };
};

const podOf = ({ username, extra }: Activity['actor']): WrittenAct['pod'] => {
  const account = accountOf(username);
  const [name] = extra['authentication.kubernetes.io/pod-name'] ?? [];
  return account === null || name === undefined ? null : { namespace: account.namespace, name };
};

/** Milliseconds of an event time, or `null`: what has no time has no place in an order. */
export const msOf = (at: string | null): number | null => {
  const ms = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) ? null : ms;
};

const orderOf = ({ time, auditId, verb }: FindingEvent): string => `${time ?? ''} ${auditId ?? ''} ${verb}`;

/** One whose name the server draws is an object of its own. */
export const objectOf = (
  kind: string,
  { namespace, name, event }: Pick<WrittenAct, 'namespace' | 'name' | 'event'>,
): string => JSON.stringify([kind, namespace, name ?? [event.auditId]]);

export const keptOfNote = (note: ActNote, ms: number): KeptAct => ({
  ms,
  order: orderOf(note.event),
  what: note.act,
  outcome: note.outcome,
  identity: JSON.stringify([
    note.event.auditId,
    note.receivedAt,
    note.event.verb,
    note.cluster,
    note.resource,
    note.namespace,
    note.name,
  ]),
  object: objectOf(KINDS.get(note.resource) ?? note.resource, note),
  by: note.by,
  cluster: note.cluster,
  kind: KINDS.get(note.resource) ?? note.resource,
  namespace: note.namespace,
  name: note.name,
  role: note.role,
  accounts: note.accounts,
  event: note.event,
});

export const keptOfWrite = (write: WrittenAct, ms: number): KeptAct => ({
  ms,
  order: orderOf(write.event),
  what: 'write',
  outcome: write.outcome === 'refused' ? 'refused' : 'accepted',
  identity: write.id,
  object: objectOf(write.kind, write),
  by: write.by,
  cluster: write.cluster,
  kind: write.kind,
  namespace: write.namespace,
  name: write.name,
  role: null,
  accounts: [],
  event: write.event,
});

const KINDS: ReadonlyMap<string, string> = new Map([
  ['roles', 'Role'],
  ['clusterroles', 'ClusterRole'],
  ['rolebindings', 'RoleBinding'],
  ['clusterrolebindings', 'ClusterRoleBinding'],
  ['cronjobs', 'CronJob'],
  ['scheduledjobs', 'ScheduledJob'],
  ['jobs', 'Job'],
  ['pods', 'Pod'],
  ['serviceaccounts', 'ServiceAccount'],
]);
