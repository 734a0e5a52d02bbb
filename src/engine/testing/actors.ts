import type { Finding, Severity } from '../../model/finding.ts';
import { type JsonObject, objectAt, textAt } from '../../model/json.ts';
import { examine } from '../examine.ts';
import { CLEAN_UPS } from './benign/clean-ups.ts';
import { HEALTH_CHECKS } from './benign/health-checks.ts';
import { account, changed, cronJob, type Member, person } from './benign/member.ts';
import { OPERATORS } from './benign/operators.ts';
import { PIPELINES } from './benign/pipelines.ts';
import { SCANNERS } from './benign/scanners.ts';
import { ANONYMOUS, type Client, DEVELOPER, eventListOf, type Request, requestOf } from './requests.ts';

export interface Subject {
  readonly group: 'malicious' | 'dangerous' | 'benign';
  readonly what: string;
  readonly object: JsonObject;
}

const some: readonly Member[] = [PIPELINES, HEALTH_CHECKS, CLEAN_UPS, SCANNERS, OPERATORS].flatMap((members) =>
  members.filter(({ object }) => textAt(object, 'kind') === 'CronJob').slice(0, 2),
);

const IMAGE = 'registry.example.com/platform/agent:3.1.0';
const power = (what: string, pod: JsonObject, container: JsonObject = {}): Subject => ({
  group: 'dangerous',
  what,
  object: cronJob({ name: 'agent', namespace: 'platform' }, '15 2 * * *', {
    ...pod,
    containers: [{ name: 'agent', image: IMAGE, ...container }],
  }),
});
const mount = (path: string, mountPath: string): readonly [JsonObject, JsonObject] => [
  { volumes: [{ name: 'node', hostPath: { path } }] },
  { volumeMounts: [{ name: 'node', mountPath }] },
];

/** Ten malicious objects, ten with power and no act, ten of ordinary work. */
export const SUBJECTS: readonly Subject[] = [
  ...some.map(
    ({ object, change }): Subject => ({ group: 'malicious', what: change.act, object: changed(object, change.edits) }),
  ),
  power('a privileged container', {}, { securityContext: { privileged: true } }),
  power('the processes of the node', { hostPID: true }),
  power('the memory of the node', { hostIPC: true }),
  power('the root of the node, to write', ...mount('/', '/host')),
  power('the configuration of the node, to write', ...mount('/etc', '/node-etc')),
  power(
    'the socket of the container runtime',
    ...mount('/run/containerd/containerd.sock', '/run/containerd/containerd.sock'),
  ),
  power('the capability SYS_ADMIN', {}, { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }),
  power('the capability NET_ADMIN', {}, { securityContext: { capabilities: { add: ['NET_ADMIN'] } } }),
  power('the disks of the node', ...mount('/dev', '/dev')),
  power('the manifests of the kubelet, to write', ...mount('/etc/kubernetes/manifests', '/manifests')),
  ...some.map(({ object, what }): Subject => ({ group: 'benign', what, object })),
];

const MARK = { 'argocd.argoproj.io/tracking-id': 'platform:batch/CronJob:platform/agent' };

const marked = (object: JsonObject): JsonObject => {
  const metadata = objectAt(object, 'metadata') ?? {};
  return { ...object, metadata: { ...metadata, annotations: { ...objectAt(metadata, 'annotations'), ...MARK } } };
};

/** Whether a patch carries the whole spec, as `kubectl apply` of a new version does. */
const patched = (object: JsonObject): JsonObject => ({ spec: objectAt(object, 'spec') ?? {} });

export interface Asker {
  readonly name: string;
  readonly object: (object: JsonObject) => JsonObject;
  readonly request: (object: JsonObject) => Request;
}

const by = (name: string, client: Client, more: Partial<Request> = {}, object = (one: JsonObject) => one): Asker => ({
  name,
  object,
  request: () => ({ by: client, ...more }),
});

/** Eight ways to ask for the same object. */
export const ASKERS: readonly Asker[] = [
  by('developer', DEVELOPER),
  by('CI account', account('ci', 'deployer', 'helm/v3.16.1')),
  by('GitOps, with its mark', account('argocd', 'argocd-application-controller'), {}, marked),
  by('on-call', person('lena')),
  by('token of a pod', account('shop', 'web', 'curl/8.9.1')),
  by('anonymous', ANONYMOUS),
  by('refused', DEVELOPER, { code: 403 }),
  {
    name: 'patch',
    object: (one) => one,
    request: (object) => ({ by: DEVELOPER, verb: 'patch', body: patched(object) }),
  },
];

export const askedBy = (subject: Subject, asker: Asker): Finding => {
  const object = asker.object(subject.object);
  const [finding] = examine(eventListOf([requestOf(object, asker.request(object))])).findings;
  if (finding === undefined) throw new Error(`${subject.what}, ${asker.name}: not judged`);
  return finding;
};

const linesOf = ({ breakdown }: Finding): ReadonlySet<string> =>
  new Set(breakdown.risk.map(({ points, reason }) => `${points > 0 ? '+' : ''}${points} ${reason}`));

/** What the sum of one finding has and that of another has not. */
export const differences = (one: Finding, other: Finding): readonly string[] => {
  const [a, b] = [linesOf(one), linesOf(other)];
  return [...a].filter((line) => !b.has(line));
};

export interface Row {
  readonly subject: Subject;
  readonly findings: readonly Finding[];
  readonly severities: readonly Severity[];
  /** Of each way that ends elsewhere than the first: its name, and what made it so. */
  readonly because: readonly (readonly [string, readonly string[]])[];
}

export const actorRows = (): readonly Row[] =>
  SUBJECTS.map((subject) => {
    const findings = ASKERS.map((asker) => askedBy(subject, asker));
    const [first] = findings;
    return {
      subject,
      findings,
      severities: findings.map(({ severity }) => severity),
      because: findings.flatMap((finding, index) =>
        first === undefined || finding.severity === first.severity
          ? []
          : [[ASKERS[index]?.name ?? '', differences(finding, first)] as const],
      ),
    };
  });
