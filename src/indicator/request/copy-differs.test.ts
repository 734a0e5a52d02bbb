import { blank, indicatorTable, UNSEEN } from '../testing.ts';
import { requestCopyDiffers } from './copy-differs.ts';
import { MAIN, manualRun, OTHER, OWNER } from './testing.ts';

indicatorTable(requestCopyDiffers, {
  fires: {
    'another command than the CronJob has': manualRun({ original: MAIN, container: OTHER }),
    'an owner without the mark of a manual run': manualRun({
      original: MAIN,
      container: OTHER,
      workload: { annotations: {} },
    }),
    'an owner, by a service account': manualRun({
      original: MAIN,
      container: OTHER,
      workload: { annotations: {} },
      actor: { kind: 'service-account' },
    }),
  },
  staysSilent: {
    'the very template': manualRun({ original: MAIN }),
    'a Job of a person that claims nothing': manualRun({
      original: MAIN,
      container: OTHER,
      workload: { annotations: {}, owners: [] },
    }),
    'an owner that only cleans up': manualRun({
      original: MAIN,
      container: OTHER,
      workload: { annotations: {}, owners: [{ ...OWNER, controller: false }] },
    }),
    'the controller': manualRun({
      original: MAIN,
      container: OTHER,
      workload: { annotations: {} },
      actor: { kind: 'control-plane' },
    }),
    'a Job that a backup puts back before its CronJob': manualRun({
      original: null,
      workload: { annotations: {} },
      actor: { kind: 'service-account' },
    }),
    'a claim without an owner': manualRun({ original: MAIN, container: OTHER, workload: { owners: [] } }),
    'a CronJob': blank,
  },
  cannotTell: {
    'a CronJob that was not seen': manualRun({ original: null }),
    'audit level Metadata': UNSEEN['audit level Metadata'] ?? blank,
  },
});
