import type { Table } from '../model.ts';
import type { Bucket, Tallied, Tally, TrailRow } from '../tally.ts';
import { type Trail, WINDOW_HOURS } from '../trail.ts';

/** Rows of a table in a guide; the rest is counted. */
const MAX_SHOWN = 12;

export const timeText = (time: string | null): string =>
  time === null ? 'time not known' : time.replace('T', ' ').replace(/(?:\.\d+)?Z$/, '');

const codeText = ({ code }: TrailRow): string => (code === null ? '' : String(code));

export const placeText = (namespace: string | null, name: string | null): string =>
  [namespace, name].filter((one) => one !== null).join('/') || '—';

/** Events that several buckets hold, once, with the note that says most. */
const once = (rows: readonly TrailRow[]): readonly TrailRow[] => {
  const known = new Map<string, TrailRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.auditId, row.time, row.verb, row.resource, row.namespace, row.name]);
    const before = known.get(key);
    if (before === undefined || row.note.length > before.note.length) known.set(key, row);
  }
  return [...known.values()];
};

/** Events in the order of their time. */
export const eventsTable = (...buckets: readonly Bucket[]): Table | null => {
  const rows = once(buckets.flatMap((bucket) => bucket.rows)).toSorted((one, other) =>
    (one.time ?? '').localeCompare(other.time ?? ''),
  );
  const listed = buckets.reduce((sum, bucket) => sum + bucket.rows.length, 0);
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0) - (listed - rows.length);
  if (count === 0) return null;
  const shown = rows.slice(0, MAX_SHOWN);
  return {
    columns: ['Time (UTC)', 'Request', 'Object', 'By', 'Code', 'Note'],
    rows: shown.map((row) => [
      timeText(row.time),
      `${row.verb} ${row.resource}`,
      placeText(row.namespace, row.name),
      row.user,
      codeText(row),
      row.note,
    ]),
    more: count - shown.length,
  };
};

/** Calls by user, verb and resource: writes first. */
export const tallyTable = (tallied: Tallied, first: 'By' | 'From' | null): Table | null => {
  if (tallied.count === 0) return null;
  const shown = tallied.kinds.slice(0, MAX_SHOWN);
  const row = (one: Tally): readonly string[] => [
    ...(first === 'By' ? [one.user] : first === 'From' ? [one.peer ?? 'not logged'] : []),
    `${one.verb} ${one.resource}`,
    one.namespace ?? '—',
    String(one.count),
    one.refused === 0 ? '' : String(one.refused),
    timeText(one.first),
    timeText(one.last),
  ];
  return {
    columns: [
      ...(first === null ? [] : [first]),
      'Request',
      'Namespace',
      'Times',
      'Refused',
      'First (UTC)',
      'Last (UTC)',
    ],
    rows: shown.map(row),
    more: tallied.kinds.length - shown.length + tallied.left,
  };
};

/** What of the hours before or after the act the log does not reach, as a reason; `null` when it reaches all. */
export const uncovered = (trail: Trail, at: string | null, side: 'before' | 'after'): string | null => {
  const act = Date.parse(at ?? '');
  if (trail.period === null || Number.isNaN(act)) return null;
  const edge = Date.parse(side === 'before' ? trail.period.first : trail.period.last);
  const reached = side === 'before' ? act - edge : edge - act;
  if (Number.isNaN(reached) || reached >= WINDOW_HOURS * 3_600_000) return null;
  const shown = timeText(side === 'before' ? trail.period.first : trail.period.last);
  return side === 'before'
    ? `what was before ${shown}: the first event that was read is of then`
    : `what was after ${shown}: the last event that was read is of then`;
};

/** `1 call`, `3 calls`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export const NO_LOG = 'no log was given: name it after the results file';
export const GENERAL = 'this is the general guide, without a finding';

/** Why the log says nothing, when it was not read. */
export const unread = (context: { readonly finding: unknown; readonly trail: unknown }): string | null => {
  if (context.finding === null) return GENERAL;
  return context.trail === null ? NO_LOG : null;
};
