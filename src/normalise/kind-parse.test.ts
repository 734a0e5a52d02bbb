import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_KINDS, indexKinds } from './kind-index.ts';
import { parseKindTable } from './kind-parse.ts';
import { KINDS } from './kinds.ts';
import { activityOf, bodySeen, eventOf, readingsIn, run } from './testing.ts';

const CRAWLER = {
  apiVersions: ['example.com/v1', 'example.com/v1beta1'],
  resource: 'crawlers',
  kind: 'Crawler',
  templates: ['spec.workers.*.template', { at: 'spec.setup', shape: 'container' }],
};

test('a good table is read, and its kinds are lifted beside ours', () => {
  const parsed = parseKindTable([CRAWLER, { ...CRAWLER, resource: 'tasks', kind: 'Task', gate: 'group' }]);
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value[0], {
    ...CRAWLER,
    templates: [
      { at: 'spec.workers.*.template', shape: 'pod' },
      { at: 'spec.setup', shape: 'container' },
    ],
  });
  const kinds = indexKinds([...KINDS, ...parsed.value]);
  const ref = { apiGroup: 'example.com', apiVersion: 'v1', resource: 'crawlers' };
  const body = {
    spec: { workers: { a: { template: { spec: { containers: [{ name: 'w' }] } } } }, setup: { image: 'x' } },
  };
  const [reading] = readingsIn(activityOf(eventOf(bodySeen(body), ref), { kinds }));
  assert.deepEqual(
    reading?.templates.flatMap((one) => one.containers.map((container) => [container.name, container.pointer])),
    [
      ['w', '/spec/workers/a/template/spec/containers/0'],
      ['setup', '/spec/setup'],
    ],
  );
  assert.equal(run(eventOf(bodySeen(body), ref)).kind, 'passed');
  assert.equal(kinds.byResource('batch', 'jobs', null), DEFAULT_KINDS.byResource('batch', 'jobs', null));
});

test('our own table is one that a user could have written', () => {
  const parsed = parseKindTable(JSON.parse(JSON.stringify(KINDS)));
  assert.ok(parsed.ok, JSON.stringify(parsed));
  assert.equal(parsed.value.length, KINDS.length);
});

const WRONG: Readonly<Record<string, readonly [unknown, string, RegExp]>> = {
  'not a list': [{}, '', /a object, wanted a list/],
  'an entry that is no object': [['cronjobs'], '/0', /"cronjobs", wanted an object/],
  'a misspelt field': [[{ ...CRAWLER, template: [] }], '/0/template', /unknown field; known are apiVersions/],
  'no version': [[{ ...CRAWLER, apiVersions: [] }], '/0/apiVersions', /at least one/],
  'a group without a version': [[{ ...CRAWLER, apiVersions: ['example.com'] }], '/0/apiVersions/0', /group\/version/],
  'a kind for a resource': [[{ ...CRAWLER, resource: 'Crawler' }], '/0/resource', /"Crawler", wanted the lower-case/],
  'a resource for a kind': [[{ ...CRAWLER, kind: 'crawlers' }], '/0/kind', /wanted the kind as objects spell it/],
  'a pointer for a path': [[{ ...CRAWLER, templates: ['/spec/x'] }], '/0/templates/0', /"\/spec\/x", wanted a path/],
  'an unknown shape': [
    [{ ...CRAWLER, templates: [{ at: 'spec', shape: 'pods' }] }],
    '/0/templates/0',
    /"pods", wanted one of pod, pod-spec/,
  ],
  'nothing to lift': [[{ ...CRAWLER, templates: [] }], '/0', /neither templates nor embeds/],
  'a text for a switch': [[{ ...CRAWLER, strategic: 'yes' }], '/0/strategic', /wanted true or false/],
  'an unknown gate': [[{ ...CRAWLER, gate: 'kind' }], '/0/gate', /wanted "resource" or "group"/],
  'a template list that is a text': [[{ ...CRAWLER, templates: 'spec' }], '/0/templates', /wanted a list/],
  'an empty embed': [[{ ...CRAWLER, embeds: [''] }], '/0/embeds/0', /wanted a path/],
};

for (const [name, [table, pointer, says]] of Object.entries(WRONG)) {
  test(`${name} is told with its place`, () => {
    const parsed = parseKindTable(table);
    assert.ok(!parsed.ok);
    const error = parsed.error.find((one) => one.pointer === pointer);
    assert.match(error?.says ?? JSON.stringify(parsed.error), says);
  });
}

test('all errors are told at once, and a table without end is refused', () => {
  const parsed = parseKindTable([{ ...CRAWLER, kind: 1, resource: 2 }, null]);
  assert.ok(!parsed.ok);
  assert.deepEqual(
    parsed.error.map((error) => error.pointer),
    ['/0/resource', '/0/kind', '/1'],
  );
  assert.ok(!parseKindTable(Array.from({ length: 1001 }, () => CRAWLER)).ok);
});
