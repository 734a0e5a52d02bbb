import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type ScanOptions, scan } from '../../src/engine/scan.ts';
import { withoutPlaces } from '../../src/engine/testing.ts';
import type { Finding } from '../../src/model/finding.ts';
import { recordingsFolder } from './recording.ts';

const file = join(recordingsFolder, 'atomics.jsonl.gz');
const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-atomics-recorded-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const scanned = async (options: Partial<ScanOptions>, paths: readonly string[] = [file]) => {
  const run = scan({ paths, ...options });
  const findings: Finding[] = [];
  for await (const finding of run.findings) findings.push(finding);
  return { findings: findings.map(withoutPlaces), summary: run.summary() };
};

test('findings of attacks depend neither on the gate, nor on jobs, nor on how the log is split into files', async () => {
  const expected = await scanned({ jobs: 1 });
  assert.ok(expected.findings.length > 150);
  assert.equal(expected.summary.rejected, 0);
  assert.deepEqual((await scanned({ jobs: 1, strict: true })).findings, expected.findings);
  assert.deepEqual((await scanned({ jobs: 2, partBytes: 300_000, inlineBytes: 0 })).findings, expected.findings);
  const parts = [0, 1, 2].map((part) => {
    const path = join(folder, `${part}.jsonl`);
    const size = Math.ceil(lines.length / 3);
    writeFileSync(path, `${lines.slice(part * size, (part + 1) * size).join('\n')}\n`);
    return path;
  });
  assert.deepEqual((await scanned({ jobs: 1 }, parts)).findings, expected.findings);
});

/** The last acts of the recording are those of the public set's two tests, by kubectl and by hand. */
const publicSet = (part: string): readonly string[] =>
  lines.filter((line) => line.includes('"username":"dana@example.com"') && line.includes(part));

test('the public test that lists CronJobs gives no finding', async () => {
  const path = join(folder, 'list.jsonl');
  const list = publicSet('"verb":"list"').filter((line) => line.includes('"resource":"cronjobs"'));
  assert.ok(list.length > 0);
  writeFileSync(path, `${list.join('\n')}\n`);
  assert.deepEqual((await scanned({ jobs: 1 }, [path])).findings, []);
});

test('the public test that creates one is a refused write of a removed version, its body unknown', async () => {
  const path = join(folder, 'create.jsonl');
  const create = publicSet('/apis/batch/v1beta1/namespaces/cronwarden-atomics/cronjobs').filter((line) =>
    line.includes('"userAgent":"kubectl/v1.36.3'),
  );
  assert.equal(create.length, 1);
  writeFileSync(path, `${create.join('\n')}\n`);
  const { findings } = await scanned({ jobs: 1 }, [path]);
  const [finding] = findings;
  assert.equal(findings.length, 1);
  assert.deepEqual([finding?.request.outcome, finding?.request.code, finding?.object], ['refused', 404, null]);
  assert.ok(finding?.severity === 'info' || finding?.severity === 'low');
  assert.ok((finding?.unassessed.length ?? 0) > 0);
});
