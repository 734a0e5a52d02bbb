import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsOf } from '../lib/runs.ts';
import type { JsonObject } from '../model/json.ts';
import { remainsOf, runsDue, spanText } from './clock.ts';
import type { Remains } from './model.ts';
import type { Subject } from './subject.ts';
import type { TrailRow } from './tally.ts';
import { AROUND, STORY_SUBJECT } from './testing.ts';
import { createTrail } from './trail.ts';

const cronJob = (spec: JsonObject): JsonObject => ({ kind: 'CronJob', spec: { jobTemplate: { spec: {} }, ...spec } });
const subject = (more: Partial<Subject>): Subject => ({ ...STORY_SUBJECT, at: '2026-11-24T07:42:05.000000Z', ...more });
const runsRow = (more: Partial<Subject>, now: string): Remains | undefined =>
  remainsOf(subject(more), null, now).find(({ what }) => what.startsWith('Jobs'));

interface Case {
  readonly is: Partial<Subject>;
  readonly now: string;
  readonly state: Remains['state'];
  readonly until: string | null;
  readonly says: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  'every five minutes, three kept: the newest run has a quarter of an hour less what passed': {
    is: { body: cronJob({ schedule: '*/5 * * * *' }) },
    now: '2026-11-24T08:01:00Z',
    state: 'going',
    until: '2026-11-24T08:15:00.000Z',
    says: /keeps 3 successful and 1 failed Jobs\. The first run was due at 2026-11-24 07:45 UTC; its Job is deleted when the run of 2026-11-24 08:00 UTC has finished: gone for about a minute\. The newest run, of 2026-11-24 08:00 UTC, has about 14 minutes left/,
  },
  'before the first run': {
    is: { body: cronJob({ schedule: '0 3 * * *' }) },
    now: '2026-11-24T08:00:00Z',
    state: 'there',
    until: '2026-11-28T03:00:00.000Z',
    says: /The first run is due at 2026-11-25 03:00 UTC/,
  },
  'in a time zone': {
    is: { body: cronJob({ schedule: '0 3 * * *', timeZone: 'Asia/Tokyo' }) },
    now: '2026-11-24T08:00:00Z',
    state: 'there',
    until: '2026-11-27T18:00:00.000Z',
    says: /The first run is due at 2026-11-24 18:00 UTC/,
  },
  'no successful Job is kept': {
    is: { body: cronJob({ schedule: '* * * * *', successfulJobsHistoryLimit: 0 }) },
    now: '2026-11-24T08:00:00Z',
    state: 'going',
    until: null,
    says: /deleted as soon as it has finished\. Catch one while it runs/,
  },
  suspended: {
    is: { body: cronJob({ schedule: '* * * * *', suspend: true }) },
    now: '2026-11-24T08:00:00Z',
    state: 'there',
    until: null,
    says: /is suspended/,
  },
  'a day that never comes': {
    is: { body: cronJob({ schedule: '0 0 31 2 *' }) },
    now: '2026-11-24T08:00:00Z',
    state: 'there',
    until: null,
    says: /never fires again/,
  },
  'a schedule that is not read': {
    is: { body: cronJob({ schedule: '@every 1h' }) },
    now: '2026-11-24T08:00:00Z',
    state: 'unknown',
    until: null,
    says: /of a form that is not read here/,
  },
  'no body': {
    is: { body: null, bodyIsWhole: false },
    now: '2026-11-24T08:00:00Z',
    state: 'unknown',
    until: null,
    says: /if the defaults hold \(they were not logged\).*the schedule was not logged/,
  },
  'a Job that deletes itself': {
    is: { kind: 'Job', body: { spec: { ttlSecondsAfterFinished: 600 } } },
    now: '2026-11-24T08:00:00Z',
    state: 'going',
    until: null,
    says: /ttlSecondsAfterFinished is 600: a Job and its pods are deleted about 10 minutes after it has finished/,
  },
  'a Job that stays': {
    is: { kind: 'Job', body: { spec: {} } },
    now: '2026-11-24T08:00:00Z',
    state: 'there',
    until: null,
    says: /Nothing in the Job deletes it/,
  },
};

