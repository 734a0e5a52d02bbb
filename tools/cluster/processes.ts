import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './failure.ts';

export interface Part {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
}

export interface Program {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly log: string;
}

/** Starts a program that outlives this one, with everything that it says in its log. */
export const startPart = ({ name, path, args, log }: Program): Part => {
  const file = openSync(log, 'a', 0o600);
  try {
    const child = spawn(path, args, { detached: true, stdio: ['ignore', file, file] });
    child.on('error', () => undefined);
    child.unref();
    if (child.pid === undefined) throw new Error(`${path} could not be started`);
    return { name, pid: child.pid, log };
  } finally {
    closeSync(file);
  }
};

/** The command line of a process; nothing when there is no such process. */
const commandOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
  } catch {
    const asked = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return asked.status === 0 ? asked.stdout.trim() || undefined : undefined;
  }
};

/**
 * Whether a process is still the one that was started. Numbers of processes are used again, and each of ours names the
 * cluster's folder on its command line.
 */
export const isRunning = ({ pid }: Pick<Part, 'pid'>, folder: string): boolean =>
  commandOf(pid)?.includes(folder) ?? false;

const graceMs = 10_000;

/** Asks the parts to end, the last first, and ends those that do not. */
export const stopParts = async (parts: readonly Part[], folder: string): Promise<void> => {
  for (const part of [...parts].reverse()) {
    if (!isRunning(part, folder)) continue;
    send(part.pid, 'SIGTERM');
    const until = performance.now() + graceMs;
    while (isRunning(part, folder) && performance.now() < until) await sleep(50);
    if (isRunning(part, folder)) send(part.pid, 'SIGKILL');
  }
};

export const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
};

/** The end of a log, for an error's message. */
export const tailOf = (log: string, lines = 15): string => {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(no log)';
  }
};

/** Ports of the loopback that were free a moment ago; all are held until the last is known, so that no two are the same. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.on('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};
