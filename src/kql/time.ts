export const TICKS = {
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const;
/** From the first day of year 1 to 1970. */
const UNIX = 621_355_968_000_000_000n;
/** The end of year 9999; `datetime` ends there. */
const LAST = 3_155_378_975_999_999_999n;
const MOST_CHARACTERS = 64;

export const isInRange = (ticks: bigint): boolean => ticks >= 0n && ticks <= LAST;
export const ticksOfMs = (ms: number): bigint => BigInt(Math.trunc(ms)) * TICKS.millisecond + UNIX;
/** Whole milliseconds since 1970, rounded down. */
export const msOfTicks = (ticks: bigint): number =>
  Number(floorTo(ticks - UNIX, TICKS.millisecond) / TICKS.millisecond);

/** The greatest multiple of `size` that is not over the value. */
export const floorTo = (value: bigint, size: bigint): bigint => {
  const rest = value % size;
  return value - (rest < 0n ? rest + size : rest);
};

/** `2026-11-24T10:00:00.1234567Z` */
export const printDatetime = (ticks: bigint): string => {
  const whole = new Date(msOfTicks(ticks)).toISOString().slice(0, 19);
  const fraction = ((ticks % TICKS.second) + TICKS.second) % TICKS.second;
  return `${whole}.${String(fraction).padStart(7, '0')}Z`;
};

/** `[-][d.]hh:mm:ss[.fffffff]` */
export const printTimespan = (ticks: bigint): string => {
  const all = ticks < 0n ? -ticks : ticks;
  const two = (value: bigint): string => String(value).padStart(2, '0');
  const days = all / TICKS.day;
  const fraction = all % TICKS.second;
  return [
    ticks < 0n ? '-' : '',
    days > 0n ? `${days}.` : '',
    `${two((all / TICKS.hour) % 24n)}:${two((all / TICKS.minute) % 60n)}:${two((all / TICKS.second) % 60n)}`,
    fraction > 0n ? `.${String(fraction).padStart(7, '0')}` : '',
  ].join('');
};

const ISO =
  /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/i;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(?: ?([AaPp])[Mm])?$/;

/**
 * Ticks of a text that is a time: ISO 8601 in its usual spellings, `11/24/2026`, month first, as the portal prints it.
 * `null` for anything else, also for formats that only the engine knows.
 */
export const parseDatetime = (text: string): bigint | null => {
  const trimmed = text.trim();
  if (trimmed.length > MOST_CHARACTERS) return null;
  const iso = ISO.exec(trimmed);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    return compose({ year, month, day, hour, minute, second, fraction }, zone);
  }
  const us = US.exec(trimmed);
  if (us === null) return null;
  const [, month, day, year, hour, minute, second, fraction, half] = us;
  if (half === undefined) return compose({ year, month, day, hour, minute, second, fraction }, undefined);
  const twelve = Number(hour ?? 12);
  if (twelve < 1 || twelve > 12) return null;
  const hours = (twelve % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return compose({ year, month, day, hour: String(hours), minute, second, fraction }, undefined);
};

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';

const compose = (fields: Readonly<Record<Field, string | undefined>>, zone: string | undefined): bigint | null => {
  const two = (text: string | undefined, otherwise: string): string => (text ?? otherwise).padStart(2, '0');
  const day = `${fields.year}-${two(fields.month, '1')}-${two(fields.day, '1')}`;
  const clock = `${two(fields.hour, '0')}:${two(fields.minute, '0')}:${two(fields.second, '0')}`;
  const ms = Date.parse(`${day}T${clock}Z`);
  // A date that the calendar lacks is carried over into the next month.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(`${day}T${clock}`)) return null;
  const ticks = ticksOfMs(ms) + BigInt((fields.fraction ?? '').slice(0, 7).padEnd(7, '0'));
  const moved = ticks - offsetOf(zone);
  return isInRange(moved) ? moved : null;
};

const offsetOf = (zone: string | undefined): bigint => {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0n;
  const minutes = BigInt(zone.slice(1, 3)) * 60n + BigInt(zone.slice(-2));
  return (zone.startsWith('-') ? -1n : 1n) * minutes * TICKS.minute;
};

const UNITS: ReadonlyMap<string, bigint> = new Map(
  [
    [['d', 'day', 'days'], TICKS.day],
    [['h', 'hr', 'hrs', 'hour', 'hours'], TICKS.hour],
    [['m', 'min', 'minute', 'minutes'], TICKS.minute],
    [['s', 'sec', 'second', 'seconds'], TICKS.second],
    [['ms', 'milli', 'millis', 'millisec', 'millisecond', 'milliseconds'], TICKS.millisecond],
    [['micro', 'micros', 'microsec', 'microsecond', 'microseconds'], 10n],
    [['tick', 'ticks'], 1n],
  ].flatMap(([names, ticks]) => (names as string[]).map((name) => [name, ticks as bigint] as const)),
);
const WITH_UNIT = /^(-?)(\d{1,12})(?:\.(\d{1,12}))? ?([a-z]+)$/i;
const CLOCK = /^(-?)(?:(\d{1,8})\.)?(\d{1,8}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/** Ticks of `1.5h`, `0.12:34:56.7`, `2` (days); `null` for anything else. */
export const parseTimespan = (text: string): bigint | null => {
  const trimmed = text.trim();
  if (trimmed.length > MOST_CHARACTERS) return null;
  const clock = CLOCK.exec(trimmed);
  if (clock !== null) {
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
    const ticks =
      BigInt(days) * TICKS.day +
      BigInt(hours) * TICKS.hour +
      BigInt(minutes) * TICKS.minute +
      BigInt(seconds) * TICKS.second +
      BigInt(fraction.padEnd(7, '0'));
    return sign === '-' ? -ticks : ticks;
  }
  const [, sign, whole = '', fraction = '', name = ''] =
    WITH_UNIT.exec(/^-?[\d.]+$/.test(trimmed) ? `${trimmed}d` : trimmed) ?? [];
  const unit = UNITS.get(name.toLowerCase());
  if (unit === undefined) return null;
  const ticks = BigInt(whole) * unit + (BigInt(fraction || '0') * unit) / 10n ** BigInt(fraction.length);
  return sign === '-' ? -ticks : ticks;
};
