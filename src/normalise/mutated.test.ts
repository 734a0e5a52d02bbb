import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../model/json.ts';
import { DEFAULT_KINDS } from './kind-index.ts';
import { liftTemplates } from './lift.ts';
import { CONTAINER_FIELDS, DEFAULTED_FIELDS, isMutated, POD_FIELDS } from './mutated.ts';

const POD = DEFAULT_KINDS.byResource('', 'pods', null) ?? assert.fail('no pods');
const mutated = (before: JsonObject, after: JsonObject): boolean =>
  isMutated(liftTemplates({ spec: before }, POD).templates, liftTemplates({ spec: after }, POD).templates);

const SENT = {
  containers: [
    {
      name: 'main',
      image: 'alpine:3',
      env: [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
  ],
  volumes: [
    { name: 'data', hostPath: { path: '/srv' } },
    { name: 'conf', configMap: { name: 'conf' } },
  ],
};
const TOKEN_MOUNT = {
  name: 'kube-api-access-x7k2p',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};

/** The same pod as the server stores it. */
const STORED = {
  containers: [
    {
      name: 'main',
      image: 'alpine:3',
      env: [{ name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } }],
      resources: {},
      volumeMounts: [{ name: 'data', mountPath: '/data' }, TOKEN_MOUNT],
      terminationMessagePath: '/dev/termination-log',
      imagePullPolicy: 'IfNotPresent',
    },
  ],
  volumes: [
    { name: 'data', hostPath: { path: '/srv', type: '' } },
    { name: 'conf', configMap: { name: 'conf', defaultMode: 420 } },
    { name: 'kube-api-access-x7k2p', projected: { sources: [], defaultMode: 420 } },
  ],
  restartPolicy: 'Always',
  serviceAccountName: 'default',
  serviceAccount: 'default',
  securityContext: {},
  schedulerName: 'default-scheduler',
};

test('what the server adds to every pod is no change', () => {
  assert.equal(mutated(SENT, STORED), false);
  assert.equal(mutated(SENT, SENT), false);
});

const [container] = STORED.containers;
const withContainer = (change: JsonObject): JsonObject => ({ ...STORED, containers: [{ ...container, ...change }] });

const CHANGES: Readonly<Record<string, JsonObject>> = {
  'an injected container': { ...STORED, containers: [...STORED.containers, { name: 'agent' }] },
  'an injected init container': { ...STORED, initContainers: [{ name: 'agent' }] },
  'another image': withContainer({ image: 'mirror.example.com/alpine:3' }),
  'an added command': withContainer({ command: ['sh'] }),
  'a command that grew': withContainer({ args: ['x'] }),
  'an added variable': withContainer({ env: [...(container?.env ?? []), { name: 'LD_PRELOAD', value: '/x' }] }),
  'made privileged': withContainer({ securityContext: { privileged: true } }),
  'a renamed container': withContainer({ name: 'other' }),
  'a host path behind the name of the token volume': {
    ...STORED,
    volumes: [...STORED.volumes, { name: 'kube-api-access-aaaaa', hostPath: { path: '/' } }],
  },
  'a mount behind the name of the token mount': withContainer({
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'kube-api-access-aaaaa', mountPath: '/host' },
    ],
  }),
  'another service account': { ...STORED, serviceAccountName: 'admin' },
  'the host network': { ...STORED, hostNetwork: true },
};
for (const [name, after] of Object.entries(CHANGES)) {
  test(`${name} is a change`, () => assert.equal(mutated(SENT, after), true));
}

test('every compared field is compared', () => {
  for (const field of CONTAINER_FIELDS) {
    assert.ok(mutated({ containers: [{ name: 'a' }] }, { containers: [{ name: 'a', [field]: ['x'] }] }), field);
  }
  for (const field of POD_FIELDS) assert.ok(mutated({}, { [field]: ['x'] }), field);
  for (const field of DEFAULTED_FIELDS) {
    const lifecycle = (inner: JsonObject) => ({ containers: [{ name: 'a', lifecycle: { x: { y: 1, ...inner } } }] });
    assert.ok(!mutated(lifecycle({}), lifecycle({ [field]: 'v' })), field);
    assert.ok(mutated(lifecycle({ [field]: 'w' }), lifecycle({ [field]: 'v' })), field);
  }
});

test('nesting without end counts as a change instead of falling over', () => {
  const deep: Json = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  assert.equal(mutated({ containers: [{ args: deep }] }, { containers: [{ args: deep }] }), true);
});
