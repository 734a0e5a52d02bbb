import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOne } from '../decode/testing/decoding.ts';
import { textOf } from '../memory/packed.ts';
import { createUnclaimed } from '../memory/unclaimed.ts';
import type { Activity } from '../model/activity.ts';
import type { MadeNote } from '../model/note.ts';
import { normalise } from '../normalise/normalise.ts';
import { controllerJob, cronJobWrite } from './testing.ts';

const activityOf = (event: object): Activity => {
  const result = normalise(decodeOne(event), { source: 'a', offset: 0 }, { takesDuties: true });
  assert.equal(result.kind, 'activity');
  return result.activity;
};
const writtenText = (write: Activity) => ({ at: write.event.time.at, text: textOf(write) });
const note = (index: number, owner: Partial<MadeNote['owner']> = {}, withWrite = true): MadeNote => ({
  kind: 'made',
  object: { cluster: null, namespace: 'dev', name: `tick-${index}` },
  of: 'Job',
  uid: null,
  owner: { kind: 'CronJob', name: 'tick', uid: 'u', ...owner },
  event: { auditId: null, time: null, verb: 'create', source: 'a', offset: 0 },
  ...(withWrite ? { write: writtenText(activityOf(controllerJob({ index, owned: true }))) } : {}),
});
const names = (store: ReturnType<typeof createUnclaimed>): readonly string[] =>
  store.all().map(({ owner, write }) => `${owner.name}: ${write.workload.name}`);

test('of an owner that nobody wrote the earliest run stands for all, whichever is read first', () => {
  for (const order of [
    [1, 2, 3],
    [3, 1, 2],
  ]) {
    const store = createUnclaimed();
    for (const index of order) store.learn(note(index), 1);
    assert.deepEqual(names(store), ['tick: tick-1']);
  }
});

test('a write of the owner explains it, before or after its runs; a refused one does not', () => {
  const write = activityOf(cronJobWrite({ name: 'tick', index: 0 }));
  const before = createUnclaimed();
  before.author(write);
  before.learn(note(1), 1);
  const after = createUnclaimed();
  after.learn(note(1), 1);
  after.author(write);
  const refused = createUnclaimed();
  refused.learn(note(1), 1);
  refused.author({ ...write, request: { ...write.request, outcome: 'refused', code: 403 } });
  assert.deepEqual([names(before), names(after), names(refused)], [[], [], ['tick: tick-1']]);
});

test('an owner that a controller made is explained by what that one was made of', () => {
  const store = createUnclaimed();
  store.learn({ ...note(2, { kind: 'Job', name: 'tick-1' }), of: 'Pod' }, 1);
  store.learn(note(1), 1);
  assert.deepEqual(names(store), ['tick: tick-1']);
});

test('an owner whose name the server drew is explained by what its name begins with', () => {
  const store = createUnclaimed();
  store.learn(note(1, { name: 'tick-x7k2p' }), 1);
  const write = activityOf(cronJobWrite({ name: 'tick', index: 0 }));
  store.author({ ...write, workload: { ...write.workload, name: null, generateName: 'tick-' } });
  assert.deepEqual(names(store), []);
});

test('what is not kept for want of room is counted', () => {
  const store = createUnclaimed({ maxOwners: 10 });
  for (let index = 0; index < 50; index++) store.learn(note(1, { name: `tick-${index}` }), 1);
  store.learn(note(1, { name: 'none' }, false), 1);
  assert.deepEqual([store.all().length, store.forgotten], [10, 40]);
});
