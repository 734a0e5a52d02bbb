import type { AuditEvent } from '../model/event.ts';
import { listAt, objectAt, textAt } from '../model/json.ts';
import { seenValue } from '../model/seen.ts';
import { SESSIONS } from './search.ts';
import { childPrefix, isJobName, isPodName, podUser, type Subject } from './subject.ts';
import {
  type Bucket,
  createBucket,
  createTallies,
  isAccepted,
  levelNote,
  nameInBody,
  phaseOf,
  READS,
  rowOf,
  type Tallied,
} from './tally.ts';

/** What a log shows around the subject of a guide. Complete once every event was taken. */
export interface Trail {
  /** Decoded events that were looked at, each request once. */
  readonly events: number;
  /** The event of the finding itself was met. */
  readonly act: { readonly level: string | null; readonly envelope: string; readonly category: string | null } | null;
  /** Writes of the object itself. */
  readonly object: Bucket;
  readonly jobs: Bucket;
  /** Tries to make a Job of its names that did not succeed: 409 when the name was taken. */
  readonly refusedJobs: Bucket;
  readonly jobDeletions: Bucket;
  readonly pods: Bucket;
  readonly bindings: Bucket;
  readonly statuses: Bucket;
  readonly podDeletions: Bucket;
  /** exec, attach, port-forward and logs of its pods. */
  readonly sessions: Bucket;
  readonly tokens: Bucket;
  readonly nodes: readonly string[];
  /** Calls with a token that was issued to one of its pods: proven. */
  readonly podCalls: Tallied;
  /** Calls as its service account from anywhere else, or where the pod is not said. */
  readonly accountCalls: Tallied;
  readonly actorBefore: Tallied;
  readonly actorAfter: Tallied;
  /** Calls of others from the address that the actor came from. */
  readonly address: Tallied;
  /** Accepted writes by the actor or the service account of what lasts: rights, accounts, webhooks, workloads. */
  readonly lasting: Bucket;
  /** Bindings of roles that name the service account. */
  readonly grants: Bucket;
  /** Resources of which the log holds at least one event at all. */
  readonly logged: ReadonlySet<string>;
  /** First and last event of the whole log that was decoded; `null` when none has a time. */
  readonly period: { readonly first: string; readonly last: string } | null;
  /** Other judged writes of the log that share the template or an image. */
  readonly siblings: Siblings;
}

export interface Siblings {
  readonly template: Bucket;
  readonly image: Bucket;
  /** The image is one of those that half the world runs. */
  readonly commonImage: boolean;
  /** Writes that were not compared, for want of room. */
  readonly left: number;
}

export interface TrailMaker {
  take(event: AuditEvent): void;
  /** Names of Jobs, since the last call, that do not hold the subject's: their pods are named after them. */
  newNames(): readonly string[];
  trail(around: Pick<Trail, 'siblings' | 'period'>): Trail;
}

const MAX_JOBS = 5_000;
const MAX_NEW_NAMES = 100;
const MAX_NODES = 100;
const MAX_IDS = 500_000;
/** Hours around the act in which the actor and the address are followed. */
export const WINDOW_HOURS = 24;

/** Resources whose presence in a log says whether its policy logs them. */
export const PROBED = ['pods', 'jobs', 'secrets', 'serviceaccounts', 'clusterrolebindings', 'rolebindings'] as const;

/** What stays after the job is gone. */
export const LASTING = [
  'clusterroles',
  'clusterrolebindings',
  'roles',
  'rolebindings',
  'serviceaccounts',
  'certificatesigningrequests',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'customresourcedefinitions',
  'secrets',
  'configmaps',
  'cronjobs',
  'jobs',
  'daemonsets',
  'deployments',
  'statefulsets',
  'pods',
] as const;
const LASTS: ReadonlySet<string> = new Set(LASTING);
const MAKES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);
const POD_NAME = 'authentication.kubernetes.io/pod-name';

