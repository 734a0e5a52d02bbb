import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './processes.ts';

/** What is known of a cluster on disk; written before anything is started, so that a start cut short can be cleaned up. */
export interface ClusterState {
  readonly server: string;
  readonly kubernetes: string;
  readonly etcd: string;
  readonly started: string;
  readonly nodes: readonly string[];
  readonly parts: readonly Part[];
}

const fileOf = (folder: string): string => join(folder, 'cluster.json');

export const writeState = (folder: string, state: ClusterState): void => {
  const file = fileOf(folder);
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

export const readState = (folder: string): ClusterState | undefined => {
  if (!existsSync(fileOf(folder))) return undefined;
  // The file is our own, in a folder that only its owner can write to.
  return JSON.parse(readFileSync(fileOf(folder), 'utf8')) as ClusterState;
};
