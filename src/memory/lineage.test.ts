import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MadeNote, PlacedNote } from '../model/note.ts';
import { activityOf, eventOf } from '../normalise/testing.ts';
import { callerOf, createLineage, type LineageOf } from './lineage.ts';

const time = (minute: number): string =>
  `2026-11-24T${String(10 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00.000000Z`;
const object = (name: string, cluster: string | null = null) => ({ cluster, namespace: 'shop', name });
const event = (minute: number, auditId = `m-${minute}`) => ({
  auditId,
  time: time(minute),
  verb: 'create',
  source: 'a',
  offset: minute,
});

const made = (
  of: string,
  name: string,
  owner: MadeNote['owner'],
  minute: number,
  more: Partial<MadeNote> = {},
): MadeNote => ({
  kind: 'made',
  object: object(name),
  of,
  uid: `u-${name}`,
  owner,
  event: event(minute, `${of}-${name}`),
  ...more,
});
const tick = (minute: number, more: Partial<MadeNote> = {}): MadeNote =>
  made('Job', `report-${minute}`, { kind: 'CronJob', name: 'report', uid: 'u-report' }, minute, more);
const pod = (minute: number, more: Partial<MadeNote> = {}): MadeNote =>
  made('Pod', `report-${minute}-x`, { kind: 'Job', name: `report-${minute}`, uid: `u-report-${minute}` }, minute, more);
const place = (minute: number, node: string): PlacedNote => ({
  kind: 'placed',
  object: object(`report-${minute}-x`),
  uid: `u-report-${minute}-x`,
  node,
  event: event(minute, `p-${minute}`),
});
const asked = (more: Partial<LineageOf> = {}): LineageOf => ({
  object: object('report'),
  kind: 'CronJob',
  uid: 'u-report',
  since: time(0),
  ...more,
});
const steps = (lineage: ReturnType<typeof createLineage>, of = asked()): readonly string[] =>
  lineage
    .of(of)
    .edges.map(({ from, to, certainty }) => `${from.kind} ${from.name} > ${to.kind} ${to.name} (${certainty})`);

test('a pod that writes with its own token: told of what made the pod, of the pod and of what it wrote', () => {
  const lineage = createLineage();
  for (const note of [tick(5), pod(5), place(5, 'a')]) lineage.learn(note);
  const write = activityOf(
    eventOf(
      {
        time: { at: time(6), exact: true },
        user: {
          username: 'system:serviceaccount:shop:web',
          uid: null,
          groups: [],
          extra: {
            'authentication.kubernetes.io/pod-name': ['report-5-x'],
            'authentication.kubernetes.io/pod-uid': ['u-report-5-x'],
          },
        },
      },
      { namespace: 'payments', name: 'steal' },
    ),
  );
  lineage.wrote(write);
  lineage.wrote(write);
  const wrote = 'Pod report-5-x > CronJob steal (proved)';
  assert.deepEqual(steps(lineage), [
    'CronJob report > Job report-5 (proved)',
    'Job report-5 > Pod report-5-x (proved)',
    'Pod report-5-x > node a (proved)',
    wrote,
  ]);
  const own = { object: object('report-5-x'), kind: 'Pod', uid: 'u-report-5-x', since: time(5) };
  assert.deepEqual(steps(lineage, own), ['Pod report-5-x > node a (proved)', wrote]);
  const stolen = {
    object: { cluster: null, namespace: 'payments', name: 'steal' },
    kind: 'CronJob',
    uid: null,
    since: time(6),
    caller: callerOf(write),
  };
  assert.deepEqual(steps(lineage, stolen), [wrote, 'Pod report-5-x > node a (proved)']);
  const another = { ...own, uid: 'u-another' };
  assert.ok(!steps(lineage, another).includes(wrote));
});

