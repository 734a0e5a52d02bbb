import type { DecodeFailure, Envelope } from '../model/event.ts';
import type { JsonObject } from '../model/json.ts';
import type { Node, TextOf } from './node.ts';
import type { Cut } from './prefix.ts';

/** What the envelopes around a value have said so far. */
export interface Scope {
  readonly envelope: Envelope;
  readonly cluster: string | null;
  readonly category: string | null;
  readonly timeGenerated: string | null;
  /** In the form of `instant`; used only where an event has lost its own times. */
  readonly envelopeTime: string | null;
  /** True inside a store that also holds other logs: what is no audit event there is counted, not rejected. */
  readonly mixedStore: boolean;
  /**
   * Members of the document's list that became records of their own, where it was too long to hold; `unknown` beside one
   * of them. `null`: the list is here.
   */
  readonly elsewhere: number | 'unknown' | null;
  /** The table row or log entry around the value, for who wants its other columns; `null` outside one. */
  readonly row: Node | null;
}

export const OUTSIDE: Scope = {
  envelope: 'audit',
  cluster: null,
  category: null,
  timeGenerated: null,
  envelopeTime: null,
  mixedStore: false,
  elsewhere: null,
  row: null,
};

export type Says = Partial<Omit<Scope, 'envelope' | 'elsewhere'>>;

/** Goes into an envelope. A collector or a list says less than what it is found in, or than what is found in it. */
export const inside = (scope: Scope, envelope: Envelope, says: Says = {}): Scope => ({
  envelope: isPlain(envelope) && !isPlain(scope.envelope) ? scope.envelope : envelope,
  cluster: says.cluster ?? scope.cluster,
  category: says.category ?? scope.category,
  timeGenerated: says.timeGenerated ?? scope.timeGenerated,
  envelopeTime: says.envelopeTime ?? scope.envelopeTime,
  mixedStore: says.mixedStore ?? scope.mixedStore,
  elsewhere: null,
  row: says.row ?? scope.row,
});

const isPlain = (envelope: Envelope): boolean =>
  envelope === 'audit' || envelope === 'collector' || envelope === 'event-list';

/** What an envelope turned out to hold. */
export type Step =
  | { readonly kind: 'look'; readonly node: Node; readonly scope: Scope }
  | AuditFields
  /** The first of several places that holds an event counts: a collector may carry its line under any of them. */
  | { readonly kind: 'first'; readonly of: readonly Step[] }
  | { readonly kind: 'base64'; readonly text: string; readonly scope: Scope }
  | { readonly kind: 'other' }
  | { readonly kind: 'failure'; readonly failure: DecodeFailure }
  | { readonly kind: 'warning'; readonly text: string };

/** An event under the names of `audit.k8s.io`, whatever names its envelope uses. */
export interface AuditFields {
  readonly kind: 'event';
  readonly fields: JsonObject;
  readonly cut: Cut | null;
  readonly requestText: TextOf;
  /** The JSON text of the event itself, as logged; left out where an envelope has put its parts elsewhere. */
  readonly text?: TextOf;
  /** `stripped`: the envelope takes metadata out of bodies. `scattered`: their parts are spread, and some were cut off. */
  readonly bodies?: 'stripped' | 'scattered';
  readonly scope: Scope;
}

/** `null`: not this envelope. */
export type Unwrap = (node: Node, scope: Scope) => readonly Step[] | null;

export const OTHER: Step = { kind: 'other' };
export const look = (node: Node | null, scope: Scope): readonly Step[] =>
  node === null ? [] : [{ kind: 'look', node, scope }];
