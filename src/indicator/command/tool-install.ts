import { defineIndicator } from '../define.ts';
import { fromCommands } from '../text/evidence.ts';
import { fetchedRun, isKnownPublisher } from '../text/fetch.ts';

export const commandToolInstall = defineIndicator({
  id: 'command.tool-install',
  title: 'Downloads a tool of a known publisher and runs it',
  attack: ['T1053.007', 'T1105'],
  severity: 'low',
  why: 'Only https and the name of the host stand between the job and another program.',
  falsePositives: ['Jobs that fetch kubectl, Helm, yq and the like'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) => {
      const run = fetchedRun(
        understood,
        (origin, how) => how !== 'input' && how !== 'text' && isKnownPublisher(origin),
      );
      return run && { act: run.act, does: 'downloads a tool from its publisher and runs it' };
    }),
});
