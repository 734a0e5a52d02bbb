import type { Actor, Workload } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import { objectAt, textAt } from '../model/json.ts';
import type { KindIndex } from './kind-index.ts';
import { requestReadings } from './readings.ts';
import { bodyOf, type Target } from './target.ts';
import { ownersOf } from './workload.ts';

/** What a controller writes as its duty. */
export interface Duty {
  readonly user: string;
  /** `group/resource`, with an empty group for core; `*` for everything. */
  readonly writes: string;
  /** Kind of the owner that the written object must name; `null` where the controller only updates objects of others. */
  readonly owner: string | null;
}

const KUBE = 'system:serviceaccount:kube-system:';
const OPENSHIFT = 'system:serviceaccount:openshift-infra:';
/** The controller manager itself; its credential is that of all controllers where it does not use a service account for each. */
export const MANAGER = 'system:kube-controller-manager';

const duty = (user: string, writes: string, owner: string | null = null): Duty => ({ user, writes, owner });

/** https://github.com/kubernetes/kubernetes/tree/master/pkg/controller and OpenShift's controller manager. */
export const DUTIES: readonly Duty[] = [
  duty(`${KUBE}cronjob-controller`, 'batch/jobs', 'CronJob'),
  duty(`${KUBE}job-controller`, '/pods', 'Job'),
  duty(`${KUBE}job-controller`, 'batch/jobs'),
  duty(`${KUBE}ttl-after-finished-controller`, 'batch/jobs'),
  duty(`${KUBE}replicaset-controller`, '/pods', 'ReplicaSet'),
  duty(`${KUBE}replicaset-controller`, 'apps/replicasets'),
  duty(`${KUBE}replication-controller`, '/pods', 'ReplicationController'),
  duty(`${KUBE}replication-controller`, '/replicationcontrollers'),
  duty(`${KUBE}daemon-set-controller`, '/pods', 'DaemonSet'),
  duty(`${KUBE}daemon-set-controller`, 'apps/daemonsets'),
  duty(`${KUBE}statefulset-controller`, '/pods', 'StatefulSet'),
  duty(`${KUBE}statefulset-controller`, 'apps/statefulsets'),
  duty(`${KUBE}deployment-controller`, 'apps/replicasets', 'Deployment'),
  duty(`${KUBE}deployment-controller`, 'apps/deployments'),
  duty(`${KUBE}generic-garbage-collector`, '*'),
  duty(`${KUBE}horizontal-pod-autoscaler`, '*'),
  duty(`${KUBE}node-controller`, '/pods'),
  duty(`${KUBE}taint-eviction-controller`, '/pods'),
  duty(`${KUBE}pod-garbage-collector`, '/pods'),
  duty(`${KUBE}disruption-controller`, '/pods'),
  duty('system:kube-scheduler', '/pods'),
  duty(`${OPENSHIFT}deploymentconfig-controller`, '/replicationcontrollers', 'DeploymentConfig'),
  duty(`${OPENSHIFT}deploymentconfig-controller`, 'apps.openshift.io/deploymentconfigs'),
  duty(`${OPENSHIFT}deployer-controller`, '/pods', 'ReplicationController'),
  duty(`${OPENSHIFT}deployer-controller`, '/replicationcontrollers'),
  duty(`${OPENSHIFT}build-controller`, '/pods', 'Build'),
];

/**
 * Programs that controllers run in, as the agent's first word names them; anything with `controller-manager` in its name
 * is one too. An agent is the client's own claim, so a right one proves nothing; but kubectl under a controller's name is
 * somebody with its token.
 */
export const CONTROLLER_PROGRAMS = ['kube-scheduler', 'hyperkube', 'k3s', 'k0s', 'rke2', 'kubelite'] as const;

/** The kubelet marks the API's picture of a static pod with it. */
const MIRROR = 'kubernetes.io/config.mirror';

/**
 * Whether a write is a controller's own bookkeeping, and so nobody's authored work: the Job that the CronJob controller
 * makes at each tick, the pod of that Job, the mirror of a static pod.
 *
 * Where the body was logged it must bear it out: a made object names the owner that the controller works for, a patch
 * touches no container. A controller that writes anything else, and anyone who impersonates one or uses its token from
 * inside a pod, is judged like everybody.
 */
