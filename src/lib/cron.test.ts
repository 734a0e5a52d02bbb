import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsPerDay } from './cron.ts';

const RUNS: Readonly<Record<string, number | null>> = {
  '* * * * *': 1440,
  '*/5 * * * *': 288,
  'TZ=Etc/UTC 0 * * * *': 24,
  '0 3 * * *': 1,
  '0 3 * * 1-5': 5 / 7,
  '0 3 * * mon': 1 / 7,
  '0 3 1 * *': 1 / 31,
  '0 3 1 * 1': 1 / 31 + 1 / 7,
  '0 3 * jan ?': 1 / 12,
  '1,1,1 3 * * *': 1,
  '@hourly': 24,
  '@daily': 1,
  '@every 90s': 960,
  '@every 1h30m': 16,
  '@every 0s': null,
  '@reboot': null,
  '0 3 * *': null,
  '61 3 * * *': null,
  '': null,
};
for (const [schedule, runs] of Object.entries(RUNS)) {
  test(`"${schedule}" runs ${runs} times a day`, () => {
    const found = runsPerDay(schedule);
    if (runs === null) assert.equal(found, null);
    else assert.ok(Math.abs((found ?? -1) - runs) < 1e-9, `${found}`);
  });
}
