import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Variant } from '../emulate/atomic.ts';
import { DrillFailure } from './failure.ts';

export const STEPS = ['check', 'prepare', 'command', 'cleanup'] as const;
export type StepName = (typeof STEPS)[number];

/** The first line of a journal: on what the tests ran. */
export interface Head {
  readonly journal: 'cronwarden.atomics/v1';
  readonly at: string;
  readonly runId: string;
  readonly context: string;
  readonly server: string;
  readonly namespace: string;
  readonly kubectl: string;
}

/** One line for the beginning of a step, and one for its end: a run that was cut off leaves a beginning without an end. */
export interface Entry {
  readonly at: string;
  readonly test: string;
  readonly variant: Variant;
  readonly step: StepName;
  /** The line that the shell was given. */
  readonly line: string;
  readonly state: 'begun' | 'done' | 'failed' | 'killed';
  readonly code?: number | null;
  readonly output?: string;
}

export interface Journal {
  readonly file: string;
  write(entry: Omit<Entry, 'at'>): void;
}

/** Starts a journal. A file that is there is not written over: it says what another run left. */
export const startJournal = (file: string, head: Head): Journal => {
  try {
    writeFileSync(file, `${JSON.stringify(head)}\n`, { flag: 'wx' });
  } catch (error) {
    if (existsSync(file)) throw new DrillFailure(`the journal ${file} is there already: name another with --journal`);
    throw new DrillFailure(
      `cannot write the journal ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return journalOf(file);
};

export const journalOf = (file: string): Journal => ({
  file,
  write: (entry) => appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`),
});

export interface ReadJournal {
  readonly head: Head;
  readonly entries: readonly Entry[];
}

/** A last line that was cut off is left out: what it began stands in the line before or not at all. */
export const readJournal = (file: string): ReadJournal => {
  let lines: readonly string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    throw new DrillFailure(
      `cannot read the journal ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const values = lines.flatMap((line): unknown[] => {
    try {
      return line === '' ? [] : [JSON.parse(line)];
    } catch {
      return [];
    }
  });
  const [head, ...entries] = values;
  if (!isHead(head)) throw new DrillFailure(`${file} is no journal of atomic tests`);
  return { head, entries: entries.filter(isEntry) };
};

const isHead = (value: unknown): value is Head =>
  typeof value === 'object' && value !== null && 'journal' in value && value.journal === 'cronwarden.atomics/v1';
const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'step' in value && 'state' in value && 'test' in value;

/** Tests whose command began and whose clean-up did not end well: what may be left. */
export const leftIn = ({ entries }: ReadJournal): readonly { readonly test: string; readonly variant: Variant }[] => {
  const left = new Map<string, { test: string; variant: Variant }>();
  for (const { test, variant, step, state } of entries) {
    const key = `${variant} ${test}`;
    if (step === 'command' || step === 'prepare') left.set(key, { test, variant });
    else if (step === 'cleanup' && state === 'done') left.delete(key);
  }
  return [...left.values()];
};
