import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { ANY_BUCKET, destroying, destructionOf, listsBuckets } from './data-destruction.ts';

const VOLUMES = /^(?:pvcs?|pvs?|persistentvolume(?:claim)?s?)(?:$|[,.])/;

/** Deletes all volumes of a namespace or of the cluster. */
const takesVolumes = (effect: Effect): boolean =>
  effect.kind === 'kube-api' &&
  effect.verb === 'delete' &&
  (effect.all || effect.everywhere) &&
  effect.selector === null &&
  effect.resources.some((one) => VOLUMES.test(one));

export const commandDataDestructionWide = defineIndicator({
  id: 'command.data-destruction-wide',
  title: 'Deletes data and what could bring it back',
  attack: ['T1053.007', 'T1485', 'T1490'],
  severity: 'high',
  why: 'One kind of data may have had its day. Backups and snapshots together with it are only deleted by whoever wants money or harm.',
  falsePositives: ['Tear-down of a whole environment'],
  needs: ['effects'],
  kinds: ['code', 'kube-api', 'run'],
  evaluate: ({ effects }) => {
    const kinds = new Set(destroying(effects).map(destructionOf));
    // Volumes alone go with every test environment; with the backups of them they do not.
    const everyBucket = effects.some(listsBuckets) && effects.some((effect) => destructionOf(effect) === ANY_BUCKET);
    const isWide = everyBucket || kinds.size + (effects.some(takesVolumes) ? 1 : 0) >= 2;
    return isWide
      ? fromEffects(
          effects,
          (effect) =>
            (destructionOf(effect) !== null || takesVolumes(effect)) &&
            (everyBucket ? 'deletes every bucket of the account' : 'deletes data of several kinds'),
        )
      : [];
  },
});
