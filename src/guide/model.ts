import type { Finding, Severity } from '../model/finding.ts';
import type { Search } from './search.ts';
import type { Subject } from './subject.ts';
import type { Trail } from './trail.ts';

/** What a guide is made from. Without a finding it is the general one, with placeholders; without a trail no log was read. */
export interface Context {
  readonly subject: Subject;
  readonly finding: Finding | null;
  readonly trail: Trail | null;
  /** The clock of the reader, RFC 3339. */
  readonly now: string;
}

/** `known`: all that the question asks for · `partly`: some of it · `unknown`: nothing, and `because` says why. */
export type AnswerState = 'known' | 'partly' | 'unknown';

/** Sentences hold names that others chose and are not inert yet. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly state: AnswerState;
  readonly says: readonly string[];
  /** Events of the log, or counts of them. */
  readonly table: Table | null;
  readonly because: readonly string[];
  /** What an answer would mean. */
  readonly means: readonly { readonly seen: string; readonly conclude: string }[];
  readonly searches: readonly Search[];
  readonly lookups: readonly Lookup[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are not shown, for want of room. */
  readonly more: number;
}

/** A read of the live cluster, as one line for a shell. */
export interface Lookup {
  readonly says: string;
  /** `null` when a name cannot be one of Kubernetes, so that nothing by that name exists. */
  readonly line: string | null;
  readonly because: string | null;
}

/** One piece of evidence and how long it is still there. */
export interface Remains {
  readonly what: string;
  readonly state: 'gone' | 'going' | 'there' | 'unknown';
  /** RFC 3339; `null` when no moment can be told. */
  readonly until: string | null;
  readonly says: string;
}

export type Verdict = 'true positive, malicious' | 'benign true positive' | 'false positive' | 'undetermined';

export interface VerdictRow {
  readonly verdict: Verdict;
  readonly when: string;
  readonly reasons: readonly string[];
}

/** `cronwarden.guide/v1`. */
export interface Guide {
  readonly schema: 'cronwarden.guide/v1';
  readonly version: string;
  readonly now: string;
  readonly finding: {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
    readonly severity: Severity;
    readonly risk: number;
    readonly confidence: number;
  } | null;
  readonly technique: { readonly id: string; readonly name: string; readonly tactics: readonly string[] };
  /** What was read for the answers, and what could not be. */
  readonly read: readonly string[];
  readonly remains: readonly Remains[];
  readonly questions: readonly Question[];
  readonly verdicts: readonly VerdictRow[];
}
