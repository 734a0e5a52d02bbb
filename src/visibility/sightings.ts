import type { AuditEvent } from '../model/event.ts';
import { addClock, type Clock, noClock, tick } from './clock.ts';

/** What arrived of one resource and verb. */
export interface Cell {
  readonly group: string | null;
  readonly resource: string | null;
  readonly subresource: string | null;
  readonly verb: string | null;
  events: number;
  /** Events by level; `unknown` for envelopes that lose it. */
  levels: Record<string, number>;
  /** Of answered requests that were read: how much of the request's body stands in the log. */
  shown: number;
  inPart: number;
  /** Left out or cut because of its size. */
  withheld: number;
  /** Left out because of the level. */
  byLevel: number;
  /** Not there for another reason. */
  lost: number;
  /** Answers that stand in the log whole. */
  answered: number;
}

/** What a log shows of itself. Plain data: crosses threads, and parts add up in input order. */
export interface Sightings {
  events: number;
  cells: Map<string, Cell>;
  /** Events whose resource got no cell of its own, for want of room. */
  uncounted: number;
  stages: Record<string, number>;
  categories: Record<string, number>;
  envelopes: Record<string, number>;
  clusters: Set<string>;
  /** Records that were cut. */
  cut: number;
  /** Events without a time of their own. */
  timeless: number;
  clock: Clock;
}

const MOST_CELLS = 4_000;
const MOST_NAMES = 100;
const MOST_LETTERS = 120;

export const noSightings = (): Sightings => ({
  events: 0,
  cells: new Map(),
  uncounted: 0,
  stages: {},
  categories: {},
  envelopes: {},
  clusters: new Set(),
  cut: 0,
  timeless: 0,
  clock: noClock(),
});

const add = (counts: Record<string, number>, name: string | null, by = 1): void => {
  const key = (name ?? 'unknown').slice(0, MOST_LETTERS);
  // Names are a client's in part; a log of ours has a handful.
  if (!Object.hasOwn(counts, key) && Object.keys(counts).length >= MOST_NAMES) return;
  counts[key] = (counts[key] ?? 0) + by;
};

/** Group, resource, subresource and verb as the key of a cell. */
export const keyOf = (parts: readonly (string | null)[]): string => parts.map((part) => part ?? '\u0000').join(' ');

const cellOf = (sum: Sightings, named: Pick<Cell, 'group' | 'resource' | 'subresource' | 'verb'>): Cell | null => {
  const key = keyOf([named.group, named.resource, named.subresource, named.verb]);
  const known = sum.cells.get(key);
  if (known !== undefined) return known;
  if (sum.cells.size >= MOST_CELLS) return null;
  const { group, resource, subresource, verb } = named;
  const counts = { events: 0, levels: {}, shown: 0, inPart: 0, withheld: 0, byLevel: 0, lost: 0, answered: 0 };
  const cell: Cell = { group, resource, subresource, verb, ...counts };
  sum.cells.set(key, cell);
  return cell;
};

/** Names come from paths that anybody may ask for; a real one is short. */
const short = (text: string | null): string | null => (text === null ? null : text.slice(0, MOST_LETTERS));

/** Where an event was read. */
interface At {
  readonly source: string;
  readonly offset: number;
}

/** Takes in one decoded event, in input order. */
export const sight = (sum: Sightings, event: AuditEvent, at: At): void => {
  const { objectRef, verb, level, stage } = event;
  if (event.row.category !== null) add(sum.categories, event.row.category);
  if (event.cluster !== null && sum.clusters.size < MOST_NAMES) sum.clusters.add(event.cluster.slice(0, MOST_LETTERS));
  if (event.cutAt !== null) sum.cut++;
  const time = event.time.at !== null && event.time.exact ? Date.parse(event.time.at) : Number.NaN;
  if (Number.isNaN(time)) sum.timeless++;
  else {
    const received = event.receivedAt === null ? null : Date.parse(event.receivedAt);
    tick(sum.clock, { at: time, received, ...at });
  }
  const named = {
    group: short(objectRef.apiGroup),
    resource: short(objectRef.resource),
    subresource: short(objectRef.subresource),
    verb: short(verb),
  };
  const body = isAnswered(stage) ? bodyOf(event) : null;
  const answered =
    isAnswered(stage) && event.responseObject.state === 'seen' && event.responseObject.missing === undefined;
  sightMany(sum, { ...named, level, stage, envelope: event.envelope, body, answered }, 1);
};

/** Before the answer there is no body, whatever the level. */
export const isAnswered = (stage: string | null): boolean => stage !== 'RequestReceived' && stage !== 'ResponseStarted';

export type BodySight = 'shown' | 'inPart' | 'withheld' | 'byLevel' | 'lost';

/** Events that are alike in all that is counted. */
export interface Alike extends Pick<Cell, 'group' | 'resource' | 'subresource' | 'verb'> {
  readonly level: string | null;
  readonly stage: string | null;
  readonly envelope: string;
  /** `null` where no body is to be expected. */
  readonly body: BodySight | null;
  readonly answered: boolean;
}

export const sightMany = (sum: Sightings, alike: Alike, events: number): void => {
  sum.events += events;
  add(sum.stages, alike.stage, events);
  add(sum.envelopes, alike.envelope, events);
  const cell = cellOf(sum, alike);
  if (cell === null) {
    sum.uncounted += events;
    return;
  }
  cell.events += events;
  add(cell.levels, alike.level, events);
  if (alike.body !== null) cell[alike.body] += events;
  if (alike.answered) cell.answered += events;
};

const bodyOf = ({ requestObject }: AuditEvent): BodySight | null => {
  if (requestObject.state === 'seen') return requestObject.missing === undefined ? 'shown' : 'inPart';
  if (requestObject.state === 'absent') return null;
  switch (requestObject.because) {
    // What was refused before it was read has no body to log.
    case 'refused-before-read':
      return null;
    case 'level-metadata':
      return 'byLevel';
    case 'truncated':
      return 'withheld';
    default:
      return 'lost';
  }
};

const COUNTS = ['events', 'shown', 'inPart', 'withheld', 'byLevel', 'lost', 'answered'] as const;

/** Adds the part of the input that comes next. */
export const addSightings = (sum: Sightings, more: Sightings): void => {
  for (const key of ['events', 'uncounted', 'cut', 'timeless'] as const) sum[key] += more[key];
  for (const key of ['stages', 'categories', 'envelopes'] as const) {
    for (const [name, count] of Object.entries(more[key])) add(sum[key], name, count);
  }
  for (const cluster of more.clusters) if (sum.clusters.size < MOST_NAMES) sum.clusters.add(cluster);
  for (const cell of more.cells.values()) {
    const into = cellOf(sum, cell);
    if (into === null) sum.uncounted += cell.events;
    else {
      for (const key of COUNTS) into[key] += cell[key];
      for (const [level, count] of Object.entries(cell.levels)) add(into.levels, level, count);
    }
  }
  addClock(sum.clock, more.clock);
};
