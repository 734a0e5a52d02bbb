import { TOO_DEEP, TOO_LONG } from '../finding/shown.ts';
import type { Finding } from '../model/finding.ts';
import { get, isList, listAt, objectAt, textAt } from '../model/json.ts';
import { CIRCUMSTANCES, type Circumstance } from './model.ts';

/** `unknown` is neither: what depends on it is planned, and says so. */
export type Answer = 'yes' | 'no' | 'unknown';
export type Circumstances = Readonly<Record<Circumstance, Answer>>;

/** Indicators of data that is destroyed as long as the pods run. */
export const WIPER_INDICATORS = [
  ...['command.data-destruction', 'command.data-destruction-wide', 'command.destruction', 'command.ransom'],
] as const;

/** Indicators of power over the node. */
const NODE_FAMILIES = ['host.', 'privilege.'] as const;
export const NODE_INDICATORS = ['command.host-entry', 'command.kernel-escape', 'command.runtime-client'] as const;

/** Labels and annotations by which an owner marks what it applies. */
export const OWNER_MARKS = {
  argocdId: 'argocd.argoproj.io/tracking-id',
  argocdLabel: 'argocd.argoproj.io/instance',
  kustomizationName: 'kustomize.toolkit.fluxcd.io/name',
  kustomizationNamespace: 'kustomize.toolkit.fluxcd.io/namespace',
  helmReleaseName: 'helm.toolkit.fluxcd.io/name',
  helmReleaseNamespace: 'helm.toolkit.fluxcd.io/namespace',
  helm: 'meta.helm.sh/release-name',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

const BUILT_IN_CONTROLLER = 'kubernetes.io/job-controller';

/** The whole object as the finding shows it; null when no body was seen, or a patch, which says nothing of the rest. */
export const wholeBody = ({ object }: Finding): unknown =>
  object !== null && object.kind === 'object' && get(object.body, 'spec') !== undefined ? object.body : null;

/** What can be said from the finding alone. A label that was not logged is not a label that is not set. */
export const circumstancesOf = (finding: Finding): Circumstances => {
  const body = wholeBody(finding);
  return { ...fromObject(body, finding.workload.kind), ...fromFinding(finding, body !== null), running: 'unknown' };
};

/** What the finding says and the object cannot: the actor and the indicators. */
export const fromFinding = (
  finding: Finding,
  bodySeen: boolean,
): Pick<Circumstances, 'anonymous' | 'wiper' | 'certificate' | 'images-known' | 'node-access'> => {
  const ids = finding.indicators.map(({ id }) => id);
  const power = ids.some(
    (id) => NODE_INDICATORS.some((one) => one === id) || NODE_FAMILIES.some((family) => id.startsWith(family)),
  );
  return {
    anonymous: yesNo(finding.actor.kind === 'anonymous'),
    wiper: ids.some((id) => WIPER_INDICATORS.some((one) => one === id)) ? 'yes' : bodySeen ? 'no' : 'unknown',
    // The log does not say how a person signed in.
    certificate: finding.actor.kind === 'human' ? 'unknown' : 'no',
    'images-known': yesNo(finding.workload.images.some(({ name }) => !name.includes('***'))),
    'node-access': power ? 'yes' : bodySeen ? 'no' : 'unknown',
  };
};

/** What the object itself says, live or logged; everything but its kind is unknown without a body. */
export const fromObject = (body: unknown, kind: string): Circumstances => {
  const unseen = Object.fromEntries(CIRCUMSTANCES.map((one) => [one, 'unknown'])) as Circumstances; // One for each.
  const kinds = { cronjob: yesNo(kind === 'CronJob'), job: yesNo(kind === 'Job') };
  if (body === null) return { ...unseen, ...kinds };
  const metadata = objectAt(body, 'metadata');
  const mark = (name: string): boolean =>
    textAt(objectAt(metadata, 'labels'), name) !== null || textAt(objectAt(metadata, 'annotations'), name) !== null;
  const flux = mark(OWNER_MARKS.helmReleaseName);
  // A finding shows so much of labels and annotations; padding must not hide an owner.
  const cut = [TOO_LONG, TOO_DEEP].some((one) => JSON.stringify(metadata).includes(one));
  const marked = (is: boolean): Answer => (is ? 'yes' : cut ? 'unknown' : 'no');
  const job = jobSpecOf(body);
  const managedBy = textAt(job, 'managedBy');
  return {
    ...unseen,
    ...kinds,
    argocd: marked(mark(OWNER_MARKS.argocdId) || mark(OWNER_MARKS.argocdLabel)),
    'flux-kustomization': marked(mark(OWNER_MARKS.kustomizationName)),
    'flux-helm-release': marked(flux),
    helm: marked(!flux && mark(OWNER_MARKS.helm)),
    operator: marked(isControlled(metadata, kind)),
    'managed-by': yesNo(managedBy !== null && managedBy !== BUILT_IN_CONTROLLER),
    'host-network': yesNo(get(podSpecOf(body), 'hostNetwork') === true),
  };
};

/** Whether another object controls it, other than the CronJob of a Job. */
const isControlled = (metadata: unknown, kind: string): boolean => {
  const owners = get(metadata, 'ownerReferences');
  return (
    isList(owners) &&
    owners.some((one) => get(one, 'controller') === true && !(kind === 'Job' && textAt(one, 'kind') === 'CronJob'))
  );
};

/** The Job's spec inside a CronJob, or that of the Job. */
export const jobSpecOf = (body: unknown): unknown => {
  const spec = objectAt(body, 'spec');
  return get(spec, 'jobTemplate') === undefined ? spec : objectAt(objectAt(spec, 'jobTemplate'), 'spec');
};

export const podSpecOf = (body: unknown): unknown => objectAt(objectAt(jobSpecOf(body), 'template'), 'spec');

/** Whether the pod template by itself gives power over the node: as it runs, whatever was logged of it. */
export const powerOverNode = (body: unknown): boolean => {
  const pod = podSpecOf(body);
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => listAt(pod, list));
  return (
    ['hostPID', 'hostIPC', 'hostNetwork'].some((one) => get(pod, one) === true) ||
    listAt(pod, 'volumes').some((one) => objectAt(one, 'hostPath') !== null) ||
    containers.some((one) => get(objectAt(one, 'securityContext'), 'privileged') === true)
  );
};

const yesNo = (is: boolean): Answer => (is ? 'yes' : 'no');
