import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { DEFAULT_KINDS } from './kind-index.ts';
import { liftTemplates, MAX_CONTAINERS, MAX_TEMPLATES } from './lift.ts';
import { MAX_POINTER_TEXT } from './origins.ts';
import { POD_SETTINGS } from './shapes.ts';

const entryOf = (group: string, resource: string, subresource: string | null = null) =>
  DEFAULT_KINDS.byResource(group, resource, subresource) ?? assert.fail(`${group}/${resource}`);
const JOB = entryOf('batch', 'jobs');
const CRONJOB = entryOf('batch', 'cronjobs');
const POD = entryOf('', 'pods');

const SPEC: JsonObject = {
  hostPID: true,
  containers: [{ name: 'main', image: 'alpine:3' }, { image: 'busybox' }],
  initContainers: [
    { name: 'fetch', image: 'curl' },
    { name: 'proxy', image: 'envoy', restartPolicy: 'Always' },
  ],
  ephemeralContainers: [{ name: 'debug', image: 'netshoot' }],
};

test('a Pod, a Job and a CronJob of one spec are lifted to equal containers', () => {
  const forms = [
    [POD, { spec: SPEC }],
    [JOB, { spec: { template: { spec: SPEC } } }],
    [CRONJOB, { spec: { jobTemplate: { spec: { template: { spec: SPEC } } } } }],
  ] as const;
  const lifted = forms.map(([entry, object]) =>
    liftTemplates(object, entry).templates.map(({ pointer, spec, containers }) => ({
      spec,
      containers: containers.map((one) => ({ ...one, pointer: one.pointer.slice(pointer.length) })),
    })),
  );
  assert.deepEqual(lifted[1], lifted[0]);
  assert.deepEqual(lifted[2], lifted[0]);
  assert.deepEqual(
    lifted[0]?.[0]?.containers.map((one) => [one.role, one.name, one.pointer]),
    [
      ['container', 'main', '/containers/0'],
      ['container', '#1', '/containers/1'],
      ['init', 'fetch', '/initContainers/0'],
      ['sidecar', 'proxy', '/initContainers/1'],
      ['ephemeral', 'debug', '/ephemeralContainers/0'],
    ],
  );
});

test('a pod template without containers is lifted for its pod-level fields', () => {
  const { templates } = liftTemplates(
    { spec: { template: { metadata: { labels: { a: 'b' } }, spec: { hostPID: true } } } },
    JOB,
  );
  assert.deepEqual(templates, [
    { pointer: '/spec/template/spec', spec: { hostPID: true }, metadata: { labels: { a: 'b' } }, containers: [] },
  ]);
});

test('a list is lifted member by member, each as its own kind', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Pod', spec: SPEC },
      { apiVersion: 'v1', kind: 'ConfigMap', data: {} },
      { apiVersion: 'batch/v1beta1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: SPEC } } } } },
    ],
  };
  assert.deepEqual(
    liftTemplates(object, null).templates.map((one) => one.pointer),
    ['/items/0/spec', '/items/2/spec/jobTemplate/spec/template/spec'],
  );
});

test('members of a CronJobList that do not say their kind are what the request is about', () => {
  const object = { kind: 'CronJobList', items: [{ spec: { jobTemplate: { spec: { template: { spec: SPEC } } } } }] };
  assert.deepEqual(
    liftTemplates(object, CRONJOB).templates.map((one) => one.pointer),
    ['/items/0/spec/jobTemplate/spec/template/spec'],
  );
});

test('a body of another kind than the request names is read as both, so that neither hides the other', () => {
  const decoy = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'decoy' }] } };
  assert.equal(liftTemplates(decoy, JOB).templates[0]?.containers[0]?.name, 'decoy');
  const both = { ...decoy, spec: { ...decoy.spec, template: { spec: { containers: [{ name: 'real' }] } } } };
  assert.deepEqual(
    liftTemplates(both, JOB).templates.flatMap((one) => one.containers.map((container) => container.name)),
    ['real', 'decoy'],
  );
  const list = { kind: 'PodList', items: [], spec: { template: { spec: { containers: [{ name: 'real' }] } } } };
  assert.equal(liftTemplates(list, JOB).templates.length, 1);
});

test('two kinds with one path lift it once', () => {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: SPEC } } };
  assert.equal(liftTemplates(object, JOB).templates.length, 1);
});

test('of a pod, the ephemeral containers subresource writes only these', () => {
  const entry = entryOf('', 'pods', 'ephemeralcontainers');
  const pod = { apiVersion: 'v1', kind: 'Pod', spec: SPEC };
  const old = { apiVersion: 'v1', kind: 'EphemeralContainers', ephemeralContainers: [{ name: 'debug' }] };
  for (const body of [pod, { spec: { ephemeralContainers: [{ name: 'debug' }] } }, old]) {
    const names = liftTemplates(body, entry).templates.flatMap((one) =>
      one.containers.map((container) => container.name),
    );
    assert.deepEqual(names, ['debug']);
  }
});

