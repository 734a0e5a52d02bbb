import { activityOf } from '../../facts/testing.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { actorPodIdentity } from './pod-identity.ts';

const { actor: person, workload, event } = activityOf();
const actor = {
  ...person,
  username: 'system:serviceaccount:shop:web',
  kind: 'service-account' as const,
  extra: { 'authentication.kubernetes.io/pod-name': ['web-7d4f'] },
};
const bare = { ...actor, extra: {} };

indicatorTable(actorPodIdentity, {
  fires: { 'a CronJob by the token of a pod': by({ actor }) },
  staysSilent: {
    'a service account outside any pod': by({ actor: bare }),
    'a person, where Cloud Logging keeps nothing of a token': by({ event: { ...event, envelope: 'gke' } }),
    'a service account in a table that keeps it': by({ actor: bare, event: { ...event, envelope: 'aks-audit' } }),
    'a Deployment by the token of a pod': by({
      actor,
      workload: { ...workload, apiGroup: 'apps', kind: 'Deployment' },
    }),
    'a person': blank,
    'an inherited key': by({
      actor: { ...actor, extra: Object.create({ 'authentication.kubernetes.io/pod-name': ['x'] }) },
    }),
  },
  cannotTell: {
    'Cloud Logging keeps nothing of a token': by({ actor: bare, event: { ...event, envelope: 'gke' } }),
    'Cloud Logging in a table': by({ actor: bare, event: { ...event, envelope: 'sentinel-gke' } }),
    'the record is cut inside the user': by({ actor: bare, event: { ...event, cutAt: '/user/extra' } }),
  },
});
