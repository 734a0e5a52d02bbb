import type { Elsewhere } from '../../model/controller-use.ts';
import { unseen } from '../../model/seen.ts';
import { blank, indicatorTable } from '../testing.ts';
import { actorControllerElsewhere } from './controller-elsewhere.ts';
import { madeBy } from './testing.ts';

const alone: Elsewhere = { usual: '192.0.2.10', others: 6, count: 1, company: 0, because: 'alone' };
const elsewhere = () => alone;
const thief = { claimedSourceIps: ['192.0.2.66'], peerIp: '192.0.2.66' };

indicatorTable(actorControllerElsewhere, {
  fires: {
    'a run like any other, from another address': madeBy(thief, {}, { elsewhere }),
    'two names, where no controller manager is': madeBy(
      thief,
      {},
      { elsewhere: () => ({ ...alone, company: 1, because: 'no-manager' }) },
    ),
    'two names, while the controller goes on': madeBy(
      thief,
      {},
      { elsewhere: () => ({ ...alone, company: 1, because: 'at-once' }) },
    ),
  },
  staysSilent: {
    'an address that is the usual one, or cannot be told': madeBy({}),
    'an address that is not known': madeBy({ claimedSourceIps: [], peerIp: null }, {}, { elsewhere }),
    'another agent, which says more and is told by itself': madeBy(
      { ...thief, claimedUserAgent: 'curl/8.16.0' },
      {},
      { elsewhere },
    ),
    'somebody who is no controller': blank,
  },
  cannotTell: { 'the actor was not kept': { ...blank, controller: unseen('not-kept') } },
});
