import { createHash } from 'node:crypto';
import {
  closeSync,
  createWriteStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DiskOptions, Entry } from './journal.ts';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Evidence on disk beside its journal, and the bundle that is made of it. */
export interface EvidenceStore {
  readonly folder: string;
  readonly bundle: string;
  /** Whole or not at all: a kill leaves no half file under the name. */
  save(name: string, content: string): { readonly file: string; readonly sha256: string; readonly bytes: number };
  /** Whether a file is there as the journal says. */
  holds(entry: Extract<Entry, { readonly kind: 'saved' }>): boolean;
  /** A zip with everything, and `manifest.json` with the SHA-256 of each file. */
  pack(
    entries: readonly Entry[],
    about: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly files: number; readonly sha256: string }>;
}

export const openEvidence = (journal: string, { sync = fsyncSync }: DiskOptions = {}): EvidenceStore => {
  const stem = journal.replace(/\.jsonl$/, '');
  const [folder, bundle] = [`${stem}.evidence`, `${stem}.evidence.zip`];
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    folder,
    bundle,
    save: (name, content) => {
      // Names come from a cluster: one path segment, and nothing that a file system reads otherwise.
      const file = name
        .replace(/[^A-Za-z0-9._-]+/g, '_')
        .slice(-200)
        .replace(/^\.+/, '_');
      const bytes = Buffer.from(content);
      const temporary = join(folder, `${file}.partial`);
      const handle = openSync(temporary, 'w', 0o600);
      writeSync(handle, bytes);
      sync(handle);
      closeSync(handle);
      renameSync(temporary, join(folder, file));
      return { file, sha256: sha256(bytes), bytes: bytes.length };
    },
    holds: ({ file, sha256: sum }) =>
      existsSync(join(folder, file)) && sha256(readFileSync(join(folder, file))) === sum,
    pack: async (entries, about) => {
      const { ZipFile } = await import('yazl');
      const zip = new ZipFile();
      const saved = new Map(entries.flatMap((one) => (one.kind === 'saved' ? [[one.file, one] as const] : [])));
      const files: { path: string; sha256: string; bytes: number; step: string }[] = [];
      const mtime = new Date();
      const add = (path: string, bytes: Buffer, step: string): void => {
        files.push({ path, sha256: sha256(bytes), bytes: bytes.length, step });
        zip.addBuffer(bytes, path, { mtime, mode: 0o100600 });
      };
      for (const [file, { step }] of saved) add(`evidence/${file}`, readFileSync(join(folder, file)), step);
      add(basename(journal), readFileSync(journal), 'journal');
      const missing = entries.flatMap((one) =>
        one.kind === 'not-saved' ? [{ what: one.key, step: one.step, because: one.because }] : [],
      );
      const manifest = { schema: 'cronwarden.evidence/v1', ...about, made: mtime.toISOString(), files, missing };
      zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json', { mtime, mode: 0o100600 });
      zip.end();
      const temporary = `${bundle}.partial`;
      await pipeline(zip.outputStream, createWriteStream(temporary, { mode: 0o600 }));
      renameSync(temporary, bundle);
      return { files: files.length, sha256: sha256(readFileSync(bundle)) };
    },
  };
};
