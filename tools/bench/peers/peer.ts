import { spawnSync } from 'node:child_process';
import type { Command, Run } from '../measure.ts';

/** One program that is measured on a file of JSON Lines. */
export interface Peer {
  readonly name: string;
  /** What it does, for the list below the table. */
  readonly does: string;
  /** `small`: too slow for the whole day, so it reads the tenth of it and is compared by rate. */
  readonly input: 'day' | 'small';
  /** A sentence when it cannot run here. */
  missing(): string | undefined;
  command(path: string): Command;
  /** What it found, so that everyone can see that the rows did comparable work. */
  answer(run: Run): string;
}

/** The first line that a program prints about its version; `undefined` when it cannot be started. */
export const versionOf = (program: string, args: readonly string[] = ['--version']): string | undefined => {
  const run = spawnSync(program, args, { encoding: 'utf8' });
  return run.error === undefined && run.status === 0 ? run.stdout.split('\n', 1)[0] : undefined;
};
