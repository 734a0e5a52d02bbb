import type { JsonObject } from '../../model/json.ts';
import { indicatorTable, job, object, UNSEEN } from '../testing.ts';
import { evasionNoHistory } from './no-history.ts';

const keeping = (fields: JsonObject) =>
  object({ kind: 'CronJob', spec: { ...fields, jobTemplate: { spec: { template: { spec: { containers: [] } } } } } });

indicatorTable(evasionNoHistory, {
  fires: { 'both limits 0': keeping({ successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0 }) },
  staysSilent: {
    'the failed ones are kept': keeping({ successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 1 }),
    'the default for the failed ones': keeping({ successfulJobsHistoryLimit: 0 }),
    'the usual limits': keeping({ successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }),
    'texts that are no numbers': keeping({ successfulJobsHistoryLimit: '0', failedJobsHistoryLimit: '0' }),
    'a Job, which has no limits': job({}),
  },
  cannotTell: UNSEEN,
});
