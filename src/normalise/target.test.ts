import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent, ObjectRef } from '../model/event.ts';
import { unseen } from '../model/seen.ts';
import { DEFAULT_KINDS } from './kind-index.ts';
import { targetOf } from './target.ts';
import { bodySeen, eventOf } from './testing.ts';

const LOST: ObjectRef = {
  apiGroup: null,
  apiVersion: null,
  resource: null,
  subresource: null,
  namespace: null,
  name: null,
  uid: null,
};
const BATCH = '/apis/batch/v1/namespaces/shop';
const JOB_BODY = (apiVersion: string) => bodySeen({ apiVersion, kind: 'Job' });

/** Request URI or other event fields, reference fields, and group, resource, subresource, namespace and name, or why not. */
const CASES: Readonly<Record<string, readonly [Partial<AuditEvent>, Partial<ObjectRef>, readonly unknown[] | string]>> =
  {
    'a whole reference': [{}, {}, ['batch', 'cronjobs', null, 'shop', 'backup']],
    'a reference that was cut off, with the path of a collection': [
      { requestUri: `${BATCH}/cronjobs?fieldManager=x` },
      LOST,
      ['batch', 'cronjobs', null, 'shop', null],
    ],
    'a reference that was cut off, with the path of an object': [
      { requestUri: `${BATCH}/jobs/one` },
      LOST,
      ['batch', 'jobs', null, 'shop', 'one'],
    ],
    'a subresource that was cut off': [{ requestUri: `${BATCH}/cronjobs/backup/status` }, {}, 'subresource'],
    'a status write': [{}, { subresource: 'status' }, 'subresource'],
    'a subresource that nobody knows': [{}, { subresource: 'x' }, 'subresource'],
    'a status write whose group was lost': [{}, { apiGroup: null, subresource: 'status' }, 'subresource'],
    'a debug container': [
      {},
      { apiGroup: '', resource: 'pods', subresource: 'ephemeralcontainers' },
      ['', 'pods', 'ephemeralcontainers', 'shop', 'backup'],
    ],
    'a binding': [{}, { apiGroup: '', resource: 'pods', subresource: 'binding' }, 'subresource'],
    'a command run in a pod': [{}, { apiGroup: '', resource: 'pods', subresource: 'exec' }, 'subresource'],
    'a status of something else': [{}, { apiGroup: '', resource: 'nodes', subresource: 'status' }, 'other-resource'],
    'a group that was lost, with a path': [
      { requestUri: '/apis/batch.volcano.sh/v1alpha1/namespaces/shop/jobs' },
      { apiGroup: null, resource: 'jobs' },
      ['batch.volcano.sh', 'jobs', null, 'shop', 'backup'],
    ],
    'a group that was lost, with a body of another group': [
      JOB_BODY('batch.volcano.sh/v1alpha1'),
      { apiGroup: null, resource: 'jobs' },
      ['batch.volcano.sh', 'jobs', null, 'shop', 'backup'],
    ],
    'a group that was lost, with a body of another kind': [
      bodySeen({ apiVersion: 'apps/v1', kind: 'Deployment' }),
      { apiGroup: null, resource: 'jobs' },
      ['batch', 'jobs', null, 'shop', 'backup'],
    ],
    'bare jobs': [{}, { apiGroup: null, resource: 'jobs' }, ['batch', 'jobs', null, 'shop', 'backup']],
    'bare cronjobs': [{}, { apiGroup: null }, ['batch', 'cronjobs', null, 'shop', 'backup']],
    'bare services are the core ones': [{}, { apiGroup: null, resource: 'services' }, 'other-resource'],
    'bare services of Knative, by body': [
      bodySeen({ apiVersion: 'serving.knative.dev/v1', kind: 'Service' }),
      { apiGroup: null, resource: 'services' },
      ['serving.knative.dev', 'services', null, 'shop', 'backup'],
    ],
    'a path of another resource does not count': [
      { requestUri: '/api/v1/namespaces/shop/pods/one/status' },
      {},
      ['batch', 'cronjobs', null, 'shop', 'backup'],
    ],
    'a namespace is no workload': [{ requestUri: '/api/v1/namespaces/shop/finalize' }, LOST, 'other-resource'],
    'no resource at all': [{ requestUri: '/healthz' }, LOST, 'other-resource'],
    'nothing left of the request': [{ requestUri: null, requestObject: unseen('truncated') }, LOST, 'incomplete-ref'],
  };

for (const [name, [event, ref, wanted]] of Object.entries(CASES)) {
  test(name, () => {
    const target = targetOf(eventOf(event, ref), DEFAULT_KINDS);
    assert.deepEqual(
      typeof target === 'string'
        ? target
        : [target.apiGroup, target.resource, target.subresource, target.namespace, target.name],
      wanted,
    );
  });
}
