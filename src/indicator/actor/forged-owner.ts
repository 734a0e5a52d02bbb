import type { Workload } from '../../model/activity.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const INSTANTIATE = 'cronjob.kubernetes.io/instantiate';

/** `kubectl create job --from` and all that do alike name the CronJob as the controller, and leave the mark of a manual run. */
const isMadeByHand = (workload: Workload, ownerKind: string | null): boolean =>
  workload.kind === 'Job' && ownerKind === 'CronJob' && workload.annotations[INSTANTIATE] === 'manual';

export const actorForgedOwner = defineIndicator({
  id: 'actor.forged-owner',
  title: 'Created by a person, and owned by a controller',
  attack: ['T1036.005', 'T1053.007'],
  severity: 'low',
  why: 'Owner references are written by whoever sends the request. A person who names a controller as the owner hides among its pods, from eyes and from rules that leave owned pods out.',
  falsePositives: ['Pods exported from a cluster and created anew', 'Tools that act with the credentials of a person'],
  needs: ['workload', 'actor', 'request', 'body'],
  evaluate({ workload, actor, request }) {
    if (request.verb !== 'create' || (actor.kind !== 'human' && actor.kind !== 'anonymous')) return [];
    const at = workload.owners.findIndex((owner) => owner.controller && !isMadeByHand(workload, owner.kind));
    const owner = workload.owners[at];
    if (owner === undefined) return [];
    const named = `${owner.kind ?? 'object'} ${quoted(owner.name ?? '')}`;
    return [
      {
        says: `The user ${quoted(actor.username ?? 'without a name')} created a ${workload.kind} that names the ${named} as its controller.`,
        at: `/requestObject/metadata/ownerReferences/${at}`,
        value: `${owner.kind ?? ''}/${owner.name ?? ''}`,
      },
    ];
  },
});
