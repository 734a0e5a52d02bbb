import { availableParallelism } from 'node:os';
import type { Summary } from '../model/summary.ts';
import { resolveInputs } from '../source/resolve.ts';
import { addSightings, noSightings, type Sightings } from '../visibility/sightings.ts';
import { addCounts, noCounts, warn } from './counts.ts';
import { extracts, totalOf } from './extracts.ts';
import { createPool } from './pool.ts';
import type { ScanOptions } from './scan.ts';
import { DEFAULT_SETTINGS, type ScanSettings } from './settings.ts';
import { summaryOf } from './summary.ts';

export type MeasureOptions = Pick<ScanOptions, 'paths' | 'jobs' | 'since' | 'until' | 'partBytes' | 'inlineBytes'> &
  Pick<ScanOptions, 'onProgress'>;

/** Reads every event of the logs, and gives what they show of themselves. The result does not depend on `jobs`. */
export const measureLogs = async (
  options: MeasureOptions,
): Promise<{ readonly sightings: Sightings; readonly summary: Summary }> => {
  const { since, until, partBytes, inlineBytes } = { ...DEFAULT_SETTINGS, ...options };
  const settings: ScanSettings = { ...DEFAULT_SETTINGS, since, until, partBytes, inlineBytes, measures: true };
  const counts = noCounts();
  const sightings = noSightings();
  const started = performance.now();
  const resolved = await resolveInputs(options.paths);
  const unreadable = [...resolved.unreadable];
  if (resolved.skipped > 0)
    warn(counts, `${resolved.skipped} files in folders were not read: they are no logs by their name`);
  const total = totalOf(resolved.inputs);
  const pool = createPool(settings, options.jobs ?? availableParallelism());
  try {
    for (const input of resolved.inputs) {
      for await (const extract of extracts(input, settings, pool, unreadable)) {
        addCounts(counts, extract.counts);
        if (extract.sightings !== undefined) addSightings(sightings, extract.sightings);
        options.onProgress?.({ bytes: counts.bytes, total, records: counts.records });
      }
    }
  } finally {
    await pool.close();
  }
  const summary = summaryOf(counts, settings, {
    files: resolved.inputs.length,
    activities: 0,
    unseenBodies: 0,
    partialBodies: 0,
    duplicates: 0,
    findings: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
    unreadable,
    elapsedMs: performance.now() - started,
    warnings: [],
  });
  return { sightings, summary };
};
