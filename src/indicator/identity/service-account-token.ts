import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const identityServiceAccountToken = defineIndicator({
  id: 'identity.service-account-token',
  title: 'Service-account token asked for on purpose',
  attack: ['T1053.007', 'T1528', 'T1552.007'],
  severity: 'info',
  why: 'With the token the job acts as its service account, against the API server or, with a foreign audience, elsewhere.',
  falsePositives: ['Every job that uses kubectl', 'Workload identities of clouds and vaults'],
  needs: ['tokens'],
  evaluate: ({ tokens }) =>
    tokens.map(({ how, audience, pointer }) => ({
      says:
        how === 'automount'
          ? 'The pod asks for its service-account token to be mounted.'
          : audience === null
            ? 'The pod projects a service-account token into a volume.'
            : `The pod projects a service-account token for the audience ${quoted(audience)}.`,
      at: pointer,
      value: how === 'automount' ? 'automountServiceAccountToken: true' : `audience: ${audience ?? 'the API server'}`,
    })),
});
