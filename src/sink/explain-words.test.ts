import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEVERITIES } from '../model/finding.ts';
import { BECAUSE } from '../model/seen.ts';
import {
  addressesOf,
  BECAUSE_WORDS,
  callTexts,
  doubtsByReason,
  lineageTexts,
  pointerTail,
  pointsText,
  SHAPES,
  sentinelFlags,
  spanText,
  timeText,
  unassessedByReason,
  workloadText,
} from './explain-words.ts';
import { dryRun, hostRootJob, imagePatch, nothingKnown, reverseShell, SAMPLE_FINDINGS } from './testing.ts';

const tails: readonly (readonly [string, string])[] = [
  ['/requestObject/spec/jobTemplate/spec/template/spec/containers/0/command/2', 'containers[0].command[2]'],
  ['/requestObject/spec/template/spec/hostPID', 'hostPID'],
  ['/requestObject/spec/schedule', 'spec.schedule'],
  ['/requestObject/metadata/annotations/example.com~1a~0b', 'metadata.annotations["example.com/a~b"]'],
  ['/requestObject/0/value', '[0].value'],
  ['/objectRef/namespace', 'objectRef.namespace'],
  ['/requestObject', 'requestObject'],
  ['', 'the event'],
];
for (const [pointer, tail] of tails) test(`the tail of "${pointer}"`, () => assert.equal(pointerTail(pointer), tail));

for (const because of BECAUSE) {
  test(`there are words for ${because}`, () => assert.ok(BECAUSE_WORDS[because].length > 10));
}

test('every severity has a shape of its own', () => {
  assert.equal(new Set(SEVERITIES.map((one) => SHAPES[one])).size, SEVERITIES.length);
});

test('times are shown in UTC to the second, and what is no time as it stands', () => {
  assert.equal(timeText('2026-11-24T10:00:01.123456Z'), '2026-11-24 10:00:01 UTC');
  assert.equal(timeText('yesterday'), 'yesterday');
  assert.equal(timeText(null), 'time not known');
  assert.equal(spanText('2026-11-24T10:00:01Z', '2026-11-24T10:00:01.9Z'), '2026-11-24 10:00:01 UTC');
});

test('the last address is the one that was seen; those before it are claims', () => {
  assert.deepEqual(addressesOf(reverseShell.actor), { peer: '192.0.2.14', claimed: ['198.51.100.23'] });
  assert.deepEqual(addressesOf(nothingKnown.actor), { peer: null, claimed: [] });
});

test('a generated name ends in a star, and a missing one is said to be missing', () => {
  assert.equal(workloadText(dryRun), 'Job qa/smoke-*');
  assert.equal(workloadText(nothingKnown), 'CronJob, name not logged');
});

test('what could not be told is grouped by reason, the largest group first', () => {
  assert.deepEqual(
    unassessedByReason(imagePatch).map(({ ids }) => ids.length),
    [3, 1],
  );
});

test('flags of the original query by name, and none where it does not look', () => {
  assert.deepEqual(sentinelFlags(hostRootJob), ['IsHostPathMount', 'IsPrivileged']);
  assert.equal(sentinelFlags(nothingKnown), null);
});

test('points carry their sign', () => {
  assert.deepEqual([5, 0, -8].map(pointsText), ['+5', '+0', '−8']);
});

test('the sample findings are sound: each sum adds up and ids are unique', () => {
  assert.equal(new Set(SAMPLE_FINDINGS.map(({ id }) => id)).size, SAMPLE_FINDINGS.length);
  for (const finding of SAMPLE_FINDINGS) {
    const sum = finding.breakdown.risk.reduce((total, line) => total + line.points, 0);
    assert.equal(sum, finding.risk, finding.title);
    assert.ok(finding.risk >= 0 && finding.risk <= 100);
  }
});

test('what became of a workload, step by step', () => {
  const node = (kind: string, name: string | null, namespace: string | null = 'shop') => ({
    kind,
    name,
    namespace,
    uid: null,
  });
  const event = { auditId: 'a', time: '2026-11-24T10:00:00.5Z', verb: 'create', source: 'a', offset: 0 };
  const edge = { certainty: 'proved' as const, events: [event] };
  const job = node('Job', 'report-1');
  assert.deepEqual(
    lineageTexts({
      lineage: [
        { ...edge, from: node('actor', 'ana', null), to: node('CronJob', 'report') },
        { ...edge, from: node('CronJob', 'report'), to: job, certainty: 'inferred' },
        { ...edge, from: node('Pod', 'report-1-x'), to: node('node', 'a', null) },
      ],
    }),
    [
      'Job shop/report-1 was made of CronJob shop/report, 2026-11-24 10:00:00 UTC (inferred: only names agree)',
      'Pod shop/report-1-x ran on node a, 2026-11-24 10:00:00 UTC',
    ],
  );
});

test('what else they asked for: a sentence for each kind, then what is not told', () => {
  const event = { auditId: 'a', time: null, verb: 'list', source: 'f', offset: 0 };
  const call = (says: string, count: number, certainty: 'proved' | 'inferred', lastSeen: string | null) => ({
    ...({
      by: 'pod',
      username: 'u',
      verb: 'list',
      apiGroup: '',
      resource: 'secrets',
      namespace: 'kube-system',
    } as const),
    ...({ names: [], outcome: 'refused', count, firstSeen: null, lastSeen, says, event, certainty } as const),
  });
  const told = [
    call('pods of this workload listed secrets in kube-system 14 times, refused', 14, 'proved', '2026-11-24T07:00:00Z'),
    call('jane@example.com read secrets once', 1, 'inferred', null),
  ];
  const [first = '', second = '', rest = '', part = ''] = callTexts({ calls: { told, more: 5, whole: false } });
  assert.match(
    first,
    /^pods of this workload listed secrets in kube-system 14 times, refused, last at 2026-11-24 07:00:00/,
  );
  assert.equal(second, 'jane@example.com read secrets once, at a time that is not logged (inferred: only names agree)');
  assert.equal(rest, 'and 5 requests more');
  assert.equal(part, 'not everything that they asked for was looked at');
  assert.deepEqual(callTexts({ calls: { told, more: 5, whole: true } }, 1).slice(1), ['and 6 requests more']);
  assert.deepEqual(callTexts({}), []);
});

test('a young baseline is no doubt about one finding; what else is open is', () => {
  const unassessed = [
    { id: 'baseline.new-author', because: 'no-baseline' },
    { id: 'baseline.new-content', because: 'truncated' },
    { id: 'change.un-suspended', because: 'no-baseline' },
  ] as const;
  assert.deepEqual(
    doubtsByReason({ unassessed }).map(({ ids }) => ids),
    [['baseline.new-content'], ['change.un-suspended']],
  );
});
