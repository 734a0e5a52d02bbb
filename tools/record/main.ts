/**
 * Plays scenarios on a real cluster and keeps their audit events as fixtures.
 *
 * Usage: npm run record [-- NAME… [--keep-surprises]]
 * Each scenario gets a fresh cluster. A recording in which an act ended otherwise than meant is not kept.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildBinaries } from '../cluster/build.ts';
import { shippedPolicy, startCluster, stopCluster } from '../cluster/cluster.ts';
import { ClusterFailure, messageOf } from '../cluster/failure.ts';
import { atomics } from './atomics.ts';
import { quietHour } from './quiet-hour/quiet-hour.ts';
import { compareShapes, keepRecording, type Manifest, recordingsFolder } from './recording.ts';
import type { Scenario } from './scenario.ts';
import { openStage } from './stage.ts';
import { stories } from './stories.ts';

const scenarios: readonly Scenario[] = [quietHour, atomics, stories];

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Watches end and late answers are written when nobody asks any more. */
const settleMs = 4000;

const record = async (scenario: Scenario, keepSurprises: boolean): Promise<void> => {
  const binaries = await buildBinaries(say);
  const base = mkdtempSync(join(tmpdir(), 'cronwarden-record-'));
  const folder = join(base, 'run');
  const cleanUp = async (): Promise<void> => {
    await stopCluster(folder);
    rmSync(base, { recursive: true, force: true });
  };
  const interrupted = (): void => {
    void cleanUp().then(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted).once('SIGHUP', interrupted);
  try {
    const began = new Date().toISOString();
    const cluster = await startCluster({ binaries, folder, say });
    say(`Playing ${scenario.name} …`);
    const stage = openStage(cluster, say);
    try {
      await scenario.run(stage);
    } finally {
      await stage.close();
    }
    await sleep(settleMs);
    await cluster.stop();
    const { steps, surprises } = stage;
    if (surprises.length > 0 && !keepSurprises) {
      throw new ClusterFailure(
        `${surprises.length} of ${steps.length} acts of ${scenario.name} ended otherwise than meant, see above; nothing was kept. Look first, then fix the scenario, or keep it with --keep-surprises.`,
      );
    }
    const file = join(recordingsFolder, `${scenario.name}.json`);
    const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined; // Our own file.
    const manifest = await keepRecording(
      { log: cluster.auditLog, from: 0, to: statSync(cluster.auditLog).size },
      shippedPolicy,
      {
        name: scenario.name,
        about: scenario.about,
        server: binaries.versions,
        began,
        ended: new Date().toISOString(),
        polls: Object.fromEntries(stage.polls),
        steps,
        runs: stage.runs,
        stories: stage.stories,
      },
    );
    say(`${manifest.events} events, ${(manifest.bytes / 1e6).toFixed(1)} MB packed, ${steps.length} acts.`);
    for (const line of compareShapes(before, manifest)) say(`  ${line}`);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted).off('SIGHUP', interrupted);
    await cleanUp();
  }
};

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'keep-surprises': { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new ClusterFailure(
      `There is no ${unknown.join(', ')}. There is: ${scenarios.map(({ name }) => name).join(', ')}.`,
    );
  }
  for (const scenario of scenarios) {
    if (positionals.length === 0 || positionals.includes(scenario.name))
      await record(scenario, values['keep-surprises']);
  }
} catch (error) {
  if (!(error instanceof ClusterFailure) && !(error instanceof TypeError)) throw error;
  say(messageOf(error));
  process.exitCode = 2;
}
