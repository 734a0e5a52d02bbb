import type { Known, KnownContent, KnownCronJob, KnownRights } from '../model/known.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import type {
  BindingNote,
  CollisionNote,
  ContentNote,
  ContextNote,
  CronJobNote,
  DeletionNote,
  NotedEvent,
  NotedObject,
  NoteOrigin,
  RoleNote,
} from '../model/note.ts';
import { type ControllerUses, createControllerUses } from './controller-uses.ts';
import { createObjects, type Objects } from './objects.ts';
import { createRbacStore, type RbacStore, rightsIn } from './rights.ts';
import { dropOldest, LEFT } from './room.ts';
import { insertVersion, lastBefore } from './versions.ts';

export interface KnowledgeOptions {
  /** Roles and bindings of an export: they hold in every cluster of the log, and are all that there are. */
  readonly given?: readonly (RoleNote | BindingNote)[];
  /** Characters that are kept of one object with all its versions, and of all objects together. */
  readonly maxObjectCharacters?: number;
  readonly maxCharacters?: number;
  /** What workloads looked like; by default kept with the table of kinds that is built in. */
  readonly objects?: Objects;
  readonly controllers?: ControllerUses;
}

/**
 * What the log told so far of objects that workloads read, run as or claim to be made of. What was given by hand is in no
 * row, nor are the workloads, which are a store of their own.
 */
export interface Knowledge extends Known, Lasting {
  /** Takes a note in input order; `characters` is the size of the record that it came from. */
  learn(note: ContextNote | DeletionNote | CollisionNote, characters: number): void;
  /** Workloads by the writes of them. What they looked like before is asked for by `object`. */
  readonly objects: Objects;
  /** Grows with everything that was learned: what was answered at the same number is answered the same. */
  readonly revision: number;
  /** Objects that were forgotten for want of room, and older versions of kept ones. */
  readonly forgotten: number;
}

interface ContentVersion {
  readonly data: ReadonlyMap<string, string>;
  readonly whole: boolean;
  readonly origin: NoteOrigin;
  readonly characters: number;
}
interface CronJobVersion extends KnownCronJob {
  readonly characters: number;
}

type Entry =
  | { readonly kind: 'content'; readonly versions: readonly ContentVersion[]; readonly characters: number }
  | { readonly kind: 'cron-job'; readonly versions: readonly CronJobVersion[]; readonly characters: number }
  | { readonly kind: 'rbac'; readonly note: RoleNote | BindingNote; readonly characters: number };

const MOST_VERSIONS = 64;
/** What an entry costs beside its text. */
const ENTRY_CHARACTERS = 256;

/**
 * Keeps the last versions of each object by event time, bounded in characters: the object that was written longest ago
 * goes first. An object of one cluster and namespace is never taken for one of another.
 */
