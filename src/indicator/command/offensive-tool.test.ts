import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandOffensiveTool, OFFENSIVE_PROGRAMS } from './offensive-tool.ts';

indicatorTable(commandOffensiveTool, {
  fires: {
    'a scanner': runs('nmap', '-p', '10250', '192.0.2.0/24'),
    'a scanner behind xargs': script('ip -o addr | xargs -n 1 nmap'),
    'an installation': script('apk add --no-cache curl nmap && sleep 3600'),
  },
  staysSilent: {
    'a tool as the name of a file': script('cat /data/nmap'),
    'an ordinary installation': script('apk add curl jq'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const program of OFFENSIVE_PROGRAMS) {
  test(`${program} is known`, () => assert.equal(commandOffensiveTool.assess(runs(program)).kind, 'hit'));
}
