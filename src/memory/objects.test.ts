import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import type { JsonObject } from '../model/json.ts';
import type { KnownObject } from '../model/known.ts';
import { seen, unseen } from '../model/seen.ts';
import { activityOf, eventOf, plain } from '../normalise/testing.ts';
import { askedOf } from './object-versions.ts';
import { createObjects, type ObjectsOptions } from './objects.ts';

const time = (at: number): string => new Date(Date.UTC(2026, 10, 24, 6, 0, at)).toISOString().replace('Z', '000Z');
interface Act {
  readonly at: number;
  readonly name?: string;
  readonly by?: string;
}
const act = (
  { at, name = 'report', by = 'ana@example.com' }: Act,
  verb: string,
  requestObject: AuditEvent['requestObject'],
): Activity =>
  activityOf(
    eventOf(
      {
        verb,
        auditId: `${at}`,
        code: verb === 'create' ? 201 : 200,
        time: { at: time(at), exact: true },
        user: { username: by, uid: null, groups: [], extra: {} },
        requestObject,
      },
      { name },
    ),
  );
const body = (image: string, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'report' },
  spec: { ...spec, jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } } },
});
const created = (one: Act, image = 'a'): Activity => act(one, 'create', seen(body(image)));
const updated = (one: Act, image: string): Activity => act(one, 'update', seen(body(image)));
const patched = (one: Act, patch: JsonObject | readonly unknown[]): Activity => act(one, 'patch', seen(patch));
const unlogged = (one: Act): Activity => act(one, 'update', unseen('level-metadata'));

const SIZE = 1000;
const after = (
  acts: readonly Activity[],
  at: number,
  options: ObjectsOptions = {},
  one: Partial<Act> = {},
): KnownObject | undefined => {
  const objects = createObjects(options);
  for (const activity of acts) objects.learn(activity, SIZE);
  const asked = askedOf(patched({ ...one, at }, {}));
  return asked === null ? undefined : objects.before(asked);
};
const suspended = { spec: { suspend: true } };
const imageOf = (known: KnownObject | undefined): unknown => {
  const text = JSON.stringify(plain(known?.states[0] ?? null));
  return /"image":"([^"]*)"/.exec(text)?.[1];
};

test('the last version before the write counts, by time and not by place', () => {
  const acts = [updated({ at: 5 }, 'c'), created({ at: 1 }), updated({ at: 3 }, 'b')];
  assert.equal(imageOf(after(acts, 0)), undefined);
  assert.equal(imageOf(after(acts, 2)), 'a');
  assert.equal(imageOf(after(acts, 4)), 'b');
  assert.equal(imageOf(after(acts, 6)), 'c');
});

test('a write is never its own base', () => {
  const objects = createObjects();
  const own = updated({ at: 3 }, 'b');
  for (const one of [created({ at: 1 }), own]) objects.learn(one, SIZE);
  const asked = askedOf(own);
  assert.ok(asked !== null);
  assert.equal(imageOf(objects.before(asked)), 'a');
});

test('a patch is applied to the version before it, whenever that is read', () => {
  for (const acts of [
    [created({ at: 1 }), patched({ at: 2 }, suspended)],
    [patched({ at: 2 }, suspended), created({ at: 1 })],
  ]) {
    const known = after(acts, 3);
    assert.deepEqual(plain(known?.states), [plain(body('a', { suspend: true }))]);
    assert.equal(known?.isDerived, true);
    assert.equal(known?.origin.at, time(2));
    assert.equal(known?.creation?.origin.at, time(1));
    assert.deepEqual(
      known?.versions.map(({ origin }) => origin.at),
      [time(2), time(1)],
    );
  }
});

test('what an earlier write that comes late changes is taken into what was derived', () => {
  const objects = createObjects();
  const asked = askedOf(patched({ at: 9 }, {}));
  assert.ok(asked !== null);
  for (const one of [created({ at: 1 }), patched({ at: 3 }, suspended)]) objects.learn(one, SIZE);
  assert.equal(imageOf(objects.before(asked)), 'a');
  objects.learn(updated({ at: 2 }, 'b'), SIZE);
  assert.equal(imageOf(objects.before(asked)), 'b');
});

test('a change that may be read in two ways leaves two states, until the object is written whole', () => {
  const image = {
    spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image: 'b' }] } } } } },
  };
  const command = {
    spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', command: ['x'] }] } } } } },
  };
  const acts = [created({ at: 1 }), patched({ at: 2 }, command), patched({ at: 3 }, image)];
  assert.equal(after(acts, 3)?.states.length, 1, 'a container without an image is refused');
  assert.equal(after(acts, 4)?.states.length, 2);
  assert.equal(after(acts, 4)?.versions.length, 0, 'nothing is certain');
  assert.equal(after([...acts, updated({ at: 4 }, 'c')], 5)?.states.length, 1);
});

