import { setTimeout as sleep } from 'node:timers/promises';
import { type Atomic, idOf, type Variant } from '../emulate/atomic.ts';
import { type Resolved, resolve } from '../emulate/fill.ts';
import type { FoundFile } from './folder.ts';
import type { Journal, StepName } from './journal.ts';
import { runLine, type ShellAnswer } from './shell.ts';
import type { Target } from './target.ts';

export interface Chosen {
  readonly file: FoundFile;
  readonly atomic: Atomic;
  readonly variant: Variant;
}

/** How one test went. */
export interface Ran {
  readonly chosen: Chosen;
  readonly state: 'ran' | 'refused' | 'not-ready' | 'killed';
  /** What is to be known beside the state: the end of what a failed step said. */
  readonly says: string;
  readonly isClean: boolean;
  /** Event time on this machine, RFC 3339: when its command began, and when its clean-up had ended. */
  readonly from: string;
  readonly to: string;
}

export interface RunOptions {
  readonly target: Target;
  readonly journal: Journal;
  readonly runId: string;
  readonly namespace: string;
  /** The context that a test's command runs in; checks and preparations run in the target's own. */
  readonly contextOf?: (chosen: Chosen) => string;
  readonly arguments?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Between a command and its clean-up, so that controllers do what they do. */
  readonly settleMs?: number;
  readonly keep?: boolean;
  readonly signal?: AbortSignal;
  readonly onStep?: (chosen: Chosen, step: StepName) => void;
}

const TIMEOUT_MS = 120_000;
const SETTLE_MS = 1000;

/** What the placeholders of a chosen test stand for. */
export const argumentsOf = (
  { atomic, variant }: Chosen,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...given,
  ...(variant === 'twin' ? (atomic.expectation?.twin.arguments ?? {}) : {}),
});

/**
 * Runs one test: checks and preparations, the command, its clean-up. The clean-up runs whatever became of the command, also
 * when the run is interrupted; what began and what ended is in the journal before the next step begins.
 */
export const runAtomic = async (chosen: Chosen, options: RunOptions): Promise<Ran> => {
  const { target, signal } = options;
  const resolved = resolvedFor(chosen, options);
  const from = new Date().toISOString();
  const end = (state: Ran['state'], says: string, isClean: boolean): Ran => ({
    chosen,
    state,
    says,
    isClean,
    from,
    to: new Date().toISOString(),
  });
  if (resolved.missing.length > 0)
    return end('not-ready', `it needs a value for ${resolved.missing.join(', ')} (--arg NAME=VALUE)`, true);
  if (chosen.atomic.executor !== 'sh' && chosen.atomic.executor !== 'bash')
    return end('not-ready', `it is for ${chosen.atomic.executor}, which is not run here`, true);
  const trouble = await prepare(chosen, resolved, options);
  if (trouble !== null) return end('not-ready', trouble, options.keep === true || (await cleanUp(chosen, options)));
  const context = options.contextOf?.(chosen) ?? target.context;
  const did = await step(chosen, 'command', resolved.command, context, options);
  if (signal?.aborted !== true)
    await sleep(options.settleMs ?? SETTLE_MS, undefined, { signal }).catch(() => undefined);
  const isClean = options.keep === true ? false : await cleanUp(chosen, options);
  if (did.killed !== null) return end('killed', did.killed, isClean);
  return end(did.code === 0 ? 'ran' : 'refused', did.code === 0 ? '' : did.output, isClean);
};

const resolvedFor = (chosen: Chosen, options: RunOptions): Resolved =>
  resolve(
    chosen.atomic,
    argumentsOf(chosen, {
      kubectl: options.target.kubectl,
      namespace: options.namespace,
      run_id: options.runId,
      ...options.arguments,
    }),
    chosen.file.folder,
  );

/** `null` when all is there; otherwise what is not. */
const prepare = async (chosen: Chosen, resolved: Resolved, options: RunOptions): Promise<string | null> => {
  const { context } = options.target;
  for (const { description, check, get } of resolved.dependencies) {
    if ((await step(chosen, 'check', check, context, options)).code === 0) continue;
    if (get === null) return `not there, and nothing says how to get it: ${description}`;
    const got = await step(chosen, 'prepare', get, context, options);
    if (got.killed !== null) return `${description}: ${got.killed}`;
    const again = await step(chosen, 'check', check, context, options);
    if (again.code !== 0) return `${description}: ${got.output || again.output}`;
  }
  return null;
};

/** True when the clean-up ended well, or there is none to run. */
export const cleanUp = async (chosen: Chosen, options: RunOptions): Promise<boolean> => {
  const { cleanup } = resolvedFor(chosen, options);
  if (cleanup === null) return true;
  // An interruption stops what makes things, never what takes them away.
  const { signal: _signal, ...others } = options;
  return (await step(chosen, 'cleanup', cleanup, options.target.context, others)).code === 0;
};

const step = async (
  chosen: Chosen,
  name: StepName,
  line: string,
  context: string,
  options: RunOptions,
): Promise<ShellAnswer> => {
  const { target, journal, signal } = options;
  const { atomic, variant } = chosen;
  const about = { test: idOf(atomic), variant, step: name, line };
  options.onStep?.(chosen, name);
  journal.write({ ...about, state: 'begun' });
  const executor = name === 'check' || name === 'prepare' ? atomic.dependencyExecutor : atomic.executor;
  const answer = await runLine(line, {
    shell: executor === 'bash' ? 'bash' : 'sh',
    env: target.env(context),
    cwd: target.work,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  const state = answer.killed !== null ? 'killed' : answer.code === 0 ? 'done' : 'failed';
  journal.write({ ...about, state, code: answer.code, output: answer.output });
  return answer;
};
