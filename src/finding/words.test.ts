import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../lib/inert.ts';
import { activityWith, HOSTILE, hitWith, indicatorWith, MOVING_TAG, REMOTE_FETCH } from './testing.ts';
import { summaryOf, titleOf } from './words.ts';

type Change = Parameters<typeof activityWith>[0];

const titles: readonly (readonly [situation: string, change: Change, title: string])[] = [
  [
    'accepted',
    {},
    'CronJob dev/backup: scheduled container pipes a download into a shell, created by jane@example.com',
  ],
  [
    'refused',
    { request: { outcome: 'refused', code: 403 } },
    'CronJob dev/backup: scheduled container pipes a download into a shell, refused to jane@example.com',
  ],
  [
    'a name that the server generates, changed by nobody known, with the outcome not logged',
    {
      workload: { kind: 'Job', name: null, generateName: 'run-' },
      request: { verb: 'patch', outcome: 'unknown', code: null },
      actor: { username: null },
    },
    'Job dev/run-…: scheduled container pipes a download into a shell, asked for by somebody whom the log does not name',
  ],
  [
    'impersonated, in no namespace, a subresource',
    {
      workload: { kind: 'Pod', namespace: null, name: 'x', subresource: 'ephemeralcontainers' },
      request: { verb: 'patch' },
      actor: { impersonatedBy: 'eve@example.com' },
    },
    'Pod x (ephemeralcontainers): scheduled container pipes a download into a shell, changed by eve@example.com in the name of jane@example.com',
  ],
];
for (const [situation, change, title] of titles) {
  test(`title: ${situation}`, () => assert.equal(titleOf(activityWith(change), [REMOTE_FETCH]), title));
}

const summaries: readonly (readonly [
  situation: string,
  change: Change,
  hits: Parameters<typeof summaryOf>[1],
  schedule: string | null,
  summary: string,
])[] = [
  [
    'accepted, two reasons',
    {},
    [REMOTE_FETCH, MOVING_TAG],
    '*/5 * * * *',
    'jane@example.com created CronJob dev/backup (schedule "*/5 * * * *"): container "main" downloads a script and runs it in one step; tag "3.22" moves.',
  ],
  [
    'refused, without evidence of its own',
    { request: { outcome: 'refused' } },
    [{ indicator: { title: 'API version was removed' }, evidence: [] }],
    null,
    'jane@example.com tried to create CronJob dev/backup and was refused: API version was removed.',
  ],
  [
    'no reasons, and a verb that is no write',
    { request: { verb: 'escalate' } },
    [],
    null,
    'jane@example.com used the verb escalate on CronJob dev/backup.',
  ],
  [
    'five reasons',
    { request: { verb: 'update', outcome: 'dry-run' } },
    [MOVING_TAG, MOVING_TAG, MOVING_TAG, MOVING_TAG, MOVING_TAG],
    null,
    'jane@example.com made a dry run to change CronJob dev/backup: tag "3.22" moves; tag "3.22" moves; tag "3.22" moves; and 2 more reasons.',
  ],
];
for (const [situation, change, hits, schedule, summary] of summaries) {
  test(`summary: ${situation}`, () => assert.equal(summaryOf(activityWith(change), hits, schedule), summary));
}

test('nothing found', () => {
  assert.match(titleOf(activityWith(), []), /: nothing suspicious was found, created by jane@example\.com$/);
});

for (const hostile of [...HOSTILE, `password=${'x'.repeat(40)}`, 'n'.repeat(100_000)]) {
  test(`sentences hold no unseen characters and stay short: ${JSON.stringify(hostile.slice(0, 40))}`, () => {
    const activity = activityWith({
      actor: { username: hostile, impersonatedBy: hostile },
      workload: { kind: hostile, namespace: hostile, name: hostile, subresource: hostile },
      request: { verb: hostile },
    });
    const hit = hitWith(indicatorWith('a.b', 'Title', 'low'), 1, { says: hostile, at: '', value: '' });
    for (const text of [titleOf(activity, [hit]), summaryOf(activity, [hit, hit, hit], hostile)]) {
      assert.equal(plain(text), text);
      assert.ok(text.length < 1_600, `${text.length}`);
      assert.ok(!text.includes('xxxxx'), text);
    }
  });
}

test('a name that was used by somebody else is not said to have done it', () => {
  const hit = {
    indicator: { id: 'actor.controller-identity', title: 'Identity of a controller used by somebody else' },
    evidence: [],
  };
  assert.match(titleOf(activityWith(), [hit]), /, created by somebody under the name of jane@example\.com$/);
  assert.match(summaryOf(activityWith(), [hit], null), /^somebody under the name of jane@example\.com created /);
});
