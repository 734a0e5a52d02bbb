import { defineIndicator } from '../define.ts';

export const placementEveryNode = defineIndicator({
  id: 'placement.every-node',
  title: 'Bears every taint, without being a DaemonSet',
  attack: ['T1610', 'T1053.007'],
  severity: 'low',
  why: 'A job that may run on any node, tainted ones and the control plane included, goes where its work has no business.',
  falsePositives: ['Checks that must run while nodes are tainted', 'Clean-up jobs of storage and network add-ons'],
  needs: ['placements', 'workload'],
  evaluate: ({ placements, workload }) =>
    workload.kind === 'DaemonSet'
      ? []
      : placements
          .filter(({ what, key, value }) => what === 'toleration' && key === null && value === 'Exists')
          .map(({ pointer }) => ({
            says: `The ${workload.kind} bears every taint of every node.`,
            at: pointer,
            value: 'operator: Exists, without a key',
          })),
});
