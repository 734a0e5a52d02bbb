import type { Keepers } from '../warnings.ts';
import type { Carriable } from './carried.ts';

/** Every store that a state carries. One that is added begins empty with a state that was written before. */
export const storesOf = ({
  deliveries,
  knowledge,
  withheld,
  objects,
  lineage,
  tail,
  unclaimed,
  sequences,
  baseline,
  controllers,
}: Keepers): readonly Carriable[] => [
  { name: 'deliveries', store: deliveries, called: 'writes that wait', counts: (key) => key === 'held' },
  { name: 'objects', store: objects, called: 'workloads', counts: (key) => key.startsWith('[') },
  { name: 'knowledge', store: knowledge, called: 'objects that workloads use', counts: (key) => key.startsWith('[') },
  { name: 'lineage', store: lineage, called: 'objects with runs', counts: (key) => key === 'owner' },
  {
    name: 'unclaimed',
    store: unclaimed,
    called: 'objects whose author is known',
    counts: (key) => key === 'explained',
  },
  { name: 'sequences', store: sequences, called: 'actors and objects with acts', counts: (key) => key !== '' },
  { name: 'baseline', store: baseline, called: 'things that are usual', counts: (key) => key.startsWith('[') },
  { name: 'controllers', store: controllers, called: 'addresses of controllers', counts: (key) => key === 'place' },
  { name: 'withheld', store: withheld, called: 'writes that wait', counts: () => true },
  { name: 'tail', store: tail, called: 'findings that may change', counts: () => true },
];
