import { indicatorTable, job, UNSEEN } from '../testing.ts';
import { scheduleSuspended } from './suspended.ts';

indicatorTable(scheduleSuspended, {
  fires: { 'a Job that is created suspended': job({ suspend: true }) },
  staysSilent: {
    'one that runs at once': job({ suspend: false }),
    'one that says nothing of it': job({}),
    'a text that is no switch': job({ suspend: 'true' }),
    'one that is stopped later': job({ suspend: true }, { request: { verb: 'patch', outcome: 'accepted', code: 200 } }),
  },
  cannotTell: UNSEEN,
});
