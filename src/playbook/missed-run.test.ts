import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestRun, runName } from './missed-run.ts';

const at = (text: string): number => Date.parse(text);
/** Tuesday, 24 November 2026. */
const NOW = '2026-11-24T06:10:30Z';

const cases: readonly (readonly [
  schedule: string,
  zone: string | null,
  since: string,
  run: string | null | undefined,
])[] = [
  ['* * * * *', null, '2026-11-24T06:00:00Z', '2026-11-24T06:10:00Z'],
  ['*/7 * * * *', null, '2026-11-24T06:00:00Z', '2026-11-24T06:07:00Z'],
  ['5/20 * * * *', null, '2026-11-24T05:00:00Z', '2026-11-24T06:05:00Z'],
  ['0 3 * * *', null, '2026-11-23T03:00:00Z', '2026-11-24T03:00:00Z'],
  ['0 3 * * *', null, '2026-11-24T03:00:00Z', null],
  ['30 23 * * *', 'America/New_York', '2026-11-22T00:00:00Z', '2026-11-24T04:30:00Z'],
  ['15 11 * * *', 'Asia/Kolkata', '2026-11-22T00:00:00Z', '2026-11-24T05:45:00Z'],
  ['0 0 * * MON', null, '2026-11-01T00:00:00Z', '2026-11-23T00:00:00Z'],
  ['0 0 */2 * 2', null, '2026-11-01T00:00:00Z', '2026-11-24T00:00:00Z'],
  ['0 0 */5 * 3', null, '2026-11-01T00:00:00Z', '2026-11-21T00:00:00Z'],
  ['0 3 ? * 1', null, '2026-11-01T00:00:00Z', '2026-11-23T03:00:00Z'],
  ['0 0 13 * 5', null, '2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z'],
  ['0 0 13 * *', null, '2026-10-01T00:00:00Z', '2026-11-13T00:00:00Z'],
  ['0 0 1 jan-mar,Sep *', null, '2026-01-01T00:00:00Z', '2026-09-01T00:00:00Z'],
  ['@hourly', null, '2026-11-24T00:00:00Z', '2026-11-24T06:00:00Z'],
  ['@daily', null, '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'],
  ['0 0 31 2 *', null, '2025-01-01T00:00:00Z', null],
  ['@every 5m', null, '2026-11-24T00:00:00Z', undefined],
  ['0 3 * *', null, '2026-11-24T00:00:00Z', undefined],
  ['61 * * * *', null, '2026-11-24T00:00:00Z', undefined],
  ['*/0 * * * *', null, '2026-11-24T00:00:00Z', undefined],
  ['* * * * *', 'Mars/Base', '2026-11-24T00:00:00Z', undefined],
];
for (const [schedule, zone, since, run] of cases) {
  test(`"${schedule}"${zone === null ? '' : ` in ${zone}`} since ${since}`, () => {
    const found = latestRun(schedule, zone, at(since), at(NOW));
    assert.equal(typeof found === 'number' ? new Date(found).toISOString().replace('.000', '') : found, run);
  });
}

test('a run is named after its minute', () => {
  assert.equal(runName('tick', at('2026-11-24T06:10:00Z')), 'tick-29925010');
});

test('a schedule that never comes is given up in bounded time', () => {
  const start = performance.now();
  assert.equal(latestRun('0 0 31 2 *', 'America/New_York', 0, at(NOW)), null);
  assert.ok(performance.now() - start < 20_000);
});