export const isBookkeeping = (event: AuditEvent, target: Target, actor: Actor, kinds: KindIndex): boolean => {
  if (actor.impersonatedBy !== null || event.impersonated !== null) return false;
  if (actor.kind === 'node') return isMirrorPod(event, target);
  const user = actor.username ?? '';
  if (!user.startsWith('system:') || Object.hasOwn(actor.extra, 'authentication.kubernetes.io/pod-name')) return false;
  // Kubernetes before 1.16 served the apps kinds in extensions as well.
  const writes = `${target.apiGroup === 'extensions' ? 'apps' : target.apiGroup}/${target.resource}`;
  const own =
    target.subresource === null ? dutiesOf(user).filter((one) => one.writes === writes || one.writes === '*') : [];
  if (own.length === 0 || !isControllerAgent(actor)) return false;
  switch (event.verb) {
    case 'create':
      return own.some((one) => one.owner !== null && isOwned(event, one.owner));
    case 'update':
      return own.some((one) => one.owner === null || isOwned(event, one.owner));
    default:
      return !touchesContainers(event, target, kinds);
  }
};

const dutiesOf = (user: string): readonly Duty[] => DUTIES_BY_USER.get(user) ?? [];

const DUTIES_BY_USER: ReadonlyMap<string, readonly Duty[]> = Map.groupBy(DUTIES, ({ user }) => user).set(
  MANAGER,
  DUTIES.filter(({ user }) => user.startsWith(KUBE)),
);

/** Whether the agent is one that controllers run in; one that was not logged says nothing against it. */
export const isControllerAgent = ({ claimedUserAgent, username }: Actor): boolean => {
  if (claimedUserAgent === null) return true;
  const program = claimedUserAgent.split('/', 1)[0] ?? '';
  const name = username?.slice(username.lastIndexOf(':') + 1) ?? '';
  return (
    program.includes('controller-manager') ||
    CONTROLLER_PROGRAMS.some((known) => known === program) ||
    claimedUserAgent.includes(name)
  );
};

const WRITING: ReadonlySet<string> = new Set([MANAGER, ...DUTIES.map(({ user }) => user)]);

/** Whether a user name is that of a controller of Kubernetes whose rights let it write workloads. */
export const isWritingController = (user: string): boolean => !user.startsWith(OPENSHIFT) && WRITING.has(user);

/** One that is not shared with other controllers. */
export const isSingleController = (user: string): boolean => user.startsWith(KUBE) && WRITING.has(user);

/** Whether a request is one that the controller manager makes as itself: it asks for the tokens that its controllers use. */
export const isManagersOwn = ({ verb, user, impersonated, objectRef }: AuditEvent): boolean =>
  user.username === MANAGER &&
  impersonated === null &&
  verb === 'create' &&
  objectRef.resource === 'serviceaccounts' &&
  objectRef.subresource === 'token';

/** Whether a controller makes such an object: one of a kind that it makes, which names the owner that it works for. */
export const mayMake = (user: string, { apiGroup, resource, owners }: Workload): boolean => {
  const writes = `${apiGroup === 'extensions' ? 'apps' : apiGroup}/${resource}`;
  return dutiesOf(user).some((one) => one.writes === writes && owners.some(({ kind }) => kind === one.owner));
};

const isOwned = (event: AuditEvent, kind: string): boolean => {
  const body = bodyOf(event);
  if (body === undefined) return true;
  const metadata = objectAt(body, 'metadata');
  // Elastic's integration drops the metadata of every body, so that its absence says nothing.
  if (metadata === null) return event.envelope === 'elastic';
  return ownersOf(metadata).some((owner) => owner.kind === kind);
};

const touchesContainers = (event: AuditEvent, target: Target, kinds: KindIndex): boolean => {
  const readings = requestReadings(event, target.entry, kinds);
  return (
    readings.state === 'seen' &&
    readings.value.some((reading) => reading.templates.some((template) => template.containers.length > 0))
  );
};

const isMirrorPod = (event: AuditEvent, target: Target): boolean => {
  if (event.verb !== 'create' || target.apiGroup !== '' || target.resource !== 'pods') return false;
  const body = bodyOf(event);
  if (body === undefined) return true;
  const metadata = objectAt(body, 'metadata');
  return metadata === null ? event.envelope === 'elastic' : textAt(objectAt(metadata, 'annotations'), MIRROR) !== null;
};
