import { activityOf } from '../../facts/testing.ts';
import { unseen } from '../../model/seen.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { actorPodIdentity } from './pod-identity.ts';

const { actor: person, workload } = activityOf();
const actor = {
  ...person,
  username: 'system:serviceaccount:shop:web',
  kind: 'service-account' as const,
  extra: { 'authentication.kubernetes.io/pod-name': ['web-7d4f'] },
};

indicatorTable(actorPodIdentity, {
  fires: { 'a CronJob by the token of a pod': by({ actor }) },
  staysSilent: {
    'a service account outside any pod': by({ actor: { ...actor, extra: {} } }),
    'a Deployment by the token of a pod': by({
      actor,
      workload: { ...workload, apiGroup: 'apps', kind: 'Deployment' },
    }),
    'a person': blank,
    'an inherited key': by({
      actor: { ...actor, extra: Object.create({ 'authentication.kubernetes.io/pod-name': ['x'] }) },
    }),
  },
  cannotTell: { 'the actor was not kept': { ...blank, actor: unseen('not-kept') } },
});
