import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Wrapper, wrappers } from '../decode/wrappers.ts';
import { type Atomic, type Expectation, idOf, type Variant } from '../emulate/atomic.ts';
import { scan } from '../engine/scan.ts';
import type { Finding } from '../model/finding.ts';
import { type JsonObject, objectAt, textAt } from '../model/json.ts';
import { atLevel, LEVELS, type Level } from './level.ts';
import type { Played } from './played.ts';
import { type Judged, judgeRun } from './verdict.ts';

/** One run, judged at one level in one envelope. */
export interface Proved extends Judged {
  readonly test: string;
  readonly variant: Variant;
  readonly level: Level;
  /** Name of the way in which the events were stored. */
  readonly envelope: string;
  readonly envelopeType: string;
  readonly events: number;
  /** The original query's greatest score; `null` where it looks at none of the events. */
  readonly original: number | null;
}

export interface ProveOptions {
  readonly atomics: readonly Atomic[];
  readonly played: readonly Played[];
  /** `typical`: one way of each envelope; default `every` way that is read. */
  readonly envelopes?: 'every' | 'typical' | 'plain';
  readonly levels?: readonly Level[];
  readonly onProgress?: (done: number, total: number) => void;
}

/** Every way to store an event that can stand with others in one file, line by line or one document after another. */
const every = wrappers({
  base64: (text) => Buffer.from(text).toString('base64'),
  gzip: (text) => gzipSync(text).toString('base64'),
});

export const envelopesOf = (choice: ProveOptions['envelopes'] = 'every'): readonly Wrapper[] => {
  if (choice === 'plain') return every.slice(0, 1);
  if (choice === 'every') return every;
  return every.filter(({ envelope }, index) => every.findIndex((one) => one.envelope === envelope) === index);
};

/**
 * Replays what runs caused, at each level and in each envelope, and compares what is found with what the tests expect. A
 * finding belongs to the run that one of its audit ids is from. A test without expectations is left out.
 */
export const prove = async (options: ProveOptions): Promise<readonly Proved[]> => {
  const { atomics, played, levels = LEVELS } = options;
  const envelopes = envelopesOf(options.envelopes);
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-prove-'));
  const proved: Proved[] = [];
  const expectationOf = ({ test }: Played): Expectation | null =>
    atomics.find((atomic) => idOf(atomic) === test)?.expectation ?? null;
  // Test and twin write the same names, so they are two stories and not one that goes on.
  const groups = (['attack', 'twin'] as const).flatMap((variant) =>
    [false, true].flatMap((isKnown) => {
      const runs = played.filter(
        (run) => run.variant === variant && (expectationOf(run)?.twin.known === true) === isKnown,
      );
      const identities = new Set(isKnown ? runs.flatMap(({ events }) => events.flatMap(usernameOf)) : []);
      return runs.length === 0 ? [] : [{ runs, identities }];
    }),
  );
  try {
    let done = 0;
    for (const level of levels) {
      // The first envelope is the event's own line.
      const whole = new Map<Played, Judged>();
      for (const envelope of envelopes) {
        const file = join(folder, 'audit.log');
        const byRun = new Map<Played, readonly Finding[]>();
        for (const { runs, identities } of groups) {
          const events = runs.flatMap((run) => run.events);
          writeFileSync(file, events.map((event) => `${envelope.wrap(atLevel(event, level))}\n`).join(''));
          const found = await findingsByRun(file, runs, identities);
          for (const [index, run] of runs.entries()) byRun.set(run, found[index] ?? []);
        }
        for (const run of played) {
          const expectation = expectationOf(run);
          if (expectation === null) continue;
          const findings = byRun.get(run) ?? [];
          const plain = envelope.loses === undefined ? null : (whole.get(run) ?? null);
          const judged = judgeRun(findings, expectation, run.variant, level, plain);
          if (!whole.has(run)) whole.set(run, judged);
          proved.push({
            test: run.test,
            variant: run.variant,
            level,
            envelope: envelope.name,
            envelopeType: envelope.envelope,
            events: run.events.length,
            original: originalOf(findings),
            ...judged,
          });
        }
        options.onProgress?.(++done, levels.length * envelopes.length);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return proved;
};

/** Findings of a log by the run that caused them, in the order of the runs. */
export const findingsByRun = async (
  file: string,
  played: readonly Played[],
  identities: ReadonlySet<string>,
): Promise<readonly (readonly Finding[])[]> => {
  const runOf = new Map(
    played.flatMap(({ events }, index) =>
      events.flatMap((event): [string, number][] => {
        const auditId = textAt(event, 'auditID');
        return auditId === null ? [] : [[auditId, index]];
      }),
    ),
  );
  const byRun: Finding[][] = played.map(() => []);
  for await (const finding of scan({ paths: [file], jobs: 1, identities }).findings) {
    const runs = new Set(finding.events.flatMap(({ auditId }) => runOf.get(auditId ?? '') ?? []));
    for (const index of runs) byRun[index]?.push(finding);
  }
  return byRun;
};

const usernameOf = (event: JsonObject): readonly string[] => {
  const username = textAt(objectAt(event, 'user'), 'username');
  return username === null ? [] : [username];
};

const originalOf = (findings: readonly Finding[]): number | null => {
  const scores = findings.flatMap(({ compat }) => compat.sentinel?.SuspicionScore ?? []);
  return scores.length === 0 ? null : Math.max(...scores);
};

/** What a table or a report asks of a proof. */
export const isRight = ({ problems }: Proved): boolean => problems.length === 0;
