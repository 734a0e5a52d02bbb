import type { Lasting, StateRow } from '../model/lasting.ts';
import { LEFT } from './room.ts';
import { createSpans } from './spans.ts';

/**
 * How much of a cluster must have been seen before a write, so that what is not in it can be called new. The baseline of a write
 * ends some hours before it: else one harmless write, a minute before, would make known whatever the next one brings.
 */
export const MATURITY = {
  hoursBefore: 24,
  /** Days from the first write that taught to the end of the baseline: a working week and its end. */
  days: 7,
  /** Days of those with a write that taught: two samples that lie far apart tell little of what is usual between them. */
  activeDays: 5,
  /**
   * Writes on the days before its end. What none of a hundred shows is in fewer than three of a hundred, at 95 % (the rule of three);
   * of fewer writes a first time would be usual.
   */
  writes: 100,
} as const;

export const DAY_MS = 24 * 60 * 60_000;

/** Moments of a day that are counted; of more writes the count is a floor. */
const MOST_MOMENTS = 200;
/** Days of a cluster of which writes are counted. */
const MOST_DAYS = 400;
const MOST_CLUSTERS = 1_000;
/** What an entry costs beside its text. */
const ENTRY_BYTES = 200;

/** What is known of a cluster at a time. */
export interface Warmth {
  /** From when on: the first write that taught, or the last showing of something that was forgotten. `null` for nothing. */
  readonly sinceMs: number | null;
  /** Whole days from then on. */
  readonly days: number;
  readonly activeDays: number;
  /** Writes that taught, at least. */
  readonly writes: number;
  readonly isMature: boolean;
}

export interface BaselineOptions {
  readonly mostEntries?: number;
  readonly mostBytes?: number;
}

/** What writes that nobody needs to look at showed, and when first: the same in whatever order they are told. */
export interface Baseline extends Lasting {
  /** A write that teaches showed these keys at this event time, in milliseconds. */
  teach(cluster: string | null, ms: number, keys: readonly string[]): void;
  /** When a key was shown first; `null` when it never was, or was forgotten. */
  firstOf(cluster: string | null, key: string): number | null;
  /** What is known of a cluster at `ms`, by the whole days before; without `ms` by all that taught. */
  warmth(cluster: string | null, ms?: number): Warmth;
  /** Clusters that were taught of, the one with the most writes first. */
  readonly clusters: readonly (string | null)[];
  /** Entries that were forgotten, and writes that taught nothing, for want of room. */
  readonly forgotten: number;
}

interface Cluster {
  fromMs: number;
  /** Last time at which something that was forgotten had been shown: what is not known may have been shown until then. */
  goneMs: number | null;
  readonly days: Map<number, Set<number>>;
}
/** A cluster as it is kept between runs. */
interface KeptCluster {
  readonly name: string | null;
  readonly fromMs: number;
  readonly goneMs: number | null;
  readonly days: readonly (readonly [day: number, moments: readonly number[]])[];
}

/**
 * Keeps the earliest and the last showing of each key by event time, bounded in entries and bytes: what was taught longest ago
 * goes first, by days. What was forgotten moves the beginning of its cluster's baseline, so that it is never taken for new.
 *
 * Writes are counted by their moments: one that is told twice, by two files or two runs, is one.
 */
