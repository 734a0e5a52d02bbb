/** Objects of an ordinary shop. Addresses and registries are documentation's. */

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name?: string; readonly namespace: string };
  readonly [field: string]: unknown;
}

const registry = 'registry.example.com';
const small = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } };
/** What the "restricted" level of pod security asks for. */
const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

export interface ContainerOptions {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Readonly<Record<string, unknown>>[];
  readonly name?: string;
}

const container = ({ image, command, args, env, name = 'main' }: ContainerOptions): Record<string, unknown> => ({
  name,
  image: image.includes('/') ? image : `${registry}/shop/${image}`,
  ...(command === undefined ? {} : { command }),
  ...(args === undefined ? {} : { args }),
  ...(env === undefined ? {} : { env }),
  resources: small,
  securityContext: restricted,
});

export const job = (name: string, namespace: string, options: ContainerOptions, spec: object = {}): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    backoffLimit: 2,
    ttlSecondsAfterFinished: 300,
    ...spec,
    template: { spec: { restartPolicy: 'Never', containers: [container(options)] } },
  },
});

export const cronJob = (
  name: string,
  namespace: string,
  schedule: string,
  options: ContainerOptions,
  spec: object = {},
): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    schedule,
    concurrencyPolicy: 'Forbid',
    successfulJobsHistoryLimit: 2,
    failedJobsHistoryLimit: 1,
    ...spec,
    jobTemplate: {
      spec: {
        backoffLimit: 1,
        template: {
          metadata: { labels: { app: name } },
          spec: { restartPolicy: 'Never', containers: [container(options)] },
        },
      },
    },
  },
});

export const deployment = (name: string, namespace: string, replicas: number, tag: string): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [{ ...container({ image: `${name}:${tag}` }), ports: [{ containerPort: 8080 }] }],
        terminationGracePeriodSeconds: 2,
      },
    },
  },
});

export const service = (name: string, namespace: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, labels: { app: name } },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
});

export const configMap = (name: string, namespace: string, data: Readonly<Record<string, string>>): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, labels: { app: name } },
  data,
});

export const disruptionBudget = (name: string, namespace: string, limit: object): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace },
  spec: { ...limit, selector: { matchLabels: { app: name } } },
});

export const list = (items: readonly Manifest[]): object => ({ apiVersion: 'v1', kind: 'List', items });

/** CronJobs that run every minute or so, each with the kind of command that people write. */
export const scheduled: readonly Manifest[] = [
  cronJob('clear-sessions', 'shop', '* * * * *', {
    image: 'web:4.2.0',
    command: ['python', 'manage.py', 'clearsessions'],
  }),
  cronJob('warm-cache', 'shop', '* * * * *', {
    image: 'curlimages/curl:8.16.0',
    command: ['curl', '-fsS', '--max-time', '20', 'http://storefront.shop.svc/cache/warm'],
  }),
  cronJob('mail-queue', 'shop', '* * * * *', { image: 'mailer:1.9.3', args: ['send', '--max', '200'] }),
  cronJob('price-feed', 'shop', '*/2 * * * *', {
    image: 'feeds:2026.11',
    command: [
      '/bin/sh',
      '-c',
      'set -e; /app/fetch --supplier north > /tmp/feed.csv; /app/import /tmp/feed.csv; echo done',
    ],
  }),
  cronJob('heartbeat', 'shop', '* * * * *', {
    image: 'busybox:1.37',
    command: ['/bin/sh', '-c', 'date; wget -q -O /dev/null https://example.com/ping || true'],
  }),
  cronJob(
    'orders-backup',
    'payments',
    '*/3 * * * *',
    {
      image: 'postgres:17',
      command: [
        '/bin/bash',
        '-c',
        'pg_dump --format=custom --file=/backup/orders-$(date +%F).dump "$DATABASE" && ls -l /backup',
      ],
      env: [{ name: 'DATABASE', valueFrom: { secretKeyRef: { name: 'orders-db', key: 'url' } } }],
    },
    { startingDeadlineSeconds: 60 },
  ),
  cronJob('ledger-check', 'payments', '* * * * *', { image: 'ledger:7.1', args: ['verify', '--since', '2m'] }),
  cronJob('flaky-export', 'payments', '*/4 * * * *', {
    image: 'export:0.8',
    command: ['/bin/sh', '-c', '/app/export --to s3://reports.example.com/daily || exit 1'],
  }),
];

/** Agents of a node, as monitoring and logging products install them. */
const nodeAgent = (
  name: string,
  image: string,
  args: readonly string[],
  extra: object,
  paths: readonly (readonly [string, string])[],
): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name, namespace: 'monitoring', labels: { app: name } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        ...extra,
        containers: [
          {
            name,
            image,
            args,
            resources: small,
            volumeMounts: paths.map(([volume, path]) => ({ name: volume, mountPath: `/host${path}`, readOnly: true })),
          },
        ],
        volumes: paths.map(([volume, path]) => ({ name: volume, hostPath: { path } })),
        tolerations: [{ operator: 'Exists' }],
      },
    },
  },
});

export const nodeAgents: readonly Manifest[] = [
  nodeAgent(
    'node-exporter',
    'quay.io/prometheus/node-exporter:v1.9.1',
    ['--path.procfs=/host/proc', '--path.sysfs=/host/sys', '--path.rootfs=/host'],
    { hostNetwork: true, hostPID: true },
    [
      ['proc', '/proc'],
      ['sys', '/sys'],
    ],
  ),
  nodeAgent('fluent-bit', 'cr.fluentbit.io/fluent/fluent-bit:4.1.0', ['--config=/fluent-bit/etc/fluent-bit.conf'], {}, [
    ['logs', '/var/log'],
  ]),
];