test('an Argo workflow gives its templates, inline ones, and the settings of the workflow', () => {
  const object = {
    spec: {
      workflowSpec: {
        serviceAccountName: 'runner',
        volumes: [{ name: 'host', hostPath: { path: '/' } }],
        templates: [
          { name: 'a', container: { image: 'alpine' }, sidecars: [{ name: 'dind' }] },
          { name: 'b', script: { image: 'python', command: ['python'], source: 'print(1)' } },
          { name: 'c', steps: [[{ name: 's', inline: { container: { image: 'inline' } } }]] },
          { name: 'd', dag: { tasks: [{ name: 't', template: 'a' }] } },
          { name: 'e', containerSet: { containers: [{ name: 'one' }] }, hostNetwork: true },
        ],
      },
    },
  };
  const { templates } = liftTemplates(object, entryOf('argoproj.io', 'cronworkflows'));
  const at = '/spec/workflowSpec';
  assert.deepEqual(
    templates.map((one) => [one.pointer, one.containers.map((container) => `${container.role} ${container.name}`)]),
    [
      [`${at}/templates/0`, ['container main', 'sidecar dind']],
      [`${at}/templates/1`, ['container main']],
      [`${at}/templates/4`, ['container one']],
      [`${at}/templates/2/steps/0/0/inline`, ['container main']],
      [at, []],
    ],
  );
});

test('a Spark application gives its image, driver, executor and their templates', () => {
  const object = {
    spec: {
      image: 'spark:4',
      driver: { serviceAccount: 'spark', initContainers: [{ name: 'i' }], template: { spec: SPEC } },
      executor: { image: 'spark:4-gpu', sidecars: [{ name: 's' }] },
    },
  };
  const { templates } = liftTemplates(object, entryOf('sparkoperator.k8s.io', 'sparkapplications'));
  assert.deepEqual(templates.flatMap((one) => one.containers.map((container) => container.pointer)).slice(0, 5), [
    '/spec',
    '/spec/driver',
    '/spec/driver/initContainers/0',
    '/spec/executor',
    '/spec/executor/sidecars/0',
  ]);
  assert.equal(templates.at(-1)?.pointer, '/spec/driver/template/spec');
});

test('wrong types are passed over', () => {
  for (const spec of [null, 7, 'x', [], true]) {
    assert.deepEqual(liftTemplates({ spec }, POD), { templates: [], cut: false });
    assert.deepEqual(liftTemplates({ spec: { template: { spec } } }, JOB), { templates: [], cut: false });
  }
  const odd = {
    spec: {
      containers: [null, 7, 'x', [], { name: 9, restartPolicy: {} }],
      initContainers: 'x',
      ephemeralContainers: {},
    },
  };
  const [template] = liftTemplates(odd, POD).templates;
  assert.deepEqual(
    template?.containers.map((one) => [one.name, one.pointer]),
    [['#4', '/spec/containers/4']],
  );
});

test('keys that a client invents are only keys', () => {
  const object: JsonObject = JSON.parse(
    '{"__proto__": {"spec": {"containers": [{}]}}, "spec": {"__proto__": {"containers": [{}]}}}',
  );
  assert.deepEqual(
    liftTemplates(object, POD).templates.map((one) => one.containers),
    [[]],
  );
});

test('more than the limits is left out and told', () => {
  const containers = Array.from({ length: MAX_CONTAINERS + 1 }, () => ({}));
  const many = liftTemplates({ spec: { containers } }, POD);
  assert.equal(many.templates[0]?.containers.length, MAX_CONTAINERS);
  assert.ok(many.cut);
  const items = Array.from({ length: MAX_TEMPLATES + 1 }, () => ({ apiVersion: 'v1', kind: 'Pod', spec: {} }));
  const list = liftTemplates({ kind: 'List', items }, null);
  assert.equal(list.templates.length, MAX_TEMPLATES);
  assert.ok(list.cut);
});

test('lists inside lists end', () => {
  let object: JsonObject = { apiVersion: 'v1', kind: 'Pod', spec: SPEC };
  for (let depth = 0; depth < 50_000; depth++) object = { kind: 'List', items: [object] };
  assert.deepEqual(liftTemplates(object, null), { templates: [], cut: true });
});

for (const field of POD_SETTINGS) {
  test(`a workflow that sets ${field} for all its pods is lifted for it, and one that sets nothing is not`, () => {
    const entry = entryOf('argoproj.io', 'workflows');
    assert.equal(liftTemplates({ spec: { [field]: 'x' } }, entry).templates[0]?.pointer, '/spec');
    assert.deepEqual(liftTemplates({ spec: { entrypoint: 'main' } }, entry).templates, []);
  });
}

test('a long key of a map over many containers does not make every pointer long without limit', () => {
  const containers = Array.from({ length: 1000 }, () => ({ image: 'alpine' }));
  const worker = { template: { spec: { containers } } };
  const key = 'k'.repeat(100_000);
  const { templates, cut } = liftTemplates(
    { spec: { pytorchReplicaSpecs: { Worker: worker, [key]: worker } } },
    entryOf('kubeflow.org', 'pytorchjobs'),
  );
  assert.equal(cut, true);
  const pointers = templates.flatMap((one) => one.containers.map((container) => container.pointer.length));
  assert.ok(pointers.length > 1000);
  assert.ok(pointers.reduce((sum, length) => sum + length, 0) <= MAX_POINTER_TEXT);
});
