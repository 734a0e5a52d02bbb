import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, pod, UNSEEN } from '../testing.ts';
import { identityForeignAudience, KNOWN_AUDIENCES } from './foreign-audience.ts';

const tokenFor = (audience?: string) =>
  pod({
    volumes: [
      { name: 'id', projected: { sources: [{ serviceAccountToken: { path: 't', ...(audience && { audience }) } }] } },
    ],
  });

indicatorTable(identityForeignAudience, {
  fires: {
    'a service of which nothing is known': tokenFor('https://collect.example.net'),
    'a name longer than any audience': tokenFor(`vault${'x'.repeat(100_000)}`),
  },
  staysSilent: {
    'the API server, by default': tokenFor(),
    'a token that is mounted as usual': pod({ automountServiceAccountToken: true }),
    'no token': pod({}),
  },
  cannotTell: UNSEEN,
});

const EXAMPLES = [
  'https://kubernetes.default.svc.cluster.local',
  'vault',
  'sts.eu-west-1.amazonaws.com',
  'pods.eks.amazonaws.com',
  'api://AzureADTokenExchange',
  'harbour-prod.svc.id.goog',
  '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
  'identity.l5d.io',
  'https://container.googleapis.com/v1/projects/p',
];
for (const audience of EXAMPLES) {
  test(`${audience} is known`, () => assert.equal(identityForeignAudience.assess(tokenFor(audience)).kind, 'miss'));
}
test('every pattern has an example', () => {
  for (const known of KNOWN_AUDIENCES)
    assert.ok(
      EXAMPLES.some((one) => known.test(one)),
      String(known),
    );
});
