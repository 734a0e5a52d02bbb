import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronJob, indicatorTable, object, partOf } from '../testing.ts';
import { isImpossible, scheduleNeverFires } from './never-fires.ts';

const on = (schedule: string) => cronJob({ containers: [] }, {}, schedule);

indicatorTable(scheduleNeverFires, {
  fires: {
    'the thirty-first of February': on('0 0 31 2 *'),
    'the thirtieth, by the name of the month': on('*/5 * 30 Feb *'),
    'a list of months that are all too short': on('0 0 31 2,4,6,sep,nov ?'),
    'with a time zone in front': on('TZ=UTC 0 0 31 2 *'),
    'a range of days': on('0 0 30-31 2 *'),
  },
  staysSilent: {
    'the twenty-ninth of February': on('0 0 29 2 *'),
    'a range that begins on a day of the month': on('0 0 28-31 2 *'),
    'a month that has the day': on('0 0 31 2,3 *'),
    'a day of the week beside it': on('0 0 31 2 1'),
    'every day': on('*/5 * * * *'),
    'a name': on('@daily'),
    'a field that no cron reads': on('0 0 31 x *'),
    'a Job': object({ kind: 'Job', spec: { template: { spec: { containers: [] } } } }),
  },
  cannotTell: {
    'a body that was cut before the schedule': { ...partOf({}), schedule: { state: 'unseen', because: 'truncated' } },
  },
});

test('fields of any content are read in a bounded time', () => {
  for (const field of [
    '1/0',
    '0/1',
    '99',
    '-',
    '/',
    '1-2-3',
    '1/2/3',
    ',',
    '*'.repeat(100_000),
    '1,'.repeat(100_000),
  ]) {
    assert.equal(isImpossible(`0 0 ${field} 2 *`), false, field.slice(0, 9));
  }
});
