import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Head, type Journal, journalOf, leftIn, readJournal, startJournal } from '../drill/journal.ts';
import { deleteNamespaces, ensureNamespace, type Leftover, leftovers } from '../drill/leftovers.ts';
import { type Chosen, cleanUp, type Ran, runAtomic } from '../drill/run.ts';
import { openTarget, type Target } from '../drill/target.ts';
import { IDENTITIES, idOf, type Variant } from '../emulate/atomic.ts';
import { plain } from '../lib/inert.ts';
import { plural } from '../sink/explain-words.ts';
import { chosenFrom, filesFrom, guarded, refuseFaulty } from './atomics-chosen.ts';
import type { RunFlags, TargetFlags } from './atomics-command.ts';
import { testText } from './atomics-list.ts';
import { EXIT, UsageError } from './failure.ts';
import { openOutput } from './output.ts';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const variantsOf = ({ twin, twins }: RunFlags): readonly Variant[] =>
  twins === true ? ['attack', 'twin'] : [twin === true ? 'twin' : 'attack'];

/** All tests only when that was said: a run changes a cluster. */
export const chosenFor = (tests: readonly string[], options: RunFlags): readonly Chosen[] => {
  if (tests.length === 0 && options.all !== true) throw new UsageError('name the tests, or all of them with --all');
  const chosen = chosenFrom(filesFrom(options.atomics), tests, variantsOf(options));
  refuseFaulty(chosen);
  return chosen;
};

export const plan = (tests: readonly string[], options: RunFlags): Promise<number> =>
  guarded(async () => {
    const chosen = chosenFor(tests, options);
    const output = await openOutput(options.out ?? null);
    const width = Math.min(process.stdout.columns || 100, 110);
    const given = {
      run_id: 'RUN',
      ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
      ...options.arg,
    };
    await output.write(`${chosen.map((one) => testText(one, given, width)).join(`\n${'-'.repeat(width)}\n\n`)}`);
    await output.close();
    say(
      `Nothing was touched: ${plural(chosen.length, 'test')} planned. Run them with: cronwarden atomics run … --context NAME --namespace NAME`,
    );
    return EXIT.done;
  });

interface Named {
  readonly context: string;
  readonly namespace: string;
}

/** A run is refused unless context and namespace were said: nothing is taken from the kubeconfig's present one. */
export const namedTarget = ({ context, namespace }: TargetFlags): Named => {
  if (context === undefined || namespace === undefined)
    throw new UsageError('name the cluster and the namespace that tests may write to: --context NAME --namespace NAME');
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
    throw new UsageError(`--namespace ${namespace} is no name of a namespace`);
  if (/^(?:kube-|openshift-|default$)/.test(namespace))
    throw new UsageError(
      `--namespace ${namespace} belongs to the cluster: name one of the tests' own, such as cronwarden-atomics`,
    );
  return { context, namespace };
};

const RUN_ID = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
export const runIdOf = (given: string | undefined): string => {
  if (given !== undefined && !RUN_ID.test(given))
    throw new UsageError(`--run-id ${given}: write small letters, digits and hyphens, 32 at most`);
  return given ?? `cw${randomBytes(4).toString('hex')}`;
};

export const targetFor = (options: TargetFlags, context: string, runId: string): Target => {
  const unknown = Object.keys(options.as).filter((name) => !IDENTITIES.some((identity) => identity === name));
  if (unknown.length > 0) throw new UsageError(`--as ${unknown.join(', ')}: identities are ${IDENTITIES.join(', ')}`);
  return openTarget({
    context,
    contexts: Object.values(options.as),
    runId,
    ...(options.kubectl === undefined ? {} : { kubectl: options.kubectl }),
    ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
  });
};

