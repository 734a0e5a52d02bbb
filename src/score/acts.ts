import { INDICATORS } from '../indicator/registry.ts';
import type { Facts } from '../model/facts.ts';
import type { Indicator } from '../model/indicator.ts';
import { WEIGHTS } from './weights.ts';

/**
 * Indicators that say what a workload does. Power and circumstances together stay below high, none of them alone deserves
 * it, and what weighs as an act together has an act in it: without a hit of one of these nothing is ever high.
 */
export const ACTS: readonly Indicator[] = INDICATORS.filter(({ id }) => WEIGHTS.get(id)?.group === 'act');

/** Whether a reading with these facts, of which those of `ACT_FACTS` are enough, may be high at all. */
export const hasAct = (facts: Facts): boolean => ACTS.some((indicator) => indicator.assess(facts).kind === 'hit');
