import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Run {
  /** From before the process is started until it has ended and its output is read. */
  readonly ms: number;
  /** From before the process is started until its first byte on standard output; `null` when it wrote none. */
  readonly firstByteMs: number | null;
  /** `null` when a signal ended it. */
  readonly code: number | null;
  /** The first `keptBytes` of standard output. */
  readonly stdout: string;
  readonly stdoutLines: number;
  /** The last 4,000 characters of standard error. */
  readonly stderr: string;
  /** Highest resident memory of the process while it ran, polled; `null` where /proc is missing. */
  readonly polledPeakKib: number | null;
}

const keptBytes = 32 * 1024 * 1024;
const pollMs = 15;

const readPeak = (pid: number): number | null => {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return found === null ? null : Number(found[1]);
  } catch {
    return null;
  }
};

/**
 * Runs one command with its output to a pipe and reads all of it. A program that cannot be started rejects. Memory is
 * polled only when asked for, so that timed runs are left alone.
 */
export const runOnce = (command: Command, poll = false): Promise<Run> =>
  new Promise((resolve, reject) => {
    const kept: Buffer[] = [];
    let keptLength = 0;
    let stdoutLines = 0;
    let stderr = '';
    let firstByteMs: number | null = null;
    let peak: number | null = null;
    const start = performance.now();
    const child = spawn(command.program, command.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...command.env },
    });
    const timer = poll
      ? setInterval(() => {
          if (child.pid !== undefined) peak = readPeak(child.pid) ?? peak;
        }, pollMs)
      : undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      firstByteMs ??= performance.now() - start;
      for (const byte of chunk) if (byte === 0x0a) stdoutLines++;
      if (keptLength < keptBytes) {
        kept.push(chunk);
        keptLength += chunk.length;
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-4000);
    });
    child.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearInterval(timer);
      const ms = performance.now() - start;
      const stdout = Buffer.concat(kept).toString('utf8');
      resolve({ ms, firstByteMs, code, stdout, stdoutLines, stderr, polledPeakKib: peak });
    });
  });

const gnuTime = '/usr/bin/time';

/** True where GNU time is installed: it reports the peak of a whole process from the kernel's own account. */
export const hasGnuTime = (): boolean =>
  existsSync(gnuTime) && /^\d+\s*$/.test(spawnSync(gnuTime, ['-f', '%M', 'true'], { encoding: 'utf8' }).stderr ?? '');

/** Peak resident memory of a whole process with all its threads, in KiB; `null` when this machine cannot tell. */
export const measurePeak = async (command: Command): Promise<{ readonly kib: number | null; readonly run: Run }> => {
  if (!hasGnuTime()) {
    const run = await runOnce(command, true);
    return { kib: run.polledPeakKib, run };
  }
  const args = ['-f', '%M', command.program, ...command.args];
  const run = await runOnce({ ...command, program: gnuTime, args });
  const lastLine = run.stderr.trimEnd().split('\n').at(-1) ?? '';
  return { kib: /^\d+$/.test(lastLine) ? Number(lastLine) : null, run };
};

/** The middle of the values; of an even number the mean of the two in the middle. Empty gives NaN. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return Number.isInteger(middle) ? (low + (sorted[middle] ?? low)) / 2 : low;
};

/** Reads a file once, so that every later run finds it in the page cache. */
export const warm = (path: string): void => {
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(4 * 1024 * 1024);
  while (readSync(file, chunk) > 0);
  closeSync(file);
};
