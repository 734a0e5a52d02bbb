import type { RawRecord } from '../model/event.ts';

/** One input after its path was resolved: a plain file, a compressed one, a member of an archive, standard input. */
export interface Input {
  /** As printed in findings: the path as found, `-`, `archive.zip!/member`. */
  readonly name: string;
  readonly encoding: 'plain' | 'gzip' | 'zstd' | 'zip';
  /** Path on disk; `null` for standard input. */
  readonly path: string | null;
  /** Size on disk, for progress; `null` when unknown. */
  readonly size: number | null;
}

export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

/** Raised by a source when the outside world fails half-way; what was read before it stands. */
export interface SourceFailure {
  readonly kind: 'failure';
  readonly source: string;
  readonly offset: number;
  readonly reason: string;
}

export type Framed = { readonly kind: 'record'; readonly record: RawRecord } | SourceFailure;
