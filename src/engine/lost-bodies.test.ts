import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Severity } from '../model/finding.ts';
import { scan } from './scan.ts';
import { controllerJob, cronJobWrite } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-lost-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A harmless write, so that nothing but its body's loss can be found. */
const write = (index: number) => {
  const event = cronJobWrite({ name: `report-${index}`, index });
  const containers = [
    { name: 'main', image: 'registry.example.com/shop/report@sha256:'.padEnd(104, 'a'), args: ['--all'] },
  ];
  const spec = {
    schedule: '0 3 * * *',
    jobTemplate: { spec: { template: { spec: { restartPolicy: 'OnFailure', containers } } } },
  };
  return { ...event, requestObject: { ...event.requestObject, spec } };
};
const scanned = async (lines: readonly (string | object)[]) => {
  const path = join(folder, 'audit.jsonl');
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const run = scan({ paths: [path], jobs: 1 });
  const severities: Severity[] = [];
  for await (const { severity } of run.findings) severities.push(severity);
  return { severities, warnings: run.summary().warnings.join('\n') };
};

const truncated = { annotations: { 'audit.k8s.io/truncated': 'true' } };
const azure = (event: object, limit: number) => ({
  category: 'kube-audit',
  operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
  properties: { log: JSON.stringify(event).slice(0, limit) },
});
const row = (index: number) => {
  const { verb, level, objectRef, requestURI, stage, user, responseStatus, stageTimestamp } = write(index);
  return {
    AuditId: `a-${index}`,
    Verb: verb,
    Level: level,
    ObjectRef: objectRef,
    RequestUri: requestURI,
    Stage: stage,
    User: user,
    ResponseStatus: responseStatus,
    StageReceivedTime: stageTimestamp,
    RequestObject: 'skipped-too-big-size-object',
  };
};

const sizes: Record<string, object> = {
  'the API server left the body out because of its size': { ...write(2), requestObject: undefined, ...truncated },
  'a service wrote a word in place of the body': row(2),
  'a service cut the record within the body': azure(write(2), 900),
  'a patch whose body was left out': { ...write(2), verb: 'patch', requestObject: undefined, ...truncated },
};
for (const [name, event] of Object.entries(sizes)) {
  test(`a low finding in itself: ${name}`, async () => {
    const { severities, warnings } = await scanned([write(1), event]);
    assert.deepEqual(severities, ['info', 'low']);
    assert.equal(warnings, '');
  });
}

test('a controller that makes large Jobs is none', async () => {
  const job = controllerJob({ index: 3, owned: true });
  const { severities } = await scanned([
    write(1),
    { ...job, requestObject: undefined, responseObject: undefined, ...truncated },
  ]);
  assert.deepEqual(severities, ['info']);
});

test('where every write is at level Metadata it is a property of the log, said once', async () => {
  const events = [1, 2, 3].map((index) => ({ ...write(index), level: 'Metadata', requestObject: undefined }));
  const { severities, warnings } = await scanned(events);
  assert.deepEqual(severities, ['info', 'info', 'info']);
  assert.match(warnings, /^every workload write is logged at level Metadata/);
});

test('where an export keeps no body, that is said once, and where some are lost their number is', async () => {
  const bare = (index: number) => ({ ...write(index), requestObject: undefined });
  assert.match((await scanned([bare(1), bare(2)])).warnings, /^no workload write has its body/);
  assert.match((await scanned([write(1), bare(2)])).warnings, /^1 workload writes lack their body/);
});
