import type { Manifest } from './workloads.ts';

/** CronJobs that care for the cluster itself, as their projects' documentation or many a run book shows them. */

type Fields = Readonly<Record<string, unknown>>;

const scheduledPod = (name: string, namespace: string, schedule: string, spec: Fields): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    schedule,
    concurrencyPolicy: 'Forbid',
    jobTemplate: { spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', ...spec } } } },
  },
});

const nodePaths = (paths: readonly string[]): Fields => ({
  volumes: paths.map((path, at) => ({ name: `host-${at}`, hostPath: { path } })),
});
const readOnly = (paths: readonly string[]): readonly Fields[] =>
  paths.map((path, at) => ({ name: `host-${at}`, mountPath: path, readOnly: true }));

const benchPaths = ['/var/lib/kubelet', '/etc/systemd', '/etc/kubernetes'];
const collectorPaths = ['/var/lib/kubelet', '/etc/systemd', '/etc/kubernetes'];

export const care: readonly Manifest[] = [
  scheduledPod('kube-bench', 'kube-system', '*/4 * * * *', {
    hostPID: true,
    ...nodePaths(benchPaths),
    containers: [
      {
        name: 'kube-bench',
        image: 'docker.io/aquasec/kube-bench:v0.15.0',
        command: ['kube-bench', 'run', '--targets', 'node'],
        volumeMounts: readOnly(benchPaths),
      },
    ],
  }),
  scheduledPod('node-collector', 'trivy-system', '*/5 * * * *', {
    hostPID: true,
    ...nodePaths(collectorPaths),
    containers: [
      {
        name: 'node-collector',
        image: 'ghcr.io/aquasecurity/node-collector:0.3.1',
        command: ['node-collector'],
        args: ['k8s', '--node', 'node-a'],
        volumeMounts: readOnly(collectorPaths),
      },
    ],
  }),
  scheduledPod('etcd-snapshot', 'kube-system', '*/3 * * * *', {
    hostNetwork: true,
    volumes: [
      { name: 'certificates', hostPath: { path: '/etc/kubernetes/pki/etcd' } },
      { name: 'backup', hostPath: { path: '/srv/backup' } },
    ],
    containers: [
      {
        name: 'etcd-snapshot',
        image: 'registry.k8s.io/etcd:3.5.21-0',
        command: [
          '/bin/sh',
          '-c',
          'ETCDCTL_API=3 etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key snapshot save "/backup/etcd-$(date +%Y-%m-%d_%H:%M).db"',
        ],
        volumeMounts: [
          { name: 'certificates', mountPath: '/etc/kubernetes/pki/etcd', readOnly: true },
          { name: 'backup', mountPath: '/backup' },
        ],
      },
    ],
  }),
  scheduledPod('restart-legacy', 'shop', '*/6 * * * *', {
    serviceAccountName: 'restarter',
    containers: [
      {
        name: 'kubectl',
        image: 'registry.k8s.io/kubectl:v1.36.3',
        args: ['rollout', 'restart', 'deployment/storefront', '-n', 'shop'],
      },
    ],
  }),
  scheduledPod('registry-login', 'shop', '*/5 * * * *', {
    serviceAccountName: 'restarter',
    containers: [
      {
        name: 'refresh',
        image: 'registry.example.com/tools/aws-kubectl:2.31',
        command: [
          '/bin/bash',
          '-c',
          'set -euo pipefail\nPASSWORD=$(aws ecr get-login-password --region eu-central-1)\nkubectl delete secret --ignore-not-found registry-login\nkubectl create secret docker-registry registry-login --docker-server=registry.example.com --docker-username=AWS --docker-password="$PASSWORD"\n',
        ],
      },
    ],
  }),
  scheduledPod('old-logs', 'monitoring', '*/5 * * * *', {
    volumes: [{ name: 'logs', hostPath: { path: '/var/log/shop', type: 'DirectoryOrCreate' } }],
    containers: [
      {
        name: 'old-logs',
        image: 'busybox:1.37',
        command: ['/bin/sh', '-c', 'find /logs -name "*.log" -mtime +7 -delete'],
        volumeMounts: [{ name: 'logs', mountPath: '/logs' }],
      },
    ],
  }),
  scheduledPod('certificate-expiry', 'monitoring', '*/2 * * * *', {
    containers: [
      {
        name: 'check',
        image: 'alpine/openssl:3.5.4',
        command: [
          '/bin/sh',
          '-c',
          'for host in shop.example.com pay.example.com; do echo | openssl s_client -connect "$host:443" -servername "$host" 2>/dev/null | openssl x509 -noout -checkend 604800 || echo "$host expires soon"; done',
        ],
      },
    ],
  }),
];

const argoWorkflow = {
  scope: 'Namespaced',
  group: 'argoproj.io',
  names: { kind: 'CronWorkflow', plural: 'cronworkflows', singular: 'cronworkflow', shortNames: ['cwf'] },
  versions: [
    {
      name: 'v1alpha1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    },
  ],
};

/** Argo's definition by its names; its schema is left open, as Argo's own minimal manifests leave it. */
export const cronWorkflows: Fields = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'cronworkflows.argoproj.io' },
  spec: argoWorkflow,
};

export const nightlyTraining: Manifest = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'CronWorkflow',
  metadata: { name: 'nightly-training', namespace: 'shop' },
  spec: {
    schedules: ['0 2 * * *'],
    workflowSpec: {
      entrypoint: 'train',
      templates: [
        {
          name: 'train',
          container: { image: 'registry.example.com/shop/recommender:8', command: ['python', 'train.py'] },
        },
      ],
    },
  },
};

export const database: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'orders-db', namespace: 'payments' },
  spec: {
    serviceName: 'orders-db',
    replicas: 1,
    selector: { matchLabels: { app: 'orders-db' } },
    template: {
      metadata: { labels: { app: 'orders-db' } },
      spec: {
        initContainers: [
          {
            name: 'init-folders',
            image: 'busybox:1.37',
            command: ['sh', '-c', 'mkdir -p /data/pg && chown 999 /data/pg'],
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
        containers: [
          {
            name: 'postgres',
            image: 'postgres:17',
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
            env: [{ name: 'PGDATA', value: '/data/pg' }],
          },
        ],
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    },
  },
};
