import { blank, indicatorTable, UNSEEN } from '../testing.ts';
import { requestCopyDiffers } from './copy-differs.ts';
import { MAIN, manualRun, OTHER } from './testing.ts';

indicatorTable(requestCopyDiffers, {
  fires: {
    'another command than the CronJob has': manualRun({ original: MAIN, container: OTHER }),
  },
  staysSilent: {
    'the very template': manualRun({ original: MAIN }),
    'a Job of a person that claims nothing': manualRun({
      original: MAIN,
      container: OTHER,
      workload: { annotations: {} },
    }),
    'a claim without an owner': manualRun({ original: MAIN, container: OTHER, workload: { owners: [] } }),
    'a CronJob': blank,
  },
  cannotTell: {
    'a CronJob that was not seen': manualRun({ original: null }),
    'audit level Metadata': UNSEEN['audit level Metadata'] ?? blank,
  },
});
