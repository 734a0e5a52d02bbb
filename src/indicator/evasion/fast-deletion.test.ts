import { indicatorTable, job, UNSEEN } from '../testing.ts';
import { evasionFastDeletion, SOON } from './fast-deletion.ts';

indicatorTable(evasionFastDeletion, {
  fires: {
    'at once': job({ ttlSecondsAfterFinished: 0 }),
    'after a minute': job({ ttlSecondsAfterFinished: SOON }),
  },
  staysSilent: {
    'a little later': job({ ttlSecondsAfterFinished: SOON + 1 }),
    'after a day': job({ ttlSecondsAfterFinished: 86_400 }),
    never: job({}),
    'a text': job({ ttlSecondsAfterFinished: '0' }),
    'a number that the API server refuses': job({ ttlSecondsAfterFinished: -1 }),
  },
  cannotTell: UNSEEN,
});
