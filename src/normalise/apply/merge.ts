import { isObject, type Json, type JsonObject, pointer } from '../../model/json.ts';
import { BASE, createOrigins, type OriginList, type Origins } from '../origins.ts';

/** Objects of the API are about twenty levels deep. */
export const MOST_LEVELS = 64;

/** An object as it stands after a patch. */
export interface Applied {
  readonly object: JsonObject;
  /** Where in the event each place stands that the patch wrote; all others begin with `BASE`. */
  readonly origins: Origins;
  /** False when the patch cannot have been made for this base: then the object means nothing. */
  readonly fits: boolean;
  /** True when a limit left something out: then the object is not the whole truth. */
  readonly cut: boolean;
  /** Values that copies added: none but for a JSON patch. */
  readonly copied?: number;
}

/** Applies a JSON merge patch (RFC 7386). Members that are null are taken away; lists are replaced. At most 64 levels. */
export const applyMergePatch = (base: JsonObject, patch: JsonObject): Applied => {
  const origins = createOrigins();
  origins.add('', BASE);
  const state: State = { origins, cut: false };
  const object = merged(base, patch, '', '/requestObject', 0, state);
  return { object, origins: origins.origins, fits: true, cut: state.cut || origins.full };
};

interface State {
  readonly origins: OriginList;
  cut: boolean;
}

const merged = (
  base: JsonObject,
  patch: JsonObject,
  at: string,
  from: string,
  depth: number,
  state: State,
): JsonObject => {
  if (depth > MOST_LEVELS) {
    state.cut = true;
    return base;
  }
  const object: { [key: string]: Json | undefined } = Object.assign(Object.create(null), base);
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === undefined) continue;
    if (value === null) {
      delete object[key];
      continue;
    }
    const place = pointer(at, key);
    const written = pointer(from, key);
    const before = object[key];
    if (!isObject(value)) {
      state.origins.add(place, written);
      object[key] = value;
    } else if (isObject(before)) object[key] = merged(before, value, place, written, depth + 1, state);
    else {
      state.origins.add(place, written);
      object[key] = merged(NOTHING, value, place, written, depth + 1, state);
    }
  }
  return object;
};

const NOTHING: JsonObject = Object.freeze({});
