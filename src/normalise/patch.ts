import type { ReadingKind } from '../model/activity.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../model/json.ts';
import type { Because } from '../model/seen.ts';
import { applyJsonPatch } from './json-patch.ts';
import type { KindEntry } from './kinds.ts';
import type { Origins } from './origins.ts';
import { queryOf } from './query.ts';
import { strategicMarks, withoutDeleted } from './strategic.ts';

/** A body as one kind of patch reads it; its templates are not lifted yet. */
export interface BodyReading {
  readonly kind: ReadingKind;
  readonly inferred: boolean;
  readonly object: JsonObject;
  readonly origins: Origins;
  readonly missing: Because | null;
}

export const REQUEST_ORIGIN: Origins = [{ at: '', from: '/requestObject' }];

/** What else the event tells about the kind of a patch. */
export interface PatchHints {
  readonly requestUri: string | null;
  readonly code: number | null;
  readonly verb: string;
}

/**
 * Reads the body of a patch for what it is, though the event carries no content type.
 *
 * A list is a JSON patch. An object is a server-side apply where only that fits; for a custom resource else a merge
 * patch; for a built-in kind else a strategic merge patch or a merge patch. The two differ in what is missing (a merge
 * patch replaces lists, a strategic one merges them by name) and in `$patch: delete`, so both are read unless directives
 * show which one it is and none of them hides an element from one reading.
 */
export const readPatch = (
  body: JsonObject | readonly unknown[],
  entry: Pick<KindEntry, 'strategic'>,
  hints: PatchHints,
): readonly BodyReading[] => {
  if (!isObject(body)) {
    const patched = applyJsonPatch(Array.isArray(body) ? body : []);
    const missing = patched.cut ? 'truncated' : patched.whole ? null : 'patch-without-base';
    const { object, origins } = patched;
    return [{ kind: 'json-patch', inferred: hints.verb !== 'patch', object, origins, missing }];
  }
  const marks = strategicMarks(body);
  const apply = marks.marked ? null : asApply(body, hints);
  if (apply !== null) return [apply];
  const merge: BodyReading = {
    kind: 'merge-patch',
    inferred: entry.strategic === true,
    object: body,
    origins: REQUEST_ORIGIN,
    missing: 'patch-without-base',
  };
  if (entry.strategic !== true) return [merge];
  const stripped = marks.deletes ? withoutDeleted(body) : { object: body, origins: REQUEST_ORIGIN };
  const strategic: BodyReading = { ...merge, ...stripped, kind: 'strategic-merge-patch' };
  return marks.marked && !marks.deletes ? [strategic] : [strategic, merge];
};

/**
 * Server-side apply names its field manager in the URI and the whole identity of the object in its body. Only an apply
 * may be forced, and only an apply creates (201): then the body is all that the object is made of.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
const asApply = (body: JsonObject, hints: PatchHints): BodyReading | null => {
  const query = queryOf(hints.requestUri);
  const created = hints.code === 201;
  const named = textAt(body, 'apiVersion') !== null && textAt(body, 'kind') !== null;
  const identified = named && textAt(objectAt(body, 'metadata'), 'name') !== null;
  if (!created && !(identified && query.has('fieldManager'))) return null;
  const forced = query.get('force') === 'true' && hints.code !== null && hints.code < 300;
  return {
    kind: 'apply',
    inferred: !created && !forced,
    object: body,
    origins: REQUEST_ORIGIN,
    missing: created ? null : 'patch-without-base',
  };
};
