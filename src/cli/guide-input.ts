import { statSync } from 'node:fs';
import { plain } from '../lib/inert.ts';
import { UsageError } from './failure.ts';
import { isResults } from './results-file.ts';

export interface GuideInputs {
  readonly results: readonly string[];
  readonly logs: readonly string[];
}

/** Tells results of `scan` from logs by how the files begin. What cannot be looked at is a log, and the scan says why. */
export const sortInputs = async (paths: readonly string[]): Promise<GuideInputs> => {
  const results: string[] = [];
  const logs: string[] = [];
  for (const path of paths) {
    if (isStream(path)) throw new UsageError(`${plain(path)} cannot be read twice: save it as a file, and name that`);
    ((await isResults(path)) ? results : logs).push(path);
  }
  return { results, logs };
};

/** A log is read once for the finding and once for what stands around it. */
const isStream = (path: string): boolean => {
  if (path === '-') return true;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile() && !stat.isDirectory();
};
