import { ETCD_SECRETS } from '../../command/reads.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const SECRETS = /^(?:[a-z,]*,)?secrets?(?:$|,)/;

export const commandCredentialAccess = defineIndicator({
  id: 'command.credential-access',
  title: 'Collects secrets of the cluster or of the cloud instance',
  attack: ['T1053.007', 'T1552.007', 'T1552.005'],
  severity: 'medium',
  why: 'All secrets of a cluster, or the credentials of its nodes, are worth more than any workload in it.',
  falsePositives: ['Backups of all secrets', 'Jobs that sign in to a registry with the identity of the node'],
  needs: ['effects'],
  kinds: ['kube-api', 'metadata-api', 'read'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'metadata-api' && effect.credentials) {
        return 'asks the metadata service for the credentials of the instance';
      }
      // A snapshot is a backup; the values of the secrets by themselves are not.
      if (effect.kind === 'read') return effect.path === ETCD_SECRETS && 'reads the secrets of the cluster out of etcd';
      if (effect.kind !== 'kube-api' || effect.verb !== 'get' || !effect.values) return null;
      const at = effect.resources.findIndex((resource) => SECRETS.test(resource));
      if (at < 0) return null;
      if (effect.everywhere) return 'reads the secrets of all namespaces';
      // One secret by its name is how an add-on gets its own.
      if (effect.resources.length > at + 1 || effect.selector !== null) return null;
      if (effect.namespace === 'kube-system') return 'reads all secrets of kube-system';
      return effect.namespace?.startsWith('$') === true && 'reads the secrets of one namespace after the other';
    }),
});
