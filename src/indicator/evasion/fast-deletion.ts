import { defineIndicator } from '../define.ts';

/** Seconds within which nobody comes to look. */
export const SOON = 60;

export const evasionFastDeletion = defineIndicator({
  id: 'evasion.fast-deletion',
  title: 'Deleted within a minute of its end',
  attack: ['T1070', 'T1053.007'],
  severity: 'info',
  why: 'The pod and its logs are gone before a person or a slow collector has seen them.',
  falsePositives: ['Hooks of installers', 'Jobs that run often'],
  needs: ['jobSettings'],
  evaluate: ({ jobSettings }) =>
    jobSettings
      .filter(
        ({ name, value }) =>
          name === 'ttlSecondsAfterFinished' && typeof value === 'number' && value >= 0 && value <= SOON,
      )
      .map(({ value, pointer }) => ({
        says: `The Job is deleted ${String(value)} seconds after its end, with its pods and logs.`,
        at: pointer,
        value: `ttlSecondsAfterFinished: ${String(value)}`,
      })),
});
