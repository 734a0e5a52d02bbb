import type { RejectedSample } from '../model/summary.ts';

/** What became of the records of one part of the input. Parts add up with `addCounts`. */
export interface Counts {
  bytes: number;
  records: number;
  passedUnread: number;
  events: number;
  others: number;
  rejected: number;
  rejectedSamples: RejectedSample[];
  passed: Record<string, number>;
  cutEvents: number;
  outsideWindow: number;
  envelopes: Record<string, number>;
  firstEvent: string | null;
  lastEvent: string | null;
  warnings: string[];
}

export const MOST_SAMPLES = 10;
export const MOST_WARNINGS = 20;

export const noCounts = (): Counts => ({
  bytes: 0,
  records: 0,
  passedUnread: 0,
  events: 0,
  others: 0,
  rejected: 0,
  rejectedSamples: [],
  passed: {},
  cutEvents: 0,
  outsideWindow: 0,
  envelopes: {},
  firstEvent: null,
  lastEvent: null,
  warnings: [],
});

/** Adds `more` to `sum`; of samples and warnings the first few are kept. */
export const addCounts = (sum: Counts, more: Counts): void => {
  for (const key of [
    'bytes',
    'records',
    'passedUnread',
    'events',
    'others',
    'rejected',
    'cutEvents',
    'outsideWindow',
  ] as const) {
    sum[key] += more[key];
  }
  for (const [why, count] of Object.entries(more.passed)) sum.passed[why] = (sum.passed[why] ?? 0) + count;
  for (const [name, count] of Object.entries(more.envelopes)) sum.envelopes[name] = (sum.envelopes[name] ?? 0) + count;
  for (const sample of more.rejectedSamples)
    if (sum.rejectedSamples.length < MOST_SAMPLES) sum.rejectedSamples.push(sample);
  for (const warning of more.warnings) warn(sum, warning);
  see(sum, more.firstEvent);
  see(sum, more.lastEvent);
};

/** Takes the time of an event into the span that was seen. */
export const see = (counts: Counts, at: string | null): void => {
  if (at === null) return;
  if (counts.firstEvent === null || at < counts.firstEvent) counts.firstEvent = at;
  if (counts.lastEvent === null || at > counts.lastEvent) counts.lastEvent = at;
};

export const warn = (counts: Counts, warning: string): void => {
  if (counts.warnings.length < MOST_WARNINGS && !counts.warnings.includes(warning)) counts.warnings.push(warning);
};

export const reject = (counts: Counts, source: string, offset: number, reason: string): void => {
  counts.rejected++;
  if (counts.rejectedSamples.length < MOST_SAMPLES) counts.rejectedSamples.push({ source, offset, reason });
};
