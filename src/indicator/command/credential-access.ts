import { defineIndicator } from '../define.ts';
import { readsMetadataCredentials, readsSecrets } from '../text/credentials.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

export const commandCredentialAccess = defineIndicator({
  id: 'command.credential-access',
  title: 'Collects secrets of the cluster or of the cloud instance',
  attack: ['T1053.007', 'T1552.007', 'T1552.005'],
  severity: 'medium',
  why: 'All secrets of a cluster, or the credentials of its nodes, are worth more than any workload in it.',
  falsePositives: ['Backups of all secrets', 'Jobs that sign in to a registry with the identity of the node'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(
        understood,
        (act) =>
          (readsSecrets(act, true) && 'reads the secrets of all namespaces') ||
          (readsMetadataCredentials(act) && 'asks the metadata service for the credentials of the instance'),
      ),
    ),
});
