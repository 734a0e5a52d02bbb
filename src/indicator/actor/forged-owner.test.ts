import { activityOf } from '../../facts/testing.ts';
import type { OwnerReference } from '../../model/activity.ts';
import { blank, bodyUnseen, by, indicatorTable } from '../testing.ts';
import { actorForgedOwner } from './forged-owner.ts';

const { actor, workload, request } = activityOf();
const owner = (kind: string, controller = true): OwnerReference => ({
  apiVersion: 'apps/v1',
  kind,
  name: 'web-7d4f',
  uid: '1b6e0f0c-0000-4000-8000-000000000001',
  controller,
});
const pod = { ...workload, apiGroup: '', kind: 'Pod', resource: 'pods' };

indicatorTable(actorForgedOwner, {
  fires: {
    'a pod of a ReplicaSet by a person': by({ workload: { ...pod, owners: [owner('ReplicaSet')] } }),
    'a pod that pretends to be of a node': by({ workload: { ...pod, owners: [owner('Node')] } }),
    'a pod by nobody who is known': by({
      workload: { ...pod, owners: [owner('DaemonSet')] },
      actor: { ...actor, kind: 'anonymous', username: null },
    }),
    'a Job of a CronJob without the mark of a manual run': by({
      workload: { ...workload, kind: 'Job', owners: [owner('CronJob')] },
    }),
    'a CronJob, which no controller makes': by({ workload: { ...workload, owners: [owner('Node')] } }),
  },
  staysSilent: {
    'a Job made of a CronJob by hand': by({
      workload: {
        ...workload,
        kind: 'Job',
        owners: [owner('CronJob')],
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
      },
    }),
    'an operator': by({
      workload: { ...pod, owners: [owner('Workflow')] },
      actor: { ...actor, kind: 'service-account' },
    }),
    'an owner that only cleans up': by({ workload: { ...pod, owners: [owner('ReplicaSet', false)] } }),
    'a later change': by({
      workload: { ...pod, owners: [owner('ReplicaSet')] },
      request: { ...request, verb: 'update' },
    }),
    'no owner': blank,
  },
  cannotTell: { 'audit level Metadata': bodyUnseen('level-metadata') },
});
