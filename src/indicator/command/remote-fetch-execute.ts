import { defineIndicator } from '../define.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';
import { FETCHING_CODE, fetchedRun, isKnownInstaller, isKnownPublisher } from '../text/fetch.ts';

const HOW = {
  input: 'pipes a download into an interpreter',
  text: 'runs the text of a download',
  file: 'saves a download and runs it',
  unpacked: 'unpacks a download and runs what is in it',
} as const;

export const commandRemoteFetchExecute = defineIndicator({
  id: 'command.remote-fetch-execute',
  title: 'Downloads a program and runs it',
  attack: ['T1053.007', 'T1105', 'T1059.004'],
  severity: 'high',
  why: 'Fetching at run time keeps the manifest clean, and the payload can change without another call to the API.',
  falsePositives: ['Installers in development clusters', 'Vendor agents that install themselves'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) => {
      const run = fetchedRun(understood, (origin, how) =>
        how === 'input' || how === 'text' ? !isKnownInstaller(origin) : !isKnownPublisher(origin),
      );
      if (run !== undefined) return { act: run.act, does: HOW[run.how] };
      return firstAct(
        understood,
        ({ code }) => code !== null && FETCHING_CODE(code) && 'runs code that downloads code',
      );
    }),
});
