import { spawn } from 'node:child_process';

export interface ShellAnswer {
  /** `null` when it was killed. */
  readonly code: number | null;
  /** Why it was killed. */
  readonly killed: 'timeout' | 'interrupted' | null;
  /** The end of what it said, both streams. */
  readonly output: string;
  readonly ms: number;
}

export interface ShellOptions {
  readonly shell: 'sh' | 'bash';
  readonly env: Readonly<Record<string, string>>;
  /** Tests run in an empty folder of their own, as the usual runner does it. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const MOST_OUTPUT = 4000;

/**
 * Hands one line to a shell. Whatever it started is in its process group and ends with it: at the time limit, and when the
 * run is interrupted. Never throws; a shell that cannot be started is an answer without a code.
 */
export const runLine = (line: string, options: ShellOptions): Promise<ShellAnswer> =>
  new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(options.shell, ['-c', line], {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let killed: ShellAnswer['killed'] = null;
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-MOST_OUTPUT);
    };
    const kill = (why: ShellAnswer['killed']): void => {
      killed ??= why;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    };
    const timer = setTimeout(() => kill('timeout'), options.timeoutMs);
    const interrupted = (): void => kill('interrupted');
    options.signal?.addEventListener('abort', interrupted, { once: true });
    const end = (code: number | null): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', interrupted);
      resolve({ code, killed, output: output.trim(), ms: Math.round(performance.now() - began) });
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      output = error.message;
      end(null);
    });
    child.on('close', (code) => end(killed === null ? code : null));
    if (options.signal?.aborted === true) interrupted();
  });
