import type { Finding, FindingActor } from '../model/finding.ts';
import { get, type JsonObject, objectAt } from '../model/json.ts';
import { KINDS } from '../normalise/kinds.ts';

/** Whom and what a guide asks about, with the names that its queries need. What is not known is `null`. */
export interface Subject {
  readonly kind: string;
  readonly resource: string | null;
  /** Group of the API; empty for the core, `null` where it is not known. */
  readonly group: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** Of a name that the server made. */
  readonly generateName: string | null;
  readonly uid: string | null;
  /** When it was asked for; `START` in the general guide. */
  readonly at: string | null;
  readonly actor: string | null;
  readonly impersonatedBy: string | null;
  readonly actorKind: FindingActor['kind'] | null;
  /** The address that the API server saw. */
  readonly peer: string | null;
  readonly serviceAccount: string | null;
  /** The name was not in the body, so that it is `default`. */
  readonly serviceAccountIsDefault: boolean;
  readonly images: readonly string[];
  readonly templateHash: string | null;
  /** The object as judged; `null` when no body was seen. */
  readonly body: JsonObject | null;
  readonly bodyIsWhole: boolean;
  readonly accepted: boolean;
  readonly refused: boolean;
  /** The pod that the actor's token was issued to, as the API server says. */
  readonly actorPod: string | null;
}

export const subjectOf = (finding: Finding): Subject => {
  const { workload, actor, object } = finding;
  const body = object === null ? null : (objectAt({ body: object.body }, 'body') ?? null);
  const isPatch = finding.request.verb === 'patch' && object?.pointer.startsWith('/responseObject') !== true;
  const whole = body !== null && !isPatch && !finding.unassessed.some(({ because }) => because === 'truncated');
  return {
    kind: workload.kind,
    resource: KINDS.find(({ kind }) => kind === workload.kind)?.resource ?? null,
    group: groupOf(workload.apiVersion),
    namespace: workload.namespace,
    name: workload.name,
    generateName: workload.generateName,
    uid: workload.uid,
    at: finding.firstSeen,
    actor: actor.username,
    impersonatedBy: actor.impersonatedBy,
    actorKind: actor.kind,
    peer: actor.sourceIps.at(-1) ?? null,
    serviceAccount: workload.serviceAccount ?? (whole && workload.namespace !== null ? 'default' : null),
    serviceAccountIsDefault: workload.serviceAccount === null && whole,
    images: [...new Set(workload.images.map(({ name, digest }) => (digest === null ? name : `${name}@${digest}`)))],
    templateHash: workload.templateHash,
    body,
    bodyIsWhole: whole,
    accepted: finding.request.outcome === 'accepted',
    refused: finding.request.outcome === 'refused' || finding.request.outcome === 'dry-run',
    actorPod: finding.indicators.find(({ id }) => id === 'actor.pod-identity')?.evidence[0]?.value ?? null,
  };
};

const groupOf = (apiVersion: string | null): string | null => {
  if (apiVersion === null) return null;
  const cut = apiVersion.indexOf('/');
  return cut < 0 ? '' : apiVersion.slice(0, cut);
};

/** The subject of the general guide: every name is a placeholder in capitals. */
export const GENERAL_SUBJECT: Subject = {
  kind: 'CronJob',
  resource: 'cronjobs',
  group: 'batch',
  namespace: 'NAMESPACE',
  name: 'CRONJOB',
  generateName: null,
  uid: null,
  at: 'START',
  actor: 'ACTOR',
  impersonatedBy: null,
  actorKind: null,
  peer: 'ADDRESS',
  serviceAccount: 'SERVICE-ACCOUNT',
  serviceAccountIsDefault: false,
  images: ['IMAGE'],
  templateHash: null,
  body: null,
  bodyIsWhole: false,
  accepted: true,
  refused: false,
  actorPod: null,
};

/** The user that the pods call the API as. */
export const podUser = ({ namespace, serviceAccount }: Subject): string | null =>
  namespace === null || serviceAccount === null ? null : `system:serviceaccount:${namespace}:${serviceAccount}`;

/** What the names of Jobs and pods begin with; the name itself for a pod. */
export const childPrefix = (subject: Subject): string | null => {
  const name = subject.name ?? subject.generateName;
  if (name === null) return null;
  return subject.kind === 'Pod' || subject.name === null ? name : `${name}-`;
};

/** `CronJob kube-system/node-metrics`. */
export const subjectText = ({ kind, namespace, name, generateName }: Subject): string => {
  const called = name ?? (generateName === null ? '(name not logged)' : `${generateName}…`);
  return namespace === null ? `${kind} ${called}` : `${kind} ${namespace}/${called}`;
};

/**
 * Endings of names that controllers give: a CronJob's Job ends in the scheduled time in minutes (in seconds before
 * Kubernetes 1.21), a pod in five characters, that of an Indexed Job in its index before them.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/cronjob/cronjob_controllerv2.go (getJobName)
 */
const POD_ENDINGS: ReadonlyMap<string, RegExp> = new Map([
  ['CronJob', /^\d{8,10}(?:-\d{1,9})?-[a-z0-9]{5}$/],
  ['Job', /^(?:\d{1,9}-)?[a-z0-9]{5}$/],
  ['Deployment', /^[a-z0-9]{1,10}-[a-z0-9]{5}$/],
  ['ReplicaSet', /^[a-z0-9]{5}$/],
  ['ReplicationController', /^[a-z0-9]{5}$/],
  ['DaemonSet', /^[a-z0-9]{5}$/],
  ['StatefulSet', /^\d{1,9}$/],
]);
const JOB_ENDING = /^\d{8,10}$/;

const ending = (prefix: string | null, name: string | null): string | null =>
  prefix === null || prefix === '' || name === null || !name.startsWith(prefix) ? null : name.slice(prefix.length);

/** Whether a Job is a scheduled run of the CronJob, by its name alone. */
export const isJobName = (subject: Subject, name: string | null): boolean => {
  const end = ending(childPrefix(subject), name);
  return subject.kind === 'CronJob' && end !== null && JOB_ENDING.test(end);
};

/** Whether a pod is one of the subject, by its name alone. Kinds whose controllers are not known go by the beginning. */
export const isPodName = (subject: Subject, name: string | null): boolean => {
  if (subject.kind === 'Pod' && subject.name !== null) return name === subject.name;
  const end = ending(childPrefix(subject), name);
  if (end === null) return false;
  if (subject.name === null) return end !== '';
  return POD_ENDINGS.get(subject.kind)?.test(end) ?? end !== '';
};

/** The moment that a Job's name stands for, RFC 3339; `null` for a name that stands for none. */
export const scheduledTime = (subject: Subject, jobName: string): string | null => {
  if (!isJobName(subject, jobName)) return null;
  const end = ending(childPrefix(subject), jobName) ?? '';
  const ms = Number(end) * (end.length >= 10 ? 1_000 : 60_000);
  return new Date(ms).toISOString();
};

/** Settings of the Job of a CronJob or Job; `null` where the body does not show them. */
export const jobSpec = ({ kind, body }: Subject): JsonObject | null => {
  const spec = objectAt(body, 'spec');
  if (kind === 'Job') return spec;
  return kind === 'CronJob' ? objectAt(objectAt(spec, 'jobTemplate'), 'spec') : null;
};

export const numberAt = (value: JsonObject | null, key: string): number | null => {
  const found = get(value, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
};
