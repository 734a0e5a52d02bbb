import type { RawRecord } from '../model/event.ts';

/** One input after its path was resolved: a plain file, a compressed one, a member of an archive, standard input. */
export interface Input {
  /** As printed in findings: the path as found, `-`, `archive.zip!/member`. */
  readonly name: string;
  readonly encoding: 'plain' | 'gzip' | 'zstd' | 'zip';
  /** Path on disk; `null` for standard input. For a member of an archive the archive's path. */
  readonly path: string | null;
  /** Size on disk, for progress; for a member of an archive its compressed size; `null` when unknown (pipes, devices). */
  readonly size: number | null;
  /** Where the member lies in its archive; only with encoding `zip`. */
  readonly member?: ZipMember;
}

/** What the central directory of an archive says of one member. */
export interface ZipMember {
  /** Byte offset of the local header. */
  readonly headerOffset: number;
  readonly compressedSize: number;
  /** 0 stored, 8 deflate, 93 zstd. */
  readonly method: number;
  readonly crc32: number;
}

export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

/** Raised by a source when the outside world fails half-way; what was read before it stands. */
export interface SourceFailure {
  readonly kind: 'failure';
  readonly source: string;
  /** Byte offset in the decompressed source, unless the reason names another. */
  readonly offset: number;
  readonly reason: string;
}

/** What an opened input gives: bytes in order, and among them what went wrong. A chunk is never written to again. */
export type Chunk = Uint8Array | SourceFailure;

export type Framed = FramedRecord | SourceFailure;

export interface FramedRecord {
  readonly kind: 'record';
  readonly record: RawRecord;
  /** The record was not closed where it ended: the decoder salvages what is there. */
  readonly cut?: true;
  /**
   * It is what stands around the lists of a long document, whose members came before as records of their own. It is no
   * record that was found, but says something of all of them: an error code, how many there should be.
   */
  readonly rest?: { readonly members: number };
  /** It held bytes that are no UTF-8; each stands as U+FFFD in the text. */
  readonly invalidUtf8?: true;
}

export interface SplitOptions {
  /** A longer record is passed over with a failure that names its place and size. Default 64 MiB. */
  readonly maxRecordBytes?: number;
  /** Offset of the first chunk's first byte in its source, for a split that begins half-way. Default 0. */
  readonly offset?: number;
  /**
   * Asked once per record, before its bytes become text: `false` passes it over without a trace, so the caller counts.
   * Not asked about a record with `rest`.
   * CSV rows are asked about as they stand in the file, quoting and all. The bytes may not be kept.
   */
  readonly keep?: (bytes: Uint8Array) => boolean;
}

export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

export const failure = (source: string, offset: number, reason: string): SourceFailure => ({
  kind: 'failure',
  source,
  offset,
  reason,
});

/** The failure of a record that is too long to hold. */
export const tooLong = (source: string, offset: number, bytes: number, limit: number): SourceFailure =>
  failure(source, offset, `a record of ${bytes} bytes is over the limit of ${limit} and was passed over`);
