import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { WRAPPERS } from '../decode/testing/wrappers.ts';
import type { Finding } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { scan } from './scan.ts';

/**
 * Objects of the labelled corpus as events in every envelope, whole and cut. The expectations: each of the thirty is one
 * finding; its id is that of the raw event in every envelope; a record that was cut behind the received time has that id
 * too; records cut before it agree with one another, and joined with the whole record they are one finding with its id.
 */
const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus');
const have = existsSync(corpus);
if (!have && process.env.CI === 'true') throw new Error('the labelled corpus is missing, and CI needs it');
const options = have ? {} : { skip: 'the labelled corpus is not beside the project' };

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-envelopes-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Labelled {
  readonly id: string;
  readonly object: JsonObject & { readonly kind: string; readonly apiVersion: string; readonly metadata?: JsonObject };
}
const every = (file: string, count: number): Labelled[] => {
  const all = readFileSync(join(corpus, file), 'utf8').trim().split('\n');
  const step = Math.floor(all.length / count);
  return Array.from({ length: count }, (_, index) => JSON.parse(all[index * step] ?? '{}') as Labelled);
};

const RESOURCES: Readonly<Record<string, string>> = { StatefulSet: 'statefulsets', CronWorkflow: 'cronworkflows' };
const eventOf = ({ object }: Labelled, index: number): JsonObject => {
  const [version = 'v1', group = ''] = object.apiVersion.split('/').reverse();
  const resource = RESOURCES[object.kind] ?? `${object.kind.toLowerCase()}s`;
  const { name = `object-${index}`, namespace = 'default' } = (object.metadata ?? {}) as {
    name?: string;
    namespace?: string;
  };
  const second = String(index).padStart(2, '0');
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: `00000000-0000-4000-8000-0000000000${second}`,
    stage: 'ResponseComplete',
    requestURI: `/${group === '' ? 'api' : `apis/${group}`}/${version}/namespaces/${namespace}/${resource}`,
    verb: 'create',
    user: { username: 'sam@example.com', groups: ['system:authenticated'] },
    sourceIPs: ['198.51.100.7'],
    userAgent: 'kubectl/v1.34.1',
    objectRef: { resource, namespace, name, ...(group === '' ? {} : { apiGroup: group }), apiVersion: version },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: object,
    requestReceivedTimestamp: `2026-11-24T10:00:${second}.123456Z`,
    stageTimestamp: `2026-11-24T10:00:${second}.223456Z`,
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
  };
};

let files = 0;
const scanned = async (...lines: string[]): Promise<Finding[]> => {
  const path = join(folder, `${++files}.log`);
  writeFileSync(path, lines.join('\n'));
  const run = scan({ paths: [path], jobs: 1 });
  const findings: Finding[] = [];
  for await (const finding of run.findings) findings.push(finding);
  assert.equal(run.summary().rejected, 0, JSON.stringify(run.summary().rejectedSamples));
  return findings;
};
const ids = (findings: readonly Finding[]): string[] => findings.map((finding) => finding.id);

const events = have ? [...every('attack-dev.jsonl', 15), ...every('benign-dev.jsonl', 15)].map(eventOf) : [];
const raw = async (): Promise<Finding[]> => scanned(...events.map((event) => JSON.stringify(event)));

test('thirty objects are thirty findings with thirty ids', options, async () => {
  const findings = await raw();
  assert.equal(findings.length, 30);
  assert.equal(new Set(ids(findings)).size, 30);
});

for (const { name, wrap } of WRAPPERS) {
  test(`the same ids and severities from ${name}`, options, async () => {
    const expected = await raw();
    const findings = (await Promise.all(events.map((event) => scanned(wrap(event))))).flat();
    assert.deepEqual(ids(findings), ids(expected));
    const bare = (finding: Finding) =>
      finding.indicators.map((indicator) => indicator.id).filter((id) => !/^(actor|request|delivery)\./.test(id));
    assert.deepEqual(findings.map(bare), expected.map(bare));
  });
}

/** Where a store cuts: the record, or the text of the event inside it. */
const cutters: Record<string, (event: string) => string> = {
  'a raw line': (text) => text,
  'a line that its collector cut': (text) => JSON.stringify({ log: text, stream: 'stdout' }).slice(0, -20),
  'log_s of AzureDiagnostics': (text) =>
    JSON.stringify({ TimeGenerated: '2026-11-24T10:01:00Z', Category: 'kube-audit', log_s: text }),
  'properties.log of a resource log': (text) =>
    JSON.stringify({ time: '2026-11-24T10:01:00.0000000Z', category: 'kube-audit', properties: { log: text } }),
  'Message of AWSCloudWatch': (text) =>
    JSON.stringify({ TimeGenerated: '2026-11-24T10:01:00Z', Message: `${text}[Truncated...]` }),
};

test('cut behind the received time, the ids are those of the whole events', options, async () => {
  const expected = ids(await raw());
  for (const [name, cut] of Object.entries(cutters)) {
    if (name === 'a line that its collector cut') continue; // it cuts the end of the inner text once more
    const lines = events.map((event) => cut(JSON.stringify(event).slice(0, -30)));
    assert.deepEqual(ids(await scanned(...lines)), expected, name);
  }
});

test(
  'cut inside the body, the ids agree in every envelope, the findings are marked, and the whole record wins',
  options,
  async () => {
    const texts = events.map((event) => JSON.stringify(event));
    const short = texts.map((text) => text.slice(0, text.indexOf('"requestObject"') + 120));
    const expected = ids(await scanned(...short));
    assert.equal(new Set(expected).size, 30);
    for (const [name, cut] of Object.entries(cutters)) {
      const findings = await scanned(...short.map(cut));
      assert.deepEqual(ids(findings), expected, name);
      assert.ok(
        findings.every((finding) => !finding.timeExact),
        name,
      );
      const joined = await scanned(...short.map(cut), ...texts);
      assert.deepEqual(ids(joined), ids(await raw()), name);
      assert.ok(
        joined.every((finding) => finding.events.length === 2),
        name,
      );
    }
  },
);
