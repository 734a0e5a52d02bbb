import type { AuditEvent } from '../model/event.ts';
import { get, listAt, objectAt, textAt } from '../model/json.ts';
import { seenValue } from '../model/seen.ts';

/** One event of the log, in a line. Names are as logged and not inert. */
export interface TrailRow {
  readonly time: string | null;
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly user: string;
  readonly peer: string | null;
  readonly code: number | null;
  readonly auditId: string | null;
  /** What the row shows beyond that: a node, a phase, an owner. */
  readonly note: string;
}

/** The first events of a kind in input order, the last one, and how many there were. */
export interface Bucket {
  readonly rows: readonly TrailRow[];
  readonly last: TrailRow | null;
  readonly count: number;
}

/** Calls that differ in nothing but their time and object. */
export interface Tally {
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string | null;
  /** Where calls with a token came from; `null` where that is not told apart. */
  readonly peer: string | null;
  readonly count: number;
  readonly refused: number;
  readonly first: string | null;
  readonly last: string | null;
}

export interface Tallied {
  readonly kinds: readonly Tally[];
  readonly count: number;
  /** Calls that no tally had room for. */
  readonly left: number;
}

const MAX_ROWS = 50;
const MAX_TALLIES = 500;

export const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** A code under 400, or an allowed decision where no code was kept. */
export const isAccepted = ({ code, decision }: Pick<AuditEvent, 'code' | 'decision'>): boolean =>
  code === null ? decision !== 'forbid' : code < 400;

export const rowOf = (event: AuditEvent, note: string): TrailRow => ({
  time: event.time.at,
  verb: event.verb ?? 'verb not logged',
  resource: resourceText(event),
  namespace: event.objectRef.namespace,
  name: event.objectRef.name ?? nameInBody(event),
  user: userText(event),
  peer: event.claimedSourceIps.at(-1) ?? null,
  code: event.code,
  auditId: event.auditId,
  note,
});

const resourceText = ({ objectRef: { resource, subresource }, requestUri }: AuditEvent): string => {
  if (resource === null) return requestUri === null ? 'resource not logged' : (requestUri.split('?')[0] ?? '');
  return subresource === null ? resource : `${resource}/${subresource}`;
};

const userText = ({ user, impersonated }: AuditEvent): string => {
  const name = user.username ?? 'user not logged';
  return impersonated === null ? name : `${impersonated.username ?? 'user not logged'}, impersonated by ${name}`;
};

export const levelNote = ({ level }: AuditEvent): string => (level === null ? '' : `level ${level}`);

/** The name that the answer gives, for one that the server made, or the one in the request. */
export const nameInBody = (event: AuditEvent): string | null =>
  textAt(objectAt(seenValue(event.responseObject), 'metadata'), 'name') ??
  textAt(objectAt(seenValue(event.requestObject), 'metadata'), 'name');

/** `Running`, `Succeeded`, `exit code 137`: what a status write says of the pod. */
export const phaseOf = (event: AuditEvent): string => {
  const status = objectAt(seenValue(event.requestObject), 'status');
  const phase = textAt(status, 'phase');
  const exits = listAt(status, 'containerStatuses')
    .slice(0, 10)
    .flatMap((one) => {
      const code = get(objectAt(objectAt(one, 'state'), 'terminated'), 'exitCode');
      return typeof code === 'number' ? [`exit code ${code}`] : [];
    });
  return [...(phase === null ? [] : [phase]), ...exits].join(', ');
};

export interface BucketMaker {
  add(row: TrailRow): void;
  take(): Bucket;
}

export const createBucket = (): BucketMaker => {
  const rows: TrailRow[] = [];
  let last: TrailRow | null = null;
  let count = 0;
  return {
    add: (row) => {
      last = row;
      count += 1;
      if (rows.length < MAX_ROWS) rows.push(row);
    },
    take: () => ({ rows, last, count }),
  };
};

export interface TallyMaker {
  add(event: AuditEvent): void;
  take(): Tallied;
}

export const createTallies = (byPeer = false): TallyMaker => {
  const kinds = new Map<string, { -readonly [K in keyof Tally]: Tally[K] }>();
  let count = 0;
  let left = 0;
  return {
    add: (event) => {
      count += 1;
      const { namespace } = event.objectRef;
      const [verb, resource, user] = [event.verb ?? 'verb not logged', resourceText(event), userText(event)];
      const peer = byPeer ? (event.claimedSourceIps.at(-1) ?? null) : null;
      const key = JSON.stringify([user, verb, resource, namespace, peer]);
      let known = kinds.get(key);
      if (known === undefined) {
        if (kinds.size >= MAX_TALLIES) {
          left += 1;
          return;
        }
        known = { user, verb, resource, namespace, peer, count: 0, refused: 0, first: null, last: null };
        kinds.set(key, known);
      }
      const { at } = event.time;
      known.count += 1;
      if (!isAccepted(event)) known.refused += 1;
      if (at !== null && (known.first === null || at < known.first)) known.first = at;
      if (at !== null && (known.last === null || at > known.last)) known.last = at;
    },
    take: () => ({ kinds: [...kinds.values()].sort(writesFirst), count, left }),
  };
};

const writesFirst = (one: Tally, other: Tally): number =>
  Number(READS.has(one.verb)) - Number(READS.has(other.verb)) || (one.first ?? '').localeCompare(other.first ?? '');
