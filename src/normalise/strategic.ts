import { get, isList, isObject, type Json, type JsonObject, pointer } from '../model/json.ts';
import { createOrigins, type OriginList, type Origins } from './origins.ts';

/** Keys that only a strategic merge patch gives a meaning to: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ */
export const STRATEGIC_KEYS = ['$patch', '$setElementOrder/', '$retainKeys', '$deleteFromPrimitiveList/'] as const;

const MAX_NODES = 200_000;
const MAX_DEPTH = 64;

export interface StrategicMarks {
  readonly marked: boolean;
  /** True when some element is marked to be taken away. */
  readonly deletes: boolean;
}

/** Looks for directives of a strategic merge patch. Reads at most 200,000 values. */
export const strategicMarks = (body: JsonObject): StrategicMarks => {
  const open: Json[] = [body];
  let marked = false;
  let seen = 0;
  for (let value = open.pop(); value !== undefined && seen < MAX_NODES; value = open.pop()) {
    seen += 1;
    if (isList(value)) {
      for (const one of value) if (typeof one === 'object' && one !== null) open.push(one);
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        if (key.startsWith('$') && STRATEGIC_KEYS.some((word) => key.startsWith(word))) marked = true;
        const one = value[key];
        if (typeof one === 'object' && one !== null) open.push(one);
      }
      if (isDeleted(value)) return { marked: true, deletes: true };
    }
  }
  return { marked, deletes: false };
};

const isDeleted = (value: Json): boolean => get(value, '$patch') === 'delete';

/**
 * A strategic merge patch without the elements that it takes away. Lists grow shorter by that, so the result says where
 * each later member stood. Looks 64 levels deep.
 */
export const withoutDeleted = (body: JsonObject): { readonly object: JsonObject; readonly origins: Origins } => {
  const origins = createOrigins();
  origins.add('', '/requestObject');
  const kept = strip(body, '', '/requestObject', 0, origins);
  return { object: isObject(kept) ? kept : {}, origins: origins.origins };
};

const strip = (value: Json, at: string, from: string, depth: number, origins: OriginList): Json => {
  if (depth > MAX_DEPTH) return value;
  if (isList(value)) {
    const kept: Json[] = [];
    for (const [index, one] of value.entries()) {
      if (isDeleted(one)) continue;
      const to = `${at}/${kept.length}`;
      if (kept.length !== index) origins.add(to, `${from}/${index}`);
      kept.push(strip(one, to, `${from}/${index}`, depth + 1, origins));
    }
    return kept;
  }
  if (!isObject(value)) return value;
  const object: { [key: string]: Json } = Object.create(null);
  for (const key of Object.keys(value)) {
    const one = value[key];
    if (one === undefined || isDeleted(one)) continue;
    object[key] = strip(one, pointer(at, key), pointer(from, key), depth + 1, origins);
  }
  return object;
};
