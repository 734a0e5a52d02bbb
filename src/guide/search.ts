import { instantOfMs } from '../lib/time.ts';

/** A test of one event, in no language yet. Values may be chosen by others; verbs and resources are ours. */
export type Test =
  | { readonly test: 'verb'; readonly oneOf: readonly string[] }
  | { readonly test: 'resource'; readonly oneOf: readonly string[] }
  | { readonly test: 'namespace'; readonly is: string }
  | { readonly test: 'name'; readonly is: string }
  | { readonly test: 'name-begins'; readonly with: string }
  | { readonly test: 'user'; readonly is: string }
  | { readonly test: 'not-user'; readonly is: string }
  | { readonly test: 'address'; readonly is: string }
  /** The token was issued to a pod whose name begins so. */
  | { readonly test: 'from-pod'; readonly begins: string }
  /** The text stands somewhere in the request body. */
  | { readonly test: 'mentions'; readonly text: string }
  | { readonly test: 'any'; readonly of: readonly Test[] };

/** One question to a store of audit events. */
export interface Search {
  readonly id: string;
  /** What it asks, as a sentence without a full stop. */
  readonly asks: string;
  /** Event time, RFC 3339 in UTC; `null` where none is known, `START` in the general guide. */
  readonly since: string | null;
  readonly until: string | null;
  /** All of them hold. */
  readonly all: readonly Test[];
}

export const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const;
/** What a command in a container, a shell or a tunnel asks for; `get` since Kubernetes 1.30 opens them as WebSockets. */
export const SESSIONS = ['exec', 'attach', 'portforward'] as const;

/** The time of the act in the general guide. */
export const START = 'START';

const HOUR_MS = 3_600_000;

/** A time moved by so many hours, in the form that the API server writes. A placeholder says by how many: `START-24H`. */
export const moved = (time: string | null, hours: number): string | null => {
  if (time === null) return null;
  if (time === START) return `${START}${hours < 0 ? '-' : '+'}${Math.abs(hours)}H`;
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : instantOfMs(at + hours * HOUR_MS);
};

/** Whether a text is safe to stand in a query as a time: what `instant` and `toISOString` print, or a placeholder. */
export const isTime = (text: string): boolean =>
  /^START(?:[+-]\d{1,4}H)?$/.test(text) || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(text);
