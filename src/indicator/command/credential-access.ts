import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const SECRETS = /^(?:[a-z,]*,)?secrets?(?:$|[,/])/;

export const commandCredentialAccess = defineIndicator({
  id: 'command.credential-access',
  title: 'Collects secrets of the cluster or of the cloud instance',
  attack: ['T1053.007', 'T1552.007', 'T1552.005'],
  severity: 'medium',
  why: 'All secrets of a cluster, or the credentials of its nodes, are worth more than any workload in it.',
  falsePositives: ['Backups of all secrets', 'Jobs that sign in to a registry with the identity of the node'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'metadata-api' && effect.credentials) {
        return 'asks the metadata service for the credentials of the instance';
      }
      return (
        effect.kind === 'kube-api' &&
        effect.verb === 'get' &&
        effect.everywhere &&
        effect.values &&
        effect.resources.some((resource) => SECRETS.test(resource)) &&
        'reads the secrets of all namespaces'
      );
    }),
});
