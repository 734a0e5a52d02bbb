import { blank, indicatorTable } from '../testing.ts';
import { changeScheduleTightened } from './schedule-tightened.ts';
import { changed, NOT_TOLD, reportOf } from './testing.ts';

indicatorTable(changeScheduleTightened, {
  fires: {
    'daily to every minute': changed(reportOf(), reportOf({ spec: { schedule: '* * * * *' } })),
    'weekdays to all hours': changed(
      reportOf({ spec: { schedule: '0 3 * * 1-5' } }),
      reportOf({ spec: { schedule: '@hourly' } }),
    ),
  },
  staysSilent: {
    'another hour': changed(reportOf(), reportOf({ spec: { schedule: '30 4 * * *' } })),
    'every four minutes to every three': changed(
      reportOf({ spec: { schedule: '*/4 * * * *' } }),
      reportOf({ spec: { schedule: '*/3 * * * *' } }),
    ),
    'less often': changed(reportOf(), reportOf({ spec: { schedule: '@weekly' } })),
    'a schedule that nobody can read': changed(reportOf(), reportOf({ spec: { schedule: '@reboot' } })),
    'a creation': blank,
  },
  cannotTell: NOT_TOLD,
});
