import { unseen } from '../../model/seen.ts';
import { blank, indicatorTable } from '../testing.ts';
import { requestCopyUnproven } from './copy-unproven.ts';
import { MAIN, manualRun, OTHER } from './testing.ts';

indicatorTable(requestCopyUnproven, {
  fires: {
    'a CronJob that the log does not show': manualRun({ original: null }),
    'an owner that the log does not show, without the mark of a manual run': manualRun({
      original: null,
      workload: { annotations: {} },
    }),
  },
  staysSilent: {
    'the very template': manualRun({ original: MAIN }),
    'another template': manualRun({ original: MAIN, container: OTHER }),
    'a Job that claims nothing': manualRun({ original: null, workload: { annotations: {}, owners: [] } }),
    'a Job that a backup puts back': manualRun({
      original: null,
      workload: { annotations: {} },
      actor: { kind: 'service-account' },
    }),
    'a body that was not logged': { ...blank, copy: unseen('level-metadata') },
    'a CronJob': blank,
  },
  cannotTell: {
    'an object that nothing names': { ...blank, workload: unseen('truncated') },
  },
});
