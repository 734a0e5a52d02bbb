import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../lib/inert.ts';
import type { Finding } from '../model/finding.ts';
import { HOSTILE_TEXTS, hostileFinding, hostileSummary } from './hostile-testing.ts';
import { jsonlSink, jsonSink } from './json.ts';
import { printed, SAMPLE_FINDINGS, sampleContext, sampleSummary } from './testing.ts';

test('JSON Lines: a line for each finding, equal to it', async () => {
  const text = await printed(jsonlSink);
  assert.ok(text.endsWith('\n'));
  const lines = text.slice(0, -1).split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    SAMPLE_FINDINGS,
  );
});

test('JSON: one document with the findings and the summary', async () => {
  const document: unknown = JSON.parse(await printed(jsonSink));
  assert.deepEqual(document, {
    schema: 'cronwarden.results/v1',
    findings: SAMPLE_FINDINGS,
    summary: JSON.parse(JSON.stringify(sampleSummary())),
  });
});

test('nothing found: no line, and a document with an empty list', async () => {
  assert.equal(await printed(jsonlSink, []), '');
  const document: { findings: unknown } = JSON.parse(await printed(jsonSink, []));
  assert.deepEqual(document.findings, []);
});

for (const sink of [jsonlSink, jsonSink]) {
  test(`${sink === jsonSink ? 'JSON' : 'JSON Lines'} prints a finding before the next one is there`, async () => {
    const seen: string[] = [];
    async function* slow(): AsyncGenerator<Finding> {
      for (const finding of SAMPLE_FINDINGS.slice(0, 2)) {
        seen.push('asked');
        yield finding;
      }
    }
    const context = sampleContext({
      summary: () => {
        seen.push('summary');
        return sampleSummary();
      },
    });
    for await (const text of sink(slow(), context)) if (text.includes('"id"')) seen.push('printed');
    assert.deepEqual(seen.slice(0, 4), ['asked', 'printed', 'asked', 'printed']);
    assert.deepEqual(seen.slice(4), sink === jsonSink ? ['summary'] : []);
  });
}

for (const hostile of HOSTILE_TEXTS) {
  test(`equal JSON without an unseen character: ${JSON.stringify(hostile)}`, async () => {
    const finding = hostileFinding(hostile);
    const summary = hostileSummary(hostile);
    const line = await printed(jsonlSink, [finding]);
    assert.deepEqual(JSON.parse(line), JSON.parse(JSON.stringify(finding)));
    const text = await printed(jsonSink, [finding], sampleContext({ summary: () => summary }));
    assert.deepEqual(JSON.parse(text).summary, JSON.parse(JSON.stringify(summary)));
    for (const one of [line, text]) assert.equal(plain(one.replaceAll('\n', '')), one.replaceAll('\n', ''));
  });
}
