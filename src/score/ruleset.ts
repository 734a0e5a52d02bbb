import { INDICATORS } from '../indicator/registry.ts';
import { hashOf } from '../lib/canonical.ts';
import { MATURITY } from '../memory/baseline.ts';
import { SHAPE_POWER, SHAPES } from './context.ts';
import { REPEAT_RISK, REQUEST_FAMILIES } from './repeat.ts';
import { GROUP_CAPS, INTERACTIONS, THRESHOLDS, WEIGHTS } from './weights.ts';

/**
 * Names the indicators and weights that judged: it changes whenever an indicator comes or goes or a weight changes, so
 * findings of two versions can be told apart. A change of an indicator's logic alone shows in the version of the tool.
 */
export const RULESET: string = hashOf([
  INDICATORS.map(({ id, severity }) => [id, severity]),
  [...WEIGHTS].map(([id, { group, points }]) => [id, group, points]),
  INTERACTIONS.map(({ all, group, points }) => [[...all], group, points]),
  Object.entries(GROUP_CAPS),
  THRESHOLDS.map((threshold) => [...threshold]),
  SHAPES,
  SHAPE_POWER,
  REPEAT_RISK,
  Object.entries(MATURITY),
  [...REQUEST_FAMILIES],
]).slice(0, 12);
