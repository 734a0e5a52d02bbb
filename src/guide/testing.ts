import type { JsonObject } from '../model/json.ts';
import type { Subject } from './subject.ts';
import type { Trail } from './trail.ts';

/**
 * A case as a log has it, for the tests: somebody looks around, makes a CronJob in `billing`, it runs twice, a pod of it reads
 * Secrets and binds a role, the first Job is deleted by the history limit. Beside it another CronJob with a longer name.
 */
const SECOND_MS = 1_000;
const BEGIN = Date.parse('2026-11-24T02:58:00Z');
/** Minutes since 1970 of 03:00. */
const FIRST_RUN = Date.parse('2026-11-24T03:00:00Z') / 60_000;

const controller = (name: string): JsonObject => ({
  username: `system:serviceaccount:kube-system:${name}`,
  groups: ['system:serviceaccounts'],
});
const kai = { username: 'kai@example.com', groups: ['system:authenticated'] };
const podUser = (pod: string): JsonObject => ({
  username: 'system:serviceaccount:billing:invoices',
  groups: ['system:serviceaccounts'],
  extra: { 'authentication.kubernetes.io/pod-name': [pod], 'authentication.kubernetes.io/pod-uid': ['0f'] },
});

interface Told {
  readonly at: number;
  readonly verb: string;
  readonly resource: string;
  readonly user: JsonObject;
  readonly ip?: string;
  readonly namespace?: string | null;
  readonly name?: string;
  readonly subresource?: string;
  readonly code?: number;
  readonly body?: JsonObject;
  readonly answer?: JsonObject;
  readonly stage?: string;
}

const GROUPS: Readonly<Record<string, string>> = {
  cronjobs: 'batch',
  jobs: 'batch',
  clusterrolebindings: 'rbac.authorization.k8s.io',
  selfsubjectrulesreviews: 'authorization.k8s.io',
};

const agentOf = (username: string): string =>
  username.startsWith('system:serviceaccount:kube-system:')
    ? `kube-controller-manager/v1.34.1 (linux/amd64) kubernetes/93248f9/${username}`
    : 'kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9';

let written = 0;
const event = (told: Told): JsonObject => {
  const {
    at,
    verb,
    resource,
    user,
    ip = '192.0.2.10',
    namespace = 'billing',
    name,
    subresource,
    code = 200,
    body,
    answer,
  } = told;
  // The same request is logged when it comes and when it is answered.
  if (told.stage === undefined || written === 0) written += 1;
  const time = (late: number): string => `${new Date(BEGIN + at * SECOND_MS + late).toISOString().slice(0, -1)}456Z`;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: body === undefined ? 'Metadata' : 'RequestResponse',
    auditID: `00000000-0000-4000-8000-${String(written).padStart(12, '0')}`,
    stage: told.stage ?? 'ResponseComplete',
    requestURI: `/apis/${resource}`,
    verb,
    user,
    sourceIPs: [ip],
    userAgent: agentOf(String(user.username)),
    objectRef: {
      resource,
      ...(namespace === null ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(subresource === undefined ? {} : { subresource }),
      apiVersion: 'v1',
      ...(GROUPS[resource] === undefined ? {} : { apiGroup: GROUPS[resource] }),
    },
    responseStatus: { metadata: {}, code },
    ...(body === undefined ? {} : { requestObject: body }),
    ...(answer === undefined ? {} : { responseObject: answer }),
    requestReceivedTimestamp: time(0),
    stageTimestamp: time(10),
    annotations: { 'authorization.k8s.io/decision': code === 403 ? 'forbid' : 'allow' },
  };
};

const podSpec: JsonObject = {
  restartPolicy: 'Never',
  serviceAccountName: 'invoices',
  containers: [{ name: 'sync', image: 'registry.example.com/tools/sync:3', command: ['/bin/sync', '--all'] }],
};

const cronJob = (name: string): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace: 'billing', labels: { team: 'billing' } },
  spec: {
    schedule: '*/5 * * * *',
    successfulJobsHistoryLimit: 1,
    jobTemplate: { spec: { template: { spec: podSpec } } },
  },
});

const job = (name: string, owner: string): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name,
    namespace: 'billing',
    ownerReferences: [
      { apiVersion: 'batch/v1', kind: 'CronJob', name: owner, uid: 'aa', controller: true, blockOwnerDeletion: true },
    ],
  },
  spec: { template: { spec: podSpec } },
});

