// The entry `cronwarden`: the whole scan over files, and everything of `cronwarden/core`.
export { decodeRecord } from './decode/decode.ts';
export { type Examined, type ExamineOptions, examine } from './engine/examine.ts';
export { type JudgeOptions, judge } from './engine/judge.ts';
export { type Scan, type ScanOptions, scan } from './engine/scan.ts';
export { openState, StateError } from './engine/state/file.ts';
export type { State, StateHead } from './engine/state/state.ts';
export { VERSION } from './engine/version.ts';
export { gatherFacts } from './facts/gather.ts';
export { INDICATORS } from './indicator/registry.ts';
export { createDeliveries, type Delivered, type Deliveries, type DeliveriesOptions } from './memory/deliveries.ts';
export { createKnowledge, type Knowledge, type KnowledgeOptions } from './memory/known.ts';
export type { Activity, Actor, LiftedTemplate, Reading, Workload } from './model/activity.ts';
export {
  type AuditEvent,
  type Decoded,
  type DecodeFailure,
  type Envelope,
  explainFailure,
  type RawRecord,
} from './model/event.ts';
export type { Facts } from './model/facts.ts';
export { atLeast, type Finding, SEVERITIES, type Severity } from './model/finding.ts';
export type { Indicator, Outcome } from './model/indicator.ts';
export { type Known, NOTHING_KNOWN } from './model/known.ts';
export type { Lasting, StateRow } from './model/lasting.ts';
export type { Note } from './model/note.ts';
export type { Because, Seen } from './model/seen.ts';
export type { Summary } from './model/summary.ts';
export { type Normalised, normalise } from './normalise/normalise.ts';
export { cronJobNote, noteOf } from './normalise/notes/notes.ts';
export { rbacOf } from './normalise/notes/rbac.ts';
export { csvSink } from './sink/csv.ts';
export { htmlSink } from './sink/html/html.ts';
export { jsonlSink, jsonSink } from './sink/json.ts';
export { markdownSink } from './sink/markdown.ts';
export type { Sink, SinkContext } from './sink/sink.ts';
export { tableSink } from './sink/table.ts';
