import { cronJob, indicatorTable, object, UNSEEN } from '../testing.ts';
import { scheduleEveryMinute } from './every-minute.ts';

const at = (schedule: string) => cronJob({ containers: [] }, {}, schedule);

indicatorTable(scheduleEveryMinute, {
  fires: {
    'every minute': at('* * * * *'),
    'every minute as a step': at('*/1 * * * *'),
    'every third minute': at('*/3 * * * *'),
    'every minute with blanks': at('  *   *  * * * '),
    'every minute of a time zone': at('TZ=Etc/UTC * * * * *'),
    'every minute as a range': at('0-59 * * * *'),
  },
  staysSilent: {
    'every five minutes': at('*/5 * * * *'),
    'every minute of one hour': at('* 3 * * *'),
    'every forty minutes': at('*/40 * * * *'),
    'once a day': at('0 3 * * *'),
    hourly: at('@hourly'),
    'no schedule at all': object({ apiVersion: 'batch/v1', kind: 'Job', metadata: {}, spec: { template: {} } }),
  },
  cannotTell: UNSEEN,
});
