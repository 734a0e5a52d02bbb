import { blank, indicatorTable } from '../testing.ts';
import { changeHistoryLimitsZeroed } from './history-limits-zeroed.ts';
import { changed, NOT_TOLD, reportOf } from './testing.ts';

indicatorTable(changeHistoryLimitsZeroed, {
  fires: {
    'a limit that was not set': changed(reportOf(), reportOf({ spec: { failedJobsHistoryLimit: 0 } })),
    'a limit that was higher': changed(
      reportOf({ spec: { successfulJobsHistoryLimit: 3 } }),
      reportOf({ spec: { successfulJobsHistoryLimit: 0 } }),
    ),
    'the time to live': changed(reportOf(), reportOf({ spec: { ttlSecondsAfterFinished: 0 } })),
  },
  staysSilent: {
    'it was 0 before': changed(
      reportOf({ spec: { failedJobsHistoryLimit: 0 } }),
      reportOf({ spec: { failedJobsHistoryLimit: 0 } }),
    ),
    'fewer are kept': changed(reportOf(), reportOf({ spec: { successfulJobsHistoryLimit: 1 } })),
    'no retry any more': changed(reportOf(), reportOf({ spec: { suspend: false, parallelism: 0 } })),
    'a creation': blank,
  },
  cannotTell: NOT_TOLD,
});
