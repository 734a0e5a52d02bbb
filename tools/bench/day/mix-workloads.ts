import type { JsonObject } from '../../../src/model/json.ts';
import {
  type App,
  agentNamed,
  type Cluster,
  type ClusterNode,
  componentClient,
  controllerClient,
  type ScheduledWork,
} from './cluster.ts';
import { type Client, eventLine, objectRef, resourceUri } from './event-line.ts';
import type { Traffic } from './mix.ts';
import {
  appController,
  appWork,
  authoredCronJob,
  authoredDeployment,
  authoredPodSpec,
  jobLabels,
  jobOfCronJob,
  pod,
  scheduledWork,
  storedCronJob,
} from './objects.ts';
import { SLOT } from './template.ts';

const nodeFor = (cluster: Cluster, index: number): ClusterNode => {
  const node = cluster.nodes[index % cluster.nodes.length];
  if (node === undefined) throw new RangeError('a cluster needs a node');
  return node;
};

const jobName = (work: ScheduledWork): string => `${work.name}-${SLOT.minute}`;

/** The running Jobs of the day: the CronJob controller's Job, its status, its pod, and their removal. */
const jobsCreated = (cluster: Cluster): string[] =>
  cluster.cronJobs.map((work) =>
    eventLine({
      level: 'RequestResponse',
      uri: resourceUri('batch/v1', work.namespace, 'jobs'),
      verb: 'create',
      client: controllerClient('cronjob-controller'),
      ref: objectRef('batch/v1', 'jobs', { namespace: work.namespace, name: jobName(work) }),
      code: 201,
      request: jobOfCronJob(work, false),
      response: jobOfCronJob(work, true),
    }),
  );

const cronJobStatus = (cluster: Cluster): string[] =>
  cluster.cronJobs.map((work) =>
    eventLine({
      level: 'RequestResponse',
      uri: resourceUri('batch/v1', work.namespace, 'cronjobs', `/${work.name}/status`),
      verb: 'update',
      client: controllerClient('cronjob-controller'),
      ref: objectRef('batch/v1', 'cronjobs', {
        namespace: work.namespace,
        name: work.name,
        uid: work.uid,
        resourceVersion: SLOT.version,
        subresource: 'status',
      }),
      request: storedCronJob(work),
      response: storedCronJob(work),
    }),
  );

const jobStatus = (cluster: Cluster): string[] =>
  cluster.cronJobs.map((work, index) => {
    const status: JsonObject =
      index % 2 === 0
        ? { startTime: SLOT.second, active: 1, ready: 0, terminating: 0, uncountedTerminatedPods: {} }
        : {
            conditions: [
              {
                type: 'Complete',
                status: 'True',
                lastProbeTime: SLOT.second,
                lastTransitionTime: SLOT.second,
                reason: 'CompletionsReached',
                message: 'Reached expected number of succeeded pods',
              },
            ],
            startTime: SLOT.second,
            completionTime: SLOT.second,
            succeeded: 1,
            terminating: 0,
            uncountedTerminatedPods: {},
            ready: 0,
          };
    return eventLine({
      level: 'RequestResponse',
      uri: resourceUri('batch/v1', work.namespace, 'jobs', `/${jobName(work)}/status`),
      verb: 'update',
      client: controllerClient('job-controller'),
      ref: objectRef('batch/v1', 'jobs', {
        namespace: work.namespace,
        name: jobName(work),
        uid: SLOT.uid,
        resourceVersion: SLOT.version,
        subresource: 'status',
      }),
      request: jobOfCronJob(work, true, status),
      response: jobOfCronJob(work, true, status),
    });
  });

const jobsDeleted = (cluster: Cluster): string[] =>
  cluster.cronJobs.map((work) =>
    eventLine({
      level: 'RequestResponse',
      uri: resourceUri('batch/v1', work.namespace, 'jobs', `/${jobName(work)}`),
      verb: 'delete',
      client: controllerClient('cronjob-controller'),
      ref: objectRef('batch/v1', 'jobs', { namespace: work.namespace, name: jobName(work) }),
      request: { kind: 'DeleteOptions', apiVersion: 'batch/v1', propagationPolicy: 'Background' },
      response: jobOfCronJob(work, true, { succeeded: 1, completionTime: SLOT.second }),
    }),
  );

const jobPod = (work: ScheduledWork, node?: ClusterNode): JsonObject =>
  pod(
    { apiVersion: 'batch/v1', kind: 'Job', name: jobName(work), namespace: work.namespace },
    scheduledWork(work),
    jobLabels(work),
    'kube-controller-manager',
    node,
  );
