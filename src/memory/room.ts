/**
 * What is left of the room when the oldest have gone. Many go at once: a map that has lost its first members is slow to begin
 * with, and each that is dropped by itself costs a look at all that were dropped before.
 */
export const LEFT = 0.9;

/** Takes the oldest members away where there are too many. */
export const dropOldest = (of: Map<unknown, unknown> | Set<unknown>, most: number): void => {
  if (of.size <= most) return;
  const left = Math.ceil(most * LEFT);
  for (const key of of.keys()) {
    if (of.size <= left) return;
    of.delete(key);
  }
};
