import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decode } from './testing/decoding.ts';

const ROOT = new URL('../../../shared/samples/', import.meta.url);
const there = existsSync(ROOT);
const skip = there || process.env.CI === 'true' ? false : 'The shared samples are not on this machine.';

/** Envelope, events, others, failures. A file that is not named holds one raw event. */
const HELD: Readonly<Record<string, readonly [string | null, number, number, number]>> = {
  'aks/azure-schema-docs-skipped-too-big.jsonl': ['azure-resource-log', 2, 0, 0],
  'aks/elastic-integrations-kube-audit-admin-log-as-object.jsonl': ['azure-resource-log', 1, 0, 0],
  'aks/elastic-integrations-kube-audit-log-as-string.jsonl': ['azure-resource-log', 1, 0, 0],
  'audit2rbac/demo.jsonl': ['audit', 37, 0, 0],
  'eks/cloudwatch-insights-result.json': ['cloudwatch', 1, 0, 0],
  'elastic/integrations-kubernetes-test-audit.jsonl': ['audit', 2, 0, 0],
  'falco/create_configmap_sensitive_values.json': ['audit', 6, 0, 0],
  // A decoder's test input: `{"kind": 0}`.
  'falco/fal_01_003.json': [null, 0, 0, 1],
  'gke/elastic-integrations-data-access.jsonl': ['gke', 1, 0, 0],
  // Calls of the Google API that makes clusters, not of a cluster's own.
  'gke/khi-gke-control-plane-not-k8s-api.jsonl': [null, 0, 2, 0],
  'gke/khi-k8s-audit-pods.jsonl': ['gke', 3, 0, 0],
  'openshift/openshift-docs-audit-samples.jsonl': ['audit', 4, 0, 0],
  'panther/aks-rule-tests.jsonl': ['azure-resource-log', 34, 1, 0],
  'panther/eks-rule-tests.jsonl': ['audit', 188, 0, 0],
  'panther/gke-rule-tests.jsonl': ['gke', 51, 8, 0],
};

test('every sample file holds what it is known to hold', { skip }, () => {
  assert.ok(there, 'the shared samples belong to the checks of CI');
  const paths = readdirSync(ROOT, { recursive: true }).map(String);
  const logs = paths.filter((path) => /\.jsonl?$/.test(path));
  assert.ok(logs.length >= 60);
  for (const path of Object.keys(HELD)) assert.ok(logs.includes(path), path);
  for (const path of logs) {
    const text = readFileSync(new URL(path, ROOT), 'utf8');
    const records = path.endsWith('.jsonl') ? text.split('\n').filter((line) => line !== '') : [text];
    const read = records.map((record) => decode(record));
    const events = read.flatMap((one) => one.events);
    const [envelope, ...counts] = HELD[path] ?? ['audit', 1, 0, 0];
    const others = read.reduce((sum, one) => sum + one.others, 0);
    const failures = read.flatMap((one) => one.failures);
    assert.deepEqual([events.length, others, failures.length], counts, path);
    assert.ok(
      events.every((event) => event.envelope === envelope && event.cutAt === null),
      path,
    );
  }
});
