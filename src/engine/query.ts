import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { decodeRecord } from '../decode/decode.ts';
import type { AuditFields } from '../decode/scope.ts';
import type { Emit } from '../kql/plan.ts';
import type { Query } from '../kql/query.ts';
import { present } from '../kql/tables/present.ts';
import type { SeenEvent } from '../kql/tables/seen.ts';
import { parseDatetime, ticksOfMs } from '../kql/time.ts';
import type { Row } from '../kql/value.ts';
import { type AuditEvent, explainFailure, type RawRecord } from '../model/event.ts';
import { resolveInputs } from '../source/resolve.ts';
import type { Input } from '../source/source.ts';
import { addCounts, type Counts, noCounts, reject, see, warn } from './counts.ts';
import { affordable, type Extractor, inflate } from './extract.ts';
import { createLineReader } from './lines.ts';
import { wordsOf } from './part.ts';
import { partsOf } from './parts.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

export interface QueryOptions {
  /** Files, folders, globs, `-` for standard input. */
  readonly paths: readonly string[];
  /** Ticks of `now()`; `null` for the newest time in the input. */
  readonly now: bigint | null;
  /** Most rows and elements that the query may hold at once. */
  readonly maxRows: number;
  /** Waited for between parts of the input, so that a slow reader of the rows is not run away from; `false` ends the query. */
  readonly settled?: () => Promise<boolean>;
  readonly onProgress?: (done: {
    readonly bytes: number;
    readonly total: number | null;
    readonly records: number;
  }) => void;
}

/** What was read, and what of it is in no row. */
export interface QuerySummary {
  readonly counts: Counts;
  readonly files: number;
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Events that a table has no row for, by table. */
  readonly notPresentable: Readonly<Record<string, number>>;
  /** How often the input was read from its beginning. */
  readonly passes: number;
  /** Whether the counts are of all input: a query that wants no more rows ends the reading. */
  readonly isWhole: boolean;
  /** Ticks of `now()`, where the query asked. */
  readonly now: bigint | null;
  readonly elapsedMs: number;
}

/**
 * Runs a compiled query over logs of any envelope and hands each row to `emit` until that wants no more. The input is
 * read once for each table that the query names, and once before for the newest time where it asks what time it is.
 *
 * Throws `QueryStopped` where the query cannot go on: over `maxRows`, or over a value that it cannot take.
 */
export const runQuery = async (query: Query, options: QueryOptions, emit: Emit): Promise<QuerySummary> => {
  const started = performance.now();
  const resolved = await resolveInputs(options.paths);
  const unreadable = [...resolved.unreadable];
  const spool = await spooled(resolved.inputs, !query.readsOnce || (query.usesNow && options.now === null));
  const reader = createReader(spool.inputs, unreadable, options);
  const notPresentable: Record<string, number> = {};
  const first = new Set<string>();
  if (resolved.skipped > 0) {
    warn(reader.counts, `${resolved.skipped} files in folders were not read: they are no logs by their name`);
  }
  try {
    const now = query.usesNow ? (options.now ?? (query.readsLog ? await newestTime(reader) : clock())) : options.now;
    await query.run(
      {
        now: now ?? 0n,
        maxRows: options.maxRows,
        read: async (table, push) => {
          const isFirst = !first.has(table);
          first.add(table);
          await reader.pass((seen) => {
            const presented = present(table, seen);
            if (presented.kind === 'not-presentable' && isFirst)
              notPresentable[table] = (notPresentable[table] ?? 0) + 1;
            return presented.kind !== 'row' || push(presented.row);
          });
        },
      },
      (row: Row) => emit(row),
    );
    return {
      counts: reader.counts,
      files: spool.inputs.length,
      unreadable,
      notPresentable,
      passes: reader.passes(),
      isWhole: reader.isWhole(),
      now: query.usesNow ? now : null,
      elapsedMs: performance.now() - started,
    };
  } finally {
    await spool.remove();
  }
};

