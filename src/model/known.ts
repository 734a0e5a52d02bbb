import type { Elsewhere } from './controller-use.ts';
import type { JsonObject } from './json.ts';
import type { BindingNote, NotedEvent, NotedObject, NoteOrigin, Rule } from './note.ts';

/** One version of a ConfigMap's or Secret's data. */
export interface KnownContent {
  readonly data: ReadonlyMap<string, string>;
  /** False when keys may be missing: a change without its base, or a text that was not kept. */
  readonly whole: boolean;
  readonly origin: NoteOrigin;
  /** Whether it was written before the time that was asked about, or is the first that was written after it. */
  readonly written: 'before' | 'after';
}

/** One binding that gives a service account a role. */
export interface KnownGrant {
  readonly binding: Pick<BindingNote, 'of' | 'object' | 'origin' | 'role'>;
  /** By which of its names the account is bound: its own, or a group of service accounts. */
  readonly subject: string;
  /** `null` when the rules of the role are not known. */
  readonly rules: readonly Rule[] | null;
}

export interface KnownRights {
  readonly grants: readonly KnownGrant[];
  /** Whether these are all bindings, as an export has them; what a log shows are some. */
  readonly whole: boolean;
}

export interface KnownCronJob {
  readonly uid: string | null;
  readonly origin: NoteOrigin;
  /** Fingerprints of its templates; empty when a change of it was seen whose outcome the log does not show. */
  readonly forms: readonly string[];
}

/** Which workload is asked about, by the write that changes it. */
export interface AskedObject extends NotedObject {
  readonly group: string;
  readonly resource: string;
  readonly uid: string | null;
  /** Time and audit id of the write: what is asked for is the object before it. */
  readonly at: string | null;
  readonly auditId: string | null;
}

/** One state of a workload that the log shows, or that follows from what it shows. */
export interface KnownVersion {
  readonly origin: NoteOrigin;
  readonly object: JsonObject;
}

/** A workload as it stood before a write. */
export interface KnownObject {
  /** Equal where the last write before and what it left behind are the same, told from the same. */
  readonly stamp: string;
  /** At least one; several where the kind of a patch before could not be told, and they differ. */
  readonly states: readonly JsonObject[];
  /** True when a patch was applied to get there, and the log does not show the object itself. */
  readonly isDerived: boolean;
  /** The last write before. */
  readonly origin: NoteOrigin;
  /** The write that made the object, where the log shows it. */
  readonly creation: KnownVersion | null;
  /** The versions before, the last one first, as far back as each is known for certain. */
  readonly versions: readonly KnownVersion[];
}

/** What was learned elsewhere, from the same log or from a file given by hand. `undefined` is "not seen". */
export interface Known {
  /** The version that was written last before `at`, else the first one after it. */
  content(of: 'ConfigMap' | 'Secret', object: NotedObject, at: string | null): KnownContent | undefined;
  rights(account: NotedObject): KnownRights | undefined;
  /** The version that was written last before `at`; never a later one. */
  cronJob(object: NotedObject, at: string | null): KnownCronJob | undefined;
  /** The last time that the CronJob controller could not make a Job since one of its name was there. */
  collision(job: NotedObject): NotedEvent | undefined;
  /** Where a controller is, when its name was used from another address; told when all of a log was read. */
  elsewhere(cluster: string | null, user: string, ip: string): Elsewhere | undefined;
  /** The workload before a write of it; `undefined` when that is not known. */
  object(asked: AskedObject): KnownObject | undefined;
}

export const NOTHING_KNOWN: Known = {
  content: () => undefined,
  rights: () => undefined,
  cronJob: () => undefined,
  collision: () => undefined,
  elsewhere: () => undefined,
  object: () => undefined,
};

/** `written by ana@example.com at 2026-11-24T10:00:00Z`; an export given by hand was written by nobody who is known. */
export const saysOrigin = ({ at, by }: NoteOrigin): string => {
  if (at === null && by === null) return 'from the file that was given';
  const time = at === null ? 'at a time that the log lost' : `at ${at.replace(/\.\d+Z$/, 'Z')}`;
  return `written by ${by ?? 'somebody whom the log does not name'} ${time}`;
};
