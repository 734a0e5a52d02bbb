import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { createKnowledge } from '../memory/known.ts';
import type { JsonObject } from '../model/json.ts';
import { seen } from '../model/seen.ts';
import { eventOf, activityOf as normalised } from '../normalise/testing.ts';
import { assessDelivered } from './judge.ts';

const POD = '/spec/jobTemplate/spec/template/spec';
const list = <T>(size: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: Math.floor(size) }, (_, index) => make(index));
const cronJob = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'backup', ...metadata },
  spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec } } } },
});
const at = (minute: number) => ({
  auditId: `${minute}`,
  time: { at: `2026-11-24T10:0${minute}:00.000000Z`, exact: true },
});

/** The whole judgement of a patch of an object that was created before. */
const judge = (base: JsonObject, patch: JsonObject | readonly unknown[]) => {
  const known = createKnowledge();
  const size = JSON.stringify([base, patch]).length;
  known.objects.learn(normalised(eventOf({ ...at(1), code: 201, requestObject: seen(base) })), size);
  const activity = normalised(eventOf({ ...at(2), verb: 'patch', code: 200, requestObject: seen(patch) }));
  known.objects.learn(activity, size);
  return assessDelivered({ activity, events: [], sameIdOtherContent: 0 }, { known });
};

const containers = (size: number, image: string): JsonObject => ({
  containers: list(size, (index) => ({ name: `c${index}`, image, env: [{ name: 'A', value: '1' }] })),
});
const inPod = (spec: JsonObject): JsonObject => ({ spec: { jobTemplate: { spec: { template: { spec } } } } });
const variables = (size: number) => list(size, (index) => ({ name: `v${index}`, value: 'x' }));

const HOSTILE: Readonly<Record<string, (size: number) => readonly [JsonObject, JsonObject | readonly unknown[]]>> = {
  'a patch of ten thousand operations': (size) => [
    cronJob(containers(1, 'a')),
    list(Math.min(10_000, size / 100), (index) => ({
      op: 'add',
      path: `${POD}/containers/0/env/-`,
      value: { name: `v${index}`, value: 'x' },
    })),
  ],
  'operations at the front of a long list': (size) => [
    cronJob({ containers: [{ name: 'main', image: 'a', env: variables(size / 50) }] }),
    list(Math.min(10_000, size / 100), () => ({
      op: 'add',
      path: `${POD}/containers/0/env/0`,
      value: { name: 'v', value: 'x' },
    })),
  ],
  'copies of copies': (size) => [
    cronJob(containers(2, 'a')),
    list(Math.min(10_000, size / 100), (index) => ({
      op: 'copy',
      from: `${POD}/containers`,
      path: `${POD}/c${index % 7}`,
    })),
  ],
  'a strategic merge of many containers': (size) => [
    cronJob(containers(size / 200, 'a')),
    inPod(containers(size / 200, 'b')),
  ],
  'a strategic merge that orders a long list': (size) => [
    cronJob({ containers: [{ name: 'main', image: 'a', env: variables(size / 50) }] }),
    inPod({
      containers: [
        { name: 'main', '$setElementOrder/env': variables(size / 50).toReversed(), env: variables(size / 50) },
      ],
    }),
  ],
  'a label of a large object': (size) => [
    cronJob({ containers: [{ name: 'main', image: 'a', env: variables(size / 40) }] }),
    { metadata: { labels: { a: 'b' } } },
  ],
  'many settings that differ': (size) => [
    cronJob(containers(1, 'a')),
    { spec: Object.fromEntries(list(size / 20, (index) => [`s${index}`, { a: [index] }] as const)) },
  ],
};
for (const [name, make] of Object.entries(HOSTILE)) {
  test(`${name}: judged without a throw, in linear time`, () => {
    assert.doesNotThrow(() => judge(...make(1_000_000)));
    const ratio = growth((size) => judge(...make(size)), 50_000);
    assert.ok(ratio < 12, `four times the body took ${ratio.toFixed(1)} times as long`);
  });
}
