import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { createGunzip } from 'node:zlib';
import { scan } from '../../src/engine/scan.ts';
import { atLeast, type Finding } from '../../src/model/finding.ts';
import { shippedPolicy } from '../cluster/cluster.ts';
import { type Manifest, recordingsFolder } from './recording.ts';

const manifests = readdirSync(recordingsFolder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(recordingsFolder, file), 'utf8')) as Manifest); // Our own files.
const fileOf = ({ name }: Pick<Manifest, 'name'>): string => join(recordingsFolder, `${name}.jsonl.gz`);

const findingsOf = async (path: string, strict: boolean): Promise<{ findings: Finding[]; records: number }> => {
  const scanned = scan({ paths: [path], strict });
  const findings: Finding[] = [];
  for await (const finding of scanned.findings) findings.push(finding);
  const { records, rejected } = scanned.summary();
  assert.equal(rejected, 0);
  return { findings, records };
};

/** Addresses that may stand in a recording: loopback, documentation, and the one at which every cloud tells an instance of itself. */
const ownAddress = /^(127\.|169\.254\.169\.254$|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|0\.0\.0\.0)/;

test('there is a recording', () => {
  assert.ok(manifests.length > 0);
});

for (const manifest of manifests) {
  test(`${manifest.name}: all its events are there, made with the policy that is shipped`, async () => {
    const sha256 = createHash('sha256').update(readFileSync(shippedPolicy)).digest('hex');
    assert.equal(manifest.policy.sha256, sha256, 'the policy has changed: npm run record');
    const addresses = new Set<string>();
    let lines = 0;
    for await (const line of createInterface({ input: createReadStream(fileOf(manifest)).pipe(createGunzip()) })) {
      lines++;
      for (const [address] of line.matchAll(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g)) addresses.add(address);
    }
    assert.equal(lines, manifest.events);
    assert.deepEqual(
      [...addresses].filter((address) => !ownAddress.test(address)),
      [],
    );
  });
}

test('the quiet hour is long enough, and each of its acts ended as meant', () => {
  const hour = manifests.find(({ name }) => name === 'quiet-hour');
  assert.ok(hour !== undefined && hour.events >= 50_000);
  assert.ok(hour.steps.length > 300);
  for (const { did, meant, answer } of hour.steps) {
    const done = answer === 0 || (answer !== null && answer >= 200 && answer < 300);
    assert.equal(done, meant === 'done', did);
  }
});

/**
 * Acts of the hour that are medium and stay so. `kubectl debug` with a target adds SYS_PTRACE by its default profile: help to
 * whoever debugs, and the memory of another container's processes to anyone else. The log does not tell the two apart.
 */
const disputed = [/\(ephemeralcontainers\): dangerous capability added/];

test('nothing in the quiet hour is a finding at medium or above but what is in dispute, with the gate or without', async () => {
  const hour = fileOf({ name: 'quiet-hour' });
  const { findings } = await findingsOf(hour, false);
  const loud = findings.filter(({ severity }) => atLeast(severity, 'medium'));
  const titles = loud.map(({ severity, title }) => `${severity}: ${title}`);
  assert.deepEqual(
    titles.filter((title) => !disputed.some((known) => known.test(title))),
    [],
  );
  for (const known of disputed)
    assert.ok(
      titles.some((title) => known.test(title)),
      `${known} is no longer medium`,
    );
  assert.ok(findings.length > 100);
  assert.deepEqual((await findingsOf(hour, true)).findings, findings);
});
