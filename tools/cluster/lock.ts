import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ClusterFailure, codeOf } from './failure.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    return codeOf(error) === 'EPERM';
  }
};

/**
 * Takes a lock, or says who holds it. A lock whose holder has died is taken over. The answer gives it back, and so does
 * the end of this process.
 */
export const takeLock = (path: string, purpose: string): (() => void) => {
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      mkdirSync(path);
      writeFileSync(join(path, 'pid'), String(process.pid));
      const release = (): void => {
        process.off('exit', release);
        rmSync(path, { recursive: true, force: true });
      };
      process.on('exit', release);
      return release;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const holder = holderOf(path);
      if (holder !== undefined && isAlive(holder)) {
        throw new ClusterFailure(`Process ${holder} is already ${purpose}. Wait for it, or end it and start again.`);
      }
      rmSync(path, { recursive: true, force: true });
    }
  }
  throw new ClusterFailure(`The lock ${path} could not be taken. Delete it if no other process is ${purpose}.`);
};

const holderOf = (path: string): number | undefined => {
  try {
    const pid = Number(readFileSync(join(path, 'pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
};
