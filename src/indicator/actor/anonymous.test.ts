import { activityOf } from '../../facts/testing.ts';
import { unseen } from '../../model/seen.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { actorAnonymous } from './anonymous.ts';

const actor = {
  ...activityOf().actor,
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
  kind: 'anonymous' as const,
};

indicatorTable(actorAnonymous, {
  fires: {
    'an accepted write': by({ actor }),
    'a write whose outcome is not known': by({ actor, request: { verb: 'create', outcome: 'unknown', code: null } }),
  },
  staysSilent: {
    'a refused write': by({ actor, request: { verb: 'create', outcome: 'refused', code: 403 } }),
    'a person': blank,
    'a service account': by({ actor: { ...actor, kind: 'service-account', username: 'system:serviceaccount:shop:x' } }),
  },
  cannotTell: { 'the actor was not kept': { ...blank, actor: unseen('not-kept') } },
});
