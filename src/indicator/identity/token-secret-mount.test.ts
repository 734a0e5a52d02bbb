import { indicatorTable, pod, UNSEEN } from '../testing.ts';
import { identityTokenSecretMount } from './token-secret-mount.ts';

const mounting = (secretName: string) => pod({ volumes: [{ name: 'v', secret: { secretName } }] });

indicatorTable(identityTokenSecretMount, {
  fires: {
    'the token of an account': mounting('cluster-admin-token-x7k2p'),
    'in a variable': pod({
      containers: [
        {
          name: 'main',
          env: [{ name: 'T', valueFrom: { secretKeyRef: { name: 'deployer-token-9fgz4', key: 'token' } } }],
        },
      ],
    }),
  },
  staysSilent: {
    'a token of an application': mounting('github-token'),
    'an ending that no generator makes': mounting('oauth-token-proxy'),
    'another secret': mounting('tls'),
    'a very long name': mounting(`${'a-'.repeat(50_000)}token-x7k2p`),
  },
  cannotTell: UNSEEN,
});
