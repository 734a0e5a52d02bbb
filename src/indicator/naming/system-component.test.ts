import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../../facts/testing.ts';
import type { Workload } from '../../model/activity.ts';
import { unseen } from '../../model/seen.ts';
import { INVENTED_COMPONENTS, SYSTEM_COMPONENTS } from '../system-components.ts';
import { blank, by, cronJob, indicatorTable } from '../testing.ts';
import { namingSystemComponent } from './system-component.ts';

const { actor, workload } = activityOf();
const named = (name: string | null, kind = 'CronJob', more: Partial<Workload> = {}) =>
  by({ workload: { ...workload, name, kind, ...more } });

indicatorTable(namingSystemComponent, {
  fires: {
    'a CronJob with the name of a component': cronJob(
      { containers: [] },
      { workload: { ...workload, name: 'kube-proxy' } },
    ),
    'a bare pod with a generated ending': named('kube-proxy-x7k2p', 'Pod'),
    'a pod with the ending of a Deployment': named('coredns-668d6bf9bc-4xkzq', 'Pod'),
    'a name that the server completes': named(null, 'Job', { generateName: 'coredns-' }),
    'a DaemonSet one letter off': named('kube-porxy', 'DaemonSet'),
    'a Deployment with a letter too many': named('kube-schedulerr', 'Deployment'),
    'a part that does not exist': named('kube-controller', 'DaemonSet'),
  },
  staysSilent: {
    'the component as the kind that it is': named('kube-proxy', 'DaemonSet'),
    'a job that serves a component': named('etcd-backup'),
    'another tool of a similar name': named('kube-state-metrics', 'Deployment'),
    'a short name near a component': named('etca'),
    'the node that mirrors its own pod': by({
      workload: { ...workload, kind: 'Pod', name: 'kube-apiserver' },
      actor: { ...actor, kind: 'node' },
    }),
    'an ordinary name': blank,
    'no name': named(null),
    'a name longer than any': named('kube-proxy'.repeat(10_000)),
  },
  cannotTell: { 'the workload was not kept': { ...blank, workload: unseen('not-kept') } },
});

for (const name of [...SYSTEM_COMPONENTS, ...INVENTED_COMPONENTS]) {
  test(`a CronJob named ${name} is seen`, () => assert.equal(namingSystemComponent.assess(named(name)).kind, 'hit'));
}
