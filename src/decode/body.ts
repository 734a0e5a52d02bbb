import { get, isList, isObject, type Json, type JsonObject, textAt } from '../model/json.ts';
import { ABSENT, type Because, type Seen, seen, unseen } from '../model/seen.ts';
import { MAX_DEPTH, withoutDepth } from './depth.ts';
import { documents } from './node.ts';
import type { Cut } from './prefix.ts';

/** What the API server (on AKS) writes in place of a body that is too large. */
export const SKIPPED = 'skipped-too-big-size-object';
const TRUNCATED_ANNOTATION = 'audit.k8s.io/truncated';

export type BodyKey = 'requestObject' | 'responseObject';
export type Body = Seen<JsonObject | readonly unknown[]>;

/** What decides why a body is missing. */
export interface BodyContext {
  readonly level: string | null;
  readonly stage: string | null;
  readonly verb: string | null;
  readonly subresource: string | null;
  readonly code: number | null;
  readonly decision: string | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly cut: Cut | null;
  /** What the envelope does to bodies; see `AuditFields`. */
  readonly bodies: 'whole' | 'stripped' | 'scattered';
}

interface ReadBody {
  readonly body: Body;
  readonly cut: Cut | null;
}

/** A body in its three states; `cut` is where it was cut inside, as tokens from the event. */
export const bodyOf = (fields: JsonObject, key: BodyKey, context: BodyContext): ReadBody => {
  const value = get(fields, key);
  const cutInside = context.cut?.[0] === key ? context.cut : null;
  if (isObject(value) || isList(value)) return shown(value, key, cutInside, context.bodies);
  if (typeof value === 'string' && value !== '' && value !== 'null') return bodyOfText(value, key, cutInside);
  if (value !== undefined && value !== null && value !== '' && value !== 'null') {
    return { body: unseen('not-kept'), cut: null };
  }
  return { body: key === 'requestObject' ? missingRequest(context) : missingResponse(context), cut: null };
};

const shown = (
  value: JsonObject | readonly Json[],
  key: BodyKey,
  cut: Cut | null,
  bodies: BodyContext['bodies'] = 'whole',
): ReadBody => {
  const shallow = withoutDepth(value);
  if (shallow !== null && (isObject(shallow.value) || isList(shallow.value))) {
    // The server logs a patch before it decodes it, so any client can send one that is nested without end.
    return { body: seen(shallow.value, 'truncated'), cut: cut?.slice(0, MAX_DEPTH + 1) ?? [key, ...shallow.at] };
  }
  if (cut !== null || bodies === 'scattered') return { body: seen(value, 'truncated'), cut };
  // What is not in a body without its metadata may still have been set.
  const stripped = bodies === 'stripped' && get(value, 'metadata') === undefined;
  return { body: stripped ? seen(value, 'not-kept') : seen(value), cut };
};

/** A table column that holds the body as text; the text may have been cut at the column's size limit. */
const bodyOfText = (text: string, key: BodyKey, outer: Cut | null): ReadBody => {
  if (text.startsWith(SKIPPED)) return { body: unseen('truncated'), cut: outer };
  const node = documents(text).nodes[0];
  if (node === undefined || !(isObject(node.value) || isList(node.value))) {
    return { body: unseen(outer === null ? 'not-kept' : 'truncated'), cut: outer };
  }
  return shown(node.value, key, node.cut === null ? null : [key, ...node.cut]);
};

const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch', 'head', 'options']);
const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);
/** Requests that are upgraded to a stream: there is no body to log. */
const STREAMS: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy']);

/**
 * Answers of a server that has not decoded the body: nobody may ask, nothing is there that would take it, it is too large
 * or of no form that is known.
 */
const UNREAD: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 413, 415]);

const missingRequest = (context: BodyContext): Body => {
  if (READS.has(context.verb ?? '')) return ABSENT;
  const because = lost(context);
  if (because !== null) return unseen(because);
  if (UNREAD.has(context.code ?? 0) || context.decision === 'forbid') {
    return unseen('refused-before-read');
  }
  // The body of an object write is never empty, so this one was left out, by the stage or on the way.
  const wrote = WRITES.has(context.verb ?? '') && !STREAMS.has(context.subresource ?? '');
  return wrote || context.verb === null || context.stage === 'RequestReceived' ? unseen('not-kept') : ABSENT;
};

const missingResponse = (context: BodyContext): Body => unseen(lost(context) ?? 'not-kept');

/** Why no body of this event can be told from the record; `null` when the level says that it should be there. */
const lost = ({ level, cut, annotations }: BodyContext): Because | null => {
  if (level === 'Metadata') return 'level-metadata';
  if (cut !== null || textAt(annotations, TRUNCATED_ANNOTATION) === 'true') return 'truncated';
  return level === 'Request' || level === 'RequestResponse' ? null : 'not-kept';
};
