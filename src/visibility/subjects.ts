import { KINDS, type KindEntry } from '../normalise/kinds.ts';
import type { Level } from './level.ts';

/**
 * What a log is looked at for.
 * - `job`: CronJobs and Jobs, what the technique is named after; `built-in`: the other kinds of Kubernetes that make pods;
 *   `custom`: kinds of operators that do
 * - `context`: what workloads take in and may do, without which they are judged in part
 * - `conduct`: what else an intruder does, for the story around a finding
 */
export const SCOPES = ['job', 'built-in', 'custom', 'context', 'conduct'] as const;
export type Scope = (typeof SCOPES)[number];

/** `act`: who did what to which object. `body`: what was written. */
export type Wanted = 'act' | 'body';

export interface Ask {
  readonly wanted: Wanted;
  readonly verbs: readonly string[];
  /** From which level on it can be told. */
  readonly level: Level;
}

export interface Subject {
  /** `batch/cronjobs`, `pods/exec`; unique. */
  readonly id: string;
  readonly title: string;
  readonly scope: Scope;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string | null;
  readonly clusterScoped: boolean;
  readonly asks: readonly Ask[];
  /** What cannot be told without it. */
  readonly tells: string;
  /** Set where a log should not hold it, with the reason. */
  readonly unadvised?: string;
}

const act = (...verbs: readonly string[]): Ask => ({ wanted: 'act', verbs, level: 'Metadata' });
const body = (level: Level, ...verbs: readonly string[]): Ask => ({ wanted: 'body', verbs, level });

/** A change tells little of the object that it changes; the answer holds the whole. */
const WRITES: readonly Ask[] = [
  act('create', 'update', 'patch'),
  body('Request', 'create', 'update'),
  body('RequestResponse', 'patch'),
];
/** Content that is kept by its last version: a change counts with its answer alone as well. */
const CONTENT: readonly Ask[] = WRITES;

const splitGroup = (apiVersion: string): { readonly group: string; readonly version: string } => {
  const slash = apiVersion.indexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
};

const idOf = (group: string, resource: string, subresource: string | null): string =>
  [group, resource, subresource].filter((part) => part !== '' && part !== null).join('/');

