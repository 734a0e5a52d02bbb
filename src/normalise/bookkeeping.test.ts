import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent, ObjectRef } from '../model/event.ts';
import type { JsonObject } from '../model/json.ts';
import { unseen } from '../model/seen.ts';
import { CONTROLLER_PROGRAMS, DUTIES } from './bookkeeping.ts';
import { bodySeen, eventOf, run } from './testing.ts';

const who = (
  username: string,
  extra: AuditEvent['user']['extra'] = {},
): Pick<AuditEvent, 'user' | 'claimedUserAgent'> => ({
  user: { username, uid: null, groups: [], extra },
  claimedUserAgent: `kube-controller-manager/v1.34.0 (linux/amd64) kubernetes/0000000/${username}`,
});
const CRONJOBS = who('system:serviceaccount:kube-system:cronjob-controller');
const JOBS = who('system:serviceaccount:kube-system:job-controller');
const DEPLOYMENTS = who('system:serviceaccount:kube-system:deployment-controller');
const MANAGER = who('system:kube-controller-manager');
const NODE = { ...who('system:node:worker-1'), claimedUserAgent: 'kubelet/v1.34.0' };

const JOB = { apiGroup: 'batch', resource: 'jobs' };
const POD = { apiGroup: '', resource: 'pods' };
const owned = (kind: string, more: JsonObject = {}) =>
  bodySeen({ metadata: { name: 'x', ownerReferences: [{ kind, name: 'o', uid: 'u', controller: true }] }, ...more });
const CONTAINERS = { spec: { containers: [{ name: 'main', image: 'evil' }] } };

type Case = readonly [Partial<AuditEvent>, Partial<ObjectRef>];

const BOOKKEEPING: Readonly<Record<string, Case>> = {
  'the Job of a tick': [{ ...CRONJOBS, ...owned('CronJob') }, JOB],
  'the Job of a tick, body not logged': [{ ...CRONJOBS, requestObject: unseen('level-metadata') }, JOB],
  'the Job of a tick, one credential for all controllers': [{ ...MANAGER, ...owned('CronJob') }, JOB],
  'the Job of a tick, agent not logged': [{ ...CRONJOBS, claimedUserAgent: null, ...owned('CronJob') }, JOB],
  'the Job of a tick, metadata taken out by a shipper': [
    { ...CRONJOBS, envelope: 'elastic', ...bodySeen({ spec: {} }) },
    JOB,
  ],
  'the pod of a Job': [{ ...JOBS, ...owned('Job', CONTAINERS) }, POD],
  'a finalizer taken off a pod': [
    { ...JOBS, verb: 'patch', ...bodySeen({ metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] } }) },
    POD,
  ],
  'a revision written to a Deployment': [
    { ...DEPLOYMENTS, verb: 'update', ...bodySeen({ metadata: {}, spec: { template: CONTAINERS } }) },
    { apiGroup: 'apps', resource: 'deployments' },
  ],
  'the ReplicaSet of a Deployment, in a version before 1.16': [
    { ...DEPLOYMENTS, ...owned('Deployment') },
    { apiGroup: 'extensions', resource: 'replicasets' },
  ],
  'an owner taken off by garbage collection': [
    {
      ...who('system:serviceaccount:kube-system:generic-garbage-collector'),
      verb: 'patch',
      ...bodySeen({ metadata: {} }),
    },
    { apiGroup: 'batch', resource: 'cronjobs' },
  ],
  'the mirror of a static pod': [
    { ...NODE, ...bodySeen({ metadata: { annotations: { 'kubernetes.io/config.mirror': 'abc' } }, ...CONTAINERS }) },
    POD,
  ],
  'the mirror of a static pod, body not logged': [{ ...NODE, requestObject: unseen('level-metadata') }, POD],
};

