import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DrillFailure } from './failure.ts';

/** Where tests run: one context of the caller's, and nothing else of their kubectl settings. */
export interface Target {
  readonly context: string;
  readonly server: string;
  /** kubectl under a name that holds the run id: it is the beginning of the user agent that the API server logs. */
  readonly kubectl: string;
  /** The environment of commands for a context. */
  env(context: string): Readonly<Record<string, string>>;
  /** An empty folder to start a command in. */
  readonly work: string;
  close(): void;
}

export interface TargetOptions {
  readonly context: string;
  /** Further contexts that tests of some identities run in. */
  readonly contexts?: readonly string[];
  readonly runId: string;
  /** Name or path of kubectl; default `kubectl` of the PATH. */
  readonly kubectl?: string;
  /** As the environment variable KUBECONFIG: one file or several. */
  readonly kubeconfig?: string;
}

const TIMEOUT_MS = 30_000;

/**
 * Takes the named contexts out of the caller's kubeconfig into files of their own, so that a command that names no context
 * cannot reach another cluster. Throws `DrillFailure` for a context that is not there and a server that does not answer.
 */
export const openTarget = (options: TargetOptions): Target => {
  const found = findProgram(options.kubectl ?? 'kubectl');
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-atomics-'));
  try {
    const outer: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? folder,
      KUBERC: 'off',
      ...(options.kubeconfig === undefined ? {} : { KUBECONFIG: options.kubeconfig }),
      ...(options.kubeconfig === undefined && process.env.KUBECONFIG !== undefined
        ? { KUBECONFIG: process.env.KUBECONFIG }
        : {}),
    };
    const ask = (env: Readonly<Record<string, string>>, ...args: string[]): string => {
      const answer = spawnSync(found, args, { env, encoding: 'utf8', timeout: TIMEOUT_MS });
      if (answer.status === 0) return answer.stdout;
      throw new DrillFailure(
        `kubectl ${args.join(' ')}: ${answer.stderr?.trim() || answer.error?.message || `no answer within ${TIMEOUT_MS / 1000} s`}`,
      );
    };
    const known = ask(outer, 'config', 'get-contexts', '-o', 'name')
      .split('\n')
      .filter((name) => name !== '');
    const files = new Map<string, string>();
    for (const context of new Set([options.context, ...(options.contexts ?? [])])) {
      if (!known.includes(context)) {
        throw new DrillFailure(
          `there is no context "${context}" in the kubeconfig; there is: ${known.join(', ') || 'none'}`,
        );
      }
      const file = join(folder, `kubeconfig-${files.size}`);
      writeFileSync(file, ask(outer, 'config', 'view', '--raw', '--minify', '--flatten', '--context', context), {
        mode: 0o600,
      });
      files.set(context, file);
    }
    const work = join(folder, 'work');
    mkdirSync(work);
    const kubectl = join(folder, `kubectl-${options.runId}`);
    symlinkSync(found, kubectl);
    const env = (context: string): Readonly<Record<string, string>> => ({
      PATH: process.env.PATH ?? '',
      HOME: work,
      KUBERC: 'off',
      KUBECONFIG: files.get(context) ?? '',
    });
    const server = ask(env(options.context), 'config', 'view', '-o', 'jsonpath={.clusters[0].cluster.server}').trim();
    ask(env(options.context), 'version', '--request-timeout=10s', '-o', 'json');
    return {
      context: options.context,
      server,
      kubectl,
      env,
      work,
      close: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};

const findProgram = (name: string): string => {
  const places = name.includes('/')
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  for (const place of places) {
    try {
      return realpathSync(place);
    } catch {
      // Not in this folder.
    }
  }
  throw new DrillFailure(`there is no ${name}: install kubectl, or name it with --kubectl`);
};
