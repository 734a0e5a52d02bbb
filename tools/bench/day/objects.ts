import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { App, ClusterNode, ScheduledWork } from './cluster.ts';
import { SLOT } from './template.ts';

/** Long ago, for objects that were made before the day began. */
const created = '2026-01-12T08:14:51Z';

/** The `fieldsV1` of an object, as server-side tracking writes it: every field by name, list members by their key. */
export const fieldsOf = (value: Json | undefined): JsonObject => {
  if (Array.isArray(value)) {
    const members = value.filter(
      (one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one),
    );
    const entries = members.flatMap((member): [string, Json][] => {
      const key = ['name', 'type', 'ip', 'mountPath'].find((one) => one in member);
      if (key === undefined) return [];
      return [[`k:${JSON.stringify({ [key]: member[key] ?? null })}`, { '.': {}, ...fieldsOf(member) }]];
    });
    return Object.fromEntries(entries);
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, Json] => [`f:${key}`, fieldsOf(member)]),
  );
};

const managed = (manager: string, apiVersion: string, body: JsonObject, subresource?: string): JsonObject => ({
  manager,
  operation: 'Update',
  apiVersion,
  time: SLOT.second,
  fieldsType: 'FieldsV1',
  fieldsV1: fieldsOf(body),
  ...(subresource === undefined ? {} : { subresource }),
});

export interface PodWork {
  readonly container: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly serviceAccount: string;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly probe: boolean;
}

/** A pod spec as its author writes it. */
export const authoredPodSpec = (work: PodWork): JsonObject => {
  const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 };
  return {
    serviceAccountName: work.serviceAccount,
    restartPolicy: work.restartPolicy,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: work.container,
        image: work.image,
        ...(work.command === undefined ? {} : { command: work.command }),
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'REGION', value: 'eu-west-1' },
          { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'otel-collector.monitoring.svc:4317' },
          { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: `${work.container}-db`, key: 'password' } } },
        ],
        ...(work.probe
          ? { ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }], readinessProbe: probe }
          : {}),
        resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
        volumeMounts: [{ name: 'config', mountPath: '/config', readOnly: true }],
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
    volumes: [{ name: 'config', configMap: { name: `${work.container}-config` } }],
  };
};

/** The same spec with the API server's defaults and, for a pod, what admission adds. */
const defaultedPodSpec = (work: PodWork, node?: ClusterNode): JsonObject => {
  const spec = authoredPodSpec(work);
  const access = 'kube-api-access-9x2lq';
  const containers = (Array.isArray(spec.containers) ? spec.containers : []).map((container: JsonObject) => ({
    ...container,
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    ...(node === undefined
      ? {}
      : {
          volumeMounts: [
            { name: 'config', readOnly: true, mountPath: '/config' },
            { name: access, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
          ],
        }),
  }));
  const projected = {
    name: access,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
      defaultMode: 420,
    },
  };
  return {
    volumes: [
      { name: 'config', configMap: { name: `${work.container}-config`, defaultMode: 420 } },
      ...(node === undefined ? [] : [projected]),
    ],
    containers,
    restartPolicy: work.restartPolicy,
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: work.serviceAccount,
    serviceAccount: work.serviceAccount,
    ...(node === undefined ? {} : { nodeName: node.name }),
    securityContext: { runAsUser: 10001, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    schedulerName: 'default-scheduler',
    ...(node === undefined
      ? {}
      : {
          tolerations: [
            { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
            { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
          ],
          priority: 0,
          enableServiceLinks: true,
          preemptionPolicy: 'PreemptLowerPriority',
        }),
  };
};

export const appWork = (app: App): PodWork => ({
  container: app.name,
  image: app.image,
  serviceAccount: app.name,
  restartPolicy: 'Always',
  probe: true,
});
export const scheduledWork = (work: ScheduledWork): PodWork => ({
  container: work.name,
  image: work.image,
  command: ['/app/run', work.name, '--once'],
  serviceAccount: work.name,
  restartPolicy: 'OnFailure',
  probe: false,
});

const ownedBy = (apiVersion: string, kind: string, name: string, uid: string): Json => [
  { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true },
];

const podConditions = (ready: boolean): JsonObject[] =>
  ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    type,
    status: ready ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: SLOT.second,
  }));

/** The status part of a pod, as the kubelet patches it. */
export const podStatusPatch = (container: string, image: string, node: ClusterNode): JsonObject => ({
  metadata: { uid: SLOT.uid },
  status: {
    '$setElementOrder/conditions': podConditions(true).map((condition) => ({ type: condition.type ?? '' })),
    conditions: podConditions(true),
    containerStatuses: [
      {
        containerID: `containerd://${'4be1c7d09a6f35e2'.repeat(4)}`,
        image,
        imageID: `${image.split(':')[0]}@sha256:${'7f3a90b1c5d2e468'.repeat(4)}`,
        lastState: {},
        name: container,
        ready: true,
        restartCount: 0,
        started: true,
        state: { running: { startedAt: SLOT.second } },
        resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
        user: { linux: { gid: 0, supplementalGroups: [0], uid: 10001 } },
      },
    ],
    hostIPs: [{ ip: node.address }],
    phase: 'Running',
    podIP: '198.51.100.77',
    podIPs: [{ ip: '198.51.100.77' }],
    startTime: SLOT.second,
  },
});

