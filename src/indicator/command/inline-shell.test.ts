import { blank, cronJob, indicatorTable, runs, UNSEEN } from '../testing.ts';
import { commandInlineShell } from './inline-shell.ts';

indicatorTable(commandInlineShell, {
  fires: {
    'a shell with its text': runs('/bin/sh', '-c', 'date'),
    'a script field': cronJob({ containers: [{ name: 'step', script: 'echo hello' }] }),
  },
  staysSilent: {
    'a script file': runs('sh', '/scripts/run.sh'),
    'another program with -c': runs('python3', '-c', 'print(1)'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
