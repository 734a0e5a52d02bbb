// The entry `cronwarden/core`: everything that judges one record, without files, threads or any `node:` import.
export { decodeRecord } from './decode/decode.ts';
export { type Examined, type ExamineOptions, examine } from './engine/examine.ts';
export { type JudgeOptions, judge } from './engine/judge.ts';
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
export type { Note } from './model/note.ts';
export type { Because, Seen } from './model/seen.ts';
export { type Normalised, normalise } from './normalise/normalise.ts';
export { cronJobNote, noteOf } from './normalise/notes/notes.ts';
export { rbacOf } from './normalise/notes/rbac.ts';
