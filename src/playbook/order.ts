import { type Circumstance, PHASES, type Step } from './model.ts';

export type Ordered =
  | { readonly ok: true; readonly steps: readonly Step[] }
  | { readonly ok: false; readonly cycle: readonly string[] };

/**
 * Steps in the order in which they are done: phase by phase, in a phase as written, each behind those that it names in
 * `after`. A step that is early in one of the circumstances goes ahead of all phases, as soon as what it follows is done.
 * A name in `after` that is no step is left to the check.
 */
export const inOrder = (steps: readonly Step[], holds: (circumstance: Circumstance) => boolean): Ordered => {
  const rank = (step: Step): number => (step.early?.when.some(holds) ? -1 : PHASES.indexOf(step.phase));
  const waiting = [...steps].sort((a, b) => rank(a) - rank(b));
  const known = new Set(steps.map(({ id }) => id));
  const done = new Set<string>();
  const out: Step[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ after = [] }) => after.every((id) => done.has(id) || !known.has(id)));
    const [next] = at < 0 ? [] : waiting.splice(at, 1);
    if (next === undefined) return { ok: false, cycle: cycleAmong(waiting) };
    done.add(next.id);
    out.push(next);
  }
  return { ok: true, steps: out };
};

/** Follows what each waits for until a step comes again; every one that is left waits for another. */
const cycleAmong = (waiting: readonly Step[]): readonly string[] => {
  const byId = new Map(waiting.map((step) => [step.id, step]));
  const seen: string[] = [];
  let current = waiting[0];
  while (current !== undefined && !seen.includes(current.id)) {
    seen.push(current.id);
    current = current.after?.map((id) => byId.get(id)).find((step) => step !== undefined);
  }
  return current === undefined ? seen : [...seen.slice(seen.indexOf(current.id)), current.id];
};