const appPod = (app: App, node?: ClusterNode): JsonObject =>
  pod(
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${app.name}-${app.templateHash}`, namespace: app.namespace },
    appWork(app),
    { 'app.kubernetes.io/name': app.name, 'pod-template-hash': app.templateHash },
    'kube-controller-manager',
    node,
  );

const podCreated = (namespace: string, client: Client, request: JsonObject, response: JsonObject): string =>
  eventLine({
    level: 'RequestResponse',
    uri: resourceUri('v1', namespace, 'pods'),
    verb: 'create',
    client,
    ref: objectRef('v1', 'pods', { namespace }),
    code: 201,
    request,
    response,
    annotations: { 'pod-security.kubernetes.io/enforce-policy': 'baseline:latest' },
  });

const jobPodsCreated = (cluster: Cluster): string[] =>
  cluster.cronJobs.map((work, index) =>
    podCreated(work.namespace, controllerClient('job-controller'), jobPod(work), jobPod(work, nodeFor(cluster, index))),
  );

const appPodsCreated = (cluster: Cluster): string[] =>
  cluster.apps
    .slice(0, 24)
    .map((app, index) =>
      podCreated(
        app.namespace,
        controllerClient('replicaset-controller'),
        appPod(app),
        appPod(app, nodeFor(cluster, index)),
      ),
    );

const bindings = (cluster: Cluster): string[] =>
  cluster.cronJobs.map((work, index) => {
    const name = `${jobName(work)}-${SLOT.suffix}`;
    return eventLine({
      level: 'RequestResponse',
      uri: resourceUri('v1', work.namespace, 'pods', `/${name}/binding`),
      verb: 'create',
      client: componentClient('kube-scheduler', '/scheduler'),
      ref: objectRef('v1', 'pods', { namespace: work.namespace, name, uid: SLOT.uid, subresource: 'binding' }),
      code: 201,
      request: {
        kind: 'Binding',
        apiVersion: 'v1',
        metadata: { name, namespace: work.namespace, uid: SLOT.uid, creationTimestamp: null },
        target: { kind: 'Node', name: nodeFor(cluster, index).name },
      },
      response: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    });
  });

const podsDeleted = (cluster: Cluster): string[] =>
  cluster.apps.map((app, index) => {
    const node = nodeFor(cluster, index);
    const name = `${app.name}-${app.templateHash}-${SLOT.suffix}`;
    return eventLine({
      level: 'RequestResponse',
      uri: resourceUri('v1', app.namespace, 'pods', `/${name}`),
      verb: 'delete',
      client: node.kubelet,
      ref: objectRef('v1', 'pods', { namespace: app.namespace, name }),
      request: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0, preconditions: { uid: SLOT.uid } },
      response: appPod(app, node),
    });
  });

const applyQuery = (rest: string): string => `?${rest}fieldManager=kustomize-controller&force=true`;

/** Flux compares by server-side apply with `dryRun=All`, every few minutes and for every object. */
const dryRuns = (cluster: Cluster): string[] => {
  const { client } = agentNamed(cluster, 'kustomize-controller');
  const apps = cluster.apps.map((app) =>
    eventLine({
      level: 'RequestResponse',
      uri: resourceUri('apps/v1', app.namespace, 'deployments', `/${app.name}${applyQuery('dryRun=All&')}`),
      verb: 'patch',
      client,
      ref: objectRef('apps/v1', 'deployments', { namespace: app.namespace, name: app.name }),
      request: authoredDeployment(app),
      response: appController('Deployment', app, {}, {}),
    }),
  );
  const scheduled = cluster.cronJobs.slice(0, 12).map((work) =>
    eventLine({
      level: 'RequestResponse',
      uri: resourceUri('batch/v1', work.namespace, 'cronjobs', `/${work.name}${applyQuery('dryRun=All&')}`),
      verb: 'patch',
      client,
      ref: objectRef('batch/v1', 'cronjobs', { namespace: work.namespace, name: work.name }),
      request: authoredCronJob(work),
      response: storedCronJob(work),
    }),
  );
  return [...apps, ...scheduled];
};

const appliedDeployments = (cluster: Cluster): string[] =>
  cluster.apps.map((app) =>
    eventLine({
      level: 'RequestResponse',
      uri: resourceUri('apps/v1', app.namespace, 'deployments', `/${app.name}${applyQuery('')}`),
      verb: 'patch',
      client: agentNamed(cluster, 'kustomize-controller').client,
      ref: objectRef('apps/v1', 'deployments', { namespace: app.namespace, name: app.name }),
      request: authoredDeployment(app),
      response: appController('Deployment', app, {}, {}),
    }),
  );

/** Only of namespaces in which nothing malicious is planted, so that a finding there is a false one. */
const appliedCronJobs = (cluster: Cluster): string[] =>
  cluster.cronJobs.slice(0, 15).map((work) =>
    eventLine({
      level: 'RequestResponse',
      uri: resourceUri(
        'batch/v1',
        work.namespace,
        'cronjobs',
        `/${work.name}?fieldManager=kubectl-client-side-apply&fieldValidation=Strict`,
      ),
      verb: 'patch',
      client: agentNamed(cluster, 'deployer').client,
      ref: objectRef('batch/v1', 'cronjobs', { namespace: work.namespace, name: work.name }),
      request: {
        metadata: { labels: { 'example.com/release': SLOT.written } },
        spec: {
          jobTemplate: { spec: { template: { spec: { containers: [{ name: work.name, image: work.image }] } } } },
        },
      },
      response: storedCronJob(work),
    }),
  );

/** Jobs that a pipeline starts itself: database migrations before a release. */
const pipelineJobs = (cluster: Cluster): string[] =>
  cluster.apps.slice(12, 18).map((app) => {
    const work: ScheduledWork = {
      namespace: app.namespace,
      name: `migrate-${app.name}`,
      schedule: '',
      image: app.image,
      uid: SLOT.uid,
    };
    const body = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: `migrate-${app.name}-${SLOT.suffix}`,
        namespace: app.namespace,
        labels: { 'example.com/pipeline': 'release' },
      },
      spec: { backoffLimit: 1, template: { spec: authoredPodSpec(scheduledWork(work)) } },
    };
    return eventLine({
      level: 'RequestResponse',
      uri: resourceUri('batch/v1', app.namespace, 'jobs', '?fieldManager=kubectl-create&fieldValidation=Strict'),
      verb: 'create',
      client: agentNamed(cluster, 'deployer').client,
      ref: objectRef('batch/v1', 'jobs', { namespace: app.namespace, name: `migrate-${app.name}-${SLOT.suffix}` }),
      code: 201,
      request: body,
      response: {
        ...body,
        metadata: { ...body.metadata, uid: SLOT.uid, resourceVersion: SLOT.written, creationTimestamp: SLOT.second },
      },
    });
  });

const helmReleases = (cluster: Cluster): string[] =>
  cluster.apps.map((app) => {
    const name = `sh.helm.release.v1.${app.name}.v7`;
    return eventLine({
      level: 'Metadata',
      uri: resourceUri('v1', app.namespace, 'secrets'),
      verb: 'create',
      client: agentNamed(cluster, 'helm-controller').client,
      ref: objectRef('v1', 'secrets', { namespace: app.namespace, name }),
      code: 201,
    });
  });

/** Workloads: what controllers do with them, and the few writes that somebody authored. */
export const workloadMix: readonly Traffic[] = [
  {
    verb: 'create',
    resource: 'jobs (by cronjob-controller)',
    weight: 5,
    maxLatencyMs: 12,
    lines: jobsCreated,
    behind: { verb: 'create', resource: 'pods (by job-controller)', lines: jobPodsCreated },
  },
  { verb: 'update', resource: 'cronjobs/status', weight: 10, maxLatencyMs: 12, lines: cronJobStatus },
  { verb: 'update', resource: 'jobs/status', weight: 12, maxLatencyMs: 12, lines: jobStatus },
  { verb: 'delete', resource: 'jobs', weight: 5, maxLatencyMs: 12, lines: jobsDeleted },
  { verb: 'create', resource: 'pods (by replicaset-controller)', weight: 3, maxLatencyMs: 25, lines: appPodsCreated },
  { verb: 'create', resource: 'pods/binding', weight: 8, maxLatencyMs: 12, lines: bindings },
  { verb: 'delete', resource: 'pods', weight: 8, maxLatencyMs: 20, lines: podsDeleted },
  { verb: 'patch', resource: 'deployments, cronjobs (dry run by GitOps)', weight: 5, maxLatencyMs: 30, lines: dryRuns },
  {
    verb: 'patch',
    resource: 'deployments (applied by GitOps)',
    weight: 0.6,
    maxLatencyMs: 30,
    lines: appliedDeployments,
  },
  { verb: 'patch', resource: 'cronjobs (applied by CI)', weight: 0.1, maxLatencyMs: 30, lines: appliedCronJobs },
  { verb: 'create', resource: 'jobs (by CI)', weight: 0.2, maxLatencyMs: 30, lines: pipelineJobs },
  { verb: 'create', resource: 'secrets (by Helm)', weight: 1, maxLatencyMs: 20, lines: helmReleases },
];
