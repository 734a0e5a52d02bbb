import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { Play } from '../../src/prove/played.ts';
import type { Step, StorySlice } from './stage.ts';

export const recordingsFolder = join(import.meta.dirname, '..', '..', 'fixtures', 'recordings');

/** What is known of a recording; lies beside it. */
export interface Manifest {
  readonly name: string;
  readonly about: string;
  readonly server: { readonly kubernetes: string; readonly etcd: string };
  readonly policy: { readonly file: string; readonly sha256: string };
  readonly began: string;
  readonly ended: string;
  readonly events: number;
  readonly bytes: number;
  readonly levels: Readonly<Record<string, number>>;
  readonly actors: Readonly<Record<string, number>>;
  /** Events by verb, resource, status and level: what a difference between two recordings is read from. */
  readonly shape: Readonly<Record<string, number>>;
  readonly polls: Readonly<Record<string, number>>;
  readonly steps: readonly Step[];
  /** Runs of atomic tests; their ids stand in the user agents of their events. */
  readonly runs?: readonly Play[];
  readonly stories?: readonly StorySlice[];
}

interface Tally {
  readonly events: number;
  readonly levels: Readonly<Record<string, number>>;
  readonly actors: Readonly<Record<string, number>>;
  readonly shape: Readonly<Record<string, number>>;
}

interface Slice {
  readonly log: string;
  /** Bytes of the log from where to where. */
  readonly from: number;
  readonly to: number;
}

/** The fields that are counted; the server wrote them. */
interface LoggedEvent {
  readonly level: string;
  readonly stage: string;
  readonly verb: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string; readonly apiGroup?: string };
  readonly responseStatus?: { readonly code?: number };
}

/** Groups of users that come in numbers are counted together. */
const actorOf = (username: string): string =>
  username.startsWith('system:node:') ? 'system:node:*' : username === '' ? '(none)' : username;

const shapeOf = ({ verb, objectRef, responseStatus, level, stage }: LoggedEvent): string => {
  const { apiGroup, resource = '(no resource)', subresource } = objectRef ?? {};
  const what = `${apiGroup === undefined ? '' : `${apiGroup}/`}${resource}${subresource === undefined ? '' : `/${subresource}`}`;
  const others = stage === 'ResponseComplete' ? '' : ` ${stage}`;
  return `${verb} ${what} ${responseStatus?.code ?? '-'} ${level}${others}`;
};

const add = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

export const tally = async ({ log, from, to }: Slice): Promise<Tally> => {
  const levels = new Map<string, number>();
  const actors = new Map<string, number>();
  const shape = new Map<string, number>();
  let events = 0;
  const lines = createInterface({ input: createReadStream(log, { start: from, end: to - 1 }) });
  for await (const line of lines) {
    const event = JSON.parse(line) as LoggedEvent; // The API server's own lines.
    events++;
    add(levels, event.level);
    add(actors, actorOf(event.user?.username ?? ''));
    add(shape, shapeOf(event));
  }
  return { events, levels: sorted(levels), actors: sorted(actors), shape: sorted(shape) };
};

export type Facts = Pick<
  Manifest,
  'name' | 'about' | 'server' | 'began' | 'ended' | 'polls' | 'steps' | 'runs' | 'stories'
>;

/** Keeps a slice of an audit log, byte for byte, and its manifest. */
export const keepRecording = async (
  slice: Slice,
  policy: string,
  facts: Facts,
  folder = recordingsFolder,
): Promise<Manifest> => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${facts.name}.jsonl.gz`);
  const counted = await tally(slice);
  const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
  await pipeline(createReadStream(slice.log, { start: slice.from, end: slice.to - 1 }), gzip, createWriteStream(file));
  const sha256 = createHash('sha256').update(readFileSync(policy)).digest('hex');
  const { name, about, server, began, ended, polls, steps, runs, stories } = facts;
  const manifest: Manifest = {
    name,
    about,
    server,
    policy: { file: 'tools/cluster/audit-policy.yaml', sha256 },
    began,
    ended,
    events: counted.events,
    bytes: statSync(file).size,
    levels: counted.levels,
    actors: counted.actors,
    shape: counted.shape,
    polls,
    steps,
    ...(runs === undefined || runs.length === 0 ? {} : { runs }),
    ...(stories === undefined || stories.length === 0 ? {} : { stories }),
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
};

/** Lines about what differs between two recordings of a name: kinds of event that came, went or changed tenfold. */
export const compareShapes = (before: Manifest | undefined, after: Manifest): string[] => {
  if (before === undefined) return ['There was no recording of this name before.'];
  const kinds = new Set([...Object.keys(before.shape), ...Object.keys(after.shape)]);
  return [...kinds].sort().flatMap((kind) => {
    const was = before.shape[kind] ?? 0;
    const is = after.shape[kind] ?? 0;
    if (was > 0 && is > 0 && Math.max(was, is) < 10 * Math.min(was, is)) return [];
    return [`${was === 0 ? 'new' : is === 0 ? 'gone' : 'changed'}: ${kind} (${was} -> ${is})`];
  });
};
