import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const requestCopyDiffers = defineIndicator({
  id: 'request.copy-differs',
  title: 'Job differs from the CronJob that it claims to run',
  attack: ['T1053.007', 'T1036.005'],
  severity: 'low',
  why: "The marks of a run are set by whoever sends the request: they make a Job of one's own look like a known one.",
  falsePositives: ['Manual runs that were edited on the way', 'A CronJob that was changed outside of this log'],
  references: ['https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_job/'],
  needs: ['copy'],
  evaluate: ({ copy }) =>
    copy.isEqual
      ? []
      : [
          {
            says: `The Job claims to be ${copy.claim === 'manual' ? 'a manual run' : 'a run'} of CronJob ${quoted(copy.of)}, but its pod template is not that of the CronJob ${copy.origin}.`,
            at: copy.pointer,
            value: `CronJob ${copy.of}`,
          },
        ],
});