const AUTHORED: Readonly<Record<string, Case>> = {
  'a Job that names no owner': [{ ...CRONJOBS, ...bodySeen({ metadata: { name: 'x' }, spec: {} }) }, JOB],
  'a Job that names another owner': [{ ...CRONJOBS, ...owned('ReplicaSet') }, JOB],
  'a Job without metadata in a log that keeps it': [{ ...CRONJOBS, ...bodySeen({ spec: {} }) }, JOB],
  'a CronJob made by the CronJob controller': [{ ...CRONJOBS, ...owned('CronJob') }, {}],
  'a pod made by the CronJob controller': [{ ...CRONJOBS, ...owned('CronJob') }, POD],
  "a Job of another group's": [
    { ...CRONJOBS, ...owned('CronJob') },
    { apiGroup: 'batch.volcano.sh', resource: 'jobs' },
  ],
  'a Deployment made by the Deployment controller': [
    { ...DEPLOYMENTS, ...owned('Deployment') },
    { apiGroup: 'apps', resource: 'deployments' },
  ],
  'an image patched into a pod': [{ ...JOBS, verb: 'patch', ...bodySeen(CONTAINERS) }, POD],
  'an image patched into a pod by operations': [
    { ...JOBS, verb: 'patch', ...bodySeen([{ op: 'replace', path: '/spec/containers/0/image', value: 'evil' }]) },
    POD,
  ],
  'a debug container': [
    { ...JOBS, verb: 'patch', ...bodySeen({ spec: {} }) },
    { ...POD, subresource: 'ephemeralcontainers' },
  ],
  "kubectl with the controller's token": [
    { ...CRONJOBS, claimedUserAgent: 'kubectl/v1.34.0+k3s1 (linux/amd64)', ...owned('CronJob') },
    JOB,
  ],
  "the controller's token used inside a pod": [
    {
      ...who('system:serviceaccount:kube-system:cronjob-controller', {
        'authentication.kubernetes.io/pod-name': ['x'],
      }),
      ...owned('CronJob'),
    },
    JOB,
  ],
  'somebody who impersonates the controller': [
    {
      impersonated: CRONJOBS.user,
      claimedUserAgent: CRONJOBS.claimedUserAgent,
      ...owned('CronJob'),
    },
    JOB,
  ],
  'somebody unknown who impersonates the controller': [
    {
      ...CRONJOBS,
      user: { username: null, uid: null, groups: [], extra: {} },
      impersonated: CRONJOBS.user,
      ...owned('CronJob'),
    },
    JOB,
  ],
  'a controller of the same name elsewhere': [
    { ...who('system:serviceaccount:shop:cronjob-controller'), ...owned('CronJob') },
    JOB,
  ],
  "an operator's Job": [{ ...who('system:serviceaccount:backup:operator'), ...owned('Backup') }, JOB],
  'a Job made by garbage collection': [
    { ...who('system:serviceaccount:kube-system:generic-garbage-collector'), ...owned('CronJob') },
    JOB,
  ],
  'a node that makes an ordinary pod': [{ ...NODE, ...bodySeen({ metadata: {}, ...CONTAINERS }) }, POD],
  'a node that changes a pod': [{ ...NODE, verb: 'patch', ...bodySeen({ metadata: {} }) }, POD],
  'a node that makes a Job': [
    { ...NODE, ...bodySeen({ metadata: { annotations: { 'kubernetes.io/config.mirror': 'a' } } }) },
    JOB,
  ],
  'a person who names an owner': [owned('CronJob'), JOB],
};

for (const [name, [event, ref]] of Object.entries(BOOKKEEPING)) {
  test(`bookkeeping: ${name}`, () => {
    assert.deepEqual(run(eventOf(event, ref)), { kind: 'passed', why: 'bookkeeping' });
  });
}

for (const [name, [event, ref]] of Object.entries(AUTHORED)) {
  test(`authored: ${name}`, () => assert.equal(run(eventOf(event, ref)).kind, 'activity'));
}

for (const { user, writes, owner } of DUTIES) {
  test(`${user} ${owner === null ? 'updates' : 'makes'} ${writes}`, () => {
    const [apiGroup = '', resource = ''] = (writes === '*' ? 'batch/jobs' : writes).split('/');
    const event = eventOf(
      { ...who(user), verb: owner === null ? 'update' : 'create', ...owned(owner ?? 'Thing') },
      { apiGroup, resource },
    );
    assert.deepEqual(run(event), { kind: 'passed', why: 'bookkeeping' });
  });
}

for (const program of [...CONTROLLER_PROGRAMS, 'kube-controller-manager', 'openshift-controller-manager']) {
  test(`${program} is a program that controllers run in`, () => {
    const event = (claimedUserAgent: string) =>
      run(eventOf({ ...CRONJOBS, claimedUserAgent, ...owned('CronJob') }, JOB)).kind;
    assert.equal(event(`${program}/v1.34.0 (linux/amd64)`), 'passed');
    assert.equal(event(`kubectl/${program}`), 'activity');
  });
}
