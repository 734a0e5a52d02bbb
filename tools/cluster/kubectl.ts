import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface KubectlAnswer {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs our kubectl as one person, with nothing of the caller's own kubectl settings. Refusals are answers, not errors. */
export const kubectlIn = (
  program: string,
  kubeconfig: string,
  folder: string,
  args: readonly string[],
  input = '',
  timeoutMs = 60_000,
): Promise<KubectlAnswer> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, ['--cache-dir', join(folder, 'kubectl-cache'), ...args], {
      env: { PATH: process.env.PATH, HOME: folder, KUBECONFIG: kubeconfig, KUBERC: 'off' },
      stdio: 'pipe',
      timeout: timeoutMs,
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output, errors }));
    // A kubectl that ends before it has read everything closes the pipe; its answer says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
