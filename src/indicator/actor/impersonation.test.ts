import { activityOf } from '../../facts/testing.ts';
import { unseen } from '../../model/seen.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { actorImpersonation } from './impersonation.ts';

const { actor } = activityOf();

indicatorTable(actorImpersonation, {
  fires: { 'a person as another one': by({ actor: { ...actor, impersonatedBy: 'ben@example.com' } }) },
  staysSilent: { 'no impersonation': blank },
  cannotTell: { 'the actor was not kept': { ...blank, actor: unseen('not-kept') } },
});