for (const [name, { is, now, state, until, says }] of Object.entries(CASES)) {
  test(`Jobs and pods: ${name}`, () => {
    const row = runsRow(is, now);
    assert.equal(row?.state, state);
    assert.equal(row?.until, until);
    assert.match(row?.says ?? '', says);
  });
}

test('what was deleted is gone with what it made, whatever would have deleted it', () => {
  const row = { time: '2026-11-24T07:50:00.000000Z', verb: 'delete', code: 200 } as const;
  const deleted: TrailRow = {
    ...row,
    ...{ resource: 'x', namespace: null, name: 'x', user: 'eve', peer: null, auditId: null, note: '' },
  };
  const trail = createTrail(subject({}), null).trail(AROUND);
  const seen = { ...trail, object: { ...trail.object, count: 1, rows: [deleted] } };
  const told = (more: Partial<Subject>) =>
    remainsOf(subject(more), seen, '2026-11-24T08:00:00Z').find(({ what }) => what.startsWith('Jobs'));
  const job = told({ kind: 'Job', body: { spec: { ttlSecondsAfterFinished: 600 } } });
  assert.deepEqual([job?.state, job?.until], ['gone', row.time]);
  assert.match(job?.says ?? '', /^The Job was deleted: its pods go with it/);
  assert.match(
    told({ body: cronJob({ schedule: '*/5 * * * *' }) })?.says ?? '',
    /^The CronJob was deleted: its Jobs and pods/,
  );
});

test('Events last an hour from the act', () => {
  const events = (now: string) => remainsOf(subject({}), null, now).find(({ what }) => what === 'Kubernetes Events');
  assert.equal(events('2026-11-24T08:00:00Z')?.state, 'going');
  assert.match(events('2026-11-24T08:00:00Z')?.says ?? '', /about 42 minutes left/);
  assert.equal(events('2026-11-24T09:00:00Z')?.state, 'gone');
});

test('what was refused left nothing to lose', () => {
  assert.deepEqual(remainsOf(subject({ accepted: false, refused: true }), null, '2026-11-24T08:00:00Z'), []);
});

test('runs that were due', () => {
  const due = (schedule: string, now: string) => runsDue(subject({ body: cronJob({ schedule }) }), now);
  assert.deepEqual(due('*/5 * * * *', '2026-11-24T08:00:00Z'), {
    count: 4,
    atLeast: false,
    first: '2026-11-24T07:45:00.000Z',
    last: '2026-11-24T08:00:00.000Z',
    next: '2026-11-24T08:05:00.000Z',
  });
  assert.equal(due('* * * * *', '2026-12-24T08:00:00Z')?.atLeast, true);
  assert.equal(due('*/5 * * * *', '2026-11-24T07:00:00Z')?.count, 0);
});

test('schedules: what Kubernetes reads is read, and nothing else; hostile ones cost no time', () => {
  const next = (schedule: string, zone: string | null = null) =>
    runsOf(schedule, zone)
      ?.after(Date.parse('2026-11-24T07:42:05Z'), 1)
      .map((at) => new Date(at).toISOString())[0];
  assert.equal(next('@hourly'), '2026-11-24T08:00:00.000Z');
  assert.equal(next('30 2 * * MON-FRI'), '2026-11-25T02:30:00.000Z');
  // A day of the month or a day of the week, as cron has it.
  assert.equal(next('0 0 1 * 1'), '2026-11-30T00:00:00.000Z');
  for (const bad of [
    '@every 1h',
    '* * * *',
    '0 0 0 0 0 0',
    '61 * * * *',
    '',
    '* * * * * *',
    `${'*,'.repeat(500)}* * * * *`,
  ])
    assert.equal(runsOf(bad, null), null, bad.slice(0, 20));
  assert.equal(runsOf('* * * * *', 'No/Where'), null);
  const started = performance.now();
  next('0 0 31 2 *');
  runsOf(`${Array.from({ length: 60 }, (_, at) => at).join(',')} * * * *`, null)?.after(0, 1_000);
  assert.ok(performance.now() - started < 3_000);
});

test('spans are never more exact than they can be', () => {
  assert.equal(spanText(20_000), 'about a minute');
  assert.equal(spanText(14 * 60_000), 'about 14 minutes');
  assert.equal(spanText(3 * 3_600_000), 'about 3 hours');
  assert.equal(spanText(10 * 86_400_000), 'about 10 days');
});
