import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Finding } from '../../model/finding.ts';
import { type ScanOptions, scan } from '../scan.ts';

/** A folder for the logs of one test file, which goes when the tests have run. */
export const scanning = (name: string) => {
  const folder = mkdtempSync(join(tmpdir(), `cronwarden-${name}-`));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;

  /** Writes events as lines into a file of their own. Files sort in the order in which they were written. */
  const fileOf = (events: readonly object[]): string => {
    const path = join(folder, `${String(++files).padStart(6, '0')}.jsonl`);
    writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    return path;
  };

  /** Scans lists of events, each a file. */
  const scanAll = async (parts: readonly (readonly object[])[], options: Partial<ScanOptions> = {}) => {
    const scanned = scan({ paths: parts.map(fileOf), jobs: 1, ...options });
    const findings: Finding[] = [];
    for await (const finding of scanned.findings) findings.push(finding);
    return { findings, summary: scanned.summary() };
  };
  return { scanAll };
};

/** By id, since their order is that of the input. */
export const byId = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
