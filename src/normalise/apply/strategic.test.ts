import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { plain } from '../testing.ts';
import { applyStrategicPatch } from './strategic.ts';

const pod = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const two = [
  { name: 'main', image: 'a', args: ['x'] },
  { name: 'side', image: 'b' },
];

type Case = readonly [base: JsonObject, patch: JsonObject, result: JsonObject];

/**
 * What the API server does, by the conventions of the API and its documentation:
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
const CASES: Readonly<Record<string, Case>> = {
  'a container is merged by its name, its lists without a key are replaced': [
    pod({ containers: two }),
    pod({ containers: [{ name: 'main', image: 'c', args: ['y'] }] }),
    pod({ containers: [{ name: 'main', image: 'c', args: ['y'] }, two[1] ?? null] }),
  ],
  'a container that is not there comes first': [
    pod({ containers: two }),
    pod({ containers: [{ name: 'new', image: 'c' }] }),
    pod({ containers: [{ name: 'new', image: 'c' }, ...two] }),
  ],
  'tolerations are replaced': [
    pod({ tolerations: [{ key: 'a' }] }),
    pod({ tolerations: [{ key: 'b' }] }),
    pod({ tolerations: [{ key: 'b' }] }),
  ],
  'a null takes away': [pod({ containers: two, hostPID: true }), pod({ hostPID: null }), pod({ containers: two })],
  '$patch: delete takes a member away': [
    pod({ containers: two }),
    pod({ containers: [{ name: 'main', $patch: 'delete' }] }),
    pod({ containers: [two[1] ?? null] }),
  ],
  'a member that is taken away and given anew is the new one': [
    pod({ containers: two }),
    pod({
      containers: [
        { name: 'main', image: 'c' },
        { name: 'main', $patch: 'delete' },
      ],
    }),
    pod({ containers: [{ name: 'main', image: 'c' }, two[1] ?? null] }),
  ],
  '$patch: replace in a list replaces it': [
    pod({ containers: two }),
    pod({ containers: [{ $patch: 'replace' }, { name: 'new', image: 'c' }] }),
    pod({ containers: [{ name: 'new', image: 'c' }] }),
  ],
  '$patch: replace in an object replaces it': [
    { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
    { spec: { strategy: { $patch: 'replace', type: 'Recreate' } } },
    { spec: { strategy: { type: 'Recreate' } } },
  ],
  '$patch: delete in an object empties it': [
    { spec: { strategy: { type: 'Recreate' }, a: 1 } },
    { spec: { strategy: { $patch: 'delete' } } },
    { spec: { strategy: {}, a: 1 } },
  ],
  '$retainKeys keeps no other': [
    { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
    { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
    { spec: { strategy: { type: 'Recreate' } } },
  ],
  '$retainKeys in a volume takes the old source away': [
    pod({ volumes: [{ name: 'v', emptyDir: {} }] }),
    pod({ volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/' } }] }),
    pod({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }),
  ],
  '$deleteFromPrimitiveList takes values away, a list of values is added to': [
    { metadata: { finalizers: ['a', 'b'] } },
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'] } },
    { metadata: { finalizers: ['c', 'b'] } },
  ],
  '$deleteFromPrimitiveList of what is not there does nothing': [
    { metadata: {} },
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
    { metadata: {} },
  ],
  '$setElementOrder orders, with the members that it does not name where they were': [
    pod({ containers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }),
    pod({
      '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
      containers: [{ name: 'a', image: 'x' }],
    }),
    pod({ containers: [{ name: 'b' }, { name: 'c' }, { name: 'a', image: 'x' }] }),
  ],
  '$setElementOrder alone': [
    pod({ containers: [{ name: 'a' }, { name: 'b' }] }),
    pod({ '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] }),
    pod({ containers: [{ name: 'b' }, { name: 'a' }] }),
  ],
  'mounts are merged by their place, ports by their number, variables by their name': [
    pod({
      containers: [
        {
          name: 'a',
          env: [{ name: 'A', value: '1' }],
          ports: [{ containerPort: 80, name: 'web' }],
          volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true }],
        },
      ],
    }),
    pod({
      containers: [
        {
          name: 'a',
          env: [{ name: 'A', value: '2' }],
          ports: [{ containerPort: 80, hostPort: 80 }],
          volumeMounts: [
            { mountPath: '/v', readOnly: false },
            { name: 'w', mountPath: '/w' },
          ],
        },
      ],
    }),
    pod({
      containers: [
        {
          name: 'a',
          env: [{ name: 'A', value: '2' }],
          ports: [{ containerPort: 80, name: 'web', hostPort: 80 }],
          volumeMounts: [
            { name: 'v', mountPath: '/v', readOnly: false },
            { name: 'w', mountPath: '/w' },
          ],
        },
      ],
    }),
  ],
  'a list that was not there is taken without what is marked': [
    pod({ containers: [] }),
    pod({
      initContainers: [
        { name: 'a', $patch: 'delete' },
        { name: 'b', image: 'x', command: null },
      ],
    }),
    pod({ containers: [], initContainers: [{ name: 'b', image: 'x' }] }),
  ],
  'what is marked inside of a new member is taken as it is': [
    pod({ containers: [{ name: 'a' }] }),
    pod({ containers: [{ name: 'b', env: [{ name: 'X', value: '1', $patch: 'delete' }] }] }),
    pod({ containers: [{ name: 'b', env: [{ name: 'X', value: '1', $patch: 'delete' }] }, { name: 'a' }] }),
  ],
  'a member that the patch names twice is merged twice': [
    pod({ containers: [] }),
    pod({
      containers: [
        { name: 'a', image: 'x' },
        { name: 'a', command: ['sh'] },
      ],
    }),
    pod({ containers: [{ name: 'a', image: 'x', command: ['sh'] }] }),
  ],
  'variables of one name stay both': [
    pod({
      containers: [
        {
          name: 'a',
          env: [
            { name: 'X', value: '1' },
            { name: 'X', value: '2' },
          ],
        },
      ],
    }),
    pod({ containers: [{ name: 'a', env: [{ name: 'Y', value: '3' }] }] }),
    pod({
      containers: [
        {
          name: 'a',
          env: [
            { name: 'Y', value: '3' },
            { name: 'X', value: '1' },
            { name: 'X', value: '2' },
          ],
        },
      ],
    }),
  ],
};
for (const [situation, [base, patch, result]] of Object.entries(CASES)) {
  test(`strategic merge patch: ${situation}`, () => {
    const before = structuredClone(base);
    const { object, fits, cut } = applyStrategicPatch(base, patch);
    assert.deepEqual(plain(object), plain(result));
    assert.ok(fits && !cut);
    assert.deepEqual(base, before, 'the base stays as it was');
  });
}

const MISFITS: Readonly<Record<string, JsonObject>> = {
  'a member without its key': pod({ containers: [{ image: 'x' }] }),
  'a deletion without its key': pod({ containers: [{ $patch: 'delete' }] }),
  'a directive that is none': pod({ $patch: 'wipe' }),
  'a key that the patch does not retain': { spec: { $retainKeys: ['a'], b: 1 } },
  'an order of nothing': pod({ '$setElementOrder/volumes': [{ name: 'v' }], volumes: [] }),
  'keys to retain that are no list': { spec: { $retainKeys: 'a' } },
};
for (const [situation, patch] of Object.entries(MISFITS)) {
  test(`the server refuses ${situation}`, () => {
    assert.equal(applyStrategicPatch(pod({ containers: two }), patch).fits, false);
  });
}

test('what the patch wrote points to it, wherever it stands afterwards', () => {
  const { origins } = applyStrategicPatch(
    pod({ containers: two }),
    pod({
      containers: [
        { name: 'new', image: 'c' },
        { name: 'side', image: 'd' },
      ],
    }),
  );
  const at = '/spec/template/spec/containers';
  assert.equal(originOf({ origins }, `${at}/0/image`), `/requestObject${at}/0/image`);
  assert.equal(originOf({ origins }, `${at}/0/name`), `/requestObject${at}/0/name`);
  assert.equal(originOf({ origins }, `${at}/2/image`), `/requestObject${at}/1/image`);
  assert.equal(originOf({ origins }, `${at}/1/image`), `/object${at}/1/image`);
});
