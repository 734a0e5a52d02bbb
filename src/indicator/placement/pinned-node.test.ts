import { indicatorTable, pod, UNSEEN } from '../testing.ts';
import { placementPinnedNode } from './pinned-node.ts';

indicatorTable(placementPinnedNode, {
  fires: { 'a node by name': pod({ nodeName: 'node-7' }) },
  staysSilent: {
    'a label of nodes': pod({ nodeSelector: { pool: 'batch' } }),
    'an empty name': pod({ nodeName: '' }),
    none: pod({}),
  },
  cannotTell: UNSEEN,
});
