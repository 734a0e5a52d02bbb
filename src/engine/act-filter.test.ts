import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord } from '../decode/decode.ts';
import type { JsonObject } from '../model/json.ts';
import { normalise } from '../normalise/normalise.ts';
import { createActFilter } from './act-filter.ts';
import { ANONYMOUS, type Client, DEVELOPER, eventListOf, requestOf } from './testing/requests.ts';

const job = (name: string): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace: 'shop' },
  spec: { template: { spec: { containers: [{ name: 'main', image: 'alpine:3.20', command: ['date'] }] } } },
});
const written = (name: string, by: Client) => {
  const text = eventListOf([requestOf(job(name), { by, code: 201 })]);
  const [event] = decodeRecord({ source: 'a', offset: 0, text }).events;
  assert.ok(event);
  const result = normalise(event, { source: 'a', offset: 0 });
  assert.equal(result.kind, 'activity');
  return { activity: result.activity, events: [result.activity.event], sameIdOtherContent: 0 };
};

test('a template that holds no act says nothing of who asked for it', () => {
  const filter = createActFilter({});
  assert.deepEqual(
    [written('a', DEVELOPER), written('b', DEVELOPER), written('c', ANONYMOUS), written('d', DEVELOPER)].map(filter),
    [false, false, true, false],
  );
});
