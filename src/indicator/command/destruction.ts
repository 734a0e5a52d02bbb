import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Directories without which a node does not start again. */
const VITAL =
  /^\/(?:\*|(?:etc|usr|var|home|boot|root|lib|lib64|bin|sbin|opt|var\/lib|var\/lib\/kubelet|var\/lib\/etcd)(?:\/\*)?)?$/;

/** Kinds that hold data or everything else. */
const HOLDING =
  /^(?:pvc?|persistentvolumes?|persistentvolumeclaims?|ns|namespaces?|volumesnapshots?|backups?(?:\.velero\.io)?|all|secrets?|crds?)$/;

export const commandDestruction = defineIndicator({
  id: 'command.destruction',
  title: 'Destroys a node or the data of a cluster',
  attack: ['T1053.007', 'T1070'],
  severity: 'high',
  why: 'Nothing that is meant to go on running deletes the system of its node or every volume of its cluster.',
  falsePositives: ['Tear-down of test clusters'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'delete') {
        const { host, recursive } = effect;
        return (
          recursive &&
          host !== null &&
          !host.readOnly &&
          VITAL.test(host.path) &&
          `deletes ${quoted(host.path)} of the node`
        );
      }
      if (effect.kind !== 'kube-api' || effect.verb !== 'delete' || !effect.all || !effect.everywhere) return null;
      const kind = effect.resources.flatMap((one) => one.split(',')).find((resource) => HOLDING.test(resource));
      return kind !== undefined && `deletes every ${quoted(kind)} of the cluster`;
    }),
});