test('what proved to be of somebody else is no run', () => {
  const lineage = createLineage();
  for (const note of [tick(5), pod(5), place(5, 'a'), tick(10), pod(10), place(10, 'b')]) lineage.learn(note);
  lineage.disown(new Set(['Job-report-5']));
  assert.deepEqual(steps(lineage), [
    'CronJob report > Job report-10 (proved)',
    'Job report-10 > Pod report-10-x (proved)',
    'Pod report-10-x > node b (proved)',
  ]);
  assert.deepEqual([lineage.of(asked()).runs?.count, lineage.of(asked()).runs?.nodes], [1, ['b']]);
  lineage.disown(new Set(['Job-report-10']));
  assert.equal(lineage.of(asked()).runs, null);
});

test('a CronJob, its Job, the pod of that and its node: proved by uids and the binding', () => {
  const lineage = createLineage();
  for (const note of [tick(5), pod(5), place(5, 'a'), tick(10), pod(10), place(10, 'b')]) lineage.learn(note);
  assert.deepEqual(steps(lineage), [
    'CronJob report > Job report-5 (proved)',
    'Job report-5 > Pod report-5-x (proved)',
    'Pod report-5-x > node a (proved)',
    'CronJob report > Job report-10 (proved)',
    'Job report-10 > Pod report-10-x (proved)',
    'Pod report-10-x > node b (proved)',
  ]);
  assert.deepEqual(lineage.of(asked()).runs, {
    count: 2,
    isAtLeast: false,
    kind: 'Job',
    firstAt: time(5),
    lastAt: time(10),
    nodes: ['a', 'b'],
    isProved: true,
  });
});

test('without a uid on either side names agree, which proves nothing', () => {
  const byName = createLineage();
  byName.learn(tick(5));
  assert.deepEqual(steps(byName, asked({ uid: null })), ['CronJob report > Job report-5 (inferred)']);
  const unnamed = createLineage();
  unnamed.learn(tick(5, { owner: { kind: 'CronJob', name: 'report', uid: null } }));
  assert.deepEqual(steps(unnamed), ['CronJob report > Job report-5 (inferred)']);
});

test('what was made of another object of the name, or before the write, is not told', () => {
  const lineage = createLineage();
  lineage.learn(tick(5));
  lineage.learn(tick(10, { owner: { kind: 'CronJob', name: 'report', uid: 'u-older' } }));
  assert.deepEqual(steps(lineage), ['CronJob report > Job report-5 (proved)']);
  assert.equal(lineage.of(asked({ since: time(6) })).runs, null);
  assert.equal(lineage.of(asked({ kind: 'Job' })).runs, null);
  assert.equal(lineage.of(asked({ object: object('report', 'harbour') })).runs, null);
  assert.equal(lineage.of(asked({ uid: 'u-third' })).runs, null);
});

test('a thing that is told twice is one, and the order of records does not matter', () => {
  const notes = [tick(5), pod(5), place(5, 'a'), tick(10), pod(10), place(10, 'b'), tick(5), place(10, 'b')];
  const told = (all: typeof notes) => {
    const lineage = createLineage();
    for (const note of all) lineage.learn(note);
    return lineage.of(asked());
  };
  const expected = told(notes);
  assert.equal(expected.runs?.count, 2);
  assert.deepEqual(told([...notes].reverse()), expected);
});

test('of many runs the first and the last are told, and all are counted with their nodes', () => {
  const lineage = createLineage({ maxMade: 8 });
  for (let minute = 1; minute <= 100; minute++) {
    for (const note of [tick(minute), pod(minute), place(minute, `node-${minute % 7}`)]) lineage.learn(note);
  }
  const { runs, edges } = lineage.of(asked());
  assert.deepEqual([runs?.count, runs?.isAtLeast, runs?.nodes.length], [100, false, 7]);
  const jobs = edges.filter(({ to }) => to.kind === 'Job').map(({ to }) => to.name);
  assert.deepEqual(jobs, ['report-1', 'report-2', 'report-98', 'report-99', 'report-100']);
  const later = lineage.of(asked({ since: time(50) })).runs;
  assert.deepEqual([later?.isAtLeast, later !== undefined && (later?.count ?? 0) < 60], [true, true]);
});

