import { activityOf } from '../../facts/testing.ts';
import type { Activity, Actor } from '../../model/activity.ts';
import type { Facts } from '../../model/facts.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Known } from '../../model/known.ts';
import { knowing } from '../testing.ts';

const body = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'report' },
  spec: { template: { spec: { containers: [{ name: 'main', image: 'registry.example.com/shop/report:1.4.2' }] } } },
};
const { actor, workload, request } = activityOf();
const owner = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  name: 'report',
  uid: '1b6e0f0c-0000-4000-8000-000000000001',
  controller: true,
};

export const CONTROLLER: Actor = {
  ...actor,
  username: 'system:serviceaccount:kube-system:cronjob-controller',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
  kind: 'control-plane',
  claimedUserAgent:
    'kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/unknown/system:serviceaccount:kube-system:cronjob-controller',
};

/** What is left of a body without metadata. */
export const STRIPPED: JsonObject = { kind: body.kind, apiVersion: body.apiVersion, spec: body.spec };

/** A run as the CronJob controller makes it; parts are replaced. */
export const madeBy = (
  by: Partial<Actor>,
  parts: { readonly workload?: Partial<Activity['workload']>; readonly request?: Partial<Activity['request']> } = {},
  known: Partial<Known> = {},
  written: JsonObject = body,
): Facts =>
  knowing(known, written, {
    actor: { ...CONTROLLER, ...by },
    workload: {
      ...workload,
      kind: 'Job',
      resource: 'jobs',
      name: 'report-29925240',
      owners: [owner],
      ...parts.workload,
    },
    request: { ...request, ...parts.request },
  });