/** Kinds of ours that are served once a cluster and not in a namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'clusterworkflowtemplates',
  'clusteranalysistemplates',
  'clustertasks',
  'sidecarsets',
]);

const scopeOf = (group: string, resource: string): Scope =>
  group === 'batch' && (resource === 'cronjobs' || resource === 'jobs')
    ? 'job'
    : group === '' || group === 'apps' || group === 'batch'
      ? 'built-in'
      : 'custom';

const workload = (entry: KindEntry): Subject | null => {
  // The first version is the current one; what has only versions of before 1.22 is no longer served.
  const { group, version } = splitGroup(entry.apiVersions[0] ?? '');
  if (group === 'batch' && version !== 'v1') return null;
  const { resource, kind } = entry;
  const subresource = entry.subresource ?? null;
  return {
    id: idOf(group, resource, subresource),
    title: subresource === null ? kind : `${kind}, ${subresource}`,
    scope: scopeOf(group, resource),
    group,
    resource,
    subresource,
    clusterScoped: CLUSTER_SCOPED.has(resource),
    asks: subresource === null ? WRITES : [act('update', 'patch'), body('Request', 'update', 'patch')],
    tells: `what runs in a ${kind}`,
  };
};

const subject = (
  scope: Scope,
  [group, resource, subresource = null]: readonly [group: string, resource: string, subresource?: string | null],
  title: string,
  tells: string,
  asks: readonly Ask[],
  more: Partial<Pick<Subject, 'clusterScoped' | 'unadvised'>> = {},
): Subject => ({
  id:
    scope === 'conduct'
      ? `${idOf(group, resource, subresource)} ${asks[0]?.verbs[0] ?? ''}`
      : idOf(group, resource, subresource),
  title,
  scope,
  group,
  resource,
  subresource,
  clusterScoped: false,
  asks,
  tells,
  ...more,
});

const RBAC = 'rbac.authorization.k8s.io';
const IN_CLUSTER = { clusterScoped: true };

const CONTEXT: readonly Subject[] = [
  subject(
    'context',
    ['', 'configmaps'],
    'ConfigMaps',
    'scripts and values that containers take from ConfigMaps',
    CONTENT,
  ),
  subject('context', ['', 'secrets'], 'Secrets', 'scripts and values that containers take from Secrets', CONTENT, {
    unadvised: 'a log with the bodies of Secrets is a store of secrets itself',
  }),
  ...(
    [
      ['roles', 'Roles', {}],
      ['clusterroles', 'ClusterRoles', IN_CLUSTER],
      ['rolebindings', 'RoleBindings', {}],
      ['clusterrolebindings', 'ClusterRoleBindings', IN_CLUSTER],
    ] as const
  ).map(([resource, title, more]) =>
    subject('context', [RBAC, resource], title, 'what the service account of a job may do', CONTENT, more),
  ),
];

const READS = ['get', 'list', 'watch'] as const;
const DELETES = ['delete', 'deletecollection'] as const;

const CONDUCT: readonly Subject[] = [
  subject('conduct', ['', 'secrets'], 'Secrets are read', 'who read which secrets, and by which token', [
    act(...READS),
  ]),
  subject('conduct', ['batch', 'cronjobs'], 'CronJobs are read', 'who looked which jobs there are', [
    act('get', 'list'),
  ]),
  subject('conduct', ['batch', 'cronjobs'], 'CronJobs are deleted', 'who removed a job, and with it its runs', [
    act(...DELETES),
  ]),
  subject('conduct', ['batch', 'jobs'], 'Jobs are deleted', 'who removed the trace of a run', [act(...DELETES)]),
  subject('conduct', ['', 'pods'], 'Pods are deleted', 'who removed a pod and its logs', [act(...DELETES)]),
  subject('conduct', ['', 'events'], 'Events are deleted', 'who removed the cluster’s own notes of a run', [
    act(...DELETES),
  ]),
  subject('conduct', ['', 'pods', 'exec'], 'Commands in pods', 'who ran commands in a container', [
    act('create', 'get'),
  ]),
  subject('conduct', ['', 'pods', 'attach'], 'Attaching to pods', 'who attached to a container', [
    act('create', 'get'),
  ]),
  subject('conduct', ['', 'pods', 'log'], 'Logs of pods are read', 'who read the output of a run', [act('get')]),
  subject('conduct', ['', 'pods', 'binding'], 'Pods are placed', 'on which node the pod of a run was', [act('create')]),
  subject('conduct', ['', 'serviceaccounts', 'token'], 'Tokens are made', 'who asked for a token of which account', [
    act('create'),
  ]),
  subject('conduct', ['', 'serviceaccounts'], 'Service accounts are made', 'who made the account of a job', [
    act('create', 'update', 'patch'),
  ]),
  subject(
    'conduct',
    ['', 'nodes', 'proxy'],
    'Kubelets are reached',
    'who went to a node past the API server’s own rules',
    [act('create', 'get')],
    IN_CLUSTER,
  ),
  subject(
    'conduct',
    ['authorization.k8s.io', 'selfsubjectrulesreviews'],
    'Own rights are asked for',
    'who tried out what a stolen token may do',
    [act('create')],
    IN_CLUSTER,
  ),
  subject(
    'conduct',
    ['certificates.k8s.io', 'certificatesigningrequests'],
    'Certificates are asked for',
    'who made a credential that outlives tokens',
    [act('create')],
    IN_CLUSTER,
  ),
  ...(['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'] as const).map((resource) =>
    subject(
      'conduct',
      ['admissionregistration.k8s.io', resource],
      resource.startsWith('v') ? 'Validating webhooks change' : 'Mutating webhooks change',
      'who switched off a guard, or changes what others write',
      [act('create', 'update', 'patch', 'delete')],
      IN_CLUSTER,
    ),
  ),
];

/** Every subject, each once; of custom kinds those of the table in `normalise/kinds.ts`. */
export const SUBJECTS: readonly Subject[] = [
  ...new Map(KINDS.flatMap((entry) => workload(entry) ?? []).map((one): [string, Subject] => [one.id, one])).values(),
  ...CONTEXT,
  ...CONDUCT,
];
