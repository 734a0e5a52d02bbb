import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { StateRow } from '../../model/lasting.ts';
import { STATE_VERSION, type State, type StateHead } from './state.ts';

/** A file that cannot be a state, or not now: the message says what is wrong and what to do. Nothing was changed in it. */
export class StateError extends Error {}

/** `CrWd`, in the header of the file: tells a state from other programs' databases without opening it. */
const APPLICATION = 0x43725764;
const MAGIC = 'SQLite format 3\0';
const APPLICATION_AT = 68;
const HEADER_BYTES = 100;
const OWNER_ONLY = 0o600;
/** How long a look into the file by another program may hold up a run, in milliseconds. */
const WAIT_MS = 2000;

const TABLES: readonly string[] = [
  'CREATE TABLE head (value TEXT NOT NULL, digest TEXT NOT NULL)',
  'CREATE TABLE row (store TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL)',
  'CREATE INDEX row_by_store ON row (store)',
];

/** SQLite's result codes, of which the lower byte is the kind. https://sqlite.org/rescode.html */
const CODES = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
} as const;

export const UNWRITTEN = 'the state is as it was before this run, and the next one will tell of the same again';
const RESET = 'move it away and run again to begin anew';

const isTrouble = (error: unknown): error is Error & { readonly errcode?: number; readonly code?: string } =>
  error instanceof Error;

/** What went wrong with the file, as a sentence that says what to do. */
export const explainTrouble = (path: string, error: unknown): string => {
  const kind = isTrouble(error) && error.errcode !== undefined ? error.errcode & 0xff : null;
  const says = error instanceof Error ? error.message : String(error);
  switch (kind) {
    case CODES.busy:
    case CODES.locked:
      return `${path} is in use by another run: wait for it, or give each run a file of its own`;
    case CODES.corrupt:
    case CODES.notADatabase:
      return `${path} is damaged (${says}): ${RESET}, or put a copy back`;
    case CODES.readOnly:
    case CODES.cantOpen:
      return `${path} cannot be written (${says}): let the user of this run write the file and its folder`;
    case CODES.full:
      return `${path} could not be written, since the disk is full: make room for about twice its size`;
    default:
      return `${path}: ${says}`;
  }
};

/**
 * Makes the file where there is none, and looks at its first bytes: SQLite itself would already touch what it opens. Whether it is
 * an empty one.
 */
const assertState = (path: string): boolean => {
  try {
    closeSync(openSync(path, 'wx', OWNER_ONLY));
    return true;
  } catch (error) {
    if (!isTrouble(error) || error.code !== 'EEXIST') {
      const says = isTrouble(error) ? error.message : String(error);
      throw new StateError(`${path} cannot be made (${says}): name a file in a folder that exists and can be written`);
    }
  }
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new StateError(`${path} is a link to nowhere: name a file`);
  if (status.isDirectory()) throw new StateError(`${path} is a folder: name a file in it`);
  if (!status.isFile()) throw new StateError(`${path} is no plain file: name one`);
  if (status.size === 0) return true;
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const file = openSync(path, 'r+');
    readSync(file, header, 0, HEADER_BYTES, 0);
    closeSync(file);
  } catch (error) {
    throw new StateError(
      `${path} cannot be read and written (${isTrouble(error) ? error.message : String(error)}): let the user of this run do both`,
    );
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new StateError(`${path} is no state of Cronwarden, and was left alone: name another file`);
  if (header.readUInt32BE(APPLICATION_AT) !== APPLICATION)
    throw new StateError(`${path} is a database of another program, and was left alone: name another file`);
  return false;
};

const numberOf = (row: Record<string, unknown> | undefined, name: string): number => Number(row?.[name] ?? 0);

/**
 * Makes the tables of a new file and answers true; an old one must have just those, and nothing that runs when they are
 * written. They are made by a transaction of their own, since a large one may write its first page last.
 */
const assertTables = (database: DatabaseSync, path: string): boolean => {
  const found = database.prepare('SELECT sql FROM sqlite_schema').all();
  const version = numberOf(database.prepare('PRAGMA user_version').get(), 'user_version');
  if (found.length === 0 && version === 0) {
    database.exec(
      `PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${STATE_VERSION}; ${TABLES.join('; ')}`,
    );
    return true;
  }
  if (version > STATE_VERSION)
    throw new StateError(
      `${path} was written by a later version of Cronwarden (state ${version}, this one reads ${STATE_VERSION}): use that version, or ${RESET}`,
    );
  const isOurs = found.length === TABLES.length && TABLES.every((sql, index) => found[index]?.sql === sql);
  if (!isOurs) throw new StateError(`${path} is damaged (its tables are not those of a state): ${RESET}`);
  return false;
};

