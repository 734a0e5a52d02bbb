import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { WRAPPERS } from '../../src/decode/testing/wrappers.ts';
import { scan } from '../../src/engine/scan.ts';
import { atLeast, type Finding } from '../../src/model/finding.ts';
import { get, type JsonObject } from '../../src/model/json.ts';
import { recordingsFolder } from './recording.ts';

/**
 * A spread of recorded writes, each of another kind, verb and status, stored in every envelope: real events hold what made
 * ones do not, such as managed fields, patches and refusals. The expectations: one finding each, with the id of the raw event, and
 * below medium, as the raw event is. Two things an envelope takes away are known: Google's has no place for the uid that an
 * update names, which is part of an id; and Elastic's shows so little of a body that no
 * known shape of an agent is recognised.
 */
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-recorded-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const scanned = async (text: string): Promise<Finding[]> => {
  const path = join(folder, `${++files}.log`);
  writeFileSync(path, text);
  const run = scan({ paths: [path], jobs: 1 });
  const findings: Finding[] = [];
  for await (const finding of run.findings) findings.push(finding);
  assert.equal(run.summary().rejected, 0, JSON.stringify(run.summary().rejectedSamples));
  return findings;
};

const recorded = gunzipSync(readFileSync(join(recordingsFolder, 'quiet-hour.jsonl.gz')))
  .toString()
  .split('\n');
const whole = scan({ paths: [join(recordingsFolder, 'quiet-hour.jsonl.gz')], jobs: 1 });
const spread = new Map<string, string>();
for await (const { workload, request, events } of whole.findings) {
  const kind = `${workload.kind} ${request.verb} ${request.code}`;
  const line = recorded.find((text) => text.includes(`"auditID":"${events[0]?.auditId}"`));
  if (!spread.has(kind) && line !== undefined) spread.set(kind, line);
}

const findings = new Map<string, Finding>();
for (const [kind, line] of spread) {
  const [finding, ...others] = await scanned(line);
  assert.ok(finding !== undefined && others.length === 0, kind);
  findings.set(kind, finding);
}

test('the spread has creates, patches, updates and refusals of several kinds', () => {
  assert.ok(spread.size >= 15, [...spread.keys()].join(', '));
  for (const kind of [
    'CronJob create 201',
    'CronJob patch 200',
    'Job create 201',
    'CronJob create 422',
    'CronWorkflow create 201',
  ]) {
    assert.ok(spread.has(kind), kind);
  }
});

for (const { name, envelope, wrap } of WRAPPERS) {
  test(`recorded writes have the same ids and stay as quiet from ${name}`, async () => {
    for (const [kind, expected] of findings) {
      const event = JSON.parse(spread.get(kind) ?? '{}') as JsonObject;
      const [found, ...others] = await scanned(wrap(event));
      assert.ok(found !== undefined && others.length === 0, kind);
      const withoutUid = /gke/.test(envelope) && get(get(event, 'objectRef'), 'uid') !== undefined;
      if (!withoutUid) assert.equal(found.id, expected.id, kind);
      const bare = envelope === 'elastic' && expected.breakdown.risk.some(({ points }) => points < 0);
      if (!bare && !atLeast(expected.severity, 'medium')) assert.ok(!atLeast(found.severity, 'medium'), kind);
    }
  });
}
