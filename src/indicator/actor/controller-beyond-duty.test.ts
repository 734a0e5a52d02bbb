import { unseen } from '../../model/seen.ts';
import { blank, indicatorTable } from '../testing.ts';
import { actorControllerBeyondDuty } from './controller-beyond-duty.ts';
import { madeBy, STRIPPED } from './testing.ts';

const of = (name: string): string => `system:serviceaccount:kube-system:${name}`;

indicatorTable(actorControllerBeyondDuty, {
  fires: {
    'a CronJob by the CronJob controller': madeBy({}, { workload: { kind: 'CronJob', resource: 'cronjobs' } }),
    'a run that belongs to no CronJob': madeBy({}, { workload: { owners: [] } }),
    'a pod by the controller of Deployments': madeBy(
      { username: of('deployment-controller') },
      { workload: { kind: 'Pod', resource: 'pods', apiGroup: '' } },
    ),
    'the scheduler that makes a Job': madeBy({
      username: 'system:kube-scheduler',
      claimedUserAgent: 'kube-scheduler/v1.36.3 (linux/amd64) kubernetes/abcdef0/scheduler',
    }),
  },
  staysSilent: {
    'a run of a CronJob': madeBy({}),
    'the pod of a Job': madeBy(
      { username: of('job-controller') },
      {
        workload: {
          kind: 'Pod',
          resource: 'pods',
          apiGroup: '',
          owners: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'report-1', uid: null, controller: true }],
        },
      },
    ),
    'a change': madeBy({}, { workload: { owners: [] }, request: { verb: 'patch' } }),
    'a body whose metadata was taken out on the way': madeBy({}, { workload: { owners: [] } }, {}, STRIPPED),
    'its token in another program, which says more and is told by itself': madeBy(
      { claimedUserAgent: 'curl/8.16.0' },
      { workload: { owners: [] } },
    ),
    'a person': blank,
  },
  cannotTell: { 'the actor was not kept': { ...blank, controller: unseen('not-kept') } },
});
