import type { Activity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import type { AskedObject, KnownObject, KnownVersion } from '../model/known.ts';
import type { Lasting, StateRow } from '../model/lasting.ts';
import type { DeletionNote } from '../model/note.ts';
import { statesAfter } from '../normalise/apply/states.ts';
import { DEFAULT_KINDS, type KindIndex } from '../normalise/kind-index.ts';
import type { KindEntry } from '../normalise/kinds.ts';
import { createEnds } from './ends.ts';
import {
  askedOf,
  indexBefore,
  isSameAct,
  keyOf,
  type Named,
  namedBy,
  objectIn,
  type PackedVersion,
  packedVersion,
  rankOf,
  scopesOf,
  toldObject,
  unpackedVersion,
  type Version,
  versionOf,
} from './object-versions.ts';
import { dropOldest, LEFT } from './room.ts';
import { insertVersion } from './versions.ts';

export interface ObjectsOptions {
  readonly kinds?: KindIndex;
  readonly maxObjects?: number;
  /** Characters of the records that objects are kept from: all together, and of one with its versions. */
  readonly maxCharacters?: number;
  readonly maxObjectCharacters?: number;
}

/** What workloads looked like, by the accepted writes of them that the log shows. */
export interface Objects extends Lasting {
  /** Takes an activity in input order; `characters` is the size of its record. */
  learn(activity: Activity, characters: number): void;
  /** Ends an object, or without a name all of its resource in its namespace. What was known before says nothing after it. */
  end(object: DeletionNote): void;
  before(asked: AskedObject): KnownObject | undefined;
  /** Says that a write of the object was judged without knowing it: a record before it would come too late. */
  giveUp(asked: AskedObject): void;
  /** Objects, or versions of kept ones, that were forgotten for want of room. */
  readonly forgotten: number;
  /** Records that came when a later write of the same object had been judged without them. */
  readonly late: number;
  /** Times that an object was too large for the small changes of it to be followed. */
  readonly unaffordable: number;
}

/** What was told from a version and those before it. */
interface States {
  readonly all: readonly JsonObject[];
  /** When it was told: 0 for what the version itself shows. */
  readonly told: number;
}

/** An entry for a row: of the states that were told which they are, and those that could not be told again. */
interface PackedEntry extends Pick<Entry, 'characters' | 'credit'> {
  readonly versions: readonly PackedVersion[];
  readonly states: readonly (readonly [index: number, told: number, all: readonly JsonObject[] | null])[];
}

interface Entry {
  readonly kind: KindEntry | undefined;
  /** What a deletion may name it by. */
  readonly scopes: readonly string[];
  versions: readonly Version[];
  characters: number;
  /** Characters that may still be gone through for the changes of the object. */
  credit: number;
}

const MOST_VERSIONS = 64;
/** States that an object may have when the kinds of patches cannot be told. */
const MOST_STATES = 4;
/**
 * Each record of an object pays for going through so many characters of it, so that a small change of a large object is
 * followed a few times and not a million times.
 */
const CREDIT_PER_RECORD = 64 * 1024;
const CREDIT_PER_CHARACTER = 8;
/** What a value costs that a copy added. */
const COPIED_CHARACTERS = 16;
const MOST_GIVEN_UP = 20_000;

/**
 * Keeps the versions of each workload by event time: what was stored where the log shows it, else what was sent, else
 * the change, which is applied when it is asked for. A creation and a deletion end what was before. The object that was
 * written longest ago goes first; of one object the versions between the first and the last ones.
 */
export const createObjects = ({
  kinds = DEFAULT_KINDS,
  maxObjects = 20_000,
  maxCharacters = 24 * 1024 * 1024,
  maxObjectCharacters = 4 * 1024 * 1024,
}: ObjectsOptions = {}): Objects => {
  const entries = new Map<string, Entry>();
  /** States of versions that were asked for. An earlier write that comes late takes them away. */
  let states = new WeakMap<Version, States>();
  const givenUp = new Map<string, string>();
  const ends = createEnds();
  let characters = 0;
  let serial = 0;
  let telling = 0;
  let forgotten = 0;
  let late = 0;
  let unaffordable = 0;

  const keep = (key: string, entry: Entry): void => {
    entries.delete(key);
    entries.set(key, entry);
    if (characters <= maxCharacters && entries.size <= maxObjects) return;
    for (const [oldest, one] of entries) {
      const isEnough = characters <= maxCharacters * LEFT && entries.size <= maxObjects * LEFT;
      if (isEnough || oldest === key) break;
      entries.delete(oldest);
      characters -= one.characters;
      forgotten += 1;
    }
  };

  /** Drops versions behind the first one: that is the creation, which tells who made the object. */
  const fit = (entry: Entry): void => {
    while (
      entry.versions.length > MOST_VERSIONS ||
      (entry.characters > maxObjectCharacters && entry.versions.length > 2)
    ) {
      const [, dropped, next] = entry.versions;
      if (dropped === undefined || next === undefined) return;
      // A change is nothing without what it changes.
      const isChange = next.told !== null && 'change' in next.told;
      const [state, ...more] = isChange && isAffordable(entry, 2) ? statesOf(entry, 2) : [];
      const told = state === undefined || more.length > 0 ? null : toldObject(state, true);
      if (isChange) entry.versions = entry.versions.with(2, { ...next, told });
      resize(entry, -dropped.characters);
      entry.versions = entry.versions.toSpliced(1, 1);
      forgotten += 1;
    }
  };

  const resize = (entry: Entry, by: number): void => {
    entry.characters += by;
    characters += by;
  };

  const insert = (key: string, entry: Entry, version: Version): void => {
    entry.credit += CREDIT_PER_RECORD + version.characters * CREDIT_PER_CHARACTER;
    const twin = entry.versions.findIndex((one) => isSameAct(one, version));
    const before = entry.versions[twin];
    if (before !== undefined) {
      if (rankOf(version) <= rankOf(before)) return;
      resize(entry, version.characters - before.characters);
      entry.versions = entry.versions.with(twin, version);
    } else {
      resize(entry, version.characters);
      entry.versions = insertVersion(entry.versions, version);
    }
    for (const one of entry.versions.slice(entry.versions.indexOf(version) + 1)) {
      if (one.told !== null && 'change' in one.told) states.delete(one);
    }
    if ((givenUp.get(key) ?? '') > (version.origin.at ?? '')) late += 1;
    fit(entry);
    keep(key, entry);
  };

  const newEntry = (asked: Named): Entry => ({
    kind: kinds.byResource(asked.group, asked.resource, null),
    scopes: scopesOf(asked),
    versions: [],
    characters: 0,
    credit: 0,
  });

  /** The version that the states of the one at `index` can be told from, by changes alone. */
  const baseOf = ({ versions }: Entry, index: number): number => {
    let from = index;
    for (; from > 0; from -= 1) {
      const version = versions[from];
      if (version === undefined || version.told === null || 'text' in version.told || states.has(version)) break;
    }
    return from;
  };

  /** Pays for going through the object once for each change, and once for what is done with it. */
  const isAffordable = (entry: Entry, index: number): boolean => {
    const size = entry.versions.reduce((most, one) => Math.max(most, one.characters), 0);
    const cost = size * (1 + index - baseOf(entry, index));
    if (entry.credit < cost) {
      unaffordable += 1;
      return false;
    }
    entry.credit -= cost;
    return true;
  };

  /** Every state that the object may have had after the version at `index`; none when it is not known. */
  const statesOf = (entry: Entry, index: number): readonly JsonObject[] => {
    let known: readonly JsonObject[] = [];
    for (let at = baseOf(entry, index); at <= index; at += 1) {
      const version = entry.versions[at];
      if (version === undefined) return [];
      const found = states.get(version) ?? tell(entry, at, known);
      // What stands in a version is read again.
      if (version.told === null || 'change' in version.told) states.set(version, found);
      known = found.all;
    }
    return known;
  };

  /** What the version at `index` left behind, where the one before left one of `known`. */
  const tell = (entry: Entry, index: number, known: readonly JsonObject[]): States => {
    const { all, copied } = after(entry, index, known);
    const version = entry.versions[index];
    if (version !== undefined) version.characters += copied;
    resize(entry, copied);
    if (version?.told == null || 'text' in version.told) return { all, told: 0 };
    telling += 1;
    return { all, told: telling };
  };

  const after = (
    entry: Entry,
    index: number,
    known: readonly JsonObject[],
  ): { readonly all: readonly JsonObject[]; readonly copied: number } => {
    const version = entry.versions[index];
    const told = version?.told ?? null;
    if (told === null) return { all: [], copied: 0 };
    if ('text' in told) return { all: [objectIn(told)], copied: 0 };
    const before = entry.versions[index - 1]?.origin.at ?? null;
    const isNew = index > 0 && ends.isBetween(entry.scopes, before, version?.origin.at ?? null);
    const { kinds: ways, body, requestUri } = told.change;
    const produced = statesAfter(isNew ? [] : known, ways, body, requestUri, entry.kind).slice(0, MOST_STATES);
    const copied = COPIED_CHARACTERS * produced.reduce((sum, one) => sum + one.copied, 0);
    return { all: produced.map(({ object }) => object), copied };
  };

  /** What the version at `index` is known to have left behind; `undefined` where that is not told yet. */
  const toldAt = ({ versions }: Pick<Entry, 'versions'>, index: number): readonly JsonObject[] | undefined => {
    const version = versions[index];
    if (version?.told != null && 'text' in version.told) return [objectIn(version.told)];
    return version === undefined ? undefined : states.get(version)?.all;
  };

  const packed = ({ versions, characters: size, credit }: Entry): PackedEntry => ({
    versions: versions.map(packedVersion),
    characters: size,
    credit,
    states: versions.flatMap((version, index): PackedEntry['states'] => {
      const found = states.get(version);
      if (found === undefined || found.told === 0) return [];
      // What is told again from the version before it is not written.
      const isTold = found.all.length > 0 && toldAt({ versions }, index - 1) !== undefined;
      return [[index, found.told, isTold ? null : found.all]];
    }),
  });

  const unpack = (key: string, { versions: rows, characters: size, credit, states: told }: PackedEntry): void => {
    const versions = rows.map(unpackedVersion);
    const entry: Entry = { ...newEntry(namedBy(key)), versions, characters: size, credit };
    entries.set(key, entry);
    characters += size;
    for (const [index, at, all] of told) {
      const version = versions[index];
      if (version === undefined) continue;
      states.set(version, { all: all ?? after(entry, index, toldAt(entry, index - 1) ?? []).all, told: at });
    }
  };

  function* dump(): Generator<StateRow> {
    yield ['counts', { serial, telling, forgotten }];
    for (const row of ends.dump()) yield ['end', row];
    for (const row of givenUp) yield ['given-up', row];
    for (const [key, entry] of entries) yield [key, packed(entry)];
  }

  /** Rows are our own. */
  const restore = (rows: Iterable<StateRow>): void => {
    for (const [key, value] of rows) {
      if (key === 'counts')
        ({ serial, telling, forgotten } = value as Record<'serial' | 'telling' | 'forgotten', number>);
      else if (key === 'end') ends.restore([value as StateRow]);
      else if (key === 'given-up') givenUp.set(...(value as [string, string]));
      else unpack(key, value as PackedEntry);
    }
  };

  return {
    dump,
    restore,
    learn: (activity, size) => {
      const asked = askedOf(activity);
      if (asked === null || activity.request.outcome !== 'accepted') return;
      const key = keyOf(asked);
      serial += 1;
      insert(key, entries.get(key) ?? newEntry(asked), { ...versionOf(activity, asked, size), serial });
    },
    end: (ended) => {
      if (ended.at === null) return;
      ends.add(keyOf(ended), ended.at);
      // What was derived across it is none any more.
      states = new WeakMap();
    },
    before: (asked) => {
      const entry = entries.get(keyOf(asked));
      if (entry === undefined) return undefined;
      const index = indexBefore(entry.versions, asked);
      const base = entry.versions[index];
      if (base === undefined || ends.isBetween(scopesOf(asked), base.origin.at, asked.at)) return undefined;
      // One of another uid was made anew, though the log does not show how.
      if (base.uid !== null && asked.uid !== null && base.uid !== asked.uid) return undefined;
      if (!isAffordable(entry, index)) return undefined;
      const known = statesOf(entry, index);
      if (known.length === 0) return undefined;
      const versions: KnownVersion[] = [];
      let made: Version | undefined;
      let isCertain = true;
      for (let at = index; at >= 0 && made === undefined; at -= 1) {
        const version = entry.versions[at];
        if (version === undefined || ends.isBetween(entry.scopes, version.origin.at, base.origin.at)) break;
        const told: readonly JsonObject[] = isCertain ? statesOf(entry, at) : [];
        const [state] = told;
        if (told.length !== 1) isCertain = false;
        else if (state !== undefined) versions.push({ origin: version.origin, object: state });
        if (version.verb === 'create') made = version;
      }
      const creation =
        made?.told != null && 'text' in made.told ? { origin: made.origin, object: objectIn(made.told) } : null;
      const isDerived = base.told !== null && ('change' in base.told || base.told.isDerived);
      const stamp = `${base.serial}.${states.get(base)?.told ?? 0}`;
      return { stamp, states: known, isDerived, origin: base.origin, creation, versions };
    },
    giveUp: (asked) => {
      const key = keyOf(asked);
      const at = asked.at ?? '';
      if ((givenUp.get(key) ?? '') < at) givenUp.set(key, at);
      dropOldest(givenUp, MOST_GIVEN_UP);
    },
    get forgotten() {
      return forgotten;
    },
    get late() {
      return late;
    },
    get unaffordable() {
      return unaffordable;
    },
  };
};