test('the memory is bounded: what was forgotten is counted, and never told wrong', () => {
  const lineage = createLineage({ maxOwners: 100 });
  for (let index = 0; index < 10_000; index++) {
    lineage.learn(
      made('Job', `job-${index}`, { kind: 'CronJob', name: `cron-${index}`, uid: `u-${index}` }, index % 600),
    );
  }
  assert.equal(lineage.forgotten, 9900);
  assert.equal(lineage.of(asked({ object: object('cron-1'), uid: 'u-1', since: null })).runs, null);
  assert.equal(lineage.of(asked({ object: object('cron-9999'), uid: 'u-9999', since: null })).runs?.count, 1);
});

test('once something was forgotten, what is counted anew is at least so many', () => {
  const lineage = createLineage({ maxOwners: 2 });
  const other = (name: string): MadeNote => made('Job', `${name}-1`, { kind: 'CronJob', name, uid: `u-${name}` }, 20);
  for (const minute of [5, 10]) lineage.learn(tick(minute));
  assert.deepEqual([lineage.of(asked()).runs?.count, lineage.of(asked()).runs?.isAtLeast], [2, false]);
  for (const name of ['a', 'b']) lineage.learn(other(name));
  assert.equal(lineage.of(asked()).runs, null);
  lineage.learn(tick(30));
  const { runs } = lineage.of(asked());
  assert.deepEqual([runs?.count, runs?.isAtLeast, lineage.forgotten], [1, true, 2]);
});

test('a placement that is found by the name of a pod alone is never one of another uid, and inferred when some were forgotten', () => {
  const last = (maxPlaced: number, uid: string | null): string | undefined => {
    const lineage = createLineage({ maxPlaced });
    for (const note of [tick(5), pod(5), place(5, 'a')]) lineage.learn(note);
    // Another pod of its name, or one whose uid was not logged.
    lineage.learn({ ...place(5, 'b'), uid, event: event(6) });
    return steps(lineage)[2];
  };
  assert.equal(last(100, 'u-other'), 'Pod report-5-x > node a (proved)');
  assert.equal(last(1, 'u-other'), undefined, 'its own was forgotten, and the other is none of it');
  assert.equal(last(1, null), 'Pod report-5-x > node b (inferred)');
});

test('a run that is read again is counted once, though it is kept no more', () => {
  const lineage = createLineage({ maxMade: 4 });
  const notes = Array.from({ length: 30 }, (_, index) => tick(index * 2));
  for (const note of [...notes, ...notes, ...notes.toReversed()]) lineage.learn(note);
  assert.equal(lineage.of(asked()).runs?.count, 30);
  lineage.learn(tick(90));
  assert.equal(lineage.of(asked()).runs?.count, 31);
});

test('bytes are bounded: the owner that was added to longest ago goes first', () => {
  const lineage = createLineage({ maxCharacters: 10_000 });
  for (let index = 0; index < 200; index += 1)
    lineage.learn(made('Job', `j-${index}`, { kind: 'CronJob', name: `c-${index}`, uid: null }, 5));
  assert.ok(lineage.forgotten > 100);
  assert.ok([...lineage.dump()].filter(([of]) => of === 'owner').length < 60);
});

test('taken up from its rows it answers, counts and forgets as before', () => {
  const options = { maxOwners: 6, maxMade: 4, maxPlaced: 20 };
  const notes = Array.from({ length: 24 }, (_, index) => [
    tick(index),
    pod(index),
    place(index, `n-${index % 3}`),
  ]).flat();
  const whole = createLineage(options);
  for (const note of notes) whole.learn(note);
  for (let cut = 0; cut <= notes.length; cut += 5) {
    const [before, after] = [createLineage(options), createLineage(options)];
    for (const note of notes.slice(0, cut)) before.learn(note);
    after.restore(JSON.parse(JSON.stringify([...before.dump()])));
    for (const note of notes.slice(cut)) after.learn(note);
    assert.deepEqual(after.of(asked()), whole.of(asked()));
    assert.deepEqual([...after.dump()], [...whole.dump()]);
  }
});
