import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import { startJournal } from '../drill/journal.ts';
import { deleteNamespaces, ensureNamespace, leftovers } from '../drill/leftovers.ts';
import type { Chosen } from '../drill/run.ts';
import { runAtomic } from '../drill/run.ts';
import { type Atomic, idOf } from '../emulate/atomic.ts';
import { matrixOf } from '../prove/matrix.ts';
import { robustness } from '../prove/mutate.ts';
import { type Play, type Played, playedOf } from '../prove/played.ts';
import { envelopesOf, isRight, type Proved, prove } from '../prove/prove.ts';
import { readRecording, shippedRecording } from '../prove/recording.ts';
import { proofReport, type RuleColumn } from '../prove/sections.ts';
import { plural } from '../sink/explain-words.ts';
import { chosenFrom, filesFrom, guarded, refuseFaulty } from './atomics-chosen.ts';
import type { ProveFlags } from './atomics-command.ts';
import { headOf, interruption, namedTarget, runIdOf, targetFor } from './atomics-run.ts';
import { EXIT, UsageError } from './failure.ts';
import { openOutput } from './output.ts';
import { sectionsIn } from './sections-output.ts';

interface Source {
  readonly source: string;
  readonly played: readonly Played[];
  readonly notes: readonly string[];
}

export const proveTests = (tests: readonly string[], options: ProveFlags): Promise<number> =>
  guarded(async () => {
    const chosen = chosenFrom(filesFrom(options.atomics), tests, ['attack', 'twin']);
    refuseFaulty(chosen);
    const atomics = [...new Set(chosen.map(({ atomic }) => atomic))];
    const without = atomics.filter(({ expectation }) => expectation === null);
    const source = options.live === true ? await playLive(chosen, options) : await recorded(atomics, options);
    const progress = bar(options);
    const proved = await prove({
      atomics,
      played: source.played,
      envelopes: options.envelopes,
      onProgress: progress.update,
    });
    progress.stop();
    const notes = [
      ...source.notes,
      ...(without.length > 0 ? [`${plural(without.length, 'test')} without expectations left out.`] : []),
    ];
    await write(proved, atomics, { ...source, notes }, options);
    return proved.length > 0 && proved.every(isRight) && source.notes.length === 0 ? EXIT.done : EXIT.failOn;
  });

const recorded = async (atomics: readonly Atomic[], options: ProveFlags): Promise<Source> => {
  const { source, played } = await readRecording(options.recording ?? shippedRecording());
  const ids = new Set(atomics.map(idOf));
  const own = played.filter(({ test }) => ids.has(test));
  const silent = [...ids].filter((id) => !own.some(({ test }) => test === id));
  const expected = silent.filter((id) => atomics.some((atomic) => idOf(atomic) === id && atomic.expectation !== null));
  const notes = expected.length === 0 ? [] : [`Not in the recording, so not proved: ${expected.join(', ')}.`];
  if (own.length === 0) throw new UsageError('the recording holds none of these tests');
  return { source, played: own, notes };
};

/** Time for the API server to write what it was asked last. */
const SETTLE_MS = 2000;