/** Aborts at the first interruption, so that what began is cleaned up; a second one ends at once and says what is left. */
export const interruption = (journal: Journal): { readonly signal: AbortSignal; readonly end: () => void } => {
  const control = new AbortController();
  const stop = (): void => {
    if (control.signal.aborted) {
      say(`Stopped. What is left is in ${journal.file}: cronwarden atomics cleanup --journal ${journal.file}`);
      process.exit(130);
    }
    control.abort();
    say('Interrupted: cleaning up what began. Once more to stop at once.');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return { signal: control.signal, end: () => void process.off('SIGINT', stop).off('SIGTERM', stop) };
};

export const run = (tests: readonly string[], options: RunFlags): Promise<number> =>
  guarded(async () => {
    const named = namedTarget(options);
    const chosen = chosenFor(tests, options);
    const runId = runIdOf(options.runId);
    const target = targetFor(options, named.context, runId);
    try {
      const journal = startJournal(
        options.journal ?? `cronwarden-atomics-${runId}.jsonl`,
        headOf(target, named, runId),
      );
      say(
        `Run ${runId} on ${plain(target.server)} (context ${plain(named.context)}), namespace ${named.namespace}; journal ${journal.file}`,
      );
      await ensureNamespace(target, named.namespace, runId);
      const { signal, end } = interruption(journal);
      const ran = await runAll(chosen, { target, journal, runId, named, options, signal });
      end();
      const output = await openOutput(options.out ?? null);
      await output.write(ran.map((one) => `${ranText(one)}\n`).join(''));
      await output.close();
      if (options.keep === true) {
        say(`Everything is left there. Clean up with: cronwarden atomics cleanup --journal ${journal.file}`);
        return signal.aborted ? 130 : EXIT.done;
      }
      await deleteNamespaces(target, runId);
      const isClean = await sayLeft(target, runId);
      const isWhole = ran.every(({ state, isClean: clean }) => clean && (state === 'ran' || state === 'refused'));
      return signal.aborted ? 130 : isClean && isWhole ? EXIT.done : EXIT.unreadable;
    } finally {
      target.close();
    }
  });

export const headOf = (target: Target, { context, namespace }: Named, runId: string): Head => ({
  journal: 'cronwarden.atomics/v1',
  at: new Date().toISOString(),
  runId,
  context,
  server: target.server,
  namespace,
  kubectl: target.kubectl,
});

interface All {
  readonly target: Target;
  readonly journal: Journal;
  readonly runId: string;
  readonly named: Named;
  readonly options: RunFlags;
  readonly signal: AbortSignal;
}

/** One after the other: what each causes in the log stands apart. */
export const runAll = async (
  chosen: readonly Chosen[],
  { target, journal, runId, named, options, signal }: All,
): Promise<readonly Ran[]> => {
  const ran: Ran[] = [];
  for (const [index, one] of chosen.entries()) {
    if (signal.aborted) break;
    const label = `${idOf(one.atomic)}${one.variant === 'twin' ? ' (twin)' : ''}`;
    if (options.quiet !== true) say(`[${index + 1}/${chosen.length}] ${plain(label)}`);
    ran.push(
      await runAtomic(one, {
        target,
        journal,
        runId,
        namespace: named.namespace,
        contextOf: ({ atomic }) => options.as[atomic.expectation?.identity ?? ''] ?? named.context,
        arguments: options.arg,
        timeoutMs: options.timeout * 1000,
        keep: options.keep === true,
        signal,
      }),
    );
  }
  const notRun = chosen.length - ran.length;
  if (notRun > 0) say(`${plural(notRun, 'test')} not begun.`);
  return ran;
};

const ranText = ({ chosen, state, says, isClean }: Ran): string => {
  const label = `${idOf(chosen.atomic)}${chosen.variant === 'twin' ? ' (twin)' : ''}`;
  const wanted = chosen.atomic.expectation?.outcome;
  const note =
    wanted === 'refused' && state === 'refused'
      ? ' as expected'
      : wanted === 'accepted' && state === 'refused'
        ? ', and was expected to be accepted'
        : '';
  const last = says === '' ? '' : `: ${says.split('\n').at(-1) ?? ''}`;
  return plain(`${label}  ${state}${note}${last}${isClean ? '' : '  (not cleaned up)'}`);
};

const leftText = ({ resource, namespace, name, runId }: Leftover): string =>
  plain(`  ${resource} ${namespace === null ? '' : `${namespace}/`}${name} (run ${runId})`);

const sayLeft = async (target: Target, runId: string | null, waitSeconds = 30): Promise<boolean> => {
  const left = await leftovers(target, runId, waitSeconds * 1000);
  say(
    left.length === 0
      ? 'Clean: nothing of it is left in the cluster.'
      : `Left in the cluster:\n${left.map(leftText).join('\n')}`,
  );
  return left.length === 0;
};

export const cleanup = (options: RunFlags): Promise<number> =>
  guarded(async () => {
    const file = options.journal ?? '';
    if (!existsSync(file)) throw new UsageError(`there is no journal ${file}`);
    const read = readJournal(file);
    const { head } = read;
    if (options.context !== undefined && options.context !== head.context)
      throw new UsageError(`the run was in context ${head.context}, not ${options.context}`);
    const target = targetFor(options, head.context, head.runId);
    try {
      if (target.server !== head.server)
        throw new UsageError(
          `context ${head.context} is ${target.server} now, and the run was on ${head.server}: nothing was touched`,
        );
      const files = filesFrom(options.atomics);
      const journal = journalOf(file);
      const left = leftIn(read);
      let failed = 0;
      for (const { test, variant } of left) {
        const [chosen] = chosenFrom(files, [test], [variant]);
        if (chosen === undefined) continue;
        const isClean = await cleanUp(chosen, {
          target,
          journal,
          runId: head.runId,
          namespace: head.namespace,
          arguments: options.arg,
        });
        if (!isClean) failed++;
        say(
          `${plain(test)}${variant === 'twin' ? ' (twin)' : ''}: ${isClean ? 'cleaned up' : 'its clean-up failed, see the journal'}`,
        );
      }
      await deleteNamespaces(target, head.runId);
      const isClean = await sayLeft(target, head.runId);
      return isClean && failed === 0 ? EXIT.done : EXIT.unreadable;
    } finally {
      target.close();
    }
  });

export const verifyClean = (options: RunFlags): Promise<number> =>
  guarded(async () => {
    if (options.context === undefined) throw new UsageError('name the cluster: --context NAME');
    const runId = options.runId === undefined ? null : runIdOf(options.runId);
    const target = targetFor(options, options.context, runId ?? 'verify');
    try {
      return (await sayLeft(target, runId, options.wait)) ? EXIT.done : EXIT.unreadable;
    } finally {
      target.close();
    }
  });
