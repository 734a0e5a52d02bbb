/** How a program is called when it only does what it is known for. */
export interface ArgvShape {
  /** As written in the first word. Only these: a path that is not the image's own may be any program. */
  readonly programs: readonly string[];
  /** Words that are no flags, in their order; `*` is any one word. */
  readonly words: readonly (readonly string[])[];
  /** Flags without a value. */
  readonly switches: readonly string[];
  /** Flags with a value, as `--flag=value` or as two words. */
  readonly values: readonly string[];
  /** Whether a value may be a path or an address. One that names a configuration by its path names what is run. */
  readonly anyValue: boolean;
  /** Beginnings of flags that are taken with any value in the same word. */
  readonly beginnings: readonly string[];
  /** Whether the image does the same when nothing is said. */
  readonly mayBeSilent: boolean;
  /** Whether it may be the one command of a shell text, as where a date is part of a file name. */
  readonly inShell: boolean;
}

/**
 * Benign work in its usual shape: the image *and* what it does, never a name alone. Only a workload of one container with
 * nothing beside it has a shape, and only power over the node is explained by it, never an act.
 */
export interface ContextShape {
  readonly id: string;
  /** Ends the sentence of the sum's negative line. */
  readonly says: string;
  /** Registry and repository, as `parseImage` gives them. */
  readonly images: readonly string[];
  readonly argv: ArgvShape;
  /** Names that the environment may set. Others may change what the program does. */
  readonly env: readonly string[];
  /** Powers that the work needs. With a hit of another one the workload is judged bare. */
  readonly explains: readonly string[];
  /** `false` where the result is written to a mount: then only places that no indicator of `explains` would miss. */
  readonly readOnly: boolean;
}

const NO_ARGV: ArgvShape = {
  programs: [],
  words: [[]],
  switches: [],
  values: [],
  anyValue: false,
  beginnings: [],
  mayBeSilent: false,
  inShell: false,
};
const READS_NODE: readonly string[] = [
  'host.namespaces',
  'host.path-root-read',
  'host.path-sensitive-read',
  'host.path-log',
  'host.path-other',
];

const ETCD_IMAGES: readonly string[] = [
  'registry.k8s.io/etcd',
  'k8s.gcr.io/etcd',
  'quay.io/coreos/etcd',
  'gcr.io/etcd-development/etcd',
  'docker.io/bitnami/etcd',
];
const ETCD_ACCESS: readonly string[] = [
  '--endpoints',
  '--cacert',
  '--cert',
  '--key',
  '--command-timeout',
  '--dial-timeout',
];
const ETCD_ENV: readonly string[] = [
  'ETCDCTL_API',
  'ETCDCTL_ENDPOINTS',
  'ETCDCTL_CACERT',
  'ETCDCTL_CERT',
  'ETCDCTL_KEY',
  'NODE_NAME',
];

