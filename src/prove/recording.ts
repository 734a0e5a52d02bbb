import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { DrillFailure } from '../drill/failure.ts';
import { isObject } from '../model/json.ts';
import { type Play, type Played, playedOf } from './played.ts';

/** Runs of atomic tests with the events of the API server that they ran on. */
export interface Recording {
  /** Server, policy and time, in words. */
  readonly source: string;
  readonly played: readonly Played[];
}

/** The recording that comes with Cronwarden: beside its sources as beside its package. */
export const shippedRecording = (): string => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'fixtures', 'recordings', 'atomics.json');
    if (existsSync(file)) return file;
    if (dirname(folder) === folder)
      throw new DrillFailure('the recording of the atomic tests is not beside the program; name one with --recording');
  }
};

/** Reads `NAME.json` and the events in `NAME.jsonl.gz` beside it. */
export const readRecording = async (file: string): Promise<Recording> => {
  const manifest = readManifest(file);
  const lines: string[] = [];
  const events = createReadStream(file.replace(/\.json$/, '.jsonl.gz')).pipe(createGunzip());
  for await (const line of createInterface({ input: events })) lines.push(line);
  const { played, unreadable } = playedOf(manifest.runs, lines);
  if (unreadable > 0) throw new DrillFailure(`${file}: ${unreadable} lines of its events are no JSON`);
  const silent = played.filter((run) => run.events.length === 0);
  if (silent.length > 0)
    throw new DrillFailure(
      `${file}: it names runs without an event: ${silent.map(({ test, variant }) => `${test} (${variant})`).join(', ')}`,
    );
  return { source: manifest.source, played };
};

const readManifest = (file: string): { readonly runs: readonly Play[]; readonly source: string } => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DrillFailure(
      `cannot read the recording ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const { runs, server, policy, began } = isObject(value) ? value : {};
  if (!Array.isArray(runs) || !runs.every(isPlay))
    throw new DrillFailure(`${file} is no recording of atomic tests: it has no runs`);
  const version = isObject(server) ? server.kubernetes : undefined;
  const rules = isObject(policy) ? policy.file : undefined;
  return {
    runs,
    source: `recorded on Kubernetes ${String(version ?? 'of an unknown version')} with ${String(rules ?? 'an unknown policy')}, ${String(began ?? '')}`,
  };
};

const isPlay = (value: unknown): value is Play =>
  typeof value === 'object' &&
  value !== null &&
  'test' in value &&
  'variant' in value &&
  'runId' in value &&
  typeof value.test === 'string' &&
  typeof value.runId === 'string' &&
  (value.variant === 'attack' || value.variant === 'twin');