export const createKnowledge = ({
  given = [],
  maxObjectCharacters = 4 * 1024 * 1024,
  maxCharacters = 48 * 1024 * 1024,
  objects = createObjects(),
  controllers = createControllerUses(),
}: KnowledgeOptions = {}): Knowledge => {
  const entries = new Map<string, Entry>();
  const stores = new Map<string, RbacStore>();
  const rights = new Map<string, KnownRights | undefined>();
  const exported = createRbacStore();
  for (const note of given) exported.put(note);
  // An export of roles alone says nothing of who has them.
  const isExport = given.some(({ kind }) => kind === 'binding');
  const collisions = new Map<string, NotedEvent>();
  let characters = 0;
  let revision = 0;
  let forgotten = 0;

  const storeOf = (cluster: string | null): RbacStore => {
    const key = JSON.stringify(cluster);
    const store = stores.get(key) ?? createRbacStore();
    stores.set(key, store);
    return store;
  };

  const remove = (key: string, entry: Entry): void => {
    entries.delete(key);
    characters -= entry.characters;
    if (entry.kind !== 'rbac') return;
    storeOf(entry.note.object.cluster).drop(entry.note);
    rights.clear();
  };

  const keep = (key: string, entry: Entry): void => {
    const before = entries.get(key);
    if (before !== undefined) remove(key, before);
    entries.set(key, entry);
    characters += entry.characters;
    if (entry.kind === 'rbac') {
      storeOf(entry.note.object.cluster).put(entry.note);
      rights.clear();
    }
    if (characters <= maxCharacters) return;
    for (const [oldest, one] of entries) {
      if (characters <= maxCharacters * LEFT || oldest === key) break;
      remove(oldest, one);
      forgotten += 1;
    }
  };

  /** The versions that fit, and their size. The oldest go first; the last one stays whatever its size. */
  const fitted = <T extends { readonly characters: number }>(
    all: readonly T[],
  ): { readonly versions: readonly T[]; readonly characters: number } => {
    let size = ENTRY_CHARACTERS;
    let from = all.length;
    for (; from > 0 && all.length - from < MOST_VERSIONS; from -= 1) {
      const next = all[from - 1]?.characters ?? 0;
      if (from < all.length && size + next > maxObjectCharacters) break;
      size += next;
    }
    forgotten += from;
    return { versions: all.slice(from), characters: size };
  };

  const learnContent = (key: string, note: ContentNote): void => {
    const entry = entries.get(key);
    const versions = entry?.kind === 'content' ? entry.versions : [];
    const version = contentAfter(lastBefore(versions, note.origin.at), note);
    keep(key, { kind: 'content', ...fitted(version === null ? versions : insertVersion(versions, version)) });
  };

  const learnCronJob = (key: string, { uid, origin, forms }: CronJobNote, size: number): void => {
    const entry = entries.get(key);
    const versions = entry?.kind === 'cron-job' ? entry.versions : [];
    const one = { uid, origin, forms, characters: ENTRY_CHARACTERS + size };
    const all = versions.some((other) => isSameWrite(other, one)) ? versions : insertVersion(versions, one);
    keep(key, { kind: 'cron-job', ...fitted(all) });
  };

  const learnRbac = (key: string, note: RoleNote | BindingNote, size: number): void => {
    const entry = entries.get(key);
    // Logs of several API servers are read one after the other: the later write counts, not the later record.
    const isOlder = entry?.kind === 'rbac' && (note.origin.at ?? '') < (entry.note.origin.at ?? '');
    if (!isOlder) keep(key, { kind: 'rbac', note, characters: ENTRY_CHARACTERS + size });
  };

  const learnCollision = ({ object, event }: CollisionNote): void => {
    const key = keyOf('Job', object);
    const before = collisions.get(key);
    if (before !== undefined && (before.time ?? '') > (event.time ?? '')) return;
    collisions.delete(key);
    collisions.set(key, event);
    const all = collisions.size;
    dropOldest(collisions, MOST_COLLISIONS);
    forgotten += all - collisions.size;
  };

  function* dump(): Generator<StateRow> {
    yield ['', { revision, forgotten }];
    for (const row of collisions) yield [COLLISION, row];
    for (const [key, entry] of entries) {
      const packed =
        entry.kind === 'content'
          ? { ...entry, versions: entry.versions.map((one) => ({ ...one, data: [...one.data] })) }
          : entry;
      yield [key, packed];
    }
  }

  /** Rows are our own. */
  const restore = (rows: Iterable<StateRow>): void => {
    for (const [key, value] of rows) {
      if (key === '') ({ revision, forgotten } = value as { revision: number; forgotten: number });
      else if (key === COLLISION) collisions.set(...(value as [string, NotedEvent]));
      else {
        const entry = value as Entry;
        const versions =
          entry.kind === 'content' ? entry.versions.map((one) => ({ ...one, data: new Map(one.data) })) : [];
        keep(key, entry.kind === 'content' ? { ...entry, versions } : entry);
      }
    }
  };

  return {
    dump,
    restore,
    learn: (note, size) => {
      if (note.kind === 'deletion') {
        objects.end(note);
        return;
      }
      revision += 1;
      if (note.kind === 'collision') {
        learnCollision(note);
        return;
      }
      const key = keyOf(note.kind === 'cron-job' ? 'CronJob' : note.of, note.object);
      if (note.kind === 'content') learnContent(key, note);
      else if (note.kind === 'cron-job') learnCronJob(key, note, size);
      else learnRbac(key, note, size);
    },
    content: (of, object, at) => {
      const entry = entries.get(keyOf(of, object));
      if (entry?.kind !== 'content') return undefined;
      const before = lastBefore(entry.versions, at);
      const version = before ?? entry.versions[0];
      return version === undefined ? undefined : contentOf(version, before === undefined ? 'after' : 'before');
    },
    rights: (account) => {
      const key = JSON.stringify([account.cluster, account.namespace, account.name]);
      if (!rights.has(key)) {
        const known = rightsIn([storeOf(account.cluster), exported], account, isExport);
        if (rights.size >= MOST_ANSWERS) rights.clear();
        rights.set(key, known);
      }
      return rights.get(key);
    },
    cronJob: (object, at) => {
      const entry = entries.get(keyOf('CronJob', object));
      if (entry?.kind !== 'cron-job') return undefined;
      return lastBefore(entry.versions, at);
    },
    collision: (job) => collisions.get(keyOf('Job', job)),
    elsewhere: controllers.elsewhere,
    object: objects.before,
    objects,
    get revision() {
      return revision;
    },
    get forgotten() {
      return forgotten;
    },
  };
};

const MOST_ANSWERS = 10_000;
/** A controller that lags behind is told no now and then; whoever wants more of them writes a Job for each. */
const MOST_COLLISIONS = 20_000;
/** Key of the rows of runs that were found taken; those of objects begin with a bracket. */
const COLLISION = 'collision';

const keyOf = (kind: string, { cluster, namespace, name }: NotedObject): string =>
  JSON.stringify([kind, cluster, namespace, name]);

const contentOf = ({ data, whole, origin }: ContentVersion, written: KnownContent['written']): KnownContent => ({
  data,
  whole,
  origin,
  written,
});

/** The version that a write leaves behind; `null` when it leaves what was there, which keeps its first author. */
const contentAfter = (before: ContentVersion | undefined, note: ContentNote): ContentVersion | null => {
  const data = new Map(note.whole ? [] : before?.data);
  for (const key of note.unread) data.delete(key);
  for (const [key, text] of note.data) {
    if (text === null) data.delete(key);
    else data.set(key, text);
  }
  const whole = note.unread.length === 0 && (note.whole || before?.whole === true);
  if (before !== undefined && before.whole === whole && isSame(before.data, data)) return null;
  let characters = ENTRY_CHARACTERS;
  for (const [key, text] of data) characters += key.length + text.length;
  return { data, whole, origin: note.origin, characters };
};

/** Whether two versions are of one write that was read twice. */
const isSameWrite = (a: CronJobVersion, b: CronJobVersion): boolean =>
  a.origin.at !== null &&
  a.origin.at === b.origin.at &&
  a.origin.by === b.origin.by &&
  a.uid === b.uid &&
  a.forms.length === b.forms.length &&
  a.forms.every((form, index) => form === b.forms[index]);

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([key, text]) => b.get(key) === text);
