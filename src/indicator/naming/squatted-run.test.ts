import { unseen } from '../../model/seen.ts';
import { blank, indicatorTable } from '../testing.ts';
import { namingSquattedRun } from './squatted-run.ts';
import { NOW, namedJob, OWNER } from './testing.ts';

const next = `report-${NOW + 1}`;
const foundAt = '2026-11-24T10:01:00.200000Z';

indicatorTable(namingSquattedRun, {
  fires: {
    'the next run, which the controller adopts': namedJob({ name: next, foundAt, owners: [OWNER] }),
    'the next run, which is left out': namedJob({ name: next, foundAt }),
    'a run that was due when the CronJob was suspended': namedJob({ name: `report-${NOW - 30}`, foundAt }),
    'a run of an old cluster, named by the second': namedJob({ name: `report-${(NOW + 1) * 60}`, foundAt }),
    'a service account': namedJob({
      name: next,
      foundAt,
      actor: { kind: 'service-account', username: 'system:serviceaccount:shop:web' },
    }),
  },
  staysSilent: {
    'the controller, which made it and has not heard of it yet': namedJob({
      name: next,
      foundAt,
      owners: [OWNER],
      actor: { kind: 'control-plane', username: 'system:serviceaccount:kube-system:cronjob-controller' },
    }),
    'something of the name that was in the way before': namedJob({
      name: `report-${NOW}`,
      foundAt: '2026-11-24T10:00:00.000000Z',
    }),
    'a try that was refused': namedJob({ name: next, foundAt, request: { outcome: 'refused', code: 409 } }),
    'a later change of it': namedJob({ name: next, foundAt, request: { verb: 'patch', code: 200 } }),
    'nobody missed a run': namedJob({ name: next }),
    'a name that the server draws': namedJob({ name: null, foundAt }),
    'a CronJob': blank,
  },
  cannotTell: { 'the name was not kept': { ...blank, runName: unseen('not-kept') } },
});
