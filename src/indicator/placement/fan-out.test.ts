import { indicatorTable, job, UNSEEN } from '../testing.ts';
import { MANY_AT_ONCE, MANY_TOGETHER, placementFanOut } from './fan-out.ts';

indicatorTable(placementFanOut, {
  fires: {
    'many pods at once': job({ parallelism: MANY_AT_ONCE }),
    'many pods one after the other': job({ completions: MANY_TOGETHER, parallelism: 4 }),
  },
  staysSilent: {
    'a few at once': job({ parallelism: MANY_AT_ONCE - 1 }),
    'a hundred, a few at a time': job({ completions: 100, parallelism: 10 }),
    'a text': job({ parallelism: '1000' }),
    one: job({}),
  },
  cannotTell: UNSEEN,
});
