import { instant } from '../lib/time.ts';
import { UsageError } from './failure.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `90m`, `24h`, `7d` in milliseconds. */
export const parseDuration = (text: string): number => {
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined)
    throw new UsageError(`--last ${text}: write a number and s, m, h, d or w, as in 24h`);
  return Number(match[1]) * unit;
};

/** The bounds of event time that the options ask for, in the form of `lib/time.ts`. */
export const parseWindow = (
  options: { readonly since?: string; readonly until?: string; readonly last?: string },
  nowMs: number,
): { since: string | null; until: string | null } => {
  if (options.last !== undefined && options.since !== undefined)
    throw new UsageError('--last and --since exclude each other');
  const since =
    options.last !== undefined ? new Date(nowMs - parseDuration(options.last)).toISOString() : options.since;
  return { since: timeOf('--since', since), until: timeOf('--until', options.until) };
};

const timeOf = (option: string, text: string | undefined): string | null => {
  if (text === undefined) return null;
  // A bare date means its first moment, in UTC like everything that the API server writes.
  const time = instant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (time === null) throw new UsageError(`${option} ${text}: write a time such as 2026-11-24T10:00:00Z or a date`);
  return time;
};