/** Standard input as a file, where it must be read more than once. */
const spooled = async (
  inputs: readonly Input[],
  isNeeded: boolean,
): Promise<{ readonly inputs: readonly Input[]; readonly remove: () => Promise<void> }> => {
  if (!isNeeded || !inputs.some(({ path }) => path === null)) return { inputs, remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'cronwarden-query-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'stdin');
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    // Its packing is found out as that of a pipe is, for which a size would be in the way.
    const file: Input = { name: '-', encoding: 'plain', path, size: size === 0 ? 0 : null };
    return { inputs: inputs.map((input) => (input.path === null ? file : input)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

type OnEvent = (seen: SeenEvent) => boolean;

interface Reader {
  /** Of the first pass over the input: later ones see the same records again. */
  readonly counts: Counts;
  passes(): number;
  isWhole(): boolean;
  /** Reads every event in input order, until `onEvent` says that it has seen enough. */
  pass(onEvent: OnEvent): Promise<void>;
}

/** No byte gate: a query may ask for anything. */
const SETTINGS = { ...DEFAULT_SETTINGS, strict: true };

const createReader = (
  inputs: readonly Input[],
  unreadable: { path: string; reason: string }[],
  { onProgress, settled }: Pick<QueryOptions, 'onProgress' | 'settled'>,
): Reader => {
  const counts = noCounts();
  let passes = 0;
  let isWhole = true;
  const total = totalOf(inputs);

  const pass = async (onEvent: OnEvent): Promise<void> => {
    passes += 1;
    const isFirst = passes === 1;
    const sum = isFirst ? counts : noCounts();
    const fail = (path: string, reason: string): void => {
      if (isFirst && !unreadable.some((one) => one.path === path)) unreadable.push({ path, reason });
    };
    const state: PassState = { wantsMore: true, failure: null };
    const extractor = eventExtractor(onEvent, state);
    const lines = createLineReader(SETTINGS, wordsOf(SETTINGS), extractor);
    const words = wordsOf(SETTINGS);
    for (const input of inputs) {
      if (!state.wantsMore) return;
      let documentsFrom: number | undefined;
      let isAgain: boolean;
      do {
        isAgain = false;
        const options = { words, strict: true, partBytes: SETTINGS.partBytes };
        const parts = partsOf(input, documentsFrom === undefined ? options : { ...options, documentsFrom });
        for await (const part of parts) {
          if (part.kind === 'failure') {
            fail(part.source, `${part.reason} (at byte ${part.offset})`);
            continue;
          }
          const { task } = part;
          if (task.kind === 'records') {
            addCounts(extractor.counts, task.counts);
            for (const record of task.records) extractor.take(record);
            addCounts(sum, extractor.drain().counts);
          } else {
            const result = lines.read(task);
            if (result.kind === 'not-lines') {
              documentsFrom = result.from;
              isAgain = true;
              break;
            }
            addCounts(sum, result.extract.counts);
            for (const reason of result.unreadable) fail(input.name, reason);
          }
          if (state.failure !== null) throw state.failure.error;
          onProgress?.({ bytes: sum.bytes, total, records: sum.records });
          if (settled !== undefined && !(await settled())) state.wantsMore = false;
          if (!state.wantsMore) {
            if (isFirst) isWhole = false;
            break;
          }
        }
      } while (isAgain);
    }
  };
  return { counts, passes: () => passes, isWhole: () => isWhole, pass };
};

interface PassState {
  wantsMore: boolean;
  /** What the query threw. */
  failure: { readonly error: unknown } | null;
}

/** Decodes records and hands their events on; what came after the last one that was wanted is not counted. */
const eventExtractor = (onEvent: OnEvent, state: PassState): Extractor => {
  let counts = noCounts();
  const take = (whole: RawRecord): void => {
    if (!state.wantsMore) return;
    const record = affordable(whole);
    if (record !== whole) {
      warn(
        counts,
        `${whole.source}: the record at byte ${whole.offset} has more values than a log's records have; it is read as far as ${record.text.length} characters`,
      );
    }
    const origins = new Map<AuditEvent, AuditFields>();
    const decoded = decodeRecord(record, { inflate, onEvent: (event, from) => origins.set(event, from) });
    counts.others += decoded.others;
    counts.events += decoded.events.length;
    for (const failure of decoded.failures) reject(counts, record.source, record.offset, explainFailure(failure));
    for (const warning of decoded.warnings) warn(counts, warning);
    for (const event of decoded.events) {
      counts.envelopes[event.envelope] = (counts.envelopes[event.envelope] ?? 0) + 1;
      if (event.cutAt !== null) counts.cutEvents++;
      see(counts, event.time.at);
      const from = origins.get(event);
      if (from === undefined || !state.wantsMore) continue;
      try {
        state.wantsMore = onEvent({ event, from });
      } catch (error) {
        // Whoever reads the file would take it for one that cannot be read.
        state.wantsMore = false;
        state.failure = { error };
      }
    }
  };
  return {
    take,
    passOver: () => false,
    drain: () => {
      const done = { activities: [], notes: [], uses: [], rows: [], counts };
      counts = noCounts();
      return done;
    },
    get counts() {
      return counts;
    },
  };
};

/** The newest time in the input, which `now()` is for logs of another day; the clock's where there is none. */
const newestTime = async (reader: Reader): Promise<bigint> => {
  let newest: bigint | null = null;
  await reader.pass(({ event }) => {
    const ticks = parseDatetime(event.row.timeGenerated ?? event.time.at ?? '');
    if (ticks !== null && (newest === null || ticks > newest)) newest = ticks;
    return true;
  });
  return newest ?? clock();
};

const clock = (): bigint => ticksOfMs(Date.now());

const totalOf = (inputs: readonly Input[]): number | null => {
  let total = 0;
  for (const input of inputs) {
    if (input.size === null || input.encoding !== 'plain') return null;
    total += input.size;
  }
  return total;
};
