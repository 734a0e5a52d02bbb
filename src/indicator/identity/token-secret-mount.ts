import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** How the token controller named the secrets that it made up to Kubernetes 1.23, and tools name them since. */
const TOKEN_SECRET = /^[a-z0-9][a-z0-9.-]{0,200}-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

export const identityTokenSecretMount = defineIndicator({
  id: 'identity.token-secret-mount',
  title: 'Uses the token secret of a service account by its name',
  attack: ['T1528', 'T1552.007', 'T1053.007'],
  severity: 'low',
  why: 'A pod gets its own token without asking. Naming the secret takes that of another account, or one that does not expire.',
  falsePositives: [
    'Manifests written for clusters before Kubernetes 1.24',
    'Objects exported from a cluster and applied anew',
  ],
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets'],
  needs: ['secrets'],
  evaluate: ({ secrets }) =>
    secrets
      .filter(({ name }) => TOKEN_SECRET.test(name))
      .map(({ name, pointer, container }) => ({
        says: `The pod uses the secret ${quoted(name)}, which is named as the token of a service account.`,
        at: pointer,
        value: name,
        container,
      })),
});
