import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOne, plain } from './testing/decoding.ts';
import { cronJobCreate, jobRefused, roleDelete, secretRead } from './testing/events.ts';

const { requestObject: _body, ...bodyless } = cronJobCreate;
const unseen = (because: string) => ({ state: 'unseen', because });
const absent = { state: 'absent' };

const requests: Record<string, [object, object]> = {
  'level Metadata': [{ ...bodyless, level: 'Metadata' }, unseen('level-metadata')],
  'refused with 403': [jobRefused, unseen('refused-before-read')],
  'refused with 401': [{ ...bodyless, responseStatus: { code: 401 } }, unseen('refused-before-read')],
  'forbidden, without a code': [
    { ...bodyless, responseStatus: {}, annotations: { 'authorization.k8s.io/decision': 'forbid' } },
    unseen('refused-before-read'),
  ],
  'refused at level Metadata': [{ ...jobRefused, level: 'Metadata' }, unseen('level-metadata')],
  'a body that was too large': [{ ...bodyless, requestObject: 'skipped-too-big-size-object' }, unseen('truncated')],
  'a body that the backend took out': [
    { ...bodyless, annotations: { 'audit.k8s.io/truncated': 'true' } },
    unseen('truncated'),
  ],
  'an unknown level': [{ ...bodyless, level: undefined }, unseen('not-kept')],
  'an accepted write whose body a table lost': [bodyless, unseen('not-kept')],
  'a write that failed for another reason': [{ ...bodyless, responseStatus: { code: 409 } }, unseen('not-kept')],
  'the stage before the body is read': [{ ...bodyless, stage: 'RequestReceived' }, unseen('not-kept')],
  'a read': [secretRead, absent],
  'a read at level Request': [{ ...secretRead, level: 'Request' }, absent],
  'a delete without options': [{ ...roleDelete, requestObject: undefined }, absent],
  'a delete of unknown level': [{ ...roleDelete, requestObject: undefined, level: undefined }, unseen('not-kept')],
  'an exec': [{ ...bodyless, objectRef: { resource: 'pods', subresource: 'exec', apiVersion: 'v1' } }, absent],
  'a number for a body': [{ ...bodyless, requestObject: 7 }, unseen('not-kept')],
  'text that is no JSON for a body': [{ ...bodyless, requestObject: 'spec: {}' }, unseen('not-kept')],
  'a body as text': [
    { ...bodyless, requestObject: '{"a":1}' },
    { state: 'seen', value: { a: 1 } },
  ],
  'a JSON patch': [
    { ...bodyless, requestObject: [{ op: 'remove', path: '/a' }] },
    { state: 'seen', value: [{ op: 'remove', path: '/a' }] },
  ],
};
for (const [name, [event, wanted]] of Object.entries(requests)) {
  test(`request body: ${name}`, () => assert.deepEqual(plain(decodeOne(event).requestObject), wanted));
}

test('response body: level Request logs none, and a missing one is never called absent', () => {
  const of = (level: string): unknown =>
    decodeOne({ ...cronJobCreate, level, responseObject: undefined }).responseObject;
  assert.deepEqual(of('Request'), unseen('not-kept'));
  assert.deepEqual(of('RequestResponse'), unseen('not-kept'));
  assert.deepEqual(of('Metadata'), unseen('level-metadata'));
});

const groups: Record<string, [object, string | null]> = {
  'as written': [{ objectRef: { resource: 'jobs', apiGroup: 'batch', apiVersion: 'v1' } }, 'batch'],
  'left out for core': [{ objectRef: { resource: 'pods', apiVersion: 'v1' } }, ''],
  'inside the version': [{ objectRef: { resource: 'jobs', apiVersion: 'batch/v1' } }, 'batch'],
  'lost, but in the path': [{ objectRef: { resource: 'jobs' }, requestURI: '/apis/batch/v1/jobs' }, 'batch'],
  'lost, core by the path': [{ objectRef: { resource: 'pods' }, requestURI: '/api/v1/pods?limit=1' }, ''],
  lost: [{ objectRef: { resource: 'jobs' } }, null],
  'of another group\u2019s jobs': [
    { objectRef: { resource: 'jobs', apiGroup: 'batch.example.com', apiVersion: 'v1' } },
    'batch.example.com',
  ],
};
for (const [name, [fields, wanted]] of Object.entries(groups)) {
  test(`group: ${name}`, () => {
    assert.equal(decodeOne({ kind: 'Event', verb: 'create', ...fields }).objectRef.apiGroup, wanted);
  });
}

test('a whole event without a target has none, whatever its path says', () => {
  const event = decodeOne({ ...cronJobCreate, objectRef: undefined });
  assert.ok(Object.values(event.objectRef).every((part) => part === null));
});

const codes: [unknown, number | null][] = [
  [201, 201],
  ['403', 403],
  [0, null],
  [7, null],
  [200.5, null],
  ['4x3', null],
  [1e6, null],
  [null, null],
  [{}, null],
];
for (const [code, wanted] of codes) {
  test(`code: ${JSON.stringify(code)}`, () => {
    assert.equal(decodeOne({ ...cronJobCreate, responseStatus: { code } }).code, wanted);
  });
}

test('times: the event\u2019s own in their order, then the envelope\u2019s', () => {
  const of = (fields: object) => decodeOne({ kind: 'Event', verb: 'get', ...fields }).time;
  const [early, late] = ['2026-11-24T10:00:00Z', '2026-11-24T10:00:01Z'];
  const exact = (at: string) => ({ at: at.replace('Z', '.000000Z'), exact: true });
  assert.deepEqual(of({ requestReceivedTimestamp: early, stageTimestamp: late }), exact(late));
  assert.deepEqual(of({ requestReceivedTimestamp: early, stageTimestamp: 'soon' }), exact(early));
  assert.deepEqual(of({ timestamp: early }), exact(early));
  assert.deepEqual(of({ p_event_time: '2022-11-29 00:09:04.38' }), { at: '2022-11-29T00:09:04.380000Z', exact: false });
  assert.deepEqual(of({}), { at: null, exact: false });
  assert.deepEqual(decodeOne({ time: early, log: { kind: 'Event', verb: 'get' } }).time, {
    ...exact(early),
    exact: false,
  });
});

test('the verb is lower case, the decision one of two words, the cluster what an annotation says', () => {
  const annotations = { 'authorization.k8s.io/decision': 'maybe', cluster_name: 'harbour', odd: 7 };
  const event = decodeOne({ ...cronJobCreate, verb: 'CREATE', annotations });
  assert.equal(event.verb, 'create');
  assert.equal(event.decision, null);
  assert.equal(event.cluster, 'harbour');
  assert.deepEqual(Object.keys(event.annotations), ['authorization.k8s.io/decision', 'cluster_name']);
});

test('an empty id is none, in the event and in a table\u2019s column', () => {
  assert.equal(decodeOne({ kind: 'Event', verb: 'get', auditID: '' }).auditId, null);
  assert.equal(decodeOne({ AuditId: '', Verb: 'create', ObjectRef: '{"resource":"jobs"}' }).auditId, null);
});
