import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variant } from '../emulate/atomic.ts';
import { runQuery } from '../engine/query.ts';
import type { Query } from '../kql/query.ts';
import type { Played } from './played.ts';

/** Rows that a rule gives of one run. */
export interface RuleRows {
  readonly test: string;
  readonly variant: Variant;
  readonly rows: number;
}

const MOST_ROWS = 100_000;

/**
 * Runs a Sentinel query over the events of each run by themselves: what it counts or joins over others it does not see. What
 * time it is counts from the newest event of the run.
 */
export const rowsOfRule = async (query: Query, played: readonly Played[]): Promise<readonly RuleRows[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-against-'));
  const file = join(folder, 'audit.jsonl');
  const found: RuleRows[] = [];
  try {
    for (const { test, variant, events } of played) {
      writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      let rows = 0;
      await runQuery(query, { paths: [file], now: null, maxRows: MOST_ROWS }, () => {
        rows += 1;
        return true;
      });
      found.push({ test, variant, rows });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
};
