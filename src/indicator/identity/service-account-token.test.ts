import { blank, indicatorTable, pod, UNSEEN } from '../testing.ts';
import { identityServiceAccountToken } from './service-account-token.ts';

const projected = (serviceAccountToken: { audience?: string; path: string }) =>
  pod({ volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken }] } }] });

indicatorTable(identityServiceAccountToken, {
  fires: {
    'mounted on purpose': pod({ automountServiceAccountToken: true }),
    'projected for the API server': projected({ path: 'token' }),
    'projected for another audience': projected({ path: 'token', audience: 'vault.example.com' }),
  },
  staysSilent: {
    'switched off': pod({ automountServiceAccountToken: false }),
    'a projected ConfigMap': pod({ volumes: [{ name: 'x', projected: { sources: [{ configMap: { name: 'y' } }] } }] }),
    'not set': blank,
  },
  cannotTell: UNSEEN,
});
