import { unseen } from '../../model/seen.ts';
import { blank, delivered, indicatorTable } from '../testing.ts';
import { deliveryAuditIdReused } from './audit-id-reused.ts';

indicatorTable(deliveryAuditIdReused, {
  fires: {
    'one other event': delivered({ sameIdOtherContent: 1 }),
    'several other events': delivered({ sameIdOtherContent: 3 }),
  },
  staysSilent: { 'an id of its own': blank },
  cannotTell: { 'the delivery was not kept': { ...blank, delivery: unseen('not-kept') } },
});
