import { unseen } from '../../model/seen.ts';
import { blank, indicatorTable } from '../testing.ts';
import { namingRunAhead } from './run-ahead.ts';
import { NOW, namedJob, OWNER } from './testing.ts';

indicatorTable(namingRunAhead, {
  fires: {
    'the next run': namedJob({ name: `report-${NOW + 1}`, owners: [OWNER] }),
    'a run of tomorrow, without an owner': namedJob({ name: `report-${NOW + 1440}` }),
    'a name as old clusters give it': namedJob({ name: `report-${(NOW + 5) * 60}` }),
  },
  staysSilent: {
    'a run that was due, put back or run again': namedJob({ name: `report-${NOW - 600}`, owners: [OWNER] }),
    'the minute in which it is written': namedJob({ name: `report-${NOW}` }),
    'a date': namedJob({ name: 'report-20261125' }),
    'the second in which a script named it': namedJob({ name: `report-${NOW * 60}` }),
    'a second to come that is no whole minute': namedJob({ name: `report-${(NOW + 5) * 60 + 7}` }),
    'a run of next year': namedJob({ name: `report-${NOW + 500_000}` }),
    'no CronJob in the name': namedJob({ name: `${NOW + 1}` }),
    'what the controller found in the way, which is told by itself': namedJob({
      name: `report-${NOW + 1}`,
      foundAt: '2026-11-24T10:01:00.200000Z',
    }),
    'the controller': namedJob({ name: `report-${NOW + 1}`, actor: { kind: 'control-plane' } }),
    'a try that was refused': namedJob({ name: `report-${NOW + 1}`, request: { outcome: 'refused', code: 403 } }),
    'a CronJob': blank,
  },
  cannotTell: { 'the name was not kept': { ...blank, runName: unseen('not-kept') } },
});
