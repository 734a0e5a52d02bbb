import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../../facts/testing.ts';
import { cronJob, indicatorTable, pod, UNSEEN } from '../testing.ts';
import { CONTROL_PLANE_KEYS, placementControlPlane } from './control-plane.ts';

const daemonSet = { workload: { ...activityOf().workload, kind: 'DaemonSet' } };
const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }];

indicatorTable(placementControlPlane, {
  fires: {
    'a selector': pod({ nodeSelector: { 'node-role.kubernetes.io/control-plane': '' } }),
    'a toleration': pod({ tolerations }),
    'the old label': pod({ nodeSelector: { 'kubernetes.io/role': 'master' } }),
    'a DaemonSet that wants no other nodes': cronJob(
      { containers: [], nodeSelector: { 'node-role.kubernetes.io/master': '' } },
      daemonSet,
    ),
  },
  staysSilent: {
    workers: pod({ nodeSelector: { 'node-role.kubernetes.io/worker': '' } }),
    'the old label of workers': pod({ nodeSelector: { 'kubernetes.io/role': 'agent' } }),
    'a DaemonSet that may run there too': cronJob({ containers: [], tolerations }, daemonSet),
    none: pod({}),
  },
  cannotTell: UNSEEN,
});

for (const key of CONTROL_PLANE_KEYS) {
  test(`${key} is known`, () =>
    assert.equal(placementControlPlane.assess(pod({ nodeSelector: { [key]: '' } })).kind, 'hit'));
}
