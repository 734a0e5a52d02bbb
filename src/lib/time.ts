const ISO = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)? ?(Z|z|UTC|[+-]\d{2}:?\d{2})?$/;
/** What the Azure portal shows in English: `1/10/2023, 10:13:00.640 PM`, month first, in UTC. */
const PORTAL = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))? ?([AaPp])[Mm]$/;
/** What the API server writes, and what is printed here. */
const PRINTED = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])T(?:[01]\d|2[0-3]):\d{2}:\d{2}\.\d{6}Z$/;
/** Longer texts are no timestamps; the limit keeps hostile ones cheap. */
const MAX_LENGTH = 64;
const ISO_LENGTH = '2026-11-24T10:00:00.000Z'.length;

/**
 * A timestamp as logged, as RFC 3339 in UTC with exactly six fraction digits: further digits are cut off, missing ones
 * are zero. A missing zone is UTC. `null` for anything else, fields out of range included.
 */
export const instant = (text: string): string | null => {
  if (text.length > MAX_LENGTH) return null;
  // Days that every month has need no round trip to be proven.
  if (PRINTED.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const iso = ISO.exec(text);
  if (iso !== null) return compose(`${iso[1]}T${iso[2]}:${iso[3] ?? '00'}`, iso[4] ?? '', iso[5] ?? 'Z');
  const portal = PORTAL.exec(text);
  if (portal === null) return null;
  const [, month = '', day = '', year = '', hour = '', minute = '', second = '', fraction = '', half = ''] = portal;
  const twelve = Number(hour);
  if (twelve < 1 || twelve > 12) return null;
  const hours = (twelve % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return compose(`${year}-${two(month)}-${two(day)}T${two(String(hours))}:${minute}:${second}`, fraction, 'Z');
};

/** Milliseconds since 1970, as CloudWatch and Kafka give them; `null` outside the years 0 to 9999. */
export const instantOfMs = (ms: number): string | null => {
  const whole = Math.floor(ms);
  return Number.isFinite(whole) && Math.abs(whole) <= MAX_MS ? printed(whole, '') : null;
};

/** The range of `Date`, ECMAScript 21.4.1.1. */
const MAX_MS = 8.64e15;

const two = (digits: string): string => digits.padStart(2, '0');

const compose = (seconds: string, fraction: string, zone: string): string | null => {
  const at = Date.parse(`${seconds}Z`);
  // `Date` carries 30 February over to March; only a round trip proves that every field was in range.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(seconds)) return null;
  const offset = offsetMs(zone);
  return offset === null ? null : printed(at - offset, fraction);
};

const offsetMs = (zone: string): number | null => {
  if (zone === 'Z' || zone === 'z' || zone === 'UTC') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

const printed = (ms: number, fraction: string): string | null => {
  const text = new Date(ms).toISOString();
  if (text.length !== ISO_LENGTH) return null; // a year of more than four digits
  const digits = fraction === '' ? text.slice(20, 23) : fraction.slice(0, 6);
  return `${text.slice(0, 19)}.${digits.padEnd(6, '0')}Z`;
};
