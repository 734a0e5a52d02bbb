import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const placementPinnedNode = defineIndicator({
  id: 'placement.pinned-node',
  title: 'Bound to one node by name',
  attack: ['T1610', 'T1053.007'],
  severity: 'info',
  why: 'A node by name passes over the scheduler, its taints and its limits: the node itself is what is wanted.',
  falsePositives: ['Repairs and checks of one node', 'Clusters of a single node'],
  needs: ['placements'],
  evaluate: ({ placements }) =>
    placements
      .filter(({ what }) => what === 'node-name')
      .map(({ value, pointer }) => ({ says: `The pod is bound to the node ${quoted(value)}.`, at: pointer, value })),
});
