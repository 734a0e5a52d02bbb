import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const namingSquattedRun = defineIndicator({
  id: 'naming.squatted-run',
  title: 'Job in the place of a run that the CronJob controller could not make',
  attack: ['T1053.007', 'T1036.005'],
  severity: 'high',
  why: 'Runs have names that can be told before. Whoever makes a Job of the next name first has work of their own run under that of the CronJob, and the run itself does not take place: the controller finds the name taken, and counts the Job as its own where it names the CronJob as its owner.',
  falsePositives: ['A run that somebody made by hand under the name of the one that was due'],
  references: ['https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/cronjob/cronjob_controllerv2.go'],
  needs: ['runName'],
  evaluate: ({ runName: { of, dueAt, foundAt, isOwned, pointer } }) =>
    foundAt === null
      ? []
      : [
          {
            says: `The Job had the name of the run of CronJob ${quoted(of)} that was due at ${shortly(dueAt)}: at ${shortly(foundAt)} the controller could not make that run, ${isOwned ? 'and the Job names the CronJob as its controller' : 'since a Job of its name was there'}.`,
            at: pointer,
            value: `409 at ${foundAt}`,
          },
        ],
});

const shortly = (at: string): string => at.replace(/\.\d+Z$/, 'Z');
