import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant, instantOfMs } from './time.ts';

const read: Record<string, [string, string | null]> = {
  'microseconds as the API server writes them': ['2026-11-24T10:00:00.123456Z', '2026-11-24T10:00:00.123456Z'],
  'no fraction': ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000000Z'],
  'no seconds': ['2026-11-24T10:00Z', '2026-11-24T10:00:00.000000Z'],
  'seven digits, as Azure writes them': ['2023-01-10T22:13:00.0000009Z', '2023-01-10T22:13:00.000000Z'],
  'nanoseconds are cut, not rounded': ['2025-09-30T06:23:35.999999999Z', '2025-09-30T06:23:35.999999Z'],
  'a space, no zone, two digits': ['2022-11-29 00:09:04.38', '2022-11-29T00:09:04.380000Z'],
  'an offset behind UTC': ['2026-11-24T23:30:00.5-01:30', '2026-11-25T01:00:00.500000Z'],
  'an offset ahead of UTC without a colon': ['2026-01-01T00:15:00+0530', '2025-12-31T18:45:00.000000Z'],
  'the zone spelled out': ['2026-11-24 10:00:00 UTC', '2026-11-24T10:00:00.000000Z'],
  'a leap day': ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000Z'],
  'the first century': ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000000Z'],
  'the portal, evening': ['1/10/2023, 10:13:00.640 PM', '2023-01-10T22:13:00.640000Z'],
  'the portal, noon': ['12/1/2023, 12:00:00 PM', '2023-12-01T12:00:00.000000Z'],
  'the portal, midnight': ['12/1/2023, 12:00:00.000 AM', '2023-12-01T00:00:00.000000Z'],
  'the portal, hour 13': ['1/10/2023, 13:13:00.640 PM', null],
  'the portal, month 13': ['13/10/2023, 10:13:00.640 PM', null],
  '30 February': ['2026-02-30T00:00:00Z', null],
  '29 February outside a leap year': ['2026-02-29T00:00:00Z', null],
  'hour 24': ['2026-11-24T24:00:00Z', null],
  'month 13 with microseconds': ['2026-13-24T10:00:00.123456Z', null],
  'day 0 with microseconds': ['2026-11-00T10:00:00.123456Z', null],
  'second 60 with microseconds': ['2026-11-24T10:00:60.123456Z', null],
  '31 November with microseconds': ['2026-11-31T10:00:00.123456Z', null],
  '31 December with microseconds': ['2026-12-31T23:59:59.123456Z', '2026-12-31T23:59:59.123456Z'],
  'minute 60': ['2026-11-24T10:60:00Z', null],
  'an offset of 25 hours': ['2026-11-24T10:00:00+25:00', null],
  'a shift out of the years of four digits': ['9999-12-31T23:59:59-01:00', null],
  'a date alone': ['2026-11-24', null],
  'an empty text': ['', null],
  'a number': ['1700000000', null],
  'text after it': ['2026-11-24T10:00:00Z; drop', null],
  'digits without end': [`2026-11-24T10:00:00.${'1'.repeat(1_000_000)}Z`, null],
};

for (const [name, [text, wanted]] of Object.entries(read)) {
  test(`instant: ${name}`, () => assert.equal(instant(text), wanted));
}

test('instant: every date of the platform comes back', () => {
  const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(dates, (date) => {
      const text = date.toISOString();
      assert.equal(instant(text), text.replace('Z', '000Z'));
    }),
  );
});

test('instant: what it prints sorts as time does, and reads back as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }), (a, b) => {
      const [first, second] = [instantOfMs(a) ?? '', instantOfMs(b) ?? ''];
      assert.equal(Math.sign(a - b), first < second ? -1 : first > second ? 1 : 0);
      assert.equal(instant(first), first);
    }),
  );
});

test('instantOfMs: out of range is null', () => {
  assert.equal(instantOfMs(1_700_000_000_123), '2023-11-14T22:13:20.123000Z');
  for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, 9e15, -9e15, 8e15]) assert.equal(instantOfMs(ms), null);
});
