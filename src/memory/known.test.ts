import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContentNote, NotedObject } from '../model/note.ts';
import { createKnowledge } from './known.ts';
import { tracked } from './tracked.ts';

const object: NotedObject = { cluster: 'north', namespace: 'dev', name: 'scripts' };
const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000000Z`;
const content = (minute: number | null, data: ContentNote['data'], more: Partial<ContentNote> = {}): ContentNote => ({
  kind: 'content',
  of: 'ConfigMap',
  object,
  origin: { at: minute === null ? null : at(minute), by: `writer ${minute}` },
  whole: true,
  data,
  unread: [],
  ...more,
});
const knowing = (...notes: readonly ContentNote[]) => {
  const knowledge = createKnowledge();
  for (const note of notes) knowledge.learn(note, 100);
  return knowledge;
};
const textAt = (knowledge: ReturnType<typeof createKnowledge>, minute: number, key = 'run'): unknown => {
  const found = knowledge.content('ConfigMap', object, at(minute));
  return found && [found.data.get(key), found.written, found.origin.by, found.whole];
};

test('the version that counts is the last one before, else the first one after', () => {
  const notes = [content(10, [['run', 'a']]), content(20, [['run', 'b']]), content(30, [['run', 'c']])];
  for (const order of [notes, notes.toReversed(), [notes[1], notes[0], notes[2]].flatMap((one) => one ?? [])]) {
    const knowledge = knowing(...order);
    assert.deepEqual(textAt(knowledge, 25), ['b', 'before', 'writer 20', true]);
    assert.deepEqual(textAt(knowledge, 20), ['b', 'before', 'writer 20', true]);
    assert.deepEqual(textAt(knowledge, 59), ['c', 'before', 'writer 30', true]);
    assert.deepEqual(textAt(knowledge, 5), ['a', 'after', 'writer 10', true]);
  }
});

test('a write that changes nothing leaves the first author', () => {
  assert.deepEqual(textAt(knowing(content(10, [['run', 'a']]), content(20, [['run', 'a']])), 30), [
    'a',
    'before',
    'writer 10',
    true,
  ]);
});

test('a change is laid over what was there before it', () => {
  const base = content(10, [
    ['run', 'a'],
    ['lib', 'x'],
  ]);
  const change = content(20, [['run', 'b']], { whole: false });
  const knowledge = knowing(base, change);
  assert.deepEqual(textAt(knowledge, 30), ['b', 'before', 'writer 20', true]);
  assert.deepEqual(textAt(knowledge, 30, 'lib'), ['x', 'before', 'writer 20', true]);
  assert.deepEqual(textAt(knowing(base, content(20, [['run', null]], { whole: false })), 30), [
    undefined,
    'before',
    'writer 20',
    true,
  ]);
  assert.deepEqual(textAt(knowing(change), 30), ['b', 'before', 'writer 20', false], 'without its base it is a part');
});

test('a key that was not kept makes the object a part, and its older text is not taken for it', () => {
  const knowledge = knowing(content(10, [['run', 'a']]), content(20, [], { unread: ['run'] }));
  assert.deepEqual(textAt(knowledge, 30), [undefined, 'before', 'writer 20', false]);
});

for (const [what, other] of [
  ['cluster', { ...object, cluster: 'south' }],
  ['unnamed cluster', { ...object, cluster: null }],
  ['namespace', { ...object, namespace: 'prod' }],
  ['name', { ...object, name: 'script' }],
] as const) {
  test(`an object of another ${what} is another object`, () => {
    assert.equal(knowing(content(10, [['run', 'a']])).content('ConfigMap', other, at(20)), undefined);
  });
}
test('a Secret is no ConfigMap', () => {
  assert.equal(knowing(content(10, [['run', 'a']])).content('Secret', object, at(20)), undefined);
});

test('memory is bounded: the object that was written longest ago goes first, and is counted', () => {
  const knowledge = createKnowledge({ maxCharacters: 10_000 });
  const named = (name: string): NotedObject => ({ ...object, name });
  for (let index = 0; index < 20; index++) {
    knowledge.learn(content(10, [['run', 'x'.repeat(1000)]], { object: named(`map-${index}`) }), 1000);
  }
  const kept = Array.from({ length: 20 }, (_, index) => knowledge.content('ConfigMap', named(`map-${index}`), null));
  assert.ok(kept[19] !== undefined && kept[0] === undefined);
  assert.equal(knowledge.forgotten, kept.filter((one) => one === undefined).length);
  assert.ok(kept.filter((one) => one !== undefined).length >= 5);
});

test('of one object the older versions go first, and are counted', () => {
  const knowledge = createKnowledge({ maxObjectCharacters: 5000 });
  for (let index = 0; index < 50; index++) knowledge.learn(content(index, [['run', `${index}`.repeat(600)]]), 1000);
  assert.equal(knowledge.content('ConfigMap', object, null)?.data.get('run'), '49'.repeat(600));
  assert.equal(knowledge.content('ConfigMap', object, at(2))?.written, 'after');
  assert.ok(knowledge.forgotten > 40);
});

test('a CronJob is known by its last version before, never by a later one', () => {
  const knowledge = createKnowledge();
  const learn = (minute: number, uid: string): void =>
    knowledge.learn({ kind: 'cron-job', object, uid, origin: { at: at(minute), by: 'a' }, forms: ['x'] }, 10);
  learn(20, 'b');
  learn(10, 'a');
  assert.equal(knowledge.cronJob(object, at(5)), undefined);
  assert.equal(knowledge.cronJob(object, at(15))?.uid, 'a');
  assert.equal(knowledge.cronJob(object, at(25))?.uid, 'b');
});

test('a lookup says whether it lacked something', () => {
  const whole = knowing(content(10, [['run', 'a']]));
  const asks = (minute: number, name = 'scripts'): boolean => {
    const known = tracked(whole);
    known.content('ConfigMap', { ...object, name }, at(minute));
    return known.lacking;
  };
  assert.equal(asks(20), false);
  assert.equal(asks(5), true, 'a version before may still come');
  assert.equal(asks(20, 'other'), true);
  assert.equal(tracked(whole).lacking, false, 'nothing was asked');
});
