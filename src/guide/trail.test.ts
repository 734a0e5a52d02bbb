import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord } from '../decode/decode.ts';
import type { JsonObject } from '../model/json.ts';
import type { Subject } from './subject.ts';
import type { Tallied } from './tally.ts';
import { ACT, AROUND, JOBS, PODS, STORY, STORY_SUBJECT } from './testing.ts';
import { createTrail, type Trail } from './trail.ts';

const trailOf = (events: readonly JsonObject[], subject: Subject = STORY_SUBJECT): Trail => {
  const maker = createTrail(subject, ACT);
  for (const one of events)
    for (const event of decodeRecord({ source: 'log', offset: 0, text: JSON.stringify(one) }).events) maker.take(event);
  return maker.trail(AROUND);
};
const kinds = ({ kinds: all }: Tallied): readonly string[] =>
  all.map(({ user, verb, resource, count, refused }) => `${user} ${verb} ${resource} ${count}/${refused}`);
const names = ({ rows }: Trail['jobs']): readonly (string | null)[] => rows.map(({ name }) => name);

const STORY_TRAIL = trailOf(STORY);

test('the object: its own writes once, not those of a longer name', () => {
  assert.deepEqual(
    STORY_TRAIL.object.rows.map(({ verb, name, user, note }) => [verb, name, user, note]),
    [['create', 'invoice-sync', 'kai@example.com', 'level RequestResponse']],
  );
  assert.deepEqual(STORY_TRAIL.act, { level: 'RequestResponse', envelope: 'audit', category: null });
});

test('the runs: Jobs, pods without a name, nodes, phases, tokens, deletions', () => {
  assert.deepEqual(names(STORY_TRAIL.jobs), JOBS);
  assert.deepEqual(names(STORY_TRAIL.jobDeletions), [JOBS[0]]);
  assert.equal(STORY_TRAIL.pods.count, 2);
  assert.deepEqual(names(STORY_TRAIL.bindings), PODS);
  assert.deepEqual(STORY_TRAIL.nodes, ['node-7']);
  assert.deepEqual(
    STORY_TRAIL.statuses.rows.map(({ note }) => note),
    ['Succeeded, exit code 0', 'Succeeded, exit code 0'],
  );
  assert.equal(STORY_TRAIL.tokens.count, 2);
  assert.deepEqual(names(STORY_TRAIL.podDeletions), [PODS[0]]);
  assert.deepEqual(names(STORY_TRAIL.sessions), [PODS[0]]);
});

test('calls: proven for its pods, apart from those of the account', () => {
  const user = 'system:serviceaccount:billing:invoices';
  assert.deepEqual(kinds(STORY_TRAIL.podCalls), [`${user} create clusterrolebindings 1/0`, `${user} list secrets 1/0`]);
  assert.deepEqual(kinds(STORY_TRAIL.accountCalls), [`${user} get configmaps 1/0`]);
});

test('the actor before and after, the address, what lasts', () => {
  assert.deepEqual(kinds(STORY_TRAIL.actorBefore), [
    'kai@example.com create selfsubjectrulesreviews 1/0',
    'kai@example.com list secrets 1/1',
  ]);
  assert.deepEqual(kinds(STORY_TRAIL.actorAfter), ['kai@example.com get pods/log 1/0']);
  assert.deepEqual(kinds(STORY_TRAIL.address), ['ada@example.com create cronjobs 1/0']);
  assert.deepEqual(
    STORY_TRAIL.lasting.rows.map(({ resource, name }) => `${resource} ${name ?? ''}`),
    ['clusterrolebindings invoice-sync-admin'],
  );
  assert.deepEqual(
    STORY_TRAIL.grants.rows.map(({ note }) => note),
    ['role cluster-admin'],
  );
});

test('events in another order, and each twice, give the same', () => {
  assert.deepEqual(trailOf([...STORY, ...STORY]), STORY_TRAIL);
  const sorted = (trail: Trail) => ({
    jobs: [...names(trail.jobs)].sort(),
    bindings: [...names(trail.bindings)].sort(),
    podCalls: kinds(trail.podCalls),
    before: kinds(trail.actorBefore),
  });
  assert.deepEqual(sorted(trailOf([...STORY].reverse())), sorted(STORY_TRAIL));
});

test('a Job that was started by hand and is named otherwise is followed by its owner', () => {
  const [first] = STORY.filter((one) => JSON.stringify(one).includes('"jobs"'));
  const byHand = JSON.parse(
    JSON.stringify(first)
      .replaceAll(JOBS[0], 'fix-it')
      .replace('cronjob-controller', 'x')
      .replace(/"auditID":"[^"]*"/, '"auditID":"a"'),
  ) as JsonObject; // our own event
  const pod = JSON.parse(
    JSON.stringify(STORY.find((one) => JSON.stringify(one).includes('"binding"')))
      .replaceAll(PODS[0], 'fix-it-zzzzz')
      .replace(/"auditID":"[^"]*"/, '"auditID":"b"'),
  ) as JsonObject;
  const maker = createTrail(STORY_SUBJECT, ACT);
  for (const one of [byHand, pod])
    for (const event of decodeRecord({ source: 'log', offset: 0, text: JSON.stringify(one) }).events) {
      maker.take(event);
    }
  assert.deepEqual(maker.newNames(), ['fix-it']);
  assert.deepEqual(maker.newNames(), []);
  const trail = maker.trail(AROUND);
  assert.deepEqual(names(trail.jobs), ['fix-it']);
  assert.deepEqual(names(trail.bindings), ['fix-it-zzzzz']);
});

test('rows and kinds of calls are bounded, and counted beyond that', () => {
  const call = STORY[1] ?? {};
  const many = Array.from({ length: 2_000 }, (_, at) => ({
    ...call,
    auditID: `many-${at}`,
    objectRef: { resource: `kind${at}`, namespace: 'billing' },
  }));
  const { actorBefore } = trailOf(many);
  assert.equal(actorBefore.count, 2_000);
  assert.equal(actorBefore.kinds.length, 500);
  assert.equal(actorBefore.left, 1_500);
});
