import type { JobSettingFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';

/** Pods at once, and pods altogether, beyond which a Job takes a cluster for itself. */
export const MANY_AT_ONCE = 50;
export const MANY_TOGETHER = 500;

const isMany = ({ name, value }: JobSettingFact): boolean =>
  typeof value === 'number' &&
  ((name === 'parallelism' && value >= MANY_AT_ONCE) || (name === 'completions' && value >= MANY_TOGETHER));

export const placementFanOut = defineIndicator({
  id: 'placement.fan-out',
  title: 'Spreads over very many pods',
  attack: ['T1496.001', 'T1053.007'],
  severity: 'info',
  why: 'Mining and floods want every core that there is.',
  falsePositives: ['Batch and scientific computing', 'Load tests'],
  needs: ['jobSettings'],
  evaluate: ({ jobSettings }) =>
    jobSettings.filter(isMany).map(({ name, value, pointer }) => ({
      says: `The Job runs ${String(value)} pods${name === 'parallelism' ? ' at once' : ''}.`,
      at: pointer,
      value: `${name}: ${String(value)}`,
    })),
});
