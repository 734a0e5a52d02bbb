import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { isObject } from '../model/json.ts';
import type { Circumstances } from '../playbook/circumstances.ts';
import type { Evidence, SetName } from '../playbook/model.ts';
import type { PlannedRequest } from '../playbook/request.ts';
import type { Member } from '../playbook/subject.ts';
import { messageOf, RespondError } from './failure.ts';

export interface Begin {
  readonly kind: 'begin';
  readonly schema: 'cronwarden.journal/v1';
  readonly finding: string;
  readonly case: string;
  readonly cluster: { readonly name: string; readonly uid: string; readonly server: string };
  readonly playbook: { readonly id: string; readonly version: string; readonly hash: string };
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string; readonly uid: string };
  readonly circumstances: Circumstances;
  /** The object as it was at the beginning. */
  readonly found: unknown;
}

/** One line of a journal. A change is there twice: what is meant before it is sent, what came of it after. */
export type Entry =
  | Begin
  | {
      readonly kind: 'saved';
      readonly step: string;
      readonly key: string;
      readonly file: string;
      readonly sha256: string;
      readonly bytes: number;
    }
  | {
      readonly kind: 'not-saved';
      readonly step: string;
      readonly key: string;
      readonly because: string;
      readonly lost: boolean;
    }
  | { readonly kind: 'members'; readonly step: string; readonly set: SetName; readonly members: readonly Member[] }
  | {
      readonly kind: 'intent';
      readonly step: string;
      readonly key: string;
      readonly request: PlannedRequest;
      readonly before: unknown;
    }
  | {
      readonly kind: 'change';
      readonly step: string;
      readonly key: string;
      readonly outcome: Outcome;
      readonly request: PlannedRequest | null;
      readonly before: unknown;
      readonly after: unknown;
    }
  | { readonly kind: 'manual'; readonly step: string; readonly text: string }
  | { readonly kind: 'checked'; readonly step: string; readonly holds: boolean; readonly says: string }
  | { readonly kind: 'waived'; readonly step: string; readonly evidence: readonly Evidence[]; readonly because: string }
  | { readonly kind: 'step-done'; readonly step: string }
  | {
      readonly kind: 'failed';
      readonly step: string;
      readonly key: string | null;
      readonly code: string;
      readonly says: string;
    }
  | { readonly kind: 'undo-intent'; readonly step: string; readonly key: string; readonly request: PlannedRequest }
  | {
      readonly kind: 'undone';
      readonly step: string;
      readonly key: string;
      readonly after: unknown;
      readonly differs: readonly string[];
    }
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'end'; readonly state: 'complete' | 'stopped' };

/** `already`: nothing had to be done. `gone`: the object went away by itself. */
export type Outcome = 'changed' | 'created' | 'deleted' | 'already' | 'gone';

export interface Journal {
  readonly path: string;
  readonly entries: readonly Entry[];
  /** What a kill in the middle of a line left behind; it was cut off. */
  readonly torn: boolean;
  /** On disk when this returns. */
  write(entry: Entry): void;
  close(): void;
}

export interface DiskOptions {
  readonly now?: () => number;
  /** Waits until a file is on the disk; a test that survives its own machine need not wait. */
  readonly sync?: (file: number) => void;
}

/**
 * Opens or begins a journal, one writer at a time. Entries are JSON Lines with a time. A last line without an end was
 * being written when the process was killed: what it would have said was never acted on, and it is cut off.
 */
export const openJournal = (path: string, { now = Date.now, sync = fsyncSync }: DiskOptions = {}): Journal => {
  const lock = `${path}.lock`;
  takeLock(lock);
  let file: number;
  try {
    file = openSync(path, existsSync(path) ? 'r+' : 'wx+', 0o600);
  } catch (error) {
    rmSync(lock, { force: true });
    throw new RespondError('journal', `the journal ${path} cannot be opened: ${messageOf(error)}`, error);
  }
  const close = (): void => {
    closeSync(file);
    rmSync(lock, { force: true });
  };
  try {
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    const entries = bytes
      .subarray(0, whole)
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .map((line, at) => entryOf(line, `${path}:${at + 1}`));
    if (whole < bytes.length) ftruncateSync(file, whole);
    let at = whole;
    return {
      path,
      entries,
      torn: whole < bytes.length,
      write: (entry) => {
        const line = Buffer.from(`${JSON.stringify({ time: new Date(now()).toISOString(), ...entry })}\n`);
        at += writeSync(file, line, 0, line.length, at);
        sync(file);
        entries.push(entry);
      },
      close: () => {
        close();
        // Nothing was begun: the target was not proved.
        if (entries.length === 0 && bytes.length === 0) rmSync(path, { force: true });
      },
    };
  } catch (error) {
    close();
    throw error;
  }
};

/** Entries of a journal that nobody writes to. */
export const readJournal = (path: string): readonly Entry[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line, at) => entryOf(line, `${path}:${at + 1}`));

const entryOf = (line: string, where: string): Entry => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  if (!isObject(value) || typeof value.kind !== 'string')
    throw new RespondError('journal', `${where} is no entry of a journal`);
  return value as unknown as Entry; // Our own file; `begin` says which version wrote it.
};

const takeLock = (lock: string): void => {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const file = openSync(lock, 'wx', 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw new RespondError('journal', `the journal cannot be locked: ${messageOf(error)}`, error);
      const holder = Number(readFileSync(lock, 'utf8'));
      if (isAlive(holder))
        throw new RespondError('journal', `process ${holder} writes to this journal; ${lock} is its lock`);
      rmSync(lock, { force: true });
    }
  }
};

const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

export const beginOf = (entries: readonly Entry[]): Begin | undefined => {
  const [first] = entries;
  return first?.kind === 'begin' ? first : undefined;
};
