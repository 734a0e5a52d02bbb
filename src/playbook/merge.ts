import { canonical } from '../lib/canonical.ts';
import { isObject } from '../model/json.ts';

/** RFC 7386: null takes a member away, objects go into each other, anything else takes the place of what was there. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const out: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = mergePatch(out[key], value);
  }
  return out;
};

/** Whether the patch would change nothing. */
export const isSatisfied = (target: unknown, patch: unknown): boolean =>
  canonical(mergePatch(target, patch)) === canonical(withoutEmpty(target, patch));

/** A patch that takes a member out of an object that is not there makes an empty object; that changes nothing. */
const withoutEmpty = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return target;
  const out: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || !isObject(value)) continue;
    if (out[key] === undefined && isEmptying(value)) out[key] = mergePatch({}, value);
    else if (out[key] !== undefined) out[key] = withoutEmpty(out[key], value);
  }
  return out;
};

const isEmptying = (patch: unknown): boolean =>
  isObject(patch) && Object.values(patch).every((value) => value === null || isEmptying(value));

/** The patch that puts back what the first one changes, where the object was `before`. */
export const reversePatch = (patch: unknown, before: unknown): unknown => {
  if (!isObject(patch)) return before ?? null;
  if (!isObject(before)) return before ?? null;
  return Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, reversePatch(value, before[key])]));
};

/** The members that a patch names, as they stand in an object; null where there is none. */
export const touched = (patch: unknown, value: unknown): unknown => {
  if (!isObject(patch)) return value ?? null;
  return Object.fromEntries(
    Object.entries(patch).map(([key, one]) => [key, touched(one, isObject(value) ? value[key] : undefined)]),
  );
};

/** Fields of an object's metadata that every write moves, whatever it writes. */
const MOVING = ['resourceVersion', 'managedFields', 'generation'] as const;

/** An object without its status and what every write moves: what a person means by "the same". */
export const lasting = (value: unknown): unknown => {
  if (!isObject(value)) return value;
  const { status: _, metadata, ...rest } = value;
  if (!isObject(metadata)) return { ...rest, metadata };
  return {
    ...rest,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !MOVING.some((one) => one === key))),
  };
};

/** Pointers at which two values differ, at most `most` of them. */
export const differences = (a: unknown, b: unknown, most = 10): readonly string[] => {
  const out: string[] = [];
  const queue: { readonly at: string; readonly a: unknown; readonly b: unknown }[] = [{ at: '', a, b }];
  for (let next = queue.shift(); next !== undefined && out.length < most; next = queue.shift()) {
    const { at, a: left, b: right } = next;
    if (canonical(left ?? null) === canonical(right ?? null) && (left === undefined) === (right === undefined))
      continue;
    if (!isObject(left) || !isObject(right)) {
      out.push(at === '' ? '/' : at);
      continue;
    }
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      queue.push({ at: `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, a: left[key], b: right[key] });
    }
  }
  return out;
};
