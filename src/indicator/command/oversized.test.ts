import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandOversized, LARGE_SCRIPT } from './oversized.ts';

indicatorTable(commandOversized, {
  fires: {
    'a text beyond what people read': script(`echo ${'x'.repeat(LARGE_SCRIPT)}`),
    'more commands than are read': script('a;'.repeat(20_000)),
    'shells nested deeper than is followed': script('eval '.repeat(200)),
  },
  staysSilent: { 'an ordinary script': script('date; sleep 5; date'), 'no command set': blank },
  cannotTell: UNSEEN,
});
