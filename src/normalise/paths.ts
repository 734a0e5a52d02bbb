import { get, isList, isObject, type Json, pointer } from '../model/json.ts';

/** A value and where it stands. */
export interface Place {
  readonly pointer: string;
  readonly value: Json;
}

/**
 * Every place that a path of the kind table leads to. Segments are parted by dots; `*` stands for each member of a list
 * and each value of a map; an empty path is the object itself. A segment that leads nowhere, or into a value of another
 * type, gives nothing. Lazy, so that a caller can stop at its limit; visits each place at most once.
 */
export function* expandPath(root: Json, path: string, at = ''): Generator<Place> {
  const segments = path === '' ? [] : path.split('.');
  // Depth is the length of the path, which comes from the table and not from the object.
  yield* step({ pointer: at, value: root }, segments, 0);
}

function* step(from: Place, segments: readonly string[], index: number): Generator<Place> {
  const segment = segments[index];
  if (segment === undefined) {
    yield from;
    return;
  }
  if (segment !== '*') {
    const value = get(from.value, segment);
    if (value !== undefined) yield* step({ pointer: pointer(from.pointer, segment), value }, segments, index + 1);
    return;
  }
  if (isList(from.value)) {
    for (const [position, value] of from.value.entries()) {
      yield* step({ pointer: `${from.pointer}/${position}`, value }, segments, index + 1);
    }
  } else if (isObject(from.value)) {
    for (const key of Object.keys(from.value)) {
      const value = from.value[key];
      if (value !== undefined) yield* step({ pointer: pointer(from.pointer, key), value }, segments, index + 1);
    }
  }
}

const SEGMENT = /^(?:\*|[A-Za-z0-9_-]{1,100})$/;

/** Whether a text is a path: dot-parted names and `*`, at most 20; empty for the object itself. */
export const isPath = (text: string): boolean => {
  if (text === '') return true;
  const segments = text.split('.');
  return segments.length <= 20 && segments.every((segment) => SEGMENT.test(segment));
};
