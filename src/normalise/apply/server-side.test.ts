import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { plain } from '../testing.ts';
import { applyServerSide } from './server-side.ts';

const fields = (manager: string, fieldsV1: JsonObject, operation = 'Apply'): JsonObject => ({
  manager,
  operation,
  apiVersion: 'batch/v1',
  fieldsV1,
});
const main = 'k:{"name":"main"}';
const side = 'k:{"name":"side"}';
const base = (...managedFields: readonly JsonObject[]): JsonObject => ({
  metadata: { name: 'x', managedFields, labels: { a: '1', b: '2' } },
  spec: {
    suspend: true,
    containers: [
      { name: 'main', image: 'a', args: ['x'] },
      { name: 'side', image: 'b' },
    ],
  },
});
const own: JsonObject = {
  'f:metadata': { 'f:labels': { 'f:a': {}, 'f:b': {} } },
  'f:spec': {
    'f:suspend': {},
    'f:containers': {
      [main]: { '.': {}, 'f:name': {}, 'f:args': {} },
      [side]: { '.': {}, 'f:name': {}, 'f:image': {} },
    },
  },
};
const body: JsonObject = {
  metadata: { name: 'x', labels: { a: '3' } },
  spec: { containers: [{ name: 'main', image: 'c' }] },
};
const specOf = (object: JsonObject) => plain(object.spec);

test('what the manager applied before and no longer applies is gone', () => {
  const { object, isOwned, fits } = applyServerSide(base(fields('x', own)), body, 'x');
  assert.ok(isOwned && fits);
  assert.deepEqual(specOf(object), { containers: [{ name: 'main', image: 'c' }] });
  assert.deepEqual(plain(object.metadata), { ...(base(fields('x', own)).metadata as JsonObject), labels: { a: '3' } });
});

test('what somebody else owns as well stays', () => {
  const other = fields('y', { 'f:spec': { 'f:suspend': {}, 'f:containers': { [side]: { 'f:image': {} } } } }, 'Update');
  const { object } = applyServerSide(base(fields('x', own), other), body, 'x');
  assert.deepEqual(specOf(object), {
    suspend: true,
    containers: [
      { name: 'main', image: 'c' },
      { name: 'side', image: 'b' },
    ],
  });
});

const NOT_OWN: Readonly<Record<string, readonly [JsonObject, manager: string | null]>> = {
  'fields of another manager': [fields('y', own), 'x'],
  'fields that the manager updated, not applied': [fields('x', own, 'Update'), 'x'],
  'fields of a subresource': [{ ...fields('x', own), subresource: 'status' }, 'x'],
  'a manager that the request does not name': [fields('x', own), null],
};
for (const [situation, [managed, manager]] of Object.entries(NOT_OWN)) {
  test(`nothing is taken away: ${situation}`, () => {
    const { object } = applyServerSide(base(managed), body, manager);
    assert.deepEqual(specOf(object), {
      suspend: true,
      containers: [
        { name: 'main', image: 'c', args: ['x'] },
        { name: 'side', image: 'b' },
      ],
    });
  });
}

test('without managed fields it is a merge, and says so', () => {
  const { object, isOwned } = applyServerSide({ spec: { suspend: true } }, { spec: { schedule: '* * * * *' } }, 'x');
  assert.equal(isOwned, false);
  assert.deepEqual(specOf(object), { suspend: true, schedule: '* * * * *' });
});

test('a port is told by number and protocol, TCP where none is written; what has no key is replaced', () => {
  const { object } = applyServerSide(
    {
      spec: {
        ports: [{ containerPort: 80, protocol: 'TCP', name: 'a' }],
        tolerations: [{ key: 'a' }],
        nodeSelector: { a: '1' },
      },
    },
    {
      spec: {
        ports: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 80, protocol: 'UDP' },
        ],
        tolerations: [],
        nodeSelector: { b: '1' },
      },
    },
    'x',
  );
  assert.deepEqual(specOf(object), {
    ports: [
      { containerPort: 80, protocol: 'TCP', name: 'a', hostPort: 80 },
      { containerPort: 80, protocol: 'UDP' },
    ],
    tolerations: [],
    nodeSelector: { b: '1' },
  });
});

test('keys that no server writes name nothing', () => {
  const odd = { 'f:spec': { 'f:containers': { 'k:{': {}, 'k:[]': {}, 'v:{}': {}, x: {} } } };
  assert.deepEqual(specOf(applyServerSide(base(fields('x', odd)), {}, 'x').object), specOf(base()));
});

test('what was applied points to the body', () => {
  const { origins } = applyServerSide(base(fields('x', own)), body, 'x');
  assert.equal(originOf({ origins }, '/spec/containers/0/image'), '/requestObject/spec/containers/0/image');
  assert.equal(originOf({ origins }, '/spec/suspend'), '/object/spec/suspend');
});