export const createTrail = (subject: Subject, actAuditId: string | null): TrailMaker => {
  const seenIds = new Set<string>();
  const jobNames = new Set<string>();
  const nodes = new Set<string>();
  const logged = new Set<string>();
  const buckets = {
    object: createBucket(),
    jobs: createBucket(),
    refusedJobs: createBucket(),
    jobDeletions: createBucket(),
    pods: createBucket(),
    bindings: createBucket(),
    statuses: createBucket(),
    podDeletions: createBucket(),
    sessions: createBucket(),
    tokens: createBucket(),
    lasting: createBucket(),
    grants: createBucket(),
  };
  const tallies = {
    podCalls: createTallies(true),
    accountCalls: createTallies(true),
    actorBefore: createTallies(),
    actorAfter: createTallies(),
    address: createTallies(),
  };
  const account = podUser(subject);
  const actAt = Date.parse(subject.at ?? '');
  const newNames: string[] = [];
  let given = 0;
  let first: string | null = null;
  let last: string | null = null;
  let events = 0;
  let act: Trail['act'] = null;

  const isOurPod = (name: string | null): boolean => {
    if (isPodName(subject, name)) return true;
    if (name === null || jobNames.size === 0) return false;
    const job = name.slice(0, Math.max(0, name.lastIndexOf('-')));
    return jobNames.has(job) || jobNames.has(job.slice(0, Math.max(0, job.lastIndexOf('-'))));
  };

  const isAct = (event: AuditEvent): boolean => actAuditId !== null && event.auditId === actAuditId;

  const ofObject = (event: AuditEvent): void => {
    const { resource, subresource, namespace, name } = event.objectRef;
    if (isAct(event)) act = { level: event.level, envelope: event.envelope, category: event.row.category };
    const same =
      namespace === subject.namespace &&
      (name ?? nameInBody(event)) === subject.name &&
      subject.name !== null &&
      (subject.resource === null || resource === subject.resource);
    const writes = event.verb !== null && !READS.has(event.verb);
    if ((same || isAct(event)) && writes && subresource !== 'status')
      buckets.object.add(rowOf(event, levelNote(event)));
  };

  const ofRuns = (event: AuditEvent): void => {
    const { resource, subresource, namespace } = event.objectRef;
    if (namespace !== subject.namespace) return;
    const name = event.objectRef.name ?? nameInBody(event);
    if (resource === 'jobs' && subresource === null) {
      const owned = owners(event).some(
        (owner) =>
          textAt(owner, 'kind') === subject.kind && textAt(owner, 'name') === subject.name && subject.name !== null,
      );
      if (!owned && !isJobName(subject, name) && !(name !== null && jobNames.has(name))) return;
      if (event.verb === 'create' && !isAccepted(event)) buckets.refusedJobs.add(rowOf(event, 'not made'));
      else if (event.verb === 'create') {
        if (name !== null && jobNames.size < MAX_JOBS) {
          if (!jobNames.has(name) && !name.includes(subject.name ?? name) && given < MAX_NEW_NAMES) {
            given += 1;
            newNames.push(name);
          }
          jobNames.add(name);
        }
        buckets.jobs.add(rowOf(event, owned ? 'the Job names it as its owner' : 'by its name'));
      } else if (event.verb === 'delete') buckets.jobDeletions.add(rowOf(event, ''));
      return;
    }
    if (resource === 'serviceaccounts' && subresource === 'token') {
      const bound = objectAt(objectAt(seenValue(event.requestObject), 'spec'), 'boundObjectRef');
      if (isOurPod(textAt(bound, 'name'))) buckets.tokens.add(rowOf(event, `for pod ${textAt(bound, 'name') ?? ''}`));
      return;
    }
    if (resource !== 'pods') return;
    const generated = textAt(objectAt(seenValue(event.requestObject), 'metadata'), 'generateName');
    const beginning = childPrefix(subject);
    const ours =
      isOurPod(name) ||
      (generated !== null && (isOurPod(`${generated}aaaaa`) || (subject.kind === 'Pod' && generated === beginning)));
    if (!ours) return;
    const noteNode = (node: string | null): string => {
      if (node === null || node === '') return '';
      if (nodes.size < MAX_NODES) nodes.add(node);
      return `on node ${node}`;
    };
    if (subresource === null && event.verb === 'create') buckets.pods.add(rowOf(event, generated ?? ''));
    else if (subresource === 'binding')
      buckets.bindings.add(rowOf(event, noteNode(textAt(objectAt(seenValue(event.requestObject), 'target'), 'name'))));
    else if (subresource === 'status') {
      const user = event.user.username ?? '';
      if (user.startsWith('system:node:')) noteNode(user.slice('system:node:'.length));
      buckets.statuses.add(rowOf(event, phaseOf(event)));
    } else if (subresource === null && event.verb === 'delete') buckets.podDeletions.add(rowOf(event, ''));
    else if (subresource !== null && (subresource === 'log' || (SESSIONS as readonly string[]).includes(subresource)))
      buckets.sessions.add(rowOf(event, subresource));
  };

  const ofUsers = (event: AuditEvent): void => {
    const user = (event.impersonated ?? event.user).username;
    const real = event.user.username;
    const at = event.time.at === null ? Number.NaN : Date.parse(event.time.at);
    const near = Number.isNaN(at) || Number.isNaN(actAt) || Math.abs(at - actAt) <= WINDOW_HOURS * 3_600_000;
    const isActor =
      (subject.actor !== null && (user === subject.actor || real === subject.actor)) ||
      (subject.impersonatedBy !== null && real === subject.impersonatedBy);
    const pod = event.user.extra[POD_NAME]?.[0] ?? null;
    const isPod = account !== null && real === account && isOurPod(pod);
    if (isPod) tallies.podCalls.add(event);
    else if (account !== null && user === account && !isActor) tallies.accountCalls.add(event);
    if (isActor && near && !isAct(event)) (at < actAt ? tallies.actorBefore : tallies.actorAfter).add(event);
    const peer = event.claimedSourceIps.at(-1) ?? null;
    if (!isActor && subject.peer !== null && peer === subject.peer && near) tallies.address.add(event);
    const { resource, subresource } = event.objectRef;
    const makes = MAKES.has(event.verb ?? '') && resource !== null && LASTS.has(resource) && isAccepted(event);
    const issues = event.verb === 'create' && resource === 'serviceaccounts' && subresource === 'token';
    if ((isActor || isPod || (account !== null && user === account)) && near && !isAct(event)) {
      if (makes && (subresource === null || issues)) buckets.lasting.add(rowOf(event, issues ? 'a token' : ''));
    }
    if (MAKES.has(event.verb ?? '') && (resource === 'clusterrolebindings' || resource === 'rolebindings')) {
      if (namesAccount(event, subject)) {
        const role = textAt(objectAt(seenValue(event.requestObject), 'roleRef'), 'name');
        buckets.grants.add(rowOf(event, role === null ? '' : `role ${role}`));
      }
    }
  };

  return {
    take: (event) => {
      // The same request is logged when it comes and when it is answered; only the answer says what became of it.
      if (event.stage === 'RequestReceived') return;
      const id = `${event.auditId ?? ''} ${event.verb ?? ''} ${event.objectRef.resource ?? ''} ${event.objectRef.name ?? ''}`;
      if (event.auditId !== null) {
        if (seenIds.has(id)) return;
        if (seenIds.size < MAX_IDS) seenIds.add(id);
      }
      events += 1;
      const { at } = event.time;
      if (at !== null && (first === null || at < first)) first = at;
      if (at !== null && (last === null || at > last)) last = at;
      const { resource } = event.objectRef;
      if (resource !== null && (PROBED as readonly string[]).includes(resource)) logged.add(resource);
      ofObject(event);
      ofRuns(event);
      ofUsers(event);
    },
    newNames: () => newNames.splice(0),
    trail: (around) => ({
      siblings: around.siblings,
      period: joined(around.period, first, last),
      events,
      act,
      object: buckets.object.take(),
      jobs: buckets.jobs.take(),
      refusedJobs: buckets.refusedJobs.take(),
      jobDeletions: buckets.jobDeletions.take(),
      pods: buckets.pods.take(),
      bindings: buckets.bindings.take(),
      statuses: buckets.statuses.take(),
      podDeletions: buckets.podDeletions.take(),
      sessions: buckets.sessions.take(),
      tokens: buckets.tokens.take(),
      lasting: buckets.lasting.take(),
      grants: buckets.grants.take(),
      nodes: [...nodes],
      podCalls: tallies.podCalls.take(),
      accountCalls: tallies.accountCalls.take(),
      actorBefore: tallies.actorBefore.take(),
      actorAfter: tallies.actorAfter.take(),
      address: tallies.address.take(),
      logged,
    }),
  };
};

const owners = (event: AuditEvent): readonly unknown[] =>
  listAt(
    objectAt(seenValue(event.requestObject), 'metadata') ?? objectAt(seenValue(event.responseObject), 'metadata'),
    'ownerReferences',
  ).slice(0, 20);

const namesAccount = (event: AuditEvent, { namespace, serviceAccount, serviceAccountIsDefault }: Subject): boolean => {
  if (serviceAccount === null || namespace === null || serviceAccountIsDefault) return false;
  return listAt(seenValue(event.requestObject), 'subjects')
    .slice(0, 1_000)
    .some(
      (one) =>
        textAt(one, 'kind') === 'ServiceAccount' &&
        textAt(one, 'name') === serviceAccount &&
        (textAt(one, 'namespace') ?? event.objectRef.namespace) === namespace,
    );
};

/** The scan passes over reads, and what was read again only what names the case: the log reaches at least as far as both. */
const joined = (period: Trail['period'], first: string | null, last: string | null): Trail['period'] => {
  if (first === null || last === null) return period;
  if (period === null) return { first, last };
  return { first: first < period.first ? first : period.first, last: last > period.last ? last : period.last };
};
