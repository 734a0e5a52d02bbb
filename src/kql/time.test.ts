import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { valueOfExpression } from './testing/run.ts';
import { parseDatetime, parseTimespan, printDatetime, printTimespan, ticksOfMs } from './time.ts';

test('times in their usual spellings', () => {
  for (const [text, printed] of [
    ['2026-11-24', '2026-11-24T00:00:00.0000000Z'],
    ['2026-11-24 10:20', '2026-11-24T10:20:00.0000000Z'],
    ['2026-11-24T10:20:30.1234567Z', '2026-11-24T10:20:30.1234567Z'],
    ['2026-11-24T10:20:30.123456789Z', '2026-11-24T10:20:30.1234567Z'],
    ['2026-11-24T10:20:30+02:00', '2026-11-24T08:20:30.0000000Z'],
    ['11/24/2026, 10:20:30.500 PM', '2026-11-24T22:20:30.5000000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.0000000Z'],
  ] as const) {
    const ticks = parseDatetime(text);
    assert.ok(ticks !== null, text);
    assert.equal(printDatetime(ticks), printed);
  }
  for (const text of ['2026-02-30', '2026-13-01', 'today', '', '2026-11-24T25:00', 'x'.repeat(100_000)]) {
    assert.equal(parseDatetime(text), null, text.slice(0, 20));
  }
});

test('every time is read as it is printed', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 3_155_378_975_999_999_999n }), (ticks) => {
      assert.equal(parseDatetime(printDatetime(ticks)), ticks);
    }),
  );
  assert.equal(printDatetime(ticksOfMs(0)), '1970-01-01T00:00:00.0000000Z');
});

test('timespans', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (ticks) => {
      assert.equal(parseTimespan(printTimespan(ticks)), ticks);
    }),
  );
  assert.equal(parseTimespan('1.5h'), 54_000_000_000n);
  assert.equal(parseTimespan('15 seconds'), 150_000_000n);
  assert.equal(parseTimespan('25:00:00'), null);
});

test('arithmetic of times', async () => {
  for (const [expression, expected] of [
    ['datetime(2026-11-24) + 36h', '2026-11-25T12:00:00.0000000Z'],
    ['datetime(2026-11-24) - datetime(2026-11-23 12:00)', '12:00:00'],
    ['1d / 1h == 24.0', 'true'],
    ['3 * 20m', '01:00:00'],
    ['startofweek(datetime(2026-11-24))', '2026-11-22T00:00:00.0000000Z'],
    ['startofmonth(datetime(2026-11-24), -1)', '2026-10-01T00:00:00.0000000Z'],
    ['endofmonth(datetime(2024-02-10))', '2024-02-29T23:59:59.9999999Z'],
    ['datetime_add("month", 1, datetime(2026-01-31))', '2026-02-28T00:00:00.0000000Z'],
    ['unixtime_seconds_todatetime(1546300800)', '2019-01-01T00:00:00.0000000Z'],
    ['datetime(2026-11-24 10:00) between (datetime(2026-11-24) .. 12h)', 'true'],
    ['todatetime("no time")', null],
    ['datetime(9999-12-31) + 365d', null],
  ] as const) {
    assert.equal(await valueOfExpression(expression), expected, expression);
  }
});