export const createBaseline = ({
  mostEntries = 600_000,
  mostBytes = 128 * 1024 * 1024,
}: BaselineOptions = {}): Baseline => {
  const clusters = new Map<string | null, Cluster>();
  const entries = createSpans();
  let bytes = 0;
  let forgotten = 0;

  const clusterOf = (name: string | null, ms: number): Cluster | null => {
    const known = clusters.get(name);
    if (known !== undefined) {
      known.fromMs = Math.min(known.fromMs, ms);
      return known;
    }
    if (clusters.size >= MOST_CLUSTERS) return null;
    const made: Cluster = { fromMs: ms, goneMs: null, days: new Map() };
    clusters.set(name, made);
    return made;
  };

  const count = ({ days }: Cluster, day: number, moment: number): void => {
    const moments = days.get(day);
    if (moments === undefined) days.set(day, new Set([moment]));
    else if (moments.size < MOST_MOMENTS) moments.add(moment);
    if (days.size > MOST_DAYS) days.delete(Math.min(...days.keys()));
  };

  const show = (id: string, firstMs: number, lastMs: number): void => {
    const known = entries.get(id);
    if (known === undefined) {
      entries.add(id, firstMs, lastMs);
      bytes += sizeOf(id);
      return;
    }
    entries.change(id, Math.min(known.firstMs, firstMs), Math.max(known.lastMs, lastMs));
    // Once a day is enough for the order in which things are forgotten, and most are shown many times.
    if (dayOf(lastMs) > dayOf(known.lastMs)) entries.toEnd(id);
  };

  const fit = (): void => {
    if (entries.size <= mostEntries && bytes <= mostBytes) return;
    for (const [id, { lastMs }] of entries.all()) {
      if (entries.size <= mostEntries * LEFT && bytes <= mostBytes * LEFT) return;
      entries.delete(id);
      bytes -= sizeOf(id);
      forgotten += 1;
      const of = clusters.get(clusterIn(id));
      if (of !== undefined) of.goneMs = Math.max(of.goneMs ?? lastMs, lastMs);
    }
  };

  const warmth = (name: string | null, ms?: number): Warmth => {
    const cluster = clusters.get(name);
    if (cluster === undefined) return NOTHING;
    const sinceMs = Math.max(cluster.fromMs, cluster.goneMs ?? cluster.fromMs);
    const today = ms === undefined ? Number.POSITIVE_INFINITY : dayOf(ms);
    const days = [...cluster.days].filter(([day]) => day >= dayOf(sinceMs) && day < today);
    const last = ms ?? Math.max(sinceMs, ...days.map(([day, moments]) => day * DAY_MS + Math.max(...moments)));
    const known = {
      sinceMs,
      days: Math.max(0, Math.floor((last - sinceMs) / DAY_MS)),
      activeDays: days.length,
      writes: days.reduce((sum, [, moments]) => sum + moments.size, 0),
    };
    const isMature =
      known.days >= MATURITY.days && known.activeDays >= MATURITY.activeDays && known.writes >= MATURITY.writes;
    return { ...known, isMature };
  };

  return {
    teach: (name, ms, keys) => {
      const cluster = clusterOf(name, ms);
      if (cluster === null) {
        forgotten += 1;
        return;
      }
      count(cluster, dayOf(ms), ms - dayOf(ms) * DAY_MS);
      for (const key of keys) show(idOf(name, key), ms, ms);
      fit();
    },
    firstOf: (cluster, key) => entries.get(idOf(cluster, key))?.firstMs ?? null,
    warmth,
    get clusters() {
      const writes = new Map([...clusters.keys()].map((name) => [name, warmth(name).writes]));
      return [...clusters.keys()].sort((a, b) => (writes.get(b) ?? 0) - (writes.get(a) ?? 0) || byName(a, b));
    },
    get forgotten() {
      return forgotten;
    },
    dump: function* (): Generator<StateRow> {
      yield ['', forgotten];
      for (const [name, { fromMs, goneMs, days }] of clusters) {
        const moments = [...days].map(([day, all]) => [day, [...all]] as const);
        yield ['cluster', { name, fromMs, goneMs, days: moments } satisfies KeptCluster];
      }
      for (const [id, { firstMs, lastMs }] of entries.all()) yield [id, [firstMs, lastMs]];
    },
    restore: (rows) => {
      for (const [key, value] of rows) {
        // Rows are our own.
        if (key === '') forgotten += value as number;
        else if (key === 'cluster') {
          const { name, fromMs, goneMs, days } = value as KeptCluster;
          const cluster = clusterOf(name, fromMs);
          if (cluster === null) forgotten += 1;
          else {
            if (goneMs !== null) cluster.goneMs = Math.max(cluster.goneMs ?? goneMs, goneMs);
            for (const [day, moments] of days) for (const moment of moments) count(cluster, day, moment);
          }
        } else {
          const [firstMs, lastMs] = value as readonly [number, number];
          show(key, firstMs, lastMs);
        }
      }
      fit();
    },
  };
};

const NOTHING: Warmth = { sinceMs: null, days: 0, activeDays: 0, writes: 0, isMature: false };

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
const idOf = (cluster: string | null, key: string): string => JSON.stringify([cluster, key]);
const clusterIn = (id: string): string | null => (JSON.parse(id) as [string | null, string])[0]; // Made by `idOf`.
const sizeOf = (id: string): number => ENTRY_BYTES + id.length * 2;
const byName = (a: string | null, b: string | null): number => ((a ?? '') < (b ?? '') ? -1 : 1);