const ENDS: Readonly<Record<string, readonly Activity[]>> = {
  'a write whose body was not logged': [unlogged({ at: 2 })],
  'a patch of a place that is not there': [patched({ at: 2 }, [{ op: 'remove', path: '/spec/x' }])],
};
for (const [situation, acts] of Object.entries(ENDS)) {
  test(`nothing is known after ${situation}, until the object is written whole`, () => {
    assert.equal(after([created({ at: 1 }), ...acts], 3), undefined);
    assert.equal(after([created({ at: 1 }), ...acts, patched({ at: 4 }, suspended)], 5), undefined);
    assert.equal(imageOf(after([created({ at: 1 }), ...acts, updated({ at: 4 }, 'b')], 5)), 'b');
  });
}

test('what is created anew has no story of what was deleted', () => {
  const known = after([created({ at: 1, by: 'eve@example.com' }), created({ at: 3 })], 4);
  assert.equal(known?.creation?.origin.by, 'ana@example.com');
  assert.equal(known?.versions.length, 1);
});

test('a deletion ends one object, or all of a namespace', () => {
  const note = {
    kind: 'deletion' as const,
    cluster: null,
    group: 'batch',
    resource: 'cronjobs',
    namespace: 'shop',
    at: time(2),
    auditId: 'd',
  };
  for (const name of ['report', null]) {
    const objects = createObjects();
    for (const one of [created({ at: 1 }), created({ at: 1, name: 'other' })]) objects.learn(one, SIZE);
    objects.end({ ...note, name });
    const known = (of: string, at: number) => {
      const asked = askedOf(patched({ at, name: of }, {}));
      return asked === null ? undefined : imageOf(objects.before(asked));
    };
    assert.equal(known('report', 3), undefined);
    assert.equal(known('report', 1.5), 'a', 'it was there before');
    assert.equal(known('other', 3), name === null ? undefined : 'a');
  }
});

test('a record of the same act that tells more takes the place of one that tells less', () => {
  const cut = act({ at: 1 }, 'create', unseen('truncated'));
  for (const acts of [
    [cut, created({ at: 1 })],
    [created({ at: 1 }), cut],
  ])
    assert.equal(imageOf(after(acts, 2)), 'a');
});

test('of a long story the creation stays, and what a dropped version said is in the next one', () => {
  const objects = createObjects();
  objects.learn(created({ at: 0, by: 'eve@example.com' }), SIZE);
  for (let at = 1; at <= 200; at++) objects.learn(patched({ at }, { metadata: { labels: { [`l${at}`]: 'x' } } }), SIZE);
  const asked = askedOf(patched({ at: 201 }, {}));
  assert.ok(asked !== null);
  const known = objects.before(asked);
  assert.equal(known?.creation?.origin.by, 'eve@example.com');
  const labels = JSON.stringify(plain(known?.states[0] ?? null)).match(/"l\d+":"x"/g) ?? [];
  assert.equal(labels.length, 200);
  assert.equal(objects.forgotten, 201 - 64);
});

test('what comes too late is counted', () => {
  const objects = createObjects();
  const asked = askedOf(patched({ at: 5 }, {}));
  assert.ok(asked !== null);
  objects.giveUp(asked);
  objects.learn(created({ at: 9 }), SIZE);
  objects.learn(created({ at: 1, name: 'other' }), SIZE);
  assert.equal(objects.late, 0);
  objects.learn(created({ at: 1 }), SIZE);
  assert.equal(objects.late, 1);
});

test('a million objects stay within the room that there is, and the last ones are kept', () => {
  const objects = createObjects();
  const one = created({ at: 1 });
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < 1_000_000; index++)
    objects.learn({ ...one, workload: { ...one.workload, name: `job-${index}` } }, 500);
  assert.ok(objects.forgotten >= 980_000 && objects.forgotten < 983_000, `${objects.forgotten}`);
  assert.ok(process.memoryUsage().heapUsed - before < 200e6);
  const find = (name: string): KnownObject | undefined => {
    const asked = askedOf(patched({ at: 2, name }, {}));
    return asked === null ? undefined : objects.before(asked);
  };
  assert.equal(find('job-5'), undefined);
  assert.equal(imageOf(find('job-999999')), 'a');
});

test('large objects stay within their characters', () => {
  const objects = createObjects({ maxCharacters: 10_000_000, maxObjectCharacters: 3_000_000 });
  for (let index = 0; index < 100; index++) objects.learn(created({ at: index, name: `job-${index % 20}` }), 1_000_000);
  assert.ok(objects.forgotten >= 100 - 20, `${objects.forgotten}`);
  const kept = Array.from({ length: 20 }, (_, index) => askedOf(patched({ at: 200, name: `job-${index}` }, {}))).filter(
    (asked) => asked !== null && objects.before(asked) !== undefined,
  );
  assert.ok(kept.length >= 3 && kept.length <= 10, `${kept.length}`);
});

