import { DATA } from './disguises/data.ts';
import type { Disguises } from './disguises/disguise.ts';
import { ENCODINGS } from './disguises/encodings.ts';
import { FLOW } from './disguises/flow.ts';
import { INTERPRETERS } from './disguises/interpreters.ts';
import { TOOLS } from './disguises/tools.ts';
import { WORDS } from './disguises/words.ts';
import { WRAPPERS } from './disguises/wrappers.ts';

export { CARRIERS } from './disguises/carriers.ts';
export { WORKFLOWS } from './disguises/workflows.ts';

/** Numbers from 0 up to 1, the same for the same seed. */
export type Random = () => number;

export const randomFrom = (seed: number): Random => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};
export const DISGUISES: Disguises = {
  ...WORDS,
  ...WRAPPERS,
  ...FLOW,
  ...DATA,
  ...ENCODINGS,
  ...INTERPRETERS,
  ...TOOLS,
};
