import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isObject, objectAt, textAt } from '../../../src/model/json.ts';
import type { Planted } from '../day/planted.ts';
import type { Command } from '../measure.ts';
import type { Peer } from './peer.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const entry = `${root}bin/cronwarden.js`;
const built = `${root}dist/main.js`;

/** How far a scan goes: `gate` passes lines over on their bytes, `decode` also decodes what passes, `all` judges it. */
export type ScanStage = 'gate' | 'decode' | 'all';

/** The command as an installed package would run it: built JavaScript, without npm and without type stripping. */
export const scanCommand = (path: string, stage: ScanStage): Command => ({
  program: process.execPath,
  args: [entry, 'scan', path, '--format', 'jsonl', '--quiet'],
  // The built files, as the package runs them, and not the sources of the checkout.
  env: { CRONWARDEN_BENCH_STAGE: stage, CRONWARDEN_DIST: '1' },
});

/** Builds the package, then asks for its version. Returns a sentence when there is nothing to measure. */
export const scanMissing = (): string | undefined => {
  const builder = `${root}tools/build.js`;
  if (existsSync(builder)) {
    const build = spawnSync(process.execPath, [builder], { cwd: root, encoding: 'utf8' });
    if (build.status !== 0) {
      const said = `${build.stdout}\n${build.stderr}`.trim().split('\n', 1)[0] ?? '';
      return `cronwarden does not build: ${said}`;
    }
  }
  if (!existsSync(entry) || !existsSync(built)) return 'cronwarden is not built: run `npm run build` first.';
  const version = spawnSync(process.execPath, [entry, '--version'], { encoding: 'utf8' });
  return version.status === 0 ? undefined : `cronwarden does not start: ${version.stderr.trim().split('\n')[0] ?? ''}`;
};

export interface FindingCheck {
  readonly planted: number;
  readonly found: number;
  readonly missed: readonly Planted[];
  /** Findings of severity medium or more about workloads that nobody planted. */
  readonly others: number;
  /** Lines of output that are no finding. */
  readonly unreadable: number;
}

const loud = new Set(['medium', 'high', 'critical']);

/** Compares findings, as JSON Lines, with what the generator planted, by kind, namespace and name. */
export const checkFindings = (output: string, planted: readonly Planted[]): FindingCheck => {
  const wanted = new Map(planted.map((one) => [`${one.kind}/${one.namespace}/${one.name}`, one]));
  const missed = new Set(wanted.keys());
  let others = 0;
  let unreadable = 0;
  for (const line of output.split('\n')) {
    if (line === '') continue;
    let finding: unknown;
    try {
      finding = JSON.parse(line);
    } catch {
      finding = undefined;
    }
    const workload = objectAt(finding, 'workload');
    if (!isObject(finding) || workload === null) {
      unreadable++;
      continue;
    }
    if (!loud.has(textAt(finding, 'severity') ?? '')) continue;
    const key = `${textAt(workload, 'kind')}/${textAt(workload, 'namespace')}/${textAt(workload, 'name')}`;
    if (wanted.has(key)) missed.delete(key);
    else others++;
  }
  const lost = [...missed].flatMap((key) => wanted.get(key) ?? []);
  return { planted: planted.length, found: planted.length - lost.length, missed: lost, others, unreadable };
};

export const explainCheck = (check: FindingCheck): string =>
  `${check.found} of ${check.planted} planted, ${check.others} others${check.unreadable > 0 ? `, ${check.unreadable} lines are no finding` : ''}`;

const titles: Record<ScanStage, readonly [string, string]> = {
  gate: ['`cronwarden scan`, gate only', 'reads every byte and passes lines over that cannot be a workload write.'],
  decode: ['`cronwarden scan`, gate and decode', 'also decodes the lines that pass.'],
  all: ['`cronwarden scan`', 'the command as users run it, with the default `--jobs`.'],
};

export const scanPeer = (stage: ScanStage): Peer => ({
  name: titles[stage][0],
  does: titles[stage][1],
  input: 'day',
  missing: () => undefined,
  command: (path) => scanCommand(path, stage),
  // A stage that stops early judges nothing: output means that the command did more than the row says.
  answer: (run) => (run.stdoutLines === 0 ? '–' : `${run.stdoutLines} findings: the stage switch was not honoured`),
});

/** `cronwarden visibility`, which reads every line. */
export const visibilityPeer: Peer = {
  name: '`cronwarden visibility`',
  does: 'reads every line and counts what is logged of what, with the default `--jobs`.',
  input: 'day',
  missing: () => undefined,
  command: (path) => ({
    ...scanCommand(path, 'all'),
    args: [entry, 'visibility', path, '--format', 'json', '--quiet'],
  }),
  answer: (run) => {
    const report: unknown = JSON.parse(run.stdout);
    return isObject(report) ? 'a report' : 'no report';
  },
};
