import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandDownloadClient } from './download-client.ts';

indicatorTable(commandDownloadClient, {
  fires: {
    'curl as the command': runs('curl', '-fsS', 'https://example.com/health'),
    'curl as the entrypoint': passes('curlimages/curl:8.11.0', 'https://example.com/health'),
    'wget in a loop': script('until wget -q --spider http://web; do sleep 1; done'),
  },
  staysSilent: {
    'the word as an argument': script('echo curl'),
    'the word inside another': script('curlew --version'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
