import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { ANY_BUCKET, destroying, destructionOf, listsBuckets } from './data-destruction.ts';
import { takesEachOfAll } from './each-of-all.ts';

const VOLUMES = /^(?:pvcs?|pvs?|persistentvolume(?:claim)?s?)(?:$|[,.])/;

/** Deletes all volumes of a namespace or of the cluster. */
const takesVolumes = (effect: Effect): boolean =>
  effect.kind === 'kube-api' &&
  effect.verb === 'delete' &&
  (effect.all || effect.everywhere) &&
  effect.selector === null &&
  effect.resources.some((one) => VOLUMES.test(one));

/** Everything, or all objects of the API server, by the beginning of their keys. */
const emptiesCluster = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  effect.program === 'etcdctl' &&
  effect.args.includes('del') &&
  effect.args.some((arg) => /^--(?:prefix|from-key)/.test(arg)) &&
  effect.args.some((arg, at) => at > effect.args.indexOf('del') && /^(?:|\/|\/registry\/?)$/.test(arg));

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
    const each = takesEachOfAll(effects);
    const isWide = everyBucket || kinds.size + (effects.some(takesVolumes) ? 1 : 0) >= 2;
    return isWide || each.size > 0 || effects.some(emptiesCluster)
      ? fromEffects(effects, (effect) => {
          const what = each.get(effect);
          if (what !== undefined) return `takes away each ${what} that there is, one after the other`;
          if (emptiesCluster(effect)) return 'deletes all that a cluster keeps in etcd';
          return (
            isWide &&
            (destructionOf(effect) !== null || takesVolumes(effect)) &&
            (everyBucket ? 'deletes every bucket of the account' : 'deletes data of several kinds')
          );
        })
      : [];
  },
});
