import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openCounter } from './counter.ts';
import { compareShapes, keepRecording, type Manifest } from './recording.ts';
import { words } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-recording-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const line = (username: string, verb: string, resource: string, code: number): string =>
  `${JSON.stringify({
    level: 'Metadata',
    stage: 'ResponseComplete',
    verb,
    user: { username },
    objectRef: { resource, apiGroup: 'batch' },
    responseStatus: { code },
  })}\n`;
const before = line('system:apiserver', 'get', 'jobs', 200);
const kept = [
  line('system:node:node-a', 'get', 'jobs', 200),
  line('system:node:node-b', 'get', 'jobs', 200),
  line('dana@example.com', 'create', 'cronjobs', 201),
].join('');
const log = join(folder, 'audit.jsonl');
writeFileSync(log, before + kept);
const policy = join(folder, 'policy.yaml');
writeFileSync(policy, 'rules: []\n');

const record = (from: number): Promise<Manifest> =>
  keepRecording(
    { log, from, to: before.length + kept.length },
    policy,
    {
      name: 'small',
      about: 'three events',
      server: { kubernetes: 'v1.36.3', etcd: 'v3.6.16' },
      began: '2026-11-24T10:00:00Z',
      ended: '2026-11-24T10:01:00Z',
      polls: {},
      steps: [],
    },
    folder,
  );

test('a slice is kept byte for byte, counted by level, user and kind, nodes together', async () => {
  const manifest = await record(before.length);
  assert.equal(gunzipSync(readFileSync(join(folder, 'small.jsonl.gz'))).toString(), kept);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'small.json'), 'utf8')), manifest);
  assert.equal(manifest.events, 3);
  assert.deepEqual(manifest.actors, { 'dana@example.com': 1, 'system:node:*': 2 });
  assert.deepEqual(manifest.shape, { 'create batch/cronjobs 201 Metadata': 1, 'get batch/jobs 200 Metadata': 2 });
});

test('two recordings are compared by what came, what went and what changed tenfold', async () => {
  const manifest = await record(before.length);
  const shape = {
    'create batch/cronjobs 201 Metadata': 10,
    'delete batch/jobs 200 Metadata': 1,
    'get batch/jobs 200 Metadata': 3,
  };
  assert.deepEqual(compareShapes({ ...manifest, shape }, manifest), [
    'changed: create batch/cronjobs 201 Metadata (10 -> 1)',
    'gone: delete batch/jobs 200 Metadata (1 -> 0)',
  ]);
  assert.deepEqual(compareShapes(manifest, manifest), []);
  assert.match(compareShapes(undefined, manifest).join(), /no recording of this name before/);
});

test('lines are counted as a file grows', () => {
  const path = join(folder, 'growing');
  writeFileSync(path, 'a\nb\nc');
  const counter = openCounter(path);
  assert.equal(counter.count(), 2);
  writeFileSync(path, 'a\nb\nc\nd\n');
  assert.equal(counter.count(), 4);
  counter.close();
});

test('our command lines are split at blanks outside single quotes', () => {
  assert.deepEqual(words(`patch cronjob/x --type=json -p '[{"op": "add"}]'  -n shop`), [
    ...['patch', 'cronjob/x', '--type=json', '-p', '[{"op": "add"}]', '-n', 'shop'],
  ]);
});
