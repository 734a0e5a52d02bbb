import { canonical } from '../../lib/canonical.ts';
import { isList, isObject, type Json, type JsonObject, textAt } from '../../model/json.ts';
import type { KindEntry } from '../kinds.ts';
import { liftTemplates } from '../lift.ts';
import type { Origins } from '../origins.ts';
import { applyPatch, type PatchBody, type PatchKind } from './apply.ts';

/** One object that a patch may have produced. */
export interface Produced {
  readonly kind: PatchKind;
  readonly object: JsonObject;
  readonly origins: Origins;
  /** Values that were copied inside of it. */
  readonly copied: number;
}

/** The API server takes no object of more than a few megabytes. */
const MOST_VALUES = 400_000;
const MOST_BASES = 4;

/**
 * Every object that a patch may have made of what was there before, each once. Kinds that do not fit the base are left out,
 * and so are, where another one fits, those that leave what the server refuses: a container without an image, which is what
 * a strategic merge patch of one field would be as a merge patch.
 */
export const statesAfter = (
  bases: readonly JsonObject[],
  kinds: readonly PatchKind[],
  body: PatchBody,
  requestUri: string | null,
  entry: KindEntry | undefined,
): readonly Produced[] => {
  const isPlain = kinds.length > 1 && !kinds.includes('apply') && isObject(body) && !holdsList(body);
  const ways = isPlain ? kinds.slice(0, 1) : kinds;
  const found = bases.slice(0, MOST_BASES).flatMap((base) =>
    ways.flatMap((kind): Produced[] => {
      const applied = applyPatch(base, kind, body, requestUri);
      if (applied === null || !applied.fits || applied.cut || isTooLarge(applied.object)) return [];
      return [{ kind, object: applied.object, origins: applied.origins, copied: applied.copied ?? 0 }];
    }),
  );
  if (found.length < 2) return found;
  const seen = new Set<string>();
  const different = found.filter(({ object }) => {
    const text = canonical(object);
    return !seen.has(text) && seen.add(text);
  });
  const valid = different.filter(({ object }) => isPlausible(object, entry));
  return valid.length > 0 ? valid : different;
};

/** Whether a merge patch holds a list or a directive: without one both kinds of it do the same. */
const holdsList = (body: JsonObject): boolean => {
  const open: JsonObject[] = [body];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (isList(value) || key.startsWith('$')) return true;
      if (isObject(value)) open.push(value);
    }
  }
  return false;
};

const isPlausible = (object: JsonObject, entry: KindEntry | undefined): boolean => {
  if (entry?.strategic !== true) return true;
  const { templates } = liftTemplates(object, entry);
  return templates.every(
    ({ containers }) => containers.length > 0 && containers.every(({ spec }) => (textAt(spec, 'image') ?? '') !== ''),
  );
};

/** Copies of copies share their parts in memory, and yet each is gone through by what comes later. */
const isTooLarge = (object: JsonObject): boolean => {
  const open: Json[] = [object];
  let size = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (++size > MOST_VALUES) return true;
    if (isList(value)) {
      size += value.length;
      if (size > MOST_VALUES) return true;
      for (const one of value) if (typeof one === 'object' && one !== null) open.push(one);
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        const one = value[key];
        size += 1;
        if (typeof one === 'object' && one !== null) open.push(one);
      }
    }
  }
  return false;
};
