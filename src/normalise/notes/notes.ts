import type { Activity } from '../../model/activity.ts';
import type { AuditEvent } from '../../model/event.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../../model/json.ts';
import type { ContextNote, CronJobNote, NotedObject, NoteOrigin } from '../../model/note.ts';
import { templateFingerprint } from '../fingerprint.ts';
import { outcomeOf } from '../outcome.ts';
import { WRITE_VERBS } from '../words.ts';
import { dataOf, dataOfOperations } from './content.ts';
import { bindingNote, roleNote } from './rbac.ts';

/** Objects that tell what a workload reads and may do, by the names of their resources. */
const CONTEXT = new Map<string, { readonly group: string; readonly kind: ContextKind }>([
  ['configmaps', { group: '', kind: 'ConfigMap' }],
  ['secrets', { group: '', kind: 'Secret' }],
  ['roles', { group: 'rbac.authorization.k8s.io', kind: 'Role' }],
  ['clusterroles', { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }],
  ['rolebindings', { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' }],
  ['clusterrolebindings', { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' }],
]);
type ContextKind = 'ConfigMap' | 'Secret' | 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';

/** Words by which the byte gate lets such writes through; `roles` and `rolebindings` are parts of the others. */
export const CONTEXT_WORDS: readonly string[] = ['configmaps', 'secrets', 'roles', 'rolebindings'];

/** Written into every namespace by a controller, and never a script. */
const ROOT_CERTIFICATES = 'kube-root-ca.crt';
const ROOT_CERTIFICATES_BY = 'system:serviceaccount:kube-system:root-ca-cert-publisher';
/** Helm keeps a copy of every release in one, and often it is the longest line of a log. */
const HELM_RELEASE = 'sh.helm.release.v1.';

const contextKindOf = ({ objectRef, verb }: AuditEvent): ContextKind | null => {
  if (!WRITE_VERBS.some((one) => one === verb) || (objectRef.subresource ?? '') !== '') return null;
  const entry = CONTEXT.get(objectRef.resource ?? '');
  // A lost group is the only one that these names have.
  return entry !== undefined && (objectRef.apiGroup ?? entry.group) === entry.group ? entry.kind : null;
};

/** Whether the write of a ConfigMap, a Secret or an RBAC object took place and may tell something, without its bodies. */
export const isContextWrite = (event: AuditEvent): boolean => {
  const kind = contextKindOf(event);
  if (kind === null) return false;
  const outcome = outcomeOf(event);
  // What was refused changed nothing: it would put a harmless script in the place of the one that runs.
  if (outcome === 'refused' || outcome === 'dry-run') return false;
  const name = event.objectRef.name ?? '';
  if (kind === 'Secret' && name.startsWith(HELM_RELEASE)) return false;
  return !(kind === 'ConfigMap' && name === ROOT_CERTIFICATES && event.user.username === ROOT_CERTIFICATES_BY);
};

/** What a write of a ConfigMap, a Secret or an RBAC object tells of others; `null` when it tells nothing. */
export const noteOf = (event: AuditEvent): ContextNote | null => {
  const kind = contextKindOf(event);
  if (kind === null || !isContextWrite(event)) return null;
  const read = bodyOf(event, kind);
  if (read === null) return null;
  const { body, whole } = read;
  const metadata = isObject(body) ? objectAt(body, 'metadata') : null;
  const name = event.objectRef.name ?? textAt(metadata, 'name');
  if (name === null || name === '') return null;
  const object: NotedObject = {
    cluster: event.cluster,
    namespace: kind.startsWith('Cluster') ? null : (event.objectRef.namespace ?? textAt(metadata, 'namespace')),
    name,
  };
  const origin: NoteOrigin = { at: event.time.at, by: (event.impersonated ?? event.user).username };
  switch (kind) {
    case 'ConfigMap':
    case 'Secret': {
      const data = isObject(body) ? dataOf(body, kind) : dataOfOperations(body, kind);
      if (data === null || (!whole && data.data.length + data.unread.length === 0)) return null;
      return { kind: 'content', of: kind, object, origin, whole, ...data };
    }
    case 'Role':
    case 'ClusterRole':
      return isObject(body) ? roleNote(kind, object, origin, body) : null;
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return isObject(body) ? bindingNote(kind, object, origin, body) : null;
    default:
      return kind satisfies never;
  }
};

/** The stored object where the log has it, which is whole; else what was sent. A cut body tells a part. */
const bodyOf = (
  event: AuditEvent,
  kind: ContextKind,
): { readonly body: JsonObject | readonly unknown[]; readonly whole: boolean } | null => {
  const { requestObject, responseObject } = event;
  if (responseObject.state === 'seen' && isObject(responseObject.value)) {
    const stored = responseObject.value;
    if (textAt(stored, 'kind') === kind) return { body: stored, whole: responseObject.missing === undefined };
  }
  if (requestObject.state !== 'seen') return null;
  const created = event.code === 201;
  return {
    body: requestObject.value,
    whole: requestObject.missing === undefined && (event.verb !== 'patch' || created),
  };
};

/** What a write of a CronJob tells of Jobs that claim to be made of it; `null` for every other activity. */
export const cronJobNote = (activity: Activity): CronJobNote | null => {
  const { workload, request, event, actor, readings } = activity;
  if (workload.apiGroup !== 'batch' || workload.resource !== 'cronjobs' || workload.subresource !== null) return null;
  if (request.outcome !== 'accepted' || workload.name === null) return null;
  const note = {
    kind: 'cron-job' as const,
    object: { cluster: event.cluster, namespace: workload.namespace, name: workload.name },
    uid: workload.uid,
    origin: { at: event.time.at, by: actor.username },
  };
  // A write whose body was not logged may have changed the template.
  if (readings.state !== 'seen') return { ...note, forms: [] };
  const whole = readings.value.filter(({ missing }) => missing === null);
  if (whole.length > 0)
    return { ...note, forms: whole.flatMap(({ templates }) => templateFingerprint(templates) ?? []) };
  // A change that touches no container leaves the template as it was.
  return readings.value.every(({ templates }) => templates.length === 0) ? null : { ...note, forms: [] };
};
