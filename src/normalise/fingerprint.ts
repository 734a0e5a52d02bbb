import { canonical, hashOf } from '../lib/canonical.ts';
import type { LiftedTemplate } from '../model/activity.ts';
import { isList, isObject, type Json, type JsonObject, objectAt, textAt } from '../model/json.ts';

/** Values that the API server fills in, and that so mean the same as nothing, by field and by the field that holds it. */
const DEFAULTS: ReadonlyMap<string, ReadonlyMap<string, Json>> = new Map(
  Object.entries({
    '': {
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      schedulerName: 'default-scheduler',
      serviceAccount: 'default',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
    },
    containers: { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' },
    ports: { protocol: 'TCP' },
    configMap: { defaultMode: 420 },
    secret: { defaultMode: 420 },
    downwardAPI: { defaultMode: 420 },
    projected: { defaultMode: 420 },
    hostPath: { type: '' },
    fieldRef: { apiVersion: 'v1' },
    httpGet: { scheme: 'HTTP' },
    grpc: { service: '' },
    serviceAccountToken: { expirationSeconds: 3600 },
    probe: { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  }).map(([holder, fields]) => [holder, new Map<string, Json>(Object.entries(fields))]),
);

/** Holders that have their defaults in common. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['initContainers', 'containers'],
  ['ephemeralContainers', 'containers'],
  ['livenessProbe', 'probe'],
  ['readinessProbe', 'probe'],
  ['startupProbe', 'probe'],
]);

/** Labels that the Job controller adds to the pods of a Job. */
const ADDED_LABELS: ReadonlySet<string> = new Set([
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
]);

const MOST_DEPTH = 100;

/**
 * A hash that two lists of pod templates share when the API server would make the same pods of them, wherever they stand.
 *
 * Unlike the template hash of a finding it holds annotations and labels, which pods can read, and leaves out every value
 * that the server fills in: a copy of a stored object has them, the request that wrote it does not. `null` for what is
 * nested too deep, which equals nothing.
 */
export const templateFingerprint = (templates: readonly LiftedTemplate[]): string | null => {
  try {
    return hashOf(templates.map(bareTemplate));
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
};

/** Metadata of a template that says when or from what it was made, and nothing of what it runs. */
const MARKS: ReadonlySet<string> = new Set([
  'app.kubernetes.io/version',
  'client.knative.dev/updateTimestamp',
  'helm.sh/chart',
  'kubectl.kubernetes.io/restartedAt',
  'pod-template-hash',
]);
const CHECKSUM = 'checksum/';
/** How a pod reads its own metadata. */
const READS = ['metadata.annotations', 'metadata.labels'];

/**
 * The same for what the pods run: marks that tools leave on the template at a restart or a release are left out, unless
 * the pods can read them.
 */
export const templateForm = (templates: readonly LiftedTemplate[]): string | null =>
  templateFingerprint(
    templates.map((template) => {
      const text = canonical(template.spec);
      if (READS.some((place) => text.includes(place))) return template;
      const { metadata } = template;
      const unmarked = (field: string): JsonObject =>
        Object.fromEntries(
          Object.entries(objectAt(metadata, field) ?? {}).filter(
            ([key]) => !MARKS.has(key) && !key.startsWith(CHECKSUM),
          ),
        );
      return {
        ...template,
        metadata: { annotations: unmarked('annotations'), labels: unmarked('labels') },
      };
    }),
  );

class TooDeep extends Error {}

const bareTemplate = ({ spec, metadata }: LiftedTemplate): JsonObject => {
  const labels = Object.entries(objectAt(metadata, 'labels') ?? {}).filter(([key]) => !ADDED_LABELS.has(key));
  // Under its deprecated name the server writes the service account a second time.
  const { serviceAccount, ...named } = spec;
  const account = textAt(spec, 'serviceAccountName') === null ? spec : named;
  return {
    spec: bare(account, '', 0),
    annotations: bare(objectAt(metadata, 'annotations') ?? {}, 'annotations', 0),
    labels: bare(Object.fromEntries(labels), 'labels', 0),
  };
};

/** Members of a list have the holder of the list. */
const bare = (value: Json, holder: string, depth: number): Json => {
  if (depth > MOST_DEPTH) throw new TooDeep();
  if (isList(value)) return value.map((one) => bare(one, holder, depth + 1));
  if (!isObject(value)) return value;
  const kind = SAME_AS.get(holder) ?? holder;
  const defaults = DEFAULTS.get(kind);
  const kept: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) {
    if (
      member === undefined ||
      defaults?.get(key) === member ||
      (kind === 'containers' && isDefaultPull(key, member, value))
    )
      continue;
    const inner = bare(member, key, depth + 1);
    if (!isEmpty(inner)) kept.push([key, inner]);
  }
  return Object.fromEntries(kept);
};

const isEmpty = (value: Json): boolean =>
  value === null || (isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

/** The server's choice depends on the tag: https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting */
const isDefaultPull = (key: string, value: Json, container: JsonObject): boolean => {
  if (key !== 'imagePullPolicy') return false;
  const image = textAt(container, 'image') ?? '';
  const name = image.slice(image.lastIndexOf('/') + 1);
  const moves = !name.includes('@') && (!name.includes(':') || name.endsWith(':latest'));
  return value === (moves ? 'Always' : 'IfNotPresent');
};
