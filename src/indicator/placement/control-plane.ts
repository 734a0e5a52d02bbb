import type { PlacementFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** Labels and taints of the nodes that hold the API server and etcd. */
export const CONTROL_PLANE_KEYS: ReadonlySet<string> = new Set([
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/controlplane',
  'node-role.kubernetes.io/master',
  'node-role.kubernetes.io/etcd',
]);

const leadsThere = ({ what, key, value }: PlacementFact): boolean =>
  key !== null &&
  (CONTROL_PLANE_KEYS.has(key) || (what === 'node-label' && key === 'kubernetes.io/role' && value === 'master'));

export const placementControlPlane = defineIndicator({
  id: 'placement.control-plane',
  title: 'Meant for, or allowed on, the nodes of the control plane',
  attack: ['T1610', 'T1053.007'],
  severity: 'info',
  why: 'The keys of the whole cluster lie there, and ordinary work is kept away on purpose.',
  falsePositives: ['Backups of etcd', 'Jobs of operators and of the platform'],
  needs: ['placements', 'workload'],
  evaluate: ({ placements, workload }) =>
    placements
      // Agents of every node are DaemonSets, and bear the taint as a matter of course.
      .filter((one) => leadsThere(one) && (one.what === 'node-label' || workload.kind !== 'DaemonSet'))
      .map(({ what, key, pointer }) => ({
        says:
          what === 'node-label'
            ? `The pod wants nodes with the label ${quoted(key ?? '')}.`
            : `The pod bears the taint ${quoted(key ?? '')}.`,
        at: pointer,
        value: key ?? '',
      })),
});
