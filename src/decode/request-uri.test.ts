import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refOfUri } from './request-uri.ts';

const ref = (parts: object) => ({
  apiGroup: '',
  apiVersion: 'v1',
  resource: null,
  subresource: null,
  namespace: null,
  name: null,
  uid: null,
  ...parts,
});

const read: Record<string, [string, object | null]> = {
  'a collection in a namespace': [
    '/apis/batch/v1/namespaces/reports/cronjobs?fieldManager=x/y',
    ref({ apiGroup: 'batch', resource: 'cronjobs', namespace: 'reports' }),
  ],
  'a subresource': [
    '/api/v1/namespaces/reports/pods/web-0/exec?command=sh',
    ref({ resource: 'pods', namespace: 'reports', name: 'web-0', subresource: 'exec' }),
  ],
  'all namespaces': ['/apis/batch/v1/jobs', ref({ apiGroup: 'batch', resource: 'jobs' })],
  'a namespace': ['/api/v1/namespaces/reports', ref({ resource: 'namespaces', namespace: 'reports', name: 'reports' })],
  'the status of a namespace': [
    '/api/v1/namespaces/reports/finalize',
    ref({ resource: 'namespaces', namespace: 'reports', name: 'reports', subresource: 'finalize' }),
  ],
  'a name with an escape': ['/api/v1/nodes/a%3Ab', ref({ resource: 'nodes', name: 'a:b' })],
  'a broken escape': ['/api/v1/nodes/a%3', ref({ resource: 'nodes', name: 'a%3' })],
  'no resource': ['/healthz', null],
  'a group alone': ['/apis/batch/v1', null],
  'an empty path': ['', null],
};
for (const [name, [uri, wanted]] of Object.entries(read)) {
  test(`the path of ${name}`, () => assert.deepEqual(refOfUri(uri), wanted));
}
