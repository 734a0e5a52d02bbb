const time = (minute: number): string =>
  new Date(Date.UTC(2026, 10, 24, 6, 0, 0, 123) + Math.round(minute * 60_000)).toISOString().replace('Z', '456Z');

const request = <T extends object>(index: number, verb: string, resource: string, more: T) => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: `00000000-0000-4000-8000-${resource.length}${String(index).padStart(11, '0')}`,
  stage: 'ResponseComplete',
  requestURI: `/apis/${resource}/${index}`,
  verb,
  user: { username: 'jane@example.com', groups: ['system:authenticated'] },
  sourceIPs: ['192.0.2.7'],
  userAgent: 'kubectl/v1.34.1',
  responseStatus: { metadata: {}, code: verb === 'create' ? 201 : 200 },
  requestReceivedTimestamp: time(index),
  stageTimestamp: time(index),
  annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
  ...more,
});

/** A privileged CronJob, created in minute `index` of the morning. */
export const cronJobWrite = ({ name, index }: { name: string; index: number }) =>
  request(index, 'create', 'cronjobs', {
    objectRef: { resource: 'cronjobs', namespace: 'dev', name, apiGroup: 'batch', apiVersion: 'v1' },
    requestObject: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, namespace: 'dev' },
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'OnFailure',
                containers: [
                  { name: 'main', image: 'registry.example.com/tool:1', securityContext: { privileged: true } },
                ],
              },
            },
          },
        },
      },
    },
  });

/** The Job that the CronJob controller makes at a tick; one that is not owned by a CronJob is nobody's bookkeeping. */
export const controllerJob = ({ index, owned, response }: { index: number; owned: boolean; response?: unknown }) => {
  const body = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `tick-${index}`,
      namespace: 'dev',
      ...(owned
        ? { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid: 'u', controller: true }] }
        : {}),
    },
    spec: {
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example.com/tool:1' }] },
      },
    },
  };
  return request(index, 'create', 'jobs', {
    level: 'RequestResponse',
    user: { username: 'system:serviceaccount:kube-system:cronjob-controller', groups: ['system:serviceaccounts'] },
    userAgent: 'kube-controller-manager/v1.34.1',
    objectRef: { resource: 'jobs', namespace: 'dev', name: `tick-${index}`, apiGroup: 'batch', apiVersion: 'v1' },
    requestObject: body,
    responseObject: response ?? { ...body, status: {} },
  });
};

export const dryRun = (index: number) => {
  const write = cronJobWrite({ name: 'dry', index });
  return { ...write, requestURI: `${write.requestURI}?dryRun=All&fieldManager=kubectl` };
};

export const lease = (index: number) =>
  request(index, 'update', 'leases', {
    objectRef: {
      resource: 'leases',
      namespace: 'kube-node-lease',
      name: 'node-1',
      apiGroup: 'coordination.k8s.io',
      apiVersion: 'v1',
    },
  });

export const podRead = (index: number) =>
  request(index, 'list', 'pods', { objectRef: { resource: 'pods', namespace: 'dev', apiVersion: 'v1' } });

/** A write of any object, as JSON Lines hold it; `minute` of the morning is its time. */
export const writeOf = ({
  minute,
  verb = 'create',
  resource,
  apiGroup = '',
  namespace = 'dev',
  name,
  by = 'jane@example.com',
  body,
  more = {},
}: {
  readonly minute: number;
  readonly verb?: string;
  readonly resource: string;
  readonly apiGroup?: string;
  readonly namespace?: string | null;
  readonly name: string;
  readonly by?: string;
  readonly body?: unknown;
  readonly more?: object;
}) =>
  request(minute, verb, resource, {
    auditID: `00000000-0000-4000-8000-${String(minute).padStart(12, '0')}`,
    requestURI: `/${resource}/${name}`,
    user: { username: by, groups: ['system:authenticated'] },
    objectRef: { resource, ...(namespace === null ? {} : { namespace }), name, apiGroup, apiVersion: 'v1' },
    ...(body === undefined ? { level: 'Metadata' } : { requestObject: body }),
    ...more,
  });

/** A CronJob, or another kind with its pod template, that runs this pod spec. */
export const workloadOf = (
  kind: 'CronJob' | 'Job',
  name: string,
  spec: object,
  metadata: object = {},
  templateMetadata: object = {},
) => {
  const template = { metadata: templateMetadata, spec: { restartPolicy: 'Never', ...spec } };
  return {
    apiVersion: 'batch/v1',
    kind,
    metadata: { name, namespace: 'dev', ...metadata },
    spec: kind === 'Job' ? { template } : { schedule: '0 3 * * *', jobTemplate: { spec: { template } } },
  };
};

export const configMapOf = (name: string, data: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

/** A finding without where its records stand: which file, and at which byte. */
export const withoutPlaces = <T>(finding: T): T =>
  JSON.parse(
    JSON.stringify(finding, (key, value: unknown) => (key === 'source' || key === 'offset' ? undefined : value)),
  ) as T; // A copy of plain data.
