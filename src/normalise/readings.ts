import type { Reading } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import { isObject, type JsonObject, textAt } from '../model/json.ts';
import { type Seen, seen } from '../model/seen.ts';
import type { KindIndex } from './kind-index.ts';
import type { KindEntry } from './kinds.ts';
import { liftTemplates } from './lift.ts';
import { isMutated } from './mutated.ts';
import { type BodyReading, REQUEST_ORIGIN, readPatch } from './patch.ts';

/**
 * Every way to read what the request wrote.
 *
 * A patch is its body, in one or two readings, unless the log carries the stored object, which is the truth. A create or
 * update is its body, and the stored object as well where admission changed its pod template. Without any body: the
 * reason why.
 */
export const readingsOf = (event: AuditEvent, entry: KindEntry, kinds: KindIndex): Seen<readonly Reading[]> => {
  const stored = storedReading(event, entry, kinds);
  const asked = requestReadings(event, entry, kinds);
  if (stored === null) return asked;
  if (asked.state !== 'seen') return seen([stored]);
  if (event.verb === 'patch') return seen(stored.missing === null ? [stored] : [stored, ...asked.value]);
  const sent = asked.value[0]?.templates ?? [];
  return seen(isMutated(sent, stored.templates) ? [...asked.value, stored] : asked.value);
};

/** The readings of the request's own body. */
export const requestReadings = (event: AuditEvent, entry: KindEntry, kinds: KindIndex): Seen<readonly Reading[]> => {
  const body = event.requestObject;
  if (body.state !== 'seen') return body;
  return seen(
    bodyReadings(event, body.value, entry).map((reading) =>
      lifted({ ...reading, missing: body.missing ?? reading.missing }, entry, kinds),
    ),
  );
};

const bodyReadings = (
  event: AuditEvent,
  body: JsonObject | readonly unknown[],
  entry: KindEntry,
): readonly BodyReading[] => {
  if (event.verb !== 'patch' && isObject(body)) {
    return [{ kind: 'object', inferred: false, object: body, origins: REQUEST_ORIGIN, missing: null }];
  }
  return readPatch(body, entry, { requestUri: event.requestUri, code: event.code, verb: event.verb ?? '' });
};

/** The stored object, if the response is one: a refusal answers with a Status, and a client may ask for a Table. */
export const storedObject = (event: AuditEvent, entry: KindEntry): JsonObject | null => {
  if (event.responseObject.state !== 'seen') return null;
  const { value } = event.responseObject;
  return isObject(value) && textAt(value, 'kind') === entry.kind ? value : null;
};

const storedReading = (event: AuditEvent, entry: KindEntry, kinds: KindIndex): Reading | null => {
  const object = storedObject(event, entry);
  if (object === null || event.responseObject.state !== 'seen') return null;
  const missing = event.responseObject.missing ?? null;
  const origins = [{ at: '', from: '/responseObject' }];
  return lifted({ kind: 'object', inferred: false, object, origins, missing }, entry, kinds);
};

const lifted = (reading: BodyReading, entry: KindEntry, kinds: KindIndex): Reading => {
  const { templates, cut } = liftTemplates(reading.object, entry, kinds);
  return { ...reading, templates, missing: reading.missing ?? (cut ? 'truncated' : null) };
};
