import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { isDownload } from '../text/acts.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

export const commandDownloadClient = defineIndicator({
  id: 'command.download-client',
  title: 'Download client in a command',
  attack: ['T1053.007', 'T1105'],
  severity: 'info',
  why: 'By itself it says only that the job talks to another host.',
  falsePositives: ['Health checks, web hooks and mirrors'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(understood, (act) => isDownload(act) && `calls ${quoted(act.ran.program)}`),
    ),
});
