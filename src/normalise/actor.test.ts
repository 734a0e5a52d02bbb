import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActorKind } from '../model/activity.ts';
import { actorKind, actorOf } from './actor.ts';
import { CONTROL_PLANE_PREFIXES, CONTROL_PLANE_USERS, KUBE_CONTROLLERS, OPENSHIFT_CONTROLLERS } from './controllers.ts';
import { eventOf } from './testing.ts';

const CASES: Readonly<Record<string, readonly [string | null, readonly string[], ActorKind]>> = {
  'a person': ['jane@example.com', ['system:authenticated'], 'human'],
  'an administrator': ['kubernetes-admin', ['system:masters'], 'human'],
  'the AKS administrator certificate': ['masterclient', ['system:masters'], 'human'],
  'nobody, by name': ['system:anonymous', ['system:unauthenticated'], 'anonymous'],
  'nobody, by group only': ['', ['system:unauthenticated'], 'anonymous'],
  'a kubelet': ['system:node:worker-1', ['system:nodes', 'system:authenticated'], 'node'],
  'a kubelet under another name, by group': ['kubelet', ['system:nodes'], 'node'],
  'a workload': ['system:serviceaccount:shop:runner', ['system:serviceaccounts'], 'service-account'],
  'a workload whose name was lost': [null, ['system:serviceaccounts'], 'service-account'],
  'an add-on in kube-system': ['system:serviceaccount:kube-system:coredns', [], 'service-account'],
  'a namespace with a controller of a like name': [
    'system:serviceaccount:shop:cronjob-controller',
    [],
    'service-account',
  ],
  'a look-alike of a controller': ['system:serviceaccount:kube-system:cronjob-controller2', [], 'service-account'],
  'a look-alike of the control plane': ['System:kube-scheduler', [], 'human'],
  'nothing known': [null, [], 'human'],
};

for (const [name, [username, groups, wanted]] of Object.entries(CASES)) {
  test(name, () => assert.equal(actorKind(username, groups), wanted));
}

for (const user of [
  ...CONTROL_PLANE_USERS,
  ...CONTROL_PLANE_PREFIXES.map((prefix) => `${prefix}addon-manager`),
  ...KUBE_CONTROLLERS.map((name) => `system:serviceaccount:kube-system:${name}`),
  ...OPENSHIFT_CONTROLLERS.map((name) => `system:serviceaccount:openshift-infra:${name}`),
]) {
  test(`${user} is the control plane`, () => {
    assert.equal(actorKind(user, []), 'control-plane');
    assert.notEqual(actorKind(`x${user}`, []), 'control-plane');
  });
}

test('an impersonated request ran as one and was sent by another', () => {
  const extra = { 'authentication.kubernetes.io/pod-name': ['runner-0'] };
  const actor = actorOf(
    eventOf({
      user: { username: 'system:serviceaccount:ci:runner', uid: 'u', groups: ['system:serviceaccounts'], extra },
      impersonated: { username: 'cluster-admin', uid: null, groups: ['system:masters'], extra: {} },
      claimedSourceIps: ['203.0.113.1', '198.51.100.9'],
    }),
  );
  assert.deepEqual(actor, {
    username: 'cluster-admin',
    groups: ['system:masters'],
    impersonatedBy: 'system:serviceaccount:ci:runner',
    claimedUserAgent: 'kubectl/v1.34.0 (linux/amd64) kubernetes/0000000',
    claimedSourceIps: ['203.0.113.1', '198.51.100.9'],
    peerIp: '198.51.100.9',
    kind: 'human',
    extra,
  });
});

test('without addresses there is no peer, without impersonation nobody behind', () => {
  const actor = actorOf(eventOf({ claimedSourceIps: [] }));
  assert.equal(actor.peerIp, null);
  assert.equal(actor.impersonatedBy, null);
});
