import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const INSTANTIATE = 'cronjob.kubernetes.io/instantiate';

export const requestCopyUnproven = defineIndicator({
  id: 'request.copy-unproven',
  title: 'Run of a CronJob that the log does not show, by somebody else than the controller',
  attack: ['T1053.007', 'T1036.005'],
  severity: 'low',
  why: 'Whether the Job is what it claims to be cannot be told without the CronJob: its marks are set by whoever sends the request.',
  falsePositives: ['Manual runs of CronJobs that are older than the log'],
  references: ['https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_job/'],
  needs: ['workload'],
  asks: ['copy'],
  evaluate: ({ workload }, { copy }) => {
    if (copy.state !== 'unseen' || copy.because !== 'origin-unseen') return [];
    const at = workload.owners.findIndex(({ kind }) => kind === 'CronJob');
    const owner = workload.owners[at]?.name ?? '';
    const isManual = workload.annotations[INSTANTIATE] === 'manual';
    return [
      {
        says: `The Job claims to be ${isManual ? 'a manual run' : 'a run'} of CronJob ${quoted(owner)}, whose template the log does not show before it.`,
        at: isManual
          ? '/requestObject/metadata/annotations/cronjob.kubernetes.io~1instantiate'
          : `/requestObject/metadata/ownerReferences/${at}`,
        value: `CronJob ${owner}`,
      },
    ];
  },
});