const run = (at: number, jobName: string, owner: string, pod: string): readonly JsonObject[] => [
  event({
    at,
    verb: 'create',
    resource: 'jobs',
    name: jobName,
    code: 201,
    user: controller('cronjob-controller'),
    body: job(jobName, owner),
  }),
  event({
    at: at + 1,
    verb: 'create',
    resource: 'pods',
    code: 201,
    user: controller('job-controller'),
    body: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        generateName: `${jobName}-`,
        namespace: 'billing',
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'Job', name: jobName, uid: 'bb', controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: podSpec,
    },
  }),
  event({
    at: at + 1,
    verb: 'create',
    resource: 'pods',
    subresource: 'binding',
    name: pod,
    code: 201,
    user: { username: 'system:kube-scheduler' },
    body: { apiVersion: 'v1', kind: 'Binding', target: { kind: 'Node', name: 'node-7' } },
  }),
  event({
    at: at + 2,
    verb: 'create',
    resource: 'serviceaccounts',
    subresource: 'token',
    name: 'invoices',
    code: 201,
    user: { username: 'system:node:node-7' },
    body: { kind: 'TokenRequest', spec: { boundObjectRef: { kind: 'Pod', name: pod, uid: '0f' } } },
  }),
  event({
    at: at + 20,
    verb: 'patch',
    resource: 'pods',
    subresource: 'status',
    name: pod,
    user: { username: 'system:node:node-7' },
    body: {
      status: { phase: 'Succeeded', containerStatuses: [{ name: 'sync', state: { terminated: { exitCode: 0 } } }] },
    },
  }),
];

export const JOBS = [`invoice-sync-${FIRST_RUN}`, `invoice-sync-${FIRST_RUN + 5}`] as const;
export const PODS = [`${JOBS[0]}-bx7kp`, `${JOBS[1]}-q9zzt`] as const;

export const STORY: readonly JsonObject[] = [
  event({
    at: 0,
    verb: 'create',
    resource: 'selfsubjectrulesreviews',
    namespace: null,
    user: kai,
    ip: '203.0.113.9',
    code: 201,
  }),
  event({ at: 5, verb: 'list', resource: 'secrets', user: kai, ip: '203.0.113.9', code: 403 }),
  event({
    at: 31,
    verb: 'create',
    resource: 'cronjobs',
    name: 'invoice-sync',
    user: kai,
    ip: '203.0.113.9',
    code: 201,
    body: cronJob('invoice-sync'),
  }),
  event({
    at: 31,
    verb: 'create',
    resource: 'cronjobs',
    name: 'invoice-sync',
    user: kai,
    ip: '203.0.113.9',
    code: 201,
    body: cronJob('invoice-sync'),
    stage: 'RequestReceived',
  }),
  event({
    at: 40,
    verb: 'create',
    resource: 'cronjobs',
    name: 'invoice-sync-audit',
    user: { username: 'ada@example.com' },
    ip: '203.0.113.9',
    code: 201,
    body: cronJob('invoice-sync-audit'),
  }),
  ...run(120, JOBS[0], 'invoice-sync', PODS[0]),
  ...run(121, `invoice-sync-audit-${FIRST_RUN}`, 'invoice-sync-audit', `invoice-sync-audit-${FIRST_RUN}-aaaaa`),
  event({ at: 130, verb: 'list', resource: 'secrets', user: podUser(PODS[0]), ip: '198.51.100.40' }),
  event({
    at: 131,
    verb: 'create',
    resource: 'clusterrolebindings',
    namespace: null,
    name: 'invoice-sync-admin',
    code: 201,
    user: podUser(PODS[0]),
    ip: '198.51.100.40',
    body: {
      kind: 'ClusterRoleBinding',
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'invoices', namespace: 'billing' }],
    },
  }),
  event({
    at: 140,
    verb: 'get',
    resource: 'configmaps',
    name: 'settings',
    user: podUser('invoice-web-6d4f9-abcde'),
    ip: '198.51.100.41',
  }),
  event({ at: 300, verb: 'get', resource: 'pods', subresource: 'log', name: PODS[0], user: kai, ip: '203.0.113.9' }),
  ...run(420, JOBS[1], 'invoice-sync', PODS[1]),
  event({ at: 445, verb: 'delete', resource: 'jobs', name: JOBS[0], user: controller('cronjob-controller') }),
  event({ at: 446, verb: 'delete', resource: 'pods', name: PODS[0], user: controller('generic-garbage-collector') }),
];

export const STORY_LOG = `${STORY.map((one) => JSON.stringify(one)).join('\n')}\n`;
/** The audit id of the write that the finding is about. */
export const ACT = '00000000-0000-4000-8000-000000000003';

export const STORY_SUBJECT: Subject = {
  kind: 'CronJob',
  resource: 'cronjobs',
  group: 'batch',
  namespace: 'billing',
  name: 'invoice-sync',
  generateName: null,
  uid: null,
  at: '2026-11-24T02:58:31.010456Z',
  actor: 'kai@example.com',
  impersonatedBy: null,
  actorKind: 'human',
  peer: '203.0.113.9',
  serviceAccount: 'invoices',
  serviceAccountIsDefault: false,
  images: ['registry.example.com/tools/sync:3'],
  templateHash: null,
  body: cronJob('invoice-sync'),
  bodyIsWhole: true,
  accepted: true,
  refused: false,
  actorPod: null,
};

const NOTHING = { rows: [], last: null, count: 0 };
/** Nothing alike elsewhere, and no period. */
export const AROUND: Pick<Trail, 'siblings' | 'period'> = {
  period: null,
  siblings: { template: NOTHING, image: NOTHING, commonImage: false, left: 0 },
};
