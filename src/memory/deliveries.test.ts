import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { ABSENT, seen } from '../model/seen.ts';
import { createDeliveries } from './deliveries.ts';

interface Change {
  readonly id?: string | null;
  readonly stage?: string;
  readonly user?: string;
  readonly verb?: string;
  readonly uri?: string;
  readonly receivedAt?: string | null;
  readonly cutAt?: string | null;
  readonly body?: JsonObject;
  readonly name?: string;
  readonly offset?: number;
}

const activity = (change: Change = {}): Activity => ({
  event: {
    source: 'a.log',
    offset: change.offset ?? 0,
    auditId: change.id === undefined ? 'id-1' : change.id,
    stage: change.stage ?? 'ResponseComplete',
    level: 'Request',
    requestUri: change.uri ?? '/apis/batch/v1/namespaces/dev/cronjobs',
    receivedAt: change.receivedAt === undefined ? '2026-11-24T10:00:00.000000Z' : change.receivedAt,
    time: { at: '2026-11-24T10:00:00.000000Z', exact: true },
    envelope: 'audit',
    cluster: null,
    cutAt: change.cutAt ?? null,
  },
  actor: {
    username: change.user ?? 'jane@example.com',
    groups: [],
    impersonatedBy: null,
    claimedUserAgent: null,
    claimedSourceIps: [],
    peerIp: null,
    kind: 'human',
    extra: {},
  },
  request: { verb: change.verb ?? 'create', outcome: 'accepted', code: 201 },
  workload: {
    apiGroup: 'batch',
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    resource: 'cronjobs',
    subresource: null,
    namespace: 'dev',
    name: change.name ?? 'report',
    generateName: null,
    uid: null,
    owners: [],
    labels: {},
    annotations: {},
  },
  readings:
    change.body === undefined
      ? ABSENT
      : seen([
          {
            kind: 'object',
            inferred: false,
            object: change.body,
            missing: null,
            origins: [{ at: '', from: '/requestObject' }],
            templates: [],
          },
        ]),
  sentinel: null,
});

/** What comes out of these records, in input order. */
const deliver = (changes: readonly Change[]) => {
  const deliveries = createDeliveries();
  const out = changes.flatMap((change, offset) => deliveries.push(activity({ offset, ...change }), 100));
  return { out: [...out, ...deliveries.flush()], duplicates: deliveries.duplicates };
};

test('two stages of one event are one act, judged on the stage that tells most', () => {
  const { out, duplicates } = deliver([{ stage: 'RequestReceived' }, { body: {} }]);
  assert.equal(out.length, 1);
  assert.equal(out[0]?.activity.event.stage, 'ResponseComplete');
  assert.deepEqual(
    out[0]?.events.map((event) => event.offset),
    [1, 0],
  );
  assert.equal(duplicates, 1);
});

const CUT = { receivedAt: null, cutAt: '/requestObject/spec' } as const;

test('a double delivery is one act, whichever comes first and whichever was cut behind the time', () => {
  for (const order of [
    [{ cutAt: '/annotations' }, {}],
    [{}, { cutAt: '/annotations' }],
  ]) {
    const { out } = deliver(order);
    assert.equal(out.length, 1);
    assert.equal(out[0]?.activity.event.cutAt, null);
  }
});

test('a record that lost its received time is one with the whole one that shows the same and more', () => {
  const whole = { body: { spec: { schedule: '0 3 * * *', x: 1 } } };
  const cut = { ...CUT, body: { spec: { schedule: '0 3' } } };
  for (const order of [
    [cut, whole],
    [whole, cut],
  ]) {
    const { out, duplicates } = deliver(order);
    assert.equal(out.length, 1);
    assert.equal(out[0]?.activity.event.cutAt, null);
    assert.equal(duplicates, 1);
  }
});

