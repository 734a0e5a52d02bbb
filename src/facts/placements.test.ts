import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { placementsOf } from './placements.ts';
import { podReading } from './testing.ts';

const found = (spec: JsonObject) =>
  placementsOf(podReading(spec)).map(({ what, key, value, pointer }) => [what, key, value, pointer]);

test('a node by name, and labels that it must have', () => {
  assert.deepEqual(found({ nodeName: 'node-1', nodeSelector: { 'example.com/role': 'a' } }), [
    ['node-name', null, 'node-1', '/requestObject/spec/nodeName'],
    ['node-label', 'example.com/role', 'a', '/requestObject/spec/nodeSelector/example.com~1role'],
  ]);
});

test('labels of a required affinity, but not those that a node must lack', () => {
  const matchExpressions = [
    { key: 'a', operator: 'Exists' },
    { key: 'b', operator: 'DoesNotExist' },
    { key: 'c', operator: 'In', values: ['x'] },
    7,
  ];
  const required = { nodeSelectorTerms: [{ matchExpressions }] };
  assert.deepEqual(
    found({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } }).map((one) =>
      one.slice(0, 3),
    ),
    [
      ['node-label', 'a', 'Exists'],
      ['node-label', 'c', 'In'],
    ],
  );
});

test('tolerations; without a key, or with an empty one, of every taint', () => {
  const tolerations = [{ operator: 'Exists' }, { key: '', operator: 'Exists' }, { key: 'gpu', value: 'x' }];
  assert.deepEqual(
    found({ tolerations }).map((one) => one.slice(0, 3)),
    [
      ['toleration', null, 'Exists'],
      ['toleration', null, 'Exists'],
      ['toleration', 'gpu', 'Equal'],
    ],
  );
});

test('wrong types are passed over', () => {
  assert.deepEqual(found({ nodeName: 7, nodeSelector: [1], affinity: 'x', tolerations: { a: 1 } }), []);
});