export const SHAPES: readonly ContextShape[] = [
  {
    id: 'scanner.kube-bench',
    says: 'kube-bench as it is usually run: its image and its arguments, read-only mounts, and nothing else runs',
    images: [
      'docker.io/aquasec/kube-bench',
      'ghcr.io/aquasecurity/kube-bench',
      'public.ecr.aws/aquasecurity/kube-bench',
    ],
    // https://github.com/aquasecurity/kube-bench/blob/main/docs/flags-and-commands.md; not --config, --config-dir: they name what is run, and so would a path behind --benchmark.
    argv: {
      ...NO_ARGV,
      programs: ['kube-bench', '/usr/local/bin/kube-bench'],
      words: [[], ['run']],
      switches: [
        '--json',
        '--junit',
        '--noremediations',
        '--noresults',
        '--nosummary',
        '--nototals',
        '--scored',
        '--unscored',
      ],
      values: [
        '--targets',
        '-s',
        '--benchmark',
        '--version',
        '--check',
        '-c',
        '--group',
        '-g',
        '--skip',
        '--exit-code',
      ],
      mayBeSilent: true,
    },
    env: ['NODE_NAME'],
    explains: READS_NODE,
    readOnly: true,
  },
  {
    id: 'scanner.trivy-node-collector',
    says: "Trivy's node collector as it is usually run: its image and its arguments, read-only mounts, and nothing else runs",
    images: ['ghcr.io/aquasecurity/node-collector', 'docker.io/aquasec/node-collector'],
    // https://github.com/aquasecurity/trivy-kubernetes/blob/main/pkg/jobs; not --node-commands: it carries commands.
    argv: {
      ...NO_ARGV,
      programs: ['node-collector'],
      words: [['k8s']],
      values: ['--node', '--spec-name', '--spec-version', '--cluster-version'],
    },
    // Not KUBERNETES_SERVICE_HOST: the token would go to whatever stands there.
    env: ['NODE_NAME'],
    explains: READS_NODE,
    readOnly: true,
  },
  {
    id: 'scanner.kubescape-host-scanner',
    says: "Kubescape's host scanner as it is usually run: its image without a command, read-only mounts, and nothing else runs",
    images: ['quay.io/kubescape/host-scanner'],
    argv: { ...NO_ARGV, mayBeSilent: true },
    env: ['KS_LOGGER_NAME', 'KS_LOGGER_LEVEL', 'NODE_NAME'],
    // https://github.com/kubescape/host-scanner/blob/master/deployment/k8s-deployment.yaml: privileged, though it only reads.
    explains: [...READS_NODE, 'privilege.privileged', 'privilege.unconfined'],
    readOnly: true,
  },
  {
    id: 'monitor.node-exporter',
    says: 'node-exporter as it is usually run: its image and its arguments, read-only mounts, and nothing else runs',
    images: ['quay.io/prometheus/node-exporter', 'docker.io/prom/node-exporter'],
    argv: {
      ...NO_ARGV,
      programs: ['node-exporter', 'node_exporter', '/bin/node_exporter'],
      beginnings: [
        '--path.',
        '--collector.',
        '--no-collector.',
        '--web.listen-address',
        '--web.telemetry-path',
        '--log.',
      ],
      mayBeSilent: true,
    },
    env: ['HOST_IP', 'NODE_NAME', 'NODE_ID'],
    explains: [...READS_NODE, 'host.network'],
    readOnly: true,
  },
  {
    id: 'backup.etcd-snapshot',
    says: 'a snapshot of etcd as it is usually taken: its image, the one command etcdctl snapshot save, and nothing else runs',
    images: ETCD_IMAGES,
    // https://etcd.io/docs/v3.6/op-guide/recovery/
    argv: {
      ...NO_ARGV,
      programs: ['etcdctl', '/usr/local/bin/etcdctl'],
      words: [['snapshot', 'save', '*']],
      values: ETCD_ACCESS,
      anyValue: true,
      inShell: true,
    },
    env: ETCD_ENV,
    // A writable mount of a sensitive place has an indicator of its own, which is not among these.
    explains: ['host.network', 'host.path-sensitive-read', 'host.path-other'],
    readOnly: false,
  },
  {
    id: 'maintenance.etcd',
    says: 'etcd as it is usually tended: its image, one command of etcdctl that defragments it or asks how it is, and nothing else runs',
    images: ETCD_IMAGES,
    // https://etcd.io/docs/v3.6/op-guide/maintenance/; not get, put, del or user: they read and change what the cluster is.
    argv: {
      ...NO_ARGV,
      programs: ['etcdctl', '/usr/local/bin/etcdctl'],
      words: [['defrag'], ['endpoint', 'health'], ['endpoint', 'status'], ['alarm', 'list'], ['alarm', 'disarm']],
      switches: ['--cluster'],
      values: [...ETCD_ACCESS, '-w', '--write-out'],
      anyValue: true,
      inShell: true,
    },
    env: ETCD_ENV,
    explains: ['host.network', 'host.path-sensitive-read', 'host.path-other'],
    readOnly: true,
  },
];

/** Points that the power of a workload in a known shape adds at most: with all circumstances it stays low. */
export const SHAPE_POWER = 12;

/** Places of an image's programs and libraries: what is mounted over one may be run in its stead. */
export const PROGRAM_PLACES: readonly string[] = [
  '/bin',
  '/sbin',
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/lib',
  '/lib64',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/opt/kube-bench',
  '/etc/ld.so.preload',
  '/etc/ld.so.cache',
];

/** Below a program place, and read by scanners as what they are. */
export const DATA_PLACES: readonly string[] = ['/lib/systemd', '/usr/lib/systemd', '/lib/modules', '/usr/lib/modules'];
