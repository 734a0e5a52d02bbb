import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { sentinelFiles } from '../export/sentinel/bundle.ts';
import { findingsRow, MOST_FIELD_BYTES, MOST_FINDING_BYTES } from '../export/sentinel/findings-row.ts';
import type { Finding } from '../model/finding.ts';
import { SAMPLE_FINDINGS } from '../sink/testing.ts';
import { examine } from './examine.ts';
import { cronJobWrite } from './testing.ts';

const root = join(import.meta.dirname, '..', '..');
const finding: Finding =
  examine(JSON.stringify(cronJobWrite({ name: 'tool', index: 2 }))).findings[0] ?? assert.fail('no finding');
const SEEN = Date.parse(finding.firstSeen ?? assert.fail('no time'));

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const isFinding = ajv.compile(JSON.parse(readFileSync(join(root, 'schema', 'finding.v1.json'), 'utf8')));
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

interface Column {
  readonly name: string;
  readonly type: string;
}
/** As the exported template has them, which is what is deployed. */
const columns: readonly Column[] = JSON.parse(
  sentinelFiles().find(({ path }) => path === 'findings.arm.json')?.text ?? assert.fail(),
).resources[1].properties.streamDeclarations['Custom-Cronwarden_CL'].columns;

const HOLDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  datetime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  string: (value) => value === null || typeof value === 'string',
  int: (value) => Number.isInteger(value),
  real: (value) => typeof value === 'number' && Number.isFinite(value),
  dynamic: (value) => typeof value === 'object' && value !== null,
};

const assertFits = (row: Readonly<Record<string, unknown>>): void => {
  assert.deepEqual(
    Object.keys(row),
    columns.map(({ name }) => name),
  );
  for (const { name, type } of columns) {
    assert.ok(HOLDS[type]?.(row[name]), `${name}: ${JSON.stringify(row[name])?.slice(0, 80)} is no ${type}`);
    assert.ok(bytesOf(row[name]) <= (name === 'Finding' ? MOST_FINDING_BYTES : MOST_FIELD_BYTES), name);
  }
  assert.ok(bytesOf(row) < 900_000);
};

test('a row has the columns of the exported rule, with values of their types', () => {
  const row = findingsRow(finding, SEEN + 1000);
  assertFits(row);
  assert.deepEqual(row.Cut, []);
  assert.deepEqual(row.Finding, finding);
  assert.deepEqual(
    [row.FindingId, row.Severity, row.Name, row.TimeGenerated],
    [finding.id, finding.severity, finding.workload.name, finding.firstSeen],
  );
});

test('each of the samples fits, whole', () => {
  for (const one of SAMPLE_FINDINGS) {
    const row = findingsRow(one, SEEN);
    assertFits(row);
    assert.deepEqual(row.Finding, one);
  }
});

test('a finding of which nothing is known fits as well', () => {
  const bare: Finding = {
    ...finding,
    firstSeen: null,
    object: null,
    risk: 12.4,
    workload: { ...finding.workload, name: null, namespace: null, generateName: 'probe-' },
    actor: { ...finding.actor, username: null, userAgent: null, sourceIps: [] },
  };
  const row = findingsRow(bare, SEEN);
  assertFits(row);
  assert.deepEqual([row.Name, row.Risk, row.TimeGenerated], ['probe-', 12, new Date(SEEN).toISOString()]);
});

test('what no rule would see any more stands at the time of sending, and keeps its own in Finding', () => {
  const hour = 3_600_000;
  for (const [age, isKept] of [
    [0, true],
    [22 * hour, true],
    [24 * hour, false],
    [1000 * hour, false],
    [-hour, false],
  ] as const) {
    const row = findingsRow(finding, SEEN + age);
    assert.equal(row.TimeGenerated === finding.firstSeen, isKept || age === 0, String(age));
    assert.equal(Object.entries(row.Finding ?? {}).find(([key]) => key === 'firstSeen')?.[1], finding.firstSeen);
  }
});

const long = '\u0001"\u00e9\u{1f980}'.repeat(40_000);
const [indicator] = finding.indicators;
const evidence = indicator?.evidence[0] ?? assert.fail('no evidence');
const oversized: Readonly<Record<string, [Partial<Finding>, readonly string[]]>> = {
  'a long object': [{ object: { pointer: '', kind: 'CronJob', body: { spec: long } } }, ['Finding.object']],
  'long evidence': [
    { indicators: finding.indicators.map((one) => ({ ...one, evidence: [{ ...evidence, value: long }] })) },
    [
      'Finding.object',
      'Finding.lineage',
      'Finding.runs',
      'Finding.sequence',
      'Finding.events',
      'Finding.indicators.evidence',
    ],
  ],
  'a long agent and a thousand addresses': [
    {
      actor: {
        ...finding.actor,
        userAgent: long,
        sourceIps: [...Array.from({ length: 5_000 }, (_, index) => `2001:db8::${index}`), '203.0.113.77'],
      },
    },
    ['UserAgent', 'SourceIPs', 'Finding.actor'],
  ],
  'a name of a megabyte': [{ workload: { ...finding.workload, name: long } }, ['Name', 'Finding']],
};
for (const [name, [part, cut]] of Object.entries(oversized)) {
  test(`${name} is cut to fit, and the row says where`, () => {
    const row = findingsRow({ ...finding, ...part }, SEEN + 1000);
    assertFits(row);
    assert.ok(Array.isArray(row.Cut));
    for (const one of cut) assert.ok(row.Cut.includes(one), `${one} of ${row.Cut}`);
    if (!cut.includes('Finding')) assert.ok(isFinding(row.Finding), JSON.stringify(isFinding.errors));
    if (Array.isArray(row.SourceIPs) && cut.includes('SourceIPs'))
      assert.equal(row.SourceIPs.at(-1), '203.0.113.77', 'the address that the server saw stays');
  });
}

test('every field at its limit at once still fits a request', () => {
  const { workload, actor, request } = finding;
  const row = findingsRow(
    {
      ...finding,
      ...{ title: long, summary: long, cluster: long, ruleset: long },
      workload: { ...workload, kind: long, name: long, namespace: long },
      actor: { ...actor, username: long, userAgent: long, sourceIps: Array(10).fill(long) },
      request: { ...request, verb: long },
    },
    SEEN,
  );
  assert.ok(bytesOf(row) < 900_000, String(bytesOf(row)));
});

test('halves of surrogate pairs, which no store of UTF-8 takes, are replaced in texts and keys', () => {
  const body = { 'key\ud800': 'half \udc00, whole \u{1f980}, written \\ud800' };
  const row = findingsRow({ ...finding, title: 'a\ud800b', object: { pointer: '', kind: 'Job', body } }, SEEN);
  assert.equal(row.Title, 'a\ufffdb');
  assert.ok(JSON.stringify(row).isWellFormed());
  assert.doesNotMatch(JSON.stringify(row), /(?<!\\)\\u[dD][89a-fA-F]/);
  assert.match(JSON.stringify(row.Finding), /"key\ufffd":"half \ufffd, whole \u{1f980}, written \\\\ud800"/u);
});