/** A pod of a ReplicaSet or a Job: what the controller sends, and with a node what the server stores. */
export const pod = (
  owner: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly namespace: string },
  work: PodWork,
  labels: JsonObject,
  manager: string,
  node?: ClusterNode,
): JsonObject => {
  const stored = node !== undefined;
  const metadata = {
    ...(stored ? { name: `${owner.name}-${SLOT.suffix}` } : {}),
    generateName: `${owner.name}-`,
    ...(stored
      ? { namespace: owner.namespace, uid: SLOT.uid, resourceVersion: SLOT.written, creationTimestamp: SLOT.second }
      : { creationTimestamp: null }),
    labels,
    ownerReferences: ownedBy(owner.apiVersion, owner.kind, owner.name, 'd0a7c2fe-4a3f-4f19-9d4e-6d6b9a1f2c30'),
  };
  const spec = defaultedPodSpec(work, node);
  const managedFields = [
    managed(manager, 'v1', { metadata: { generateName: '', labels }, spec: authoredPodSpec(work) }),
  ];
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: stored ? { ...metadata, managedFields } : metadata,
    spec,
    status: stored ? { phase: 'Pending', qosClass: 'Burstable' } : {},
  };
};

/** A Deployment, ReplicaSet, StatefulSet or DaemonSet as stored. */
export const appController = (kind: string, app: App, extraMetadata: JsonObject, status: JsonObject): JsonObject => {
  const labels = { 'app.kubernetes.io/name': app.name, 'app.kubernetes.io/part-of': app.namespace };
  const spec = {
    replicas: 3,
    selector: { matchLabels: { 'app.kubernetes.io/name': app.name } },
    template: { metadata: { creationTimestamp: null, labels }, spec: defaultedPodSpec(appWork(app)) },
    ...(kind === 'Deployment'
      ? {
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
        }
      : {}),
  };
  return {
    kind,
    apiVersion: 'apps/v1',
    metadata: {
      name: kind === 'ReplicaSet' ? `${app.name}-${app.templateHash}` : app.name,
      namespace: app.namespace,
      uid: SLOT.uid,
      resourceVersion: SLOT.written,
      generation: 7,
      creationTimestamp: created,
      labels,
      ...extraMetadata,
      managedFields: [
        managed('kustomize-controller', 'apps/v1', {
          metadata: { labels },
          spec: { ...spec, template: { spec: authoredPodSpec(appWork(app)) } },
        }),
        managed('kube-controller-manager', 'apps/v1', { status }, 'status'),
      ],
    },
    spec,
    status,
  };
};

/** What a GitOps controller or a person sends for a Deployment. */
export const authoredDeployment = (app: App): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: app.name,
    namespace: app.namespace,
    labels: {
      'app.kubernetes.io/name': app.name,
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    },
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { 'app.kubernetes.io/name': app.name } },
    template: { metadata: { labels: { 'app.kubernetes.io/name': app.name } }, spec: authoredPodSpec(appWork(app)) },
  },
});

const jobSpecOf = (work: ScheduledWork): JsonObject => ({
  backoffLimit: 2,
  template: { metadata: { creationTimestamp: null }, spec: defaultedPodSpec(scheduledWork(work)) },
});

/** What its author sends for a CronJob. */
export const authoredCronJob = (work: ScheduledWork): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: work.name, namespace: work.namespace, labels: { 'app.kubernetes.io/part-of': work.namespace } },
  spec: {
    schedule: work.schedule,
    concurrencyPolicy: 'Forbid',
    jobTemplate: { spec: { backoffLimit: 2, template: { spec: authoredPodSpec(scheduledWork(work)) } } },
  },
});

/** A CronJob as stored. */
export const storedCronJob = (work: ScheduledWork): JsonObject => {
  const spec = {
    schedule: work.schedule,
    concurrencyPolicy: 'Forbid',
    suspend: false,
    jobTemplate: { metadata: { creationTimestamp: null }, spec: jobSpecOf(work) },
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  };
  const labels = { 'app.kubernetes.io/part-of': work.namespace };
  const status = { lastScheduleTime: SLOT.second, lastSuccessfulTime: SLOT.second };
  return {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    metadata: {
      name: work.name,
      namespace: work.namespace,
      uid: work.uid,
      resourceVersion: SLOT.written,
      generation: 3,
      creationTimestamp: created,
      labels,
      managedFields: [
        managed('kustomize-controller', 'batch/v1', {
          metadata: { labels },
          spec: { schedule: '', jobTemplate: { spec: { template: { spec: authoredPodSpec(scheduledWork(work)) } } } },
        }),
        managed('kube-controller-manager', 'batch/v1', { status }, 'status'),
      ],
    },
    spec,
    status,
  };
};

export const jobLabels = (work: ScheduledWork): JsonObject => ({
  'batch.kubernetes.io/controller-uid': SLOT.uid,
  'batch.kubernetes.io/job-name': `${work.name}-${SLOT.minute}`,
  'controller-uid': SLOT.uid,
  'job-name': `${work.name}-${SLOT.minute}`,
});

/** A Job that the CronJob controller makes: as sent, or as stored with a status. */
export const jobOfCronJob = (work: ScheduledWork, stored: boolean, status: JsonObject = {}): JsonObject => {
  const spec = jobSpecOf(work);
  const metadata = {
    name: `${work.name}-${SLOT.minute}`,
    namespace: work.namespace,
    ...(stored
      ? {
          uid: SLOT.uid,
          resourceVersion: SLOT.written,
          generation: 1,
          creationTimestamp: SLOT.second,
          labels: jobLabels(work),
        }
      : { creationTimestamp: null }),
    annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': SLOT.second },
    ownerReferences: ownedBy('batch/v1', 'CronJob', work.name, work.uid),
  };
  const storedSpec = {
    parallelism: 1,
    completions: 1,
    ...spec,
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': SLOT.uid } },
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
  };
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: stored
      ? {
          ...metadata,
          managedFields: [
            managed('kube-controller-manager', 'batch/v1', { metadata: { annotations: {} }, spec: storedSpec }),
          ],
        }
      : metadata,
    spec: stored ? storedSpec : spec,
    status,
  };
};
