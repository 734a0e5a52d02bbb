import { blank, cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandInlineInterpreter } from './inline-interpreter.ts';

indicatorTable(commandInlineInterpreter, {
  fires: {
    'python with code': runs('python3.13', '-c', 'print(1)'),
    'perl behind a pipe': script("date | perl -ne 'print'"),
    'a here-document for ruby': script('ruby - <<EOF\nputs 1\nEOF\n'),
    'a script field with its interpreter in the first line': cronJob({
      containers: [{ name: 'step', script: '#!/usr/bin/env python3\nprint(1)' }],
    }),
    'a script field with its interpreter as command': cronJob({
      containers: [{ name: 'step', command: ['node'], source: 'console.log(1)' }],
    }),
  },
  staysSilent: {
    'a script file': runs('python3', '/app/report.py', '-c', 'prod'),
    'a module': runs('python3', '-m', 'report'),
    'a shell': script('date'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
