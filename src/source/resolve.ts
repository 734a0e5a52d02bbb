import { glob, open, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { encodingOf, MAGIC_BYTES } from './encoding.ts';
import { codeOf, explainFault } from './fault.ts';
import type { Input, Unreadable } from './source.ts';

export interface Resolved {
  readonly inputs: Input[];
  readonly unreadable: Unreadable[];
  /** Files in folders and archives, and matches of globs, that are no logs by their name or kind. */
  readonly skipped: number;
}

/** Extensions that a folder's logs never have; a file that is named itself is always read. */
export const NO_LOG_EXTENSIONS: readonly string[] = [
  ...['.yaml', '.yml', '.toml', '.ini', '.conf', '.cfg', '.env', '.lock', '.tsv'],
  ...['.md', '.markdown', '.rst', '.adoc', '.html', '.htm', '.css', '.pdf', '.docx', '.xlsx', '.pptx'],
  ...['.png', '.jpg', '.jpeg', '.gif', '.svg', '.webp', '.ico', '.mp4'],
  ...['.js', '.mjs', '.cjs', '.ts', '.py', '.sh', '.ps1', '.rb', '.go', '.rs', '.java', '.tf', '.sql', '.kql', '.spl'],
  ...['.exe', '.dll', '.so', '.db', '.sqlite', '.parquet', '.pem', '.key', '.crt', '.sha256', '.sig'],
];
const NO_LOGS: ReadonlySet<string> = new Set(NO_LOG_EXTENSIONS);

/** Whether a member of a folder or an archive is read at all, by its path in it. */
export const isLogName = (name: string): boolean =>
  !name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX') &&
  !NO_LOGS.has(extname(name).toLowerCase());

/**
 * Turns what a user names into inputs, in the order named, folders and globs sorted by name: files, folders with all below
 * them, globs, zip archives member by member, `-` for standard input. A path that exists wins over its reading
 * as a glob. A file is read once however often it is named or linked, so links that lead in a circle end. Never throws.
 */
export const resolveInputs = async (paths: readonly string[]): Promise<Resolved> => {
  const resolver = new Resolver();
  for (const path of paths) await resolver.add(path);
  const { inputs, unreadable, skipped } = resolver;
  return { inputs, unreadable, skipped };
};

class Resolver {
  readonly inputs: Input[] = [];
  readonly unreadable: Unreadable[] = [];
  skipped = 0;
  readonly #seen = new Set<string>();
  /** Files that were met again. */
  #again = 0;
  #stdin = false;

  async add(path: string): Promise<void> {
    if (path === '-') {
      if (!this.#stdin) this.inputs.push({ name: '-', encoding: 'plain', path: null, size: null });
      this.#stdin = true;
      return;
    }
    try {
      await stat(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' && /[*?[{]/.test(path)) await this.#glob(path);
      else this.#refuse(path, explainFault(error, path));
      return;
    }
    await this.#path(path, true);
  }

  async #glob(pattern: string): Promise<void> {
    const found: string[] = [];
    try {
      for await (const match of glob(pattern)) found.push(match);
    } catch (error) {
      this.#refuse(pattern, explainFault(error, pattern));
      return;
    }
    if (found.length === 0) this.#refuse(pattern, `no file matches: ${pattern}`);
    for (const match of found.sort()) {
      const extension = extname(match);
      // `*.yaml` asks for what a bare `*` would pass over.
      if (isLogName(match.split('/').at(-1) ?? match) || (extension !== '' && pattern.endsWith(extension)))
        await this.#path(match, true);
      else this.skipped += 1;
    }
  }

  /** `named`: the user asked for this very path, so that it is read whatever it is called. */
  async #path(path: string, named: boolean): Promise<void> {
    try {
      const found = await stat(path, { bigint: true });
      if (!named && !found.isFile() && !found.isDirectory()) {
        // Opening a pipe or a device in a folder would wait for ever.
        this.skipped += 1;
        return;
      }
      const identity = `${found.dev}:${found.ino}`;
      if (this.#seen.has(identity)) {
        this.#again += 1;
        return;
      }
      this.#seen.add(identity);
      if (found.isDirectory()) await this.#folder(path, named);
      else await this.#file(path, found.isFile() ? Number(found.size) : null);
    } catch (error) {
      this.#refuse(path, explainFault(error, path));
    }
  }

  async #folder(path: string, named: boolean): Promise<void> {
    const before = this.#found();
    const skippedBefore = this.skipped;
    const names = (await readdir(path)).sort();
    for (const name of names) {
      if (isLogName(name)) await this.#path(join(path, name), false);
      else this.skipped += 1;
    }
    if (named && this.#found() === before) {
      const passed = this.skipped - skippedBefore;
      this.#refuse(
        path,
        `no logs in folder: ${path}${passed > 0 ? ` (${passed} files were passed over by name)` : ''}`,
      );
    }
  }

  async #file(path: string, size: number | null): Promise<void> {
    if (size === null) {
      this.inputs.push({ name: path, encoding: 'plain', path, size: null });
      return;
    }
    const encoding = encodingOf(await firstBytes(path));
    if (encoding !== 'zip') {
      this.inputs.push({ name: path, encoding, path, size });
      return;
    }
    // Loaded when needed: most runs meet no archive.
    const { listArchive } = await import('./zip.ts');
    const { inputs, unreadable, skipped } = await listArchive(path, isLogName);
    for (const input of inputs) this.inputs.push(input);
    for (const one of unreadable) this.unreadable.push(one);
    this.skipped += skipped;
    if (inputs.length + unreadable.length === 0) this.#refuse(path, `no logs in archive: ${path}`);
  }

  #found(): number {
    return this.inputs.length + this.unreadable.length + this.#again;
  }

  #refuse(path: string, reason: string): void {
    this.unreadable.push({ path, reason });
  }
}

const firstBytes = async (path: string): Promise<Uint8Array> => {
  await using file = await open(path, 'r');
  const bytes = new Uint8Array(MAGIC_BYTES);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return bytes.subarray(0, bytesRead);
};
