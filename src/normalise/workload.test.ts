import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Workload } from '../model/activity.ts';
import type { AuditEvent, ObjectRef } from '../model/event.ts';
import type { JsonObject } from '../model/json.ts';
import { seen } from '../model/seen.ts';
import { activityOf, bodySeen, eventOf, plain } from './testing.ts';

const job = (metadata: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata,
  ...more,
});
const workload = (event: Partial<AuditEvent>, ref: Partial<ObjectRef> = {}): Workload =>
  activityOf(eventOf(event, { resource: 'jobs', name: null, ...ref })).workload;

test('a whole body', () => {
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'backup', uid: 'u-1', controller: true };
  const body = job({
    name: 'backup-29920000',
    labels: { app: 'backup', odd: 7 },
    annotations: { 'example.com/a': 'b' },
    ownerReferences: [owner, null, 'x', { kind: 7 }],
  });
  assert.deepEqual(plain(workload(bodySeen(body), { uid: 'u-2' })), {
    apiGroup: 'batch',
    apiVersion: 'batch/v1',
    kind: 'Job',
    resource: 'jobs',
    subresource: null,
    namespace: 'shop',
    name: 'backup-29920000',
    generateName: null,
    uid: 'u-2',
    owners: [owner, { apiVersion: null, kind: null, name: null, uid: null, controller: false }],
    labels: { app: 'backup' },
    annotations: { 'example.com/a': 'b' },
  });
});

test('a generated name is unknown until the response tells it', () => {
  const sent = bodySeen(job({ generateName: 'run-' }));
  assert.equal(workload(sent).name, null);
  assert.equal(workload(sent).generateName, 'run-');
  const stored = { ...sent, responseObject: seen(job({ generateName: 'run-', name: 'run-x7k2p', uid: 'u-3' })) };
  assert.equal(workload(stored).name, 'run-x7k2p');
  assert.equal(workload(stored).uid, 'u-3');
});

test('a uid that the client sent is not the uid', () => {
  assert.equal(workload(bodySeen(job({ name: 'a', uid: 'invented' }))).uid, null);
});

test('a refusal names nothing', () => {
  const status = { kind: 'Status', metadata: { name: 'x', uid: 'y' } };
  const refused = workload({ code: 403, responseObject: seen(status) });
  assert.equal(refused.name, null);
  assert.equal(refused.uid, null);
});

test('without a body the reference tells version and kind', () => {
  assert.equal(workload({}).apiVersion, 'batch/v1');
  assert.equal(workload({}).kind, 'Job');
  assert.equal(workload({}, { apiVersion: null }).apiVersion, null);
  assert.equal(workload({}, { apiGroup: '', resource: 'pods' }).apiVersion, 'v1');
});

test('the body tells the version that was written, but no kind of its own invention', () => {
  assert.equal(workload(bodySeen({ ...job({}), apiVersion: 'batch/v2alpha1' })).apiVersion, 'batch/v2alpha1');
  const odd = workload(bodySeen({ apiVersion: 'x/v1', kind: '<script>' }));
  assert.deepEqual([odd.apiVersion, odd.kind], ['batch/v1', 'Job']);
  assert.equal(workload(bodySeen({ apiVersion: 'v1', kind: 'List', items: [] })).kind, 'Job');
});

test('the reference keeps its names when the body has others', () => {
  const named = workload(bodySeen(job({ name: 'other', namespace: 'elsewhere' })), { name: 'one' });
  assert.deepEqual([named.namespace, named.name], ['shop', 'one']);
});

test('labels of any key are only labels', () => {
  const metadata: JsonObject = JSON.parse('{"labels": {"__proto__": "x", "constructor": "y"}, "annotations": []}');
  const { labels, annotations } = workload(bodySeen(job(metadata)));
  assert.equal(JSON.stringify(labels), '{"__proto__":"x","constructor":"y"}');
  assert.deepEqual(Object.keys(annotations), []);
  assert.equal(labels.toString, undefined);
});

test('labels and owners of a JSON patch are seen at their paths', () => {
  const patched = workload({
    verb: 'patch',
    ...bodySeen([{ op: 'add', path: '/metadata/labels/example.com~1a', value: 'b' }]),
  });
  assert.deepEqual(plain(patched.labels), { 'example.com/a': 'b' });
});
