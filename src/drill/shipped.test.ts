import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { DELIVERIES, IDENTITIES, idOf } from '../emulate/atomic.ts';
import { resolve } from '../emulate/fill.ts';
import { kubectlCalls } from '../emulate/kubectl.ts';
import { INDICATORS } from '../indicator/registry.ts';
import { readAtomics, shippedAtomics } from './folder.ts';

const files = readAtomics(shippedAtomics());
const tests = files.flatMap((file) => file.atomics.map((atomic) => ({ file, atomic })));

test('there are at least forty, none with a fault, each with expectations', () => {
  assert.ok(tests.length >= 40);
  assert.deepEqual(
    files.flatMap(({ faults }) => faults),
    [],
  );
  for (const { atomic } of tests) assert.ok(atomic.expectation !== null, atomic.name);
});

test('at least fifteen take their act from a public report or tool', () => {
  const cited = tests.filter(({ atomic }) => (atomic.expectation?.seenIn ?? []).length > 0);
  assert.ok(cited.length >= 15, `${cited.length}`);
});

test('they are spread over every delivery and identity, and over kinds, payloads and disguises', () => {
  const spread = (
    key: 'delivery' | 'identity' | 'kind' | 'payload' | 'disguise' | 'privilege' | 'schedule',
  ): Set<string> => new Set(tests.flatMap(({ atomic }) => atomic.expectation?.[key] ?? []));
  assert.deepEqual([...spread('delivery')].sort(), [...DELIVERIES].sort());
  assert.deepEqual([...spread('identity')].sort(), [...IDENTITIES].sort());
  for (const kind of ['CronJob', 'Job', 'CronWorkflow', 'Task']) assert.ok(spread('kind').has(kind), kind);
  assert.ok(spread('kind').size >= 8);
  assert.ok(spread('payload').size >= 15);
  assert.ok(spread('disguise').size >= 10);
  assert.ok(spread('privilege').size >= 4);
  assert.ok(spread('schedule').size >= 4);
});

test('every indicator that is named exists', () => {
  const known = new Set(INDICATORS.map(({ id }) => id));
  for (const { atomic } of tests) {
    const { expects = [], atMetadata = [], unexpected = [] } = atomic.expectation ?? {};
    const named = [...[...expects, ...atMetadata].flatMap(({ indicators }) => indicators ?? []), ...unexpected];
    assert.deepEqual(
      named.filter((id) => !known.has(id)),
      [],
      atomic.name,
    );
  }
});

/** Addresses of nobody: documentation, loopback, link-local metadata and what a network gives out inside. */
const NOBODY =
  /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|127\.|169\.254\.|0\.0\.0\.0|10\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

for (const { file, atomic } of tests) {
  test(`${idOf(atomic)}: names itself, stays in its namespace and reaches nobody`, () => {
    for (const variant of [{}, atomic.expectation?.twin.arguments ?? {}]) {
      const { command, cleanup, missing } = resolve(atomic, variant, file.folder);
      assert.deepEqual(missing, []);
      const read = [...`${command} ${cleanup}`.matchAll(/[\w./-]+\.(?:ya?ml|json)/g)].map(([path]) => path);
      for (const path of read) {
        const text = readFileSync(path.startsWith('/') ? path : join(file.folder, path), 'utf8');
        for (const [address] of text.matchAll(/(?<![\d.:])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g))
          assert.match(address, NOBODY, path);
        for (const document of parseAllDocuments(text)) {
          const { kind, metadata } = (document.toJS() ?? {}) as { kind?: string; metadata?: Record<string, unknown> }; // Our own manifests.
          if (kind === undefined || kind === 'List' || kind === 'CustomResourceDefinition') continue;
          assert.match(String(metadata?.name ?? metadata?.generateName), /^cw-/, path);
        }
      }
      for (const call of kubectlCalls(`${command}; ${cleanup}`)) {
        assert.ok(
          !(call.verb === 'delete' && /^(?:ns|namespaces?)$/.test(call.words[0] ?? '')),
          'it deletes a namespace',
        );
      }
    }
  });
}
