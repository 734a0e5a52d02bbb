import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../../facts/testing.ts';
import { unseen } from '../../model/seen.ts';
import { blank, by, indicatorTable } from '../testing.ts';
import { placementSystemNamespace, SYSTEM_NAMESPACES } from './system-namespace.ts';

const { actor, workload } = activityOf();
const inNamespace = (namespace: string | null, username = 'ana@example.com', kind: typeof actor.kind = 'human') =>
  by({ workload: { ...workload, namespace }, actor: { ...actor, username, kind } });

indicatorTable(placementSystemNamespace, {
  fires: {
    'a person in kube-system': inNamespace('kube-system'),
    'a service account of another namespace': inNamespace(
      'kube-system',
      'system:serviceaccount:shop:web',
      'service-account',
    ),
    'a namespace of OpenShift': inNamespace('openshift-etcd'),
  },
  staysSilent: {
    'the control plane': inNamespace('kube-system', 'system:kube-controller-manager', 'control-plane'),
    'a service account of the namespace': inNamespace(
      'kube-system',
      'system:serviceaccount:kube-system:x',
      'service-account',
    ),
    'a namespace of a similar name': inNamespace('kube-system-tools'),
    'an ordinary namespace': blank,
    'no namespace': inNamespace(null),
  },
  cannotTell: { 'the workload was not kept': { ...blank, workload: unseen('not-kept') } },
});

for (const namespace of SYSTEM_NAMESPACES) {
  test(`${namespace} is known`, () =>
    assert.equal(placementSystemNamespace.assess(inNamespace(namespace)).kind, 'hit'));
}
