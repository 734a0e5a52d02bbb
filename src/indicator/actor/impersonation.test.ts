import { activityOf } from '../../facts/testing.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { actorImpersonation } from './impersonation.ts';

const { actor, event } = activityOf();
const impersonated = { ...actor, impersonatedBy: 'ben@example.com' };

indicatorTable(actorImpersonation, {
  fires: { 'a person as another one': by({ actor: impersonated }) },
  staysSilent: {
    'no impersonation': blank,
    'no impersonation, and the record is cut in its body': by({ event: { ...event, cutAt: '/requestObject/spec' } }),
  },
  cannotTell: {
    'a table without a column for it': by({ event: { ...event, envelope: 'aks-audit' } }),
    'Cloud Logging': by({ event: { ...event, envelope: 'gke' } }),
    'Cloud Logging in a table': by({ event: { ...event, envelope: 'sentinel-gke' } }),
    'the record is cut inside the user': by({ event: { ...event, cutAt: '/user/groups/0' } }),
    'the record is cut before the user': by({
      actor: { ...actor, username: null },
      event: { ...event, cutAt: '/requestObject' },
    }),
  },
});
