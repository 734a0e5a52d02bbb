import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Lasting, StateRow } from '../model/lasting.ts';
import type { BindingNote, ContentNote, CronJobNote, RoleNote } from '../model/note.ts';
import { seen, unseen } from '../model/seen.ts';
import { activityOf, eventOf } from '../normalise/testing.ts';
import { createDeliveries } from './deliveries.ts';
import { createEnds } from './ends.ts';
import { createKnowledge } from './known.ts';
import { textOf } from './packed.ts';
import { createUnclaimed } from './unclaimed.ts';

/** As a file would hold it. */
const plainly = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
const rowsOf = (store: Lasting): readonly StateRow[] => plainly([...store.dump()]) as StateRow[];

/**
 * Whatever is done, and wherever it is cut: a store that is taken up from its rows answers as one that went on, and is left with
 * the same rows, with little room for any of it.
 */
const assertLasts = <S extends Lasting, T>(
  create: () => S,
  step: fc.Arbitrary<T>,
  work: (store: S, one: T) => unknown,
): void => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat({ max: 60 }), (steps, cut) => {
      const [whole, before, after] = [create(), create(), create()];
      const answers = steps.map((one) => plainly(work(whole, one)));
      const first = steps.slice(0, cut).map((one) => plainly(work(before, one)));
      after.restore(rowsOf(before));
      assert.deepEqual(rowsOf(after), rowsOf(before));
      const second = steps.slice(cut).map((one) => plainly(work(after, one)));
      assert.deepEqual(withoutAgain([...first, ...second]), answers);
      assert.deepEqual(rowsOf(after), rowsOf(whole));
    }),
    { seed: 8, numRuns: 300 },
  );
};

/** Whether an earlier run judged something is all that a store may say more. */
const withoutAgain = (answers: readonly unknown[]): unknown =>
  JSON.parse(JSON.stringify(answers, (key, value: unknown) => (key === 'again' ? undefined : value)));

const small = fc.nat({ max: 5 });
const time = (minute: number): string => `2026-11-24T06:0${minute}:00.000000Z`;

test('deliveries', () => {
  const step = fc.record({
    id: small,
    at: fc.option(small),
    stage: fc.nat({ max: 1 }),
    body: fc.boolean(),
    cut: fc.boolean(),
  });
  assertLasts(
    () => createDeliveries({ maxHeld: 3, maxHeldBytes: 500, maxRemembered: 4 }),
    step,
    (store, { id, at, stage, body, cut }) => {
      const event = eventOf(
        {
          auditId: id === 0 ? null : `a-${id}`,
          receivedAt: at === null ? null : time(at),
          stage: stage === 0 ? 'RequestReceived' : 'ResponseComplete',
          cutAt: cut ? '/requestObject' : null,
          requestObject: body
            ? seen({
                kind: 'CronJob',
                spec: {
                  schedule: '* * * * *',
                  jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } } },
                },
              })
            : unseen('level-metadata'),
        },
        { name: `n-${id}` },
      );
      return store.push(activityOf(event), 90 + id * 20);
    },
  );
});

test('what is known of ConfigMaps, roles, bindings and CronJobs', () => {
  const object = (name: number) => ({ cluster: null, namespace: 'shop', name: `o-${name}` });
  const origin = (minute: number) => ({ at: time(minute), by: 'ana' });
  const content = fc.tuple(small, small, small, fc.boolean()).map(
    ([name, minute, text, whole]): ContentNote => ({
      kind: 'content',
      of: 'ConfigMap',
      object: object(name),
      origin: origin(minute),
      whole,
      data: [
        ['__proto__', `text ${text}`],
        [`k-${text}`, whole ? 'x' : null],
      ],
      unread: [],
    }),
  );
  const cronJob = fc.tuple(small, small, small).map(
    ([name, minute, form]): CronJobNote => ({
      kind: 'cron-job',
      object: object(name),
      uid: null,
      origin: origin(minute),
      forms: [`f-${form}`],
    }),
  );
  const role = fc.tuple(small, small).map(
    ([name, minute]): RoleNote => ({
      kind: 'role',
      of: 'ClusterRole',
      object: { ...object(name), namespace: null },
      origin: origin(minute),
      rules: [{ groups: [''], resources: ['secrets'], verbs: [`v-${minute}`], names: [] }],
      labels: [['l', `${minute}`]],
      aggregates: name === 0 ? [{ labels: [['l', '1']], expressions: [] }] : [],
    }),
  );
  const binding = fc.tuple(small, small).map(
    ([name, minute]): BindingNote => ({
      kind: 'binding',
      of: 'RoleBinding',
      object: object(name),
      origin: origin(minute),
      role: { of: 'ClusterRole', name: `o-${name % 3}` },
      subjects: [{ kind: 'ServiceAccount', name: 'shop/tool' }],
    }),
  );
  assertLasts(
    () => createKnowledge({ maxCharacters: 4000, maxObjectCharacters: 1500 }),
    fc.oneof(content, cronJob, role, binding),
    (store, note) => {
      store.learn(note, 200);
      const asked = object(1);
      const told = store.content('ConfigMap', asked, time(3));
      return [
        told === undefined ? null : { ...told, data: [...told.data] },
        store.cronJob(asked, time(3)),
        store.rights({ ...asked, name: 'tool' }),
        store.revision,
        store.forgotten,
      ];
    },
  );
});

test('whose author is known, and what ran without one', () => {
  const write = activityOf(eventOf({ requestObject: unseen('level-metadata') }, { name: 'run' }));
  const event = { auditId: null, time: null, verb: 'create', source: 'a', offset: 0 };
  const step = fc.record({
    by: fc.constantFrom('author', 'prefix', 'made'),
    owner: small,
    at: small,
    brings: fc.boolean(),
  });
  const textAt = (at: string): string => textOf({ ...write, event: { ...write.event, time: { at, exact: true } } });
  assertLasts(
    () => createUnclaimed({ maxOwners: 3, maxBytes: 700, maxKnown: 4 }),
    step,
    (store, { by, owner, at, brings }) => {
      const workload = { ...write.workload, namespace: 'shop', name: `o-${owner}` };
      if (by === 'author') store.author({ ...write, workload });
      else if (by === 'prefix')
        store.author({ ...write, workload: { ...workload, name: null, generateName: `o-${owner}` } });
      else
        store.learn(
          {
            kind: 'made',
            object: { cluster: null, namespace: 'shop', name: `run-${at}` },
            of: 'Job',
            uid: null,
            owner: { kind: 'CronJob', name: `o-${owner}`, uid: null },
            event,
            ...(brings ? { write: { at: time(at), text: textAt(time(at)) } } : {}),
          },
          200 + at * 50,
        );
      return [store.all(), store.forgotten, store.disowned];
    },
  );
});

test('when objects were deleted', () => {
  assertLasts(createEnds, fc.tuple(small, small), (store, [key, at]) => {
    store.add(`k-${key}`, time(at));
    return store.isBetween([`k-${at}`], time(1), time(4));
  });
});
