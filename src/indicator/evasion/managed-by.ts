import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** The default, and queues that run Jobs in other clusters. */
export const KNOWN_MANAGERS: ReadonlySet<string> = new Set([
  'kubernetes.io/job-controller',
  'kueue.x-k8s.io/multikueue',
]);

export const evasionManagedBy = defineIndicator({
  id: 'evasion.managed-by',
  title: 'Job that another controller than that of Kubernetes runs',
  attack: ['T1053.007'],
  severity: 'low',
  why: 'The controller of Kubernetes leaves such a Job alone: its pods and its status are what the other one makes of them.',
  falsePositives: ['Schedulers of batch work that bring their own controller'],
  references: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#delegation-of-managing-a-job-object-to-external-controller',
  ],
  needs: ['jobSettings'],
  evaluate: ({ jobSettings }) =>
    jobSettings.flatMap(({ name, value, pointer }) =>
      name !== 'managedBy' || typeof value !== 'string' || value === '' || KNOWN_MANAGERS.has(value)
        ? []
        : [{ says: `The Job is left to the controller ${quoted(value)}.`, at: pointer, value }],
    ),
});
