import { DECODE_WORDS } from '../decode/words.ts';
import type { RawRecord } from '../model/event.ts';
import { indexKinds } from '../normalise/kind-index.ts';
import { KINDS } from '../normalise/kinds.ts';
import { ACT_WORDS } from '../normalise/notes/act.ts';
import { DELETE_WORD } from '../normalise/notes/deletion.ts';
import { CONTEXT_WORDS } from '../normalise/notes/notes.ts';
import { sentinelRow } from '../normalise/sentinel.ts';
import { gateWords } from '../normalise/words.ts';
import type { GateWords } from '../source/gate/gate.ts';
import { addCounts, type Counts } from './counts.ts';
import { createExtractor, type Extractor } from './extract.ts';
import { createLineReader, type PartResult, type RangeTask } from './lines.ts';
import { createMeasurer } from './measure.ts';
import { finderOf, type Search, wordsOfSearch } from './search.ts';
import type { ScanSettings } from './settings.ts';

/** Records that were split off a stream, a document, a query answer or a CSV file. */
export interface RecordsTask {
  readonly kind: 'records';
  readonly records: readonly RawRecord[];
  /** What the reader of the stream has counted already: bytes, records passed over unread, failures. */
  readonly counts: Counts;
  /** Looks for something else instead. */
  readonly search?: Search;
}

export type Task = RangeTask | RecordsTask;

/** Does the work that depends on one part of the input alone; the same in a worker thread and in the main one. */
export const createPartReader = (settings: ScanSettings): ((task: Task) => PartResult) => {
  const table = [...KINDS, ...settings.extraKinds];
  const options = { kinds: indexKinds(table), sentinel: sentinelRow };
  const extractor = settings.measures ? createMeasurer(settings) : createExtractor(settings, options);
  const read = taskReader(settings, wordsOf(settings), extractor);
  /** A scan has one search of each kind at most. */
  const searching = new Map<string, ReturnType<typeof taskReader>>();
  return (task) => {
    const { search } = task;
    if (search === undefined) return read(task);
    const kind = 'strays' in search ? 'strays' : 'callers';
    const reading =
      searching.get(kind) ??
      taskReader({ ...settings, strict: false }, wordsOfSearch(search), finderOf(settings, search, options));
    searching.set(kind, reading);
    return reading(task);
  };
};

const taskReader = (settings: ScanSettings, words: GateWords, extractor: Extractor): ((task: Task) => PartResult) => {
  const reader = createLineReader(settings, words, extractor);
  return (task) => {
    if (task.kind !== 'records') return reader.read(task);
    addCounts(extractor.counts, task.counts);
    if (settings.upTo !== 'gate') for (const record of task.records) extractor.take(record);
    return { kind: 'extract', extract: extractor.drain(), unreadable: [] };
  };
};

/** The union of what the stages behind the gate need. */
export const wordsOf = (settings: ScanSettings): GateWords => {
  const table = [...KINDS, ...settings.extraKinds];
  const { verbs, resources } = gateWords(table);
  // The original query's rows are of workloads alone.
  const context = !settings.sentinelRows;
  return {
    // Deletions end what is remembered of a workload.
    verbs: context ? [...verbs, DELETE_WORD] : verbs,
    resources: context ? [...new Set([...resources, ...CONTEXT_WORDS])] : resources,
    context,
    ...(context ? { acts: ACT_WORDS } : {}),
    always: DECODE_WORDS,
    names: table.map((entry) => entry.resource),
    everySubresource: settings.sentinelRows || settings.extraKinds.some((entry) => entry.subresource !== undefined),
  };
};