test('small changes of a large object are followed as far as their records pay for it', () => {
  const objects = createObjects();
  const labels = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`label-${index}`, 'x']));
  const large: JsonObject = { ...body('a'), metadata: { name: 'report', labels } };
  objects.learn(act({ at: 0 }, 'create', seen(large)), 1_000_000);
  const start = process.cpuUsage();
  let known = 0;
  for (let at = 1; at <= 3000; at++) {
    const one = patched({ at }, { metadata: { labels: { x: `${at}` } } });
    objects.learn(one, 300);
    const asked = askedOf(one);
    if (asked !== null && objects.before(asked) !== undefined) known += 1;
  }
  assert.ok(known > 3 && known < 600, `${known}`);
  assert.ok(objects.unaffordable > 2000);
  assert.ok(process.cpuUsage(start).user < 30e6);
});

test('copies that grow with each patch are given up', () => {
  const objects = createObjects();
  objects.learn(created({ at: 0 }), SIZE);
  for (let at = 1; at <= 60; at++) {
    const patch = ['a', 'b'].map((to) => ({ op: 'copy', from: '/spec', path: `/spec/${to}` }));
    const one = patched({ at }, patch);
    objects.learn(one, 200);
    const asked = askedOf(one);
    const size = asked === null ? 0 : JSON.stringify(objects.before(asked)?.states ?? null).length;
    assert.ok(size < 20e6, `${size}`);
  }
  const asked = askedOf(patched({ at: 61 }, {}));
  assert.ok(asked !== null && objects.before(asked) === undefined);
});

test('what was written across a deletion is not derived from what was deleted, whichever record is read first', () => {
  const note = {
    kind: 'deletion' as const,
    cluster: null,
    group: 'batch',
    resource: 'cronjobs',
    namespace: 'shop',
    name: 'report',
    at: time(2),
    auditId: 'd',
  };
  for (const isFirst of [true, false]) {
    const objects = createObjects();
    if (isFirst) objects.end(note);
    for (const one of [created({ at: 1 }), patched({ at: 3 }, suspended)]) objects.learn(one, SIZE);
    const asked = askedOf(patched({ at: 4 }, {}));
    assert.ok(asked !== null);
    if (!isFirst) {
      assert.ok(objects.before(asked) !== undefined);
      objects.end(note);
    }
    assert.equal(objects.before(asked), undefined);
  }
});

/** As rows hold it. */
const plainly = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

test('taken up from its rows it tells the same of every object, by the same stamps, for the same price', () => {
  const label = (at: number): JsonObject => ({ metadata: { labels: { [`l-${at}`]: 'x' } } });
  const acts: readonly Activity[] = [
    act({ at: 1 }, 'create', seen(body('a'))),
    ...Array.from({ length: 90 }, (_, index) => act({ at: 2 + index }, 'patch', seen(label(index)))),
    act({ at: 1, name: 'other' }, 'create', seen(body('a', { suspend: true }))),
    act({ at: 40, name: 'other' }, 'patch', seen([{ op: 'add', path: '/spec/suspend', value: false }])),
    act({ at: 3, name: 'lost' }, 'create', unseen('level-metadata')),
    act({ at: 4, name: 'lost' }, 'patch', seen(label(1))),
  ];
  const questions = acts.flatMap((one) => askedOf(one) ?? []);
  for (const options of [{}, { maxObjectCharacters: 20_000 }, { maxObjects: 2 }]) {
    for (let cut = 0; cut <= acts.length; cut += 23) {
      const [before, after] = [createObjects(options), createObjects(options)];
      const take = (objects: typeof before, some: readonly Activity[]): void => {
        for (const one of some) {
          objects.learn(one, 600);
          const asked = askedOf(one);
          if (asked !== null) objects.before(asked);
        }
      };
      take(before, acts.slice(0, cut));
      before.end({ ...(questions[0] ?? assert.fail()), kind: 'deletion', name: 'gone', at: time(5) });
      for (const asked of questions) before.before(asked);
      after.restore(plainly([...before.dump()]));
      assert.deepEqual(plainly([...after.dump()]), plainly([...before.dump()]));
      for (const asked of questions) assert.deepEqual(plainly(after.before(asked)), plainly(before.before(asked)));
      take(before, acts.slice(cut));
      take(after, acts.slice(cut));
      for (const asked of questions) assert.deepEqual(plainly(after.before(asked)), plainly(before.before(asked)));
      assert.deepEqual([after.forgotten, [...after.dump()].length], [before.forgotten, [...before.dump()].length]);
    }
  }
});
