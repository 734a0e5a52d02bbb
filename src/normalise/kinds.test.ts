import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from '../model/json.ts';
import { groupOf, groupsOf, indexKinds } from './kind-index.ts';
import { KINDS, type KindEntry } from './kinds.ts';
import { isPath } from './paths.ts';
import { SHAPE_NAMES, SHAPES, type ShapeName } from './shapes.ts';
import { activityOf, bodySeen, eventOf, nested, readingsIn, run, valueAt } from './testing.ts';
import { gateWords, NORMALISE_WORDS } from './words.ts';

const CONTAINER = { name: 'main', image: 'registry.example.com/tools:1', command: ['sleep', '60'] };

/** What a template of each shape looks like with one container in it. */
const SAMPLES: Readonly<Record<ShapeName, Json>> = {
  pod: { spec: { containers: [CONTAINER] } },
  'pod-spec': { containers: [CONTAINER] },
  'pod-settings': { hostNetwork: true },
  container: CONTAINER,
  ephemeral: { spec: { ephemeralContainers: [CONTAINER] } },
  'ephemeral-list': { ephemeralContainers: [CONTAINER] },
  'argo-template': { container: CONTAINER },
  'tekton-task': { steps: [CONTAINER] },
  'spark-pod': CONTAINER,
};

const objectOf = (entry: KindEntry, apiVersion: string, filled: Json): JsonObject => {
  assert.ok(isObject(filled));
  return { ...filled, apiVersion, kind: entry.kind, metadata: { name: 'sample', namespace: 'shop' } };
};

const refOf = (entry: KindEntry, apiVersion: string) => ({
  apiGroup: groupOf(apiVersion),
  apiVersion: apiVersion.slice(apiVersion.indexOf('/') + 1),
  resource: entry.resource,
  subresource: entry.subresource ?? null,
  name: 'sample',
});

for (const entry of KINDS) {
  const label = `${entry.apiVersions[0]} ${entry.resource}${entry.subresource ? `/${entry.subresource}` : ''}`;
  for (const apiVersion of entry.apiVersions) {
    for (const template of entry.templates) {
      test(`${label} as ${apiVersion} is lifted at ${template.at || 'its root'} (${template.shape})`, () => {
        assert.ok(isPath(template.at));
        const object = objectOf(entry, apiVersion, nested(template.at, SAMPLES[template.shape]));
        const activity = activityOf(eventOf(bodySeen(object), refOf(entry, apiVersion)));
        const templates = readingsIn(activity).flatMap((reading) => reading.templates);
        if (template.shape === 'pod-settings') {
          assert.ok(templates.some((one) => one.spec.hostNetwork === true));
          return;
        }
        const containers = templates.flatMap((one) => one.containers);
        assert.ok(containers.some((one) => one.spec.image === CONTAINER.image && one.name === 'main'));
        for (const one of containers) assert.deepEqual(valueAt(object, one.pointer), one.spec);
        assert.equal(activity.workload.kind, entry.kind);
        assert.equal(activity.workload.apiVersion, apiVersion);
      });
    }
    for (const path of entry.embeds ?? []) {
      test(`${label} as ${apiVersion} is lifted through the objects at ${path}`, () => {
        const job = { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: { containers: [CONTAINER] } } } };
        const object = objectOf(entry, apiVersion, nested(path, job));
        const [reading] = readingsIn(activityOf(eventOf(bodySeen(object), refOf(entry, apiVersion))));
        const [template] = reading?.templates ?? [];
        assert.equal(template?.containers[0]?.name, 'main');
        assert.deepEqual(valueAt(object, template?.pointer ?? ''), template?.spec);
      });
    }
  }

  test(`an event about ${label} holds a word that the gate looks for`, () => {
    for (const apiVersion of entry.apiVersions) {
      const { apiGroup, ...ref } = refOf(entry, apiVersion);
      for (const verb of ['create', 'update', 'patch']) {
        const objectRef = { namespace: 'shop', ...ref, ...(apiGroup === '' ? {} : { apiGroup }) };
        const line = JSON.stringify({ kind: 'Event', level: 'Metadata', verb, objectRef });
        assert.ok(NORMALISE_WORDS.verbs.some((word) => line.includes(word)));
        assert.ok(NORMALISE_WORDS.resources.some((word) => line.includes(word)));
      }
    }
  });
}

test('no two entries are about the same requests or look up each other', () => {
  const keys = KINDS.flatMap((entry) =>
    groupsOf(entry).map((group) => [group, entry.resource, entry.subresource].join()),
  );
  assert.equal(new Set(keys).size, keys.length);
});

test('every shape is used by some kind and every container path of it is reached', () => {
  for (const shape of SHAPE_NAMES) {
    assert.ok(
      KINDS.some((entry) => entry.templates.some((template) => template.shape === shape)),
      shape,
    );
    for (const path of SHAPES[shape].containers) {
      const entry: KindEntry = {
        apiVersions: ['example.com/v1'],
        resource: 'things',
        kind: 'Thing',
        templates: [{ at: 'spec.place', shape }],
      };
      const inside = nested(path.at, { image: 'registry.example.com/tools:1' });
      const object = objectOf(entry, 'example.com/v1', nested('spec.place', nested(SHAPES[shape].spec ?? '', inside)));
      const options = { kinds: indexKinds([entry]) };
      const [reading] = readingsIn(activityOf(eventOf(bodySeen(object), refOf(entry, 'example.com/v1')), options));
      assert.ok(
        reading?.templates.some((one) => one.containers.some((container) => container.role === path.role)),
        `${shape} ${path.at}`,
      );
    }
  }
});

test('gate words are bare ASCII, none covers another, and common words are stood for by their group', () => {
  const { verbs, resources } = NORMALISE_WORDS;
  assert.deepEqual(verbs, ['create', 'update', 'patch']);
  for (const word of resources) {
    assert.match(word, /^[a-z0-9.-]{4,}$/);
    assert.ok(!resources.some((other) => other !== word && other.includes(word)));
  }
  assert.ok(resources.includes('jobs') && !resources.includes('cronjobs'));
  for (const common of ['services', 'tasks', 'revisions', 'configurations', 'pipelines', 'templates']) {
    assert.ok(!resources.some((word) => word === common || common.includes(word)), common);
  }
  assert.ok(resources.includes('serving.knative.dev') && resources.includes('tekton.dev'));
});

test('gate words of a table with one more kind', () => {
  const more: KindEntry = { apiVersions: ['example.com/v1'], resource: 'crawlers', kind: 'Crawler', templates: [] };
  assert.deepEqual(gateWords([more]).resources, ['crawlers']);
  assert.deepEqual(gateWords([{ ...more, gate: 'group' }]).resources, ['example.com']);
});

test('the same resource word of another group is another resource', () => {
  const volcano = { apiGroup: 'batch.volcano.sh', apiVersion: 'v1alpha1', resource: 'jobs' };
  assert.equal(activityOf(eventOf({}, volcano)).workload.apiGroup, 'batch.volcano.sh');
  for (const ref of [
    { apiGroup: 'batch.example.com', resource: 'jobs' },
    { apiGroup: '', resource: 'services' },
    { apiGroup: '', resource: 'jobs' },
    { apiGroup: 'apps', resource: 'pods' },
  ]) {
    assert.deepEqual(run(eventOf({}, ref)), { kind: 'passed', why: 'other-resource' });
  }
});
