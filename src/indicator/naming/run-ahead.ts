import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const namingRunAhead = defineIndicator({
  id: 'naming.run-ahead',
  title: 'Job with the name of a run that is still to come',
  attack: ['T1053.007', 'T1036.005'],
  severity: 'medium',
  why: 'Only the CronJob controller makes Jobs of such names, when they are due. One that is there before takes the place of the run.',
  falsePositives: ['Numbers at the end of a name that look like a time to come'],
  references: ['https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/cronjob/utils.go'],
  needs: ['runName'],
  evaluate: ({ runName: { of, dueAt, isAhead, foundAt, isOwned, pointer } }) =>
    // That it was found in the way says more, and is told by itself.
    !isAhead || foundAt !== null
      ? []
      : [
          {
            says: `The Job has the name of the run of CronJob ${quoted(of)} that is due at ${dueAt.replace(/\.\d+Z$/, 'Z')}, ${isOwned ? 'and names the CronJob as its controller' : 'and was not made by the controller'}.`,
            at: pointer,
            value: dueAt,
          },
        ],
});
