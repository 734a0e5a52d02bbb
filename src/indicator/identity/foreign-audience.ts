import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** The API server, clouds, meshes and stores of secrets, as their documentation names their audiences. */
export const KNOWN_AUDIENCES: readonly RegExp[] = [
  /^(?:https:\/\/)?kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?\/?$/,
  /^(?:api|openshift|istio-ca|vault|conjur|boundary|sigstore|spire-server|spiffe|harbor)$/,
  /^sts\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/,
  /^pods\.eks\.amazonaws\.com$/,
  /^api:\/\/AzureADTokenExchange/,
  /^[a-z0-9-]+\.svc\.id\.goog$/,
  /^(?:https:)?\/\/iam\.googleapis\.com\//,
  /^identity\.l5d\.io$/,
  /^https:\/\/container\.googleapis\.com\//,
];

const LONGEST = 256;

export const identityForeignAudience = defineIndicator({
  id: 'identity.foreign-audience',
  title: 'Token for an audience outside the cluster that is not known',
  attack: ['T1528', 'T1053.007'],
  severity: 'info',
  why: 'Who accepts the token accepts the cluster as proof of identity; the pod wants to be somebody elsewhere.',
  falsePositives: ['Services that check tokens of the cluster themselves'],
  needs: ['tokens'],
  evaluate: ({ tokens }) =>
    tokens.flatMap(({ audience, pointer }) =>
      audience === null ||
      audience === '' ||
      (audience.length <= LONGEST && KNOWN_AUDIENCES.some((known) => known.test(audience)))
        ? []
        : [{ says: `The pod asks for a token for ${quoted(audience)}.`, at: pointer, value: audience }],
    ),
});
