import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOne } from '../../decode/testing/decoding.ts';
import { madeNote, namesInHead, placedNote } from './made.ts';

const origin = { source: 'audit.log', offset: 7 };
const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: 'u-1', controller: true };
const event = (more: object = {}, metadata: object = {}) =>
  decodeOne({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: 'a-1',
    stage: 'ResponseComplete',
    verb: 'create',
    user: { username: 'system:serviceaccount:kube-system:cronjob-controller', groups: [] },
    objectRef: { resource: 'jobs', namespace: 'shop', apiGroup: 'batch', apiVersion: 'v1' },
    responseStatus: { code: 201 },
    requestObject: {
      kind: 'Job',
      apiVersion: 'batch/v1',
      metadata: { name: 'report-1', ownerReferences: [owner], ...metadata },
    },
    stageTimestamp: '2026-11-24T10:00:00.000000Z',
    ...more,
  });

test('the Job of a tick', () => {
  assert.deepEqual(madeNote(event(), origin), {
    kind: 'made',
    object: { cluster: null, namespace: 'shop', name: 'report-1' },
    of: 'Job',
    uid: null,
    owner: { kind: 'CronJob', name: 'report', uid: 'u-1' },
    event: { auditId: 'a-1', time: '2026-11-24T10:00:00.000000Z', verb: 'create', ...origin },
  });
});

const HEAD =
  '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"report-1-x7k2p","generateName":"report-1-","namespace":"shop","uid":"7b101d9d-6c3d-48ac-a232-bc607c1b2e5d","labels":{"name":"z","uid":"11111111-1111-1111-1111-111111111111"}}';

test('a name and a uid that the server gave are read from the beginning of its answer', () => {
  assert.deepEqual(namesInHead(HEAD), { name: 'report-1-x7k2p', uid: '7b101d9d-6c3d-48ac-a232-bc607c1b2e5d' });
  const note = madeNote(event({}, { name: undefined, generateName: 'report-1-' }), origin, () => HEAD);
  assert.deepEqual([note?.object.name, note?.uid], ['report-1-x7k2p', '7b101d9d-6c3d-48ac-a232-bc607c1b2e5d']);
  assert.deepEqual(namesInHead('{"kind":"Status","metadata":{},"status":"Failure"}'), { name: null, uid: null });
  assert.deepEqual(namesInHead('{"kind":"Pod","metadata":{"labels":{"name":"z"}}}'), { name: null, uid: null });
});

const NONE: readonly (readonly [string, Parameters<typeof event>])[] = [
  ['a refused write', [{ responseStatus: { code: 409 } }]],
  ['a change', [{ verb: 'patch' }]],
  ['another resource', [{ objectRef: { resource: 'leases', namespace: 'shop', name: 'a' } }]],
  ['a status', [{ objectRef: { resource: 'jobs', subresource: 'status', namespace: 'shop', name: 'a' } }]],
  ['an object without an owner', [{}, { ownerReferences: [] }]],
  ['an owner that does not control it', [{}, { ownerReferences: [{ ...owner, controller: false }] }]],
  ['a name that nothing tells', [{}, { name: undefined }]],
];
for (const [situation, args] of NONE) {
  test(`${situation} tells of nothing made`, () => assert.equal(madeNote(event(...args), origin), null));
}

const binding = (more: object = {}) =>
  event({
    objectRef: { resource: 'pods', subresource: 'binding', namespace: 'shop', name: 'report-1-x', uid: 'u-p' },
    requestObject: { kind: 'Binding', metadata: { name: 'report-1-x' }, target: { kind: 'Node', name: 'node-a' } },
    ...more,
  });

test('the binding of a pod', () => {
  const note = placedNote(binding(), origin);
  assert.deepEqual([note?.node, note?.uid, note?.object.name], ['node-a', 'u-p', 'report-1-x']);
  assert.equal(placedNote(binding({ responseStatus: { code: 403 } }), origin), null);
  assert.equal(placedNote(binding({ requestObject: { kind: 'Binding' } }), origin), null);
  assert.equal(placedNote(event(), origin), null);
});
