import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import type { JsonObject } from '../model/json.ts';
import { ABSENT, seen, unseen } from '../model/seen.ts';
import { activityOf, bodySeen, eventOf, readingsIn, valueAt } from './testing.ts';

const cronJob = (image: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'backup', ...more },
  spec: {
    schedule: '@daily',
    jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } },
  },
});
const SENT = cronJob('alpine:3');
const CHANGED = cronJob('mirror.example.com/alpine:3');
const POD_SPEC = '/spec/jobTemplate/spec/template/spec';
const PATCH: JsonObject = {
  spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image: 'evil' }] } } } } },
};
const JSON_PATCH = [{ op: 'replace', path: `${POD_SPEC}/containers/0/image`, value: 'evil' }];

/** Event, then for each reading: kind, what is missing, where it stands in the event, its first image. */
const CASES: Readonly<Record<string, readonly [Partial<AuditEvent>, readonly (readonly unknown[])[]]>> = {
  'a create': [bodySeen(SENT), [['object', null, '/requestObject', 'alpine:3']]],
  'a create that is stored as sent': [
    { ...bodySeen(SENT), responseObject: seen(cronJob('alpine:3', { uid: 'u-1' })) },
    [['object', null, '/requestObject', 'alpine:3']],
  ],
  'a create that admission changed': [
    { ...bodySeen(SENT), responseObject: seen(CHANGED) },
    [
      ['object', null, '/requestObject', 'alpine:3'],
      ['object', null, '/responseObject', 'mirror.example.com/alpine:3'],
    ],
  ],
  'an update of which only the result was kept': [
    { verb: 'update', requestObject: unseen('not-kept'), responseObject: seen(CHANGED) },
    [['object', null, '/responseObject', 'mirror.example.com/alpine:3']],
  ],
  'a create that was cut': [
    { requestObject: seen(SENT, 'truncated') },
    [['object', 'truncated', '/requestObject', 'alpine:3']],
  ],
  'a refused create, answered with a Status': [
    { ...bodySeen(SENT), code: 403, responseObject: seen({ apiVersion: 'v1', kind: 'Status', code: 403 }) },
    [['object', null, '/requestObject', 'alpine:3']],
  ],
  'a create answered with a Table for a person': [
    { ...bodySeen(SENT), responseObject: seen({ apiVersion: 'meta.k8s.io/v1', kind: 'Table', rows: [] }) },
    [['object', null, '/requestObject', 'alpine:3']],
  ],
  'a patch of unknown kind': [
    { verb: 'patch', ...bodySeen(PATCH) },
    [
      ['strategic-merge-patch', 'patch-without-base', '/requestObject', 'evil'],
      ['merge-patch', 'patch-without-base', '/requestObject', 'evil'],
    ],
  ],
  'a JSON patch': [
    { verb: 'patch', ...bodySeen(JSON_PATCH) },
    [['json-patch', 'patch-without-base', '/requestObject/0', 'evil']],
  ],
  'a patch whose result is logged: that is the truth': [
    { verb: 'patch', ...bodySeen(JSON_PATCH), responseObject: seen(CHANGED) },
    [['object', null, '/responseObject', 'mirror.example.com/alpine:3']],
  ],
  'a patch whose result was cut': [
    { verb: 'patch', ...bodySeen(JSON_PATCH), responseObject: seen(CHANGED, 'truncated') },
    [
      ['object', 'truncated', '/responseObject', 'mirror.example.com/alpine:3'],
      ['json-patch', 'patch-without-base', '/requestObject/0', 'evil'],
    ],
  ],
  'a patch that was cut itself': [
    { verb: 'patch', requestObject: seen(JSON_PATCH, 'truncated') },
    [['json-patch', 'truncated', '/requestObject/0', 'evil']],
  ],
};

for (const [name, [event, wanted]] of Object.entries(CASES)) {
  test(name, () => {
    const whole = eventOf(event);
    const readings = readingsIn(activityOf(whole));
    const bodies = {
      requestObject: whole.requestObject.state === 'seen' ? whole.requestObject.value : null,
      responseObject: whole.responseObject.state === 'seen' ? whole.responseObject.value : null,
    };
    assert.deepEqual(
      readings.map((reading) => {
        const [container] = reading.templates[0]?.containers ?? [];
        const at = `${container?.pointer}/image`;
        assert.equal(valueAt(bodies, originOf(reading, at)), container?.spec.image);
        return [
          reading.kind,
          reading.missing,
          originOf(reading, POD_SPEC).replace(POD_SPEC, ''),
          container?.spec.image,
        ];
      }),
      wanted,
    );
  });
}

test('without a body the reason is passed on', () => {
  for (const requestObject of [unseen('level-metadata'), unseen('truncated'), unseen('refused-before-read'), ABSENT]) {
    assert.deepEqual(activityOf(eventOf({ requestObject })).readings, requestObject);
  }
});

test('limits of lifting are told as a part that is missing', () => {
  const containers = Array.from({ length: 10_001 }, () => ({ name: 'a' }));
  const body = { spec: { containers } };
  const [reading] = readingsIn(activityOf(eventOf(bodySeen(body), { apiGroup: '', resource: 'pods' })));
  assert.equal(reading?.missing, 'truncated');
});
