import { MAX_DEPTH } from './prefix.ts';

/** Whether a parsed value is nested deeper than later stages may recurse. Level by level, so it cannot overflow itself. */
export const tooDeep = (value: unknown, limit = MAX_DEPTH): boolean => {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    const next: object[] = [];
    for (const holder of level) {
      const members: readonly unknown[] = Array.isArray(holder) ? holder : Object.values(holder);
      for (const member of members) if (typeof member === 'object' && member !== null) next.push(member);
    }
    level = next;
  }
  return false;
};

/** A text this short cannot be nested too deep: a level takes two characters. */
export const canBeTooDeep = (text: string): boolean => text.length > 2 * MAX_DEPTH;
