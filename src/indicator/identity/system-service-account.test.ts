import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../../facts/testing.ts';
import { KUBE_CONTROLLERS } from '../../normalise/controllers.ts';
import { cronJob, indicatorTable, UNSEEN } from '../testing.ts';
import { identitySystemServiceAccount } from './system-service-account.ts';

const { workload } = activityOf();
const as = (serviceAccountName: string, namespace = 'kube-system') =>
  cronJob({ containers: [], serviceAccountName }, { workload: { ...workload, namespace } });

indicatorTable(identitySystemServiceAccount, {
  fires: { 'the one that may give itself every right': as('clusterrole-aggregation-controller') },
  staysSilent: {
    'an account of the same name elsewhere': as('clusterrole-aggregation-controller', 'shop'),
    'an add-on in the namespace': as('aws-load-balancer-controller'),
    'the default account': as('default'),
  },
  cannotTell: UNSEEN,
});

for (const name of KUBE_CONTROLLERS) {
  test(`${name} is known`, () => assert.equal(identitySystemServiceAccount.assess(as(name)).kind, 'hit'));
}
