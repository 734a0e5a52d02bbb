import type { AuditEvent } from '../../model/event.ts';
import { isObject, objectAt, textAt } from '../../model/json.ts';
import type { Act, ActNote, BindingNote, ContextNote } from '../../model/note.ts';
import { actorOf } from '../actor.ts';
import { outcomeOf } from '../outcome.ts';
import { WRITE_VERBS } from '../words.ts';
import { DELETE_VERBS } from './deletion.ts';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const GRANTS: ReadonlySet<string> = new Set(['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']);
/** Workloads whose end belongs to their story: pods and what keeps them running come and go. */
const DELETED: ReadonlySet<string> = new Set(['cronjobs', 'jobs', 'scheduledjobs']);
const MOST_ACCOUNTS = 20;

/** What kind of act a request is, or `null`. */
const actIn = ({ verb, objectRef }: AuditEvent): Act | null => {
  const { resource, subresource } = objectRef;
  if (resource === null || (subresource ?? '') !== '') return null;
  if (WRITE_VERBS.some((one) => one === verb))
    return GRANTS.has(resource) && (objectRef.apiGroup ?? RBAC_GROUP) === RBAC_GROUP ? 'grant' : null;
  if (!DELETE_VERBS.some((one) => one === verb)) return null;
  return DELETED.has(resource) && (objectRef.apiGroup ?? 'batch') === 'batch' ? 'deletion' : null;
};

/**
 * What a request that is no workload write tells of its actor; `null` where it tells nothing. `context` is what the same
 * event tells of rights. An act whose outcome or time the log does not show is none: it could not be put into an order.
 */
export const actNote = (
  event: AuditEvent,
  context: ContextNote | null,
  { source, offset }: { readonly source: string; readonly offset: number },
): ActNote | null => {
  const act = actIn(event);
  if (act === null || event.time.at === null) return null;
  const outcome = outcomeOf(event);
  const isForbidden = outcome === 'refused' && (event.code === 403 || event.code === null);
  if (outcome !== 'accepted' && !isForbidden) return null;
  const { username, kind } = actorOf(event);
  if (kind === 'control-plane' || kind === 'node') return null;
  const { apiGroup, resource, namespace, name } = event.objectRef;
  const binding = context?.kind === 'binding' ? context : null;
  return {
    kind: 'act',
    act,
    outcome: outcome === 'accepted' ? 'accepted' : 'refused',
    by: username,
    cluster: event.cluster,
    group: apiGroup ?? (act === 'grant' ? RBAC_GROUP : 'batch'),
    resource: resource ?? '',
    namespace,
    name: event.verb === 'deletecollection' ? null : (name ?? nameIn(event)),
    role: binding === null ? null : `${binding.role.of} ${binding.role.name}`,
    accounts: accountsOf(binding),
    receivedAt: event.receivedAt,
    event: { auditId: event.auditId, time: event.time.at, verb: event.verb ?? '', source, offset },
  };
};

const nameIn = ({ requestObject }: AuditEvent): string | null => {
  if (requestObject.state !== 'seen' || !isObject(requestObject.value)) return null;
  return textAt(objectAt(requestObject.value, 'metadata'), 'name') || null;
};

const ACCOUNT = 'system:serviceaccount:';
const ACCOUNTS = 'system:serviceaccounts:';

/** Service accounts that a binding names, in whichever way; `namespace/*` for all of a namespace. */
const accountsOf = (binding: BindingNote | null): readonly string[] =>
  (binding?.subjects ?? [])
    .flatMap(({ kind, name }): readonly string[] => {
      if (kind === 'ServiceAccount') return [name];
      if (kind === 'User' && name.startsWith(ACCOUNT)) return [name.slice(ACCOUNT.length).replace(':', '/')];
      return kind === 'Group' && name.startsWith(ACCOUNTS) ? [`${name.slice(ACCOUNTS.length)}/*`] : [];
    })
    .slice(0, MOST_ACCOUNTS);