const hiding: Record<string, readonly Change[]> = {
  'a cut one behind a whole one': [{ body: { a: 'good' } }, { ...CUT, body: { a: 'evil' } }],
  'a whole one behind a cut one': [{ ...CUT, body: { a: 'evil' } }, { body: { a: 'good' } }],
  'two cut ones': [
    { ...CUT, body: { a: 'good' } },
    { ...CUT, body: { a: 'evil' } },
  ],
  'a cut one that shows no body': [{ body: { a: 'good' } }, CUT],
  'a cut one of another name': [{ body: { a: 'x' } }, { ...CUT, body: { a: 'x' }, name: 'other' }],
};
for (const [name, changes] of Object.entries(hiding)) {
  test(`a reused audit id hides nothing: ${name}`, () => {
    const { out } = deliver(changes);
    assert.equal(out.length, 2);
    assert.deepEqual(
      out.map((one) => one.sameIdOtherContent),
      [1, 1],
    );
  });
}

test('a whole record is judged although a cut one with its id was let go before', () => {
  const deliveries = createDeliveries({ maxHeld: 1 });
  const out = [{ ...CUT, body: { a: 'good' } }, { id: 'b' }, { body: { a: 'evil' } }].flatMap((change) =>
    deliveries.push(activity(change), 1),
  );
  assert.equal([...out, ...deliveries.flush()].length, 3);
});

test('a late record that tells more is judged a second time, and said', () => {
  const deliveries = createDeliveries({ maxHeld: 1 });
  const out = [{ stage: 'RequestReceived' }, { id: 'b' }, { body: {} }, { body: {} }].flatMap((change) =>
    deliveries.push(activity(change), 1),
  );
  assert.equal([...out, ...deliveries.flush()].length, 3);
  assert.equal(deliveries.corrected, 1);
  assert.equal(deliveries.duplicates, 2);
});

test('an act that is told of endlessly names some of its records and counts all', () => {
  const { out, duplicates } = deliver(Array.from({ length: 5000 }, () => ({})));
  assert.equal(out.length, 1);
  assert.equal(out[0]?.events.length, 100);
  assert.equal(duplicates, 4999);
});

const other: Record<string, Change> = {
  'another actor': { user: 'mallory@example.com' },
  'another verb': { verb: 'update' },
  'another object': { uri: '/apis/batch/v1/namespaces/dev/jobs' },
  'another time': { receivedAt: '2026-11-24T11:00:00.000000Z' },
};
for (const [name, change] of Object.entries(other)) {
  test(`one audit id with ${name} is two acts, and each says so`, () => {
    const { out, duplicates } = deliver([{}, change]);
    assert.deepEqual(
      out.map((one) => one.sameIdOtherContent),
      [1, 1],
    );
    assert.equal(duplicates, 0);
  });
}

test('records without an audit id are never joined', () => {
  assert.equal(deliver([{ id: null }, { id: null }]).out.length, 2);
});

test('what is over the bound is let go in input order, and a late record of it is no second act', () => {
  const deliveries = createDeliveries({ maxHeld: 2 });
  const out = ['a', 'b', 'c', 'd', 'a'].flatMap((id, offset) => deliveries.push(activity({ id, offset }), 100));
  assert.deepEqual(
    out.map((one) => one.activity.event.auditId),
    ['a', 'b'],
  );
  assert.equal(deliveries.duplicates, 1);
  assert.deepEqual(
    deliveries.flush().map((one) => one.activity.event.auditId),
    ['c', 'd'],
  );
});

test('large records are let go by their bytes', () => {
  const deliveries = createDeliveries({ maxHeldBytes: 250 });
  assert.equal(deliveries.push(activity({ id: 'a' }), 200).length, 0);
  assert.equal(deliveries.push(activity({ id: 'b' }), 200).length, 1);
});

test('what is forgotten is counted', () => {
  const deliveries = createDeliveries({ maxHeld: 1, maxRemembered: 1 });
  for (const id of ['a', 'b', 'c']) deliveries.push(activity({ id }), 1);
  assert.equal(deliveries.forgotten, 1);
});
