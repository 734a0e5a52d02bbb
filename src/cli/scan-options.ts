import { readFileSync } from 'node:fs';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import { parseKindTable } from '../normalise/kind-parse.ts';
import { KINDS, type KindEntry } from '../normalise/kinds.ts';
import { gateWords } from '../normalise/words.ts';
import { UsageError } from './failure.ts';

export const FORMATS = ['table', 'jsonl', 'json', 'csv', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** What commander gives for `scan`: options as they were written. */
export interface RawScanOptions {
  readonly format?: Format;
  readonly out?: string;
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
  readonly compat?: 'sentinel';
  readonly explain?: boolean;
  readonly jobs?: number;
  readonly since?: string;
  readonly until?: string;
  readonly last?: string;
  readonly strict?: boolean;
  readonly kinds?: string;
  readonly attack?: string;
  readonly config?: string;
  readonly cluster?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export const parseJobs = (text: string): number => {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64)
    throw new UsageError(`--jobs ${text}: write a whole number from 1 to 64`);
  return jobs;
};

export const parseSeverity =
  (option: string) =>
  (text: string): Severity => {
    const found = SEVERITIES.find((severity) => severity === text.toLowerCase());
    if (found === undefined) throw new UsageError(`${option} ${text}: write one of ${SEVERITIES.join(', ')}`);
    return found;
  };

/** The byte gate's room for words, less those that are no resources. */
const MOST_WORDS = 240;

/** Reads the user's table of further pod-making kinds. */
export const readKinds = (path: string): readonly KindEntry[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--kinds ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--kinds ${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const table = parseKindTable(value);
  if (!table.ok) {
    throw new UsageError(
      `--kinds ${path}:\n${table.error.map((one) => `  ${one.pointer || '/'}: ${one.says}`).join('\n')}`,
    );
  }
  const words = gateWords([...KINDS, ...table.value]).resources.length;
  if (words > MOST_WORDS) throw new UsageError(`--kinds ${path}: at most ${MOST_WORDS} resource words, not ${words}`);
  return table.value;
};
