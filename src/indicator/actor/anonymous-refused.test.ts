import { activityOf } from '../../facts/testing.ts';
import { unseen } from '../../model/seen.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { actorAnonymousRefused } from './anonymous-refused.ts';

const actor = {
  ...activityOf().actor,
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
  kind: 'anonymous' as const,
};
const refused = { verb: 'create', outcome: 'refused' as const, code: 403 };

indicatorTable(actorAnonymousRefused, {
  fires: { 'a refused write': by({ actor, request: refused }) },
  staysSilent: {
    'an accepted write': by({ actor }),
    'a refused person': by({ request: refused }),
  },
  cannotTell: { 'the actor was not kept': { ...blank, actor: unseen('not-kept') } },
});
