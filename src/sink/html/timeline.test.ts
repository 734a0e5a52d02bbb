import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../model/finding.ts';
import { nothingKnown, quietBackup, reverseShell, SAMPLE_FINDINGS, stream } from '../testing.ts';
import { collectReport } from './collect.ts';
import { tickText, timeline } from './timeline.ts';

const plotted = async (findings: readonly Finding[]): Promise<string> => {
  const report = await collectReport(stream(findings));
  return timeline(report, new Map(report.groups.flat().map((one) => [one.number, one]))).markup;
};
const placesOf = (markup: string): readonly number[] =>
  [...markup.matchAll(/<svg x="([\d.]+)%"/g)].map(([, x]) => Number(x));

test('every finding is at a point, and every point says what it is', async () => {
  const markup = await plotted(SAMPLE_FINDINGS);
  const cards = [...markup.matchAll(/data-cards="([\d ]+)"/g)].flatMap(([, list = '']) => list.split(' ').map(Number));
  assert.deepEqual(
    cards.sort((a, b) => a - b),
    Array.from({ length: 28 }, (_, at) => at),
  );
  assert.equal(markup.split('<title>').length, placesOf(markup).length + 1);
  assert.match(markup, /aria-label="high finding, 2026-11-19 07:45:09 UTC: CronJob reads its service-account token/);
});

test('a point leads to the worst of its findings', async () => {
  const mild = { ...reverseShell, id: 'mild', risk: 1 };
  assert.match(await plotted([mild, reverseShell]), new RegExp(`href="#${reverseShell.id}"`));
});

test('a single point stands in the middle of an axis that has a length', async () => {
  const markup = await plotted([quietBackup]);
  assert.deepEqual(placesOf(markup), [50]);
  assert.match(markup, /class="tick/);
});

test('findings without a time stand apart and are said to', async () => {
  const [timed = 0, untimed = 0] = placesOf(await plotted([quietBackup, nothingKnown]));
  assert.ok(timed < 88 && untimed > 88);
  const markup = await plotted([nothingKnown]);
  assert.deepEqual(placesOf(markup), [50]);
  assert.match(markup, /No finding carries a time/);
  assert.doesNotMatch(markup, /NaN|Infinity|undefined/);
});

test('five thousand points become a few hundred that do not run off the plot', async () => {
  const findings = Array.from({ length: 5_000 }, (_, at) => ({
    ...quietBackup,
    id: `id-${at}`,
    firstSeen: new Date(Date.UTC(2026, 10, 1) + at * 137_000).toISOString(),
  }));
  const markup = await plotted(findings);
  const places = placesOf(markup);
  assert.ok(places.length > 50 && places.length < 500, String(places.length));
  assert.ok(places.every((x) => x >= 0 && x <= 100));
  assert.ok(markup.length < 500_000);
});

test('times at the ends of what a date can hold do not break the axis', async () => {
  const markup = await plotted([
    { ...quietBackup, id: 'a', firstSeen: '0001-01-01T00:00:00.000000Z' },
    { ...quietBackup, id: 'b', firstSeen: '9999-12-31T23:59:59.999999Z' },
  ]);
  assert.doesNotMatch(markup, /NaN|Infinity|undefined/);
});

const HOUR = 3_600_000;
const ticks: readonly (readonly [situation: string, at: number, step: number, text: string])[] = [
  ['months apart', Date.UTC(2026, 10, 1), 31 * 24 * HOUR, 'Nov 2026'],
  ['days apart', Date.UTC(2026, 10, 24), 24 * HOUR, '24 Nov'],
  ['hours apart', Date.UTC(2026, 10, 24, 6), 6 * HOUR, '06:00'],
  ['hours apart, at midnight', Date.UTC(2026, 10, 24), 6 * HOUR, '24 Nov'],
  ['seconds apart', Date.UTC(2026, 10, 24, 6, 0, 5), 5_000, '06:00:05'],
];
for (const [situation, at, step, text] of ticks) {
  test(`a tick of an axis whose ticks are ${situation}`, () => assert.equal(tickText(at, step), text));
}
