import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, script, UNSEEN } from '../testing.ts';
import { evasionHistoryOff, HISTORY_FILES } from './history-off.ts';

indicatorTable(evasionHistoryOff, {
  fires: {
    'the variable is unset': script('unset HISTFILE; date'),
    'the file is nowhere': script('export HISTFILE=/dev/null; date'),
    'it holds no line': script('export HISTSIZE=0; date'),
    'it is cleared': script('date; history -c'),
    'the switch of the shell': script('set +o history; date'),
    'the file is deleted': script('rm -f ~/.bash_history'),
    'the file is a link to nowhere': script('ln -sf /dev/null /root/.bash_history'),
    'the file is emptied, quoted': script('echo > "/root/.bash"_history'),
  },
  staysSilent: {
    'other variables': script('unset HISTORY; export HISTSIZE=1000; date'),
    'other switches': script('set -o pipefail; set +e; date'),
    'the history is shown': script('history 20'),
    'a history of an application': script('rm -f /data/chat_history.json'),
    'words in a text': script('echo "unset HISTFILE"'),
  },
  cannotTell: UNSEEN,
});

for (const file of HISTORY_FILES) {
  test(`${file} is a history`, () => assert.equal(evasionHistoryOff.assess(script(`rm -f /root/${file}`)).kind, 'hit'));
}
