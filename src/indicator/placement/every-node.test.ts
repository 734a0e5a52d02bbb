import { activityOf } from '../../facts/testing.ts';
import { cronJob, indicatorTable, pod, UNSEEN } from '../testing.ts';
import { placementEveryNode } from './every-node.ts';

const daemonSet = { workload: { ...activityOf().workload, kind: 'DaemonSet' } };

indicatorTable(placementEveryNode, {
  fires: {
    'a toleration without a key': pod({ tolerations: [{ operator: 'Exists' }] }),
    'with an empty key': pod({ tolerations: [{ key: '', operator: 'Exists', effect: 'NoSchedule' }] }),
  },
  staysSilent: {
    'a toleration of one taint': pod({ tolerations: [{ key: 'gpu', operator: 'Exists' }] }),
    'a toleration that compares': pod({ tolerations: [{ key: 'pool', value: 'batch' }] }),
    'a DaemonSet, which is meant to': cronJob({ containers: [], tolerations: [{ operator: 'Exists' }] }, daemonSet),
    none: pod({}),
  },
  cannotTell: UNSEEN,
});
