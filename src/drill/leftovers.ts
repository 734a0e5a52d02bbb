import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { DrillFailure } from './failure.ts';
import type { Target } from './target.ts';

/** An object that a run made and that is still there. */
export interface Leftover {
  /** `cronjobs.batch` */
  readonly resource: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly runId: string;
}

export const RUN_LABEL = 'cronwarden.dev/run';

/**
 * Everything in the cluster that carries the label of a run, of whatever kind the server lists; with `null` that of any run.
 * What is being deleted is waited for. Throws `DrillFailure` where the server does not let it look: not seen is not clean.
 */
export const leftovers = async (
  target: Target,
  runId: string | null,
  waitMs = 30_000,
): Promise<readonly Leftover[]> => {
  const until = performance.now() + waitMs;
  for (;;) {
    const left = await look(target, runId);
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(1000);
  }
};

const look = async (target: Target, runId: string | null): Promise<readonly Leftover[]> => {
  const resources = (await kubectl(target, ['api-resources', '--verbs=list,delete', '-o', 'name']))
    .split('\n')
    // Events tell of what was done and are not the test's to delete; metrics are no objects.
    .filter((name) => name !== '' && !/^events\b|\.metrics\.k8s\.io$/.test(name));
  const selector = runId === null ? RUN_LABEL : `${RUN_LABEL}=${runId}`;
  const template = `{range .items[*]}{.kind}{"\\t"}{.metadata.namespace}{"\\t"}{.metadata.name}{"\\t"}{.metadata.labels.cronwarden\\.dev/run}{"\\n"}{end}`;
  const text = await kubectl(target, ['get', resources.join(','), '-A', '-l', selector, '-o', `jsonpath=${template}`]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [kind = '', namespace = '', name = '', run = ''] = line.split('\t');
      return { resource: kind, namespace: namespace === '' ? null : namespace, name, runId: run };
    });
};

const kubectl = (target: Target, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(target.kubectl, args, {
      env: target.env(target.context),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('error', (error) => reject(new DrillFailure(`kubectl: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new DrillFailure(`kubectl ${args.slice(0, 2).join(' ')}: ${errors.trim().slice(-600)}`));
    });
  });

/** Makes the namespace of a run where there is none, with the label by which it is deleted in the end. */
export const ensureNamespace = async (target: Target, namespace: string, runId: string): Promise<void> => {
  const found = await kubectl(target, ['get', 'namespace', namespace, '--ignore-not-found', '-o', 'name']);
  if (found.trim() !== '') return;
  await kubectl(target, ['create', 'namespace', namespace]);
  await kubectl(target, [
    'label',
    'namespace',
    namespace,
    'app.kubernetes.io/managed-by=cronwarden-atomics',
    `${RUN_LABEL}=${runId}`,
  ]);
};

/** Deletes the namespaces that carry the label of a run and nothing else; a namespace of the caller's carries none. */
export const deleteNamespaces = async (target: Target, runId: string): Promise<void> => {
  await kubectl(target, [
    'delete',
    'namespaces',
    '-l',
    `${RUN_LABEL}=${runId}`,
    '--ignore-not-found',
    '--wait=false',
    '--cascade=background',
  ]);
};