/** Each test with a run id of its own, so that its events are told from those of others. */
const playLive = async (chosen: readonly Chosen[], options: ProveFlags): Promise<Source> => {
  const named = namedTarget(options);
  const log = options.auditLog;
  if (log === undefined || !existsSync(log))
    throw new UsageError('--live reads the audit log of the API server: name its file with --audit-log');
  const from = statSync(log).size;
  const runId = runIdOf(options.runId);
  const plays: Play[] = [];
  const notes: string[] = [];
  const target = targetFor(options, named.context, runId);
  const journal = startJournal(options.journal ?? `cronwarden-atomics-${runId}.jsonl`, headOf(target, named, runId));
  await ensureNamespace(target, named.namespace, runId);
  const { signal, end } = interruption(journal);
  for (const [index, one] of chosen.entries()) {
    if (signal.aborted || one.atomic.expectation === null) continue;
    const test = idOf(one.atomic);
    const own = `${runId}-${index + 1}`;
    const ownTarget = targetFor(options, named.context, own);
    try {
      if (options.quiet !== true)
        process.stderr.write(`[${index + 1}/${chosen.length}] ${test}${one.variant === 'twin' ? ' (twin)' : ''}\n`);
      const ran = await runAtomic(one, {
        target: ownTarget,
        journal,
        runId: own,
        namespace: named.namespace,
        contextOf: ({ atomic }) => options.as[atomic.expectation?.identity ?? ''] ?? named.context,
        arguments: options.arg,
        timeoutMs: options.timeout * 1000,
        signal,
      });
      const label = `${test}${one.variant === 'twin' ? ' (twin)' : ''}`;
      if (ran.state === 'ran' || ran.state === 'refused') plays.push({ test, variant: one.variant, runId: own });
      else notes.push(`Not played: ${label}, ${ran.state}: ${ran.says}.`);
      if (!ran.isClean) notes.push(`Not cleaned up: ${label}; cronwarden atomics cleanup --journal ${journal.file}.`);
      const left = await leftovers(ownTarget, own);
      if (left.length > 0)
        notes.push(
          `Left in the cluster by ${label}: ${left.map(({ resource, name }) => `${resource} ${name}`).join(', ')}.`,
        );
    } finally {
      ownTarget.close();
    }
  }
  end();
  await deleteNamespaces(target, runId);
  target.close();
  await sleep(SETTLE_MS);
  const lines = readFileSync(log).subarray(from).toString('utf8').split('\n');
  const { played, unreadable } = playedOf(plays, lines);
  const silent = played.filter(({ events }) => events.length === 0);
  if (silent.length > 0) notes.push(`No event in ${log}: ${silent.map(({ test }) => test).join(', ')}.`);
  if (unreadable > 0) notes.push(`${plural(unreadable, 'line')} of ${log} not read.`);
  return { source: `played just now on ${named.context}, read from ${log}`, played, notes };
};

const write = async (
  proved: readonly Proved[],
  atomics: readonly Atomic[],
  { source, played, notes }: Source,
  options: ProveFlags,
): Promise<void> => {
  const toTerminal = options.out === undefined && process.stdout.isTTY === true;
  const format = options.format ?? (toTerminal ? 'table' : 'json');
  const rows = matrixOf(atomics, proved);
  const against = await ruleOf(options.against, played);
  const robust = options.mutate === true ? robustness(atomics, played) : null;
  const output = await openOutput(options.out ?? null);
  if (format === 'junit') await output.write((await import('../prove/junit.ts')).junitOf(proved));
  else if (format === 'navigator') {
    const { navigatorLayer } = await import('../prove/navigator.ts');
    await output.write(`${JSON.stringify(navigatorLayer(rows, proved), null, 2)}\n`);
  } else if (format === 'json') {
    await output.write(
      `${JSON.stringify({ schema: 'cronwarden.proof/v1', source, notes, proved, robustness: robust, against }, null, 2)}\n`,
    );
  } else {
    const report = proofReport({
      rows,
      robustness: robust,
      envelopes: envelopesOf(options.envelopes).map(({ name }) => name),
      source,
      against,
      notes,
    });
    await output.write(await sectionsIn(report, format, { toTerminal, color: options.color }));
  }
  await output.close();
};

/** The column of the present rule. A query that does not compile is an error before anything is written. */
const ruleOf = async (rule: string | undefined, played: readonly Played[]): Promise<'original' | RuleColumn | null> => {
  if (rule === undefined) return null;
  if (rule === 'sentinel') return 'original';
  let text: string;
  try {
    text = readFileSync(rule, 'utf8');
  } catch (error) {
    throw new UsageError(`--against ${rule}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { compiledQuery } = await import('./query-command.ts');
  const { rowsOfRule } = await import('../prove/against.ts');
  const { query } = await compiledQuery(rule, text);
  return { name: basename(rule), rows: await rowsOfRule(query, played) };
};

const bar = (
  options: ProveFlags,
): { readonly update: (done: number, total: number) => void; readonly stop: () => void } => {
  if (options.quiet === true || process.stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
  const shown = new SingleBar(
    {
      format: '{bar} {value}/{total} levels and envelopes',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 20,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update: (done, total) => {
      if (started) shown.update(done);
      else shown.start(total, done);
      started = true;
    },
    stop: () => shown.stop(),
  };
};
