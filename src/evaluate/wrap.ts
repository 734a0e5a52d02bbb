import { canonical } from '../lib/canonical.ts';
import { get, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';
import { DEFAULT_KINDS, groupOf } from '../normalise/kind-index.ts';
import { liftTemplates } from '../normalise/lift.ts';

/** Namespace of an object that names none: one that says nothing. */
const NAMESPACE = 'team';
const SCHEDULE = '30 3 * * *';
const TIME = '2026-01-05T09:00:00.000000Z';

/**
 * The audit event of a person who creates the object, and is let: one line of a log at level Request. `null` for a kind
 * that makes no pods.
 */
export const createEvent = (id: string, object: JsonObject): string | null => {
  const entry = DEFAULT_KINDS.ofObject(object);
  if (entry === undefined) return null;
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const metadata = objectAt(object, 'metadata');
  const namespace = textAt(metadata, 'namespace') ?? NAMESPACE;
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(group === '' ? 0 : group.length + 1);
  // Written by hand-kept stack: an object may be nested deeper than JSON.stringify survives.
  return canonical({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: id,
    stage: 'ResponseComplete',
    requestURI: `${group === '' ? '/api' : `/apis/${group}`}/${version}/namespaces/${namespace}/${entry.resource}`,
    verb: 'create',
    user: { username: 'person@example.com', groups: ['system:authenticated'] },
    sourceIPs: ['192.0.2.10'],
    userAgent: 'kubectl/v1.34.0 (linux/amd64) kubernetes/0000000',
    objectRef: {
      resource: entry.resource,
      namespace,
      name: textAt(metadata, 'name'),
      apiGroup: group === '' ? undefined : group,
      apiVersion: version,
    },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: object,
    requestReceivedTimestamp: TIME,
    stageTimestamp: TIME,
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
  });
};

export const isCronJob = (object: JsonObject): boolean =>
  textAt(object, 'kind') === 'CronJob' && groupOf(textAt(object, 'apiVersion') ?? '') === 'batch';

/**
 * The CronJob that runs what the object runs, at night: its first pod spec in a job template. The object itself where it
 * is one; `null` where it holds no whole pod spec.
 */
export const asCronJob = (object: JsonObject): JsonObject | null => {
  if (isCronJob(object)) return object;
  const lifted = liftTemplates(object, DEFAULT_KINDS.ofObject(object) ?? null);
  const template = lifted.templates.find(({ spec }) => listAt(spec, 'containers').length > 0);
  if (template === undefined) return null;
  const metadata = objectAt(object, 'metadata');
  const restartPolicy = textAt(template.spec, 'restartPolicy') === 'Never' ? 'Never' : 'OnFailure';
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: get(metadata, 'name'),
      namespace: get(metadata, 'namespace'),
      labels: get(metadata, 'labels'),
    },
    spec: {
      schedule: SCHEDULE,
      jobTemplate: {
        spec: {
          template: {
            metadata: {
              labels: get(template.metadata, 'labels'),
              annotations: get(template.metadata, 'annotations'),
            },
            spec: { ...template.spec, restartPolicy },
          },
        },
      },
    },
  };
};
