import { defineIndicator } from '../define.ts';
import { fromCommands } from '../text/evidence.ts';
import { fetchedRun, isKnownInstaller } from '../text/fetch.ts';

export const commandInstallerScript = defineIndicator({
  id: 'command.installer-script',
  title: 'Runs the installer script of a known project',
  attack: ['T1053.007', 'T1105', 'T1059.004'],
  severity: 'medium',
  why: 'The script comes by https from its known place, but nobody has read what it holds today.',
  falsePositives: ['Jobs that install kubectl, Helm or a language before they work'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) => {
      const run = fetchedRun(
        understood,
        (origin, how) => (how === 'input' || how === 'text') && isKnownInstaller(origin),
      );
      return run && { act: run.act, does: 'pipes the installer of a known project into an interpreter' };
    }),
});