const addTo = (digest: Hash, store: string, key: string, value: string): void => {
  for (const text of [store, key, value]) digest.update(`${text.length} `).update(text);
};

/** The head of the last run, after a look at every row: they must be those that it wrote. */
const headOf = (database: DatabaseSync, path: string): StateHead | null => {
  const head = database.prepare('SELECT value, digest FROM head').get();
  const digest = createHash('sha256');
  for (const { store, key, value } of database.prepare('SELECT store, key, value FROM row ORDER BY rowid').iterate())
    addTo(digest, String(store), String(key), String(value));
  if (head === undefined) return null;
  addTo(digest, 'head', '', String(head.value));
  if (digest.digest('hex') !== head.digest)
    throw new StateError(`${path} is damaged (its content is not what was written): ${RESET}, or put a copy back`);
  return JSON.parse(String(head.value)) as StateHead; // Its digest says that it is ours.
};

/**
 * Opens a state file for one run, or makes one that only its owner may read, and keeps others out until `close`. Throws
 * `StateError` for what is none, is another's, is damaged, is newer, in use or out of reach; the file is as it was, then.
 */
export const openState = async (path: string): Promise<State> => {
  // Loaded when it is asked for: most runs have no state, and a bundler for browsers finds no import of it.
  const sqlite = await import('node:sqlite').catch(() => {
    throw new StateError('a state needs a Node.js with node:sqlite: update it, or leave the state out');
  });
  const isNew = assertState(path);
  let database: DatabaseSync | null = null;
  try {
    database = new sqlite.DatabaseSync(path, { timeout: WAIT_MS });
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON');
    // Freed pages leave the file, so that it is as large as what it holds, and what was forgotten is not found in it.
    if (isNew) database.exec('PRAGMA auto_vacuum = FULL');
    database.exec('BEGIN EXCLUSIVE');
    if (assertTables(database, path)) database.exec('COMMIT; BEGIN EXCLUSIVE');
    return stateIn(database, path, headOf(database, path));
  } catch (error) {
    database?.close();
    throw error instanceof StateError ? error : new StateError(explainTrouble(path, error), { cause: error });
  }
};

/** The state in a database with an open transaction: all that a run does to it is one. */
const stateIn = (database: DatabaseSync, path: string, before: StateHead | null): State => {
  const select = database.prepare('SELECT key, value FROM row WHERE store = ? ORDER BY rowid');
  const insert = database.prepare('INSERT INTO row (store, key, value) VALUES (?, ?, ?)');
  const digest = createHash('sha256');
  let isWriting = false;
  let isWhole = false;
  let bytes: number | null = null;
  const close = (): void => {
    if (database.isOpen) database.close();
  };

  function* rows(store: string): Generator<StateRow> {
    for (const { key, value } of select.iterate(store)) yield [String(key), JSON.parse(String(value))];
  }

  return {
    name: path,
    before,
    rows,
    write: (store, all) => {
      if (!isWriting) database.exec('DELETE FROM row');
      isWriting = true;
      for (const [key, value] of all) {
        const text = JSON.stringify(value);
        insert.run(store, key, text);
        addTo(digest, store, key, text);
      }
    },
    finish: (head) => {
      const text = JSON.stringify(head);
      addTo(digest, 'head', '', text);
      database.exec('DELETE FROM head');
      database.prepare('INSERT INTO head (value, digest) VALUES (?, ?)').run(text, digest.digest('hex'));
      isWhole = true;
    },
    commit: () => {
      if (!isWhole || !database.isOpen)
        throw new StateError(`${path} was not written: the scan did not come to its end`);
      try {
        database.exec('COMMIT');
      } catch (error) {
        throw new StateError(`${explainTrouble(path, error)}; ${UNWRITTEN}`, { cause: error });
      } finally {
        close();
      }
      bytes = statSync(path).size;
    },
    close,
    get bytes() {
      return bytes;
    },
  };
};
