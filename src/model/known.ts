import type { BindingNote, NotedObject, NoteOrigin, Rule } from './note.ts';

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

/** What was learned elsewhere, from the same log or from a file given by hand. `undefined` is "not seen". */
export interface Known {
  /** The version that was written last before `at`, else the first one after it. */
  content(of: 'ConfigMap' | 'Secret', object: NotedObject, at: string | null): KnownContent | undefined;
  rights(account: NotedObject): KnownRights | undefined;
  /** The version that was written last before `at`; never a later one. */
  cronJob(object: NotedObject, at: string | null): KnownCronJob | undefined;
}

export const NOTHING_KNOWN: Known = {
  content: () => undefined,
  rights: () => undefined,
  cronJob: () => undefined,
};

/** `written by ana@example.com at 2026-11-24T10:00:00Z`; an export given by hand was written by nobody who is known. */
export const saysOrigin = ({ at, by }: NoteOrigin): string => {
  if (at === null && by === null) return 'from the file that was given';
  const time = at === null ? 'at a time that the log lost' : `at ${at.replace(/\.\d+Z$/, 'Z')}`;
  return `written by ${by ?? 'somebody whom the log does not name'} ${time}`;
};
