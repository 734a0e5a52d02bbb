import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../model/finding.ts';
import { quietBackup, reverseShell, SAMPLE_FINDINGS, stream } from '../testing.ts';
import { collectReport } from './collect.ts';

const ids = (report: Awaited<ReturnType<typeof collectReport>>): readonly (readonly string[])[] =>
  report.groups.map((group) => group.map(({ finding }) => finding.id));

test('findings of one group stand together, the worst group first', async () => {
  const report = await collectReport(stream(SAMPLE_FINDINGS));
  assert.equal(report.groups.length, 13);
  assert.equal(report.groups[0]?.length, 14);
  assert.equal(report.total, 28);
  assert.equal(report.shown, 28);
  assert.deepEqual(report.counts, { critical: 15, high: 4, medium: 6, low: 2, info: 1 });
  assert.deepEqual(report.clusters.toSorted(), ['aks-prod', 'prod-weu-1', 'staging-1', 'unknown']);
});

const many = function* (count: number): Generator<Finding> {
  for (let at = 0; at < count; at += 1) yield { ...quietBackup, id: `id-${at}`, group: `group-${at}` };
  yield reverseShell;
};

test('the worst are kept whenever they come, the rest is counted and plotted', async () => {
  const report = await collectReport(stream(many(100)), 10);
  assert.equal(report.shown, 10);
  assert.equal(report.total, 101);
  assert.equal(report.points.length, 101);
  assert.deepEqual(ids(report)[0], [reverseShell.id]);
});

test('much text fills the report before the number of findings does', async () => {
  const report = await collectReport(stream(many(100)), 1_000, 20_000);
  assert.ok(report.shown > 1 && report.shown < 20, String(report.shown));
  assert.deepEqual(ids(report)[0], [reverseShell.id]);
});

test('what is no time is a point without one', async () => {
  const report = await collectReport(stream([{ ...quietBackup, firstSeen: 'soon' }]));
  assert.equal(report.points[0]?.at, null);
});
