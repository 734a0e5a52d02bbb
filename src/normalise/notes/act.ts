import type { RequestOutcome } from '../../model/activity.ts';
import type { AuditEvent } from '../../model/event.ts';
import { isObject, objectAt, textAt } from '../../model/json.ts';
import type { Act, ActNote, BindingNote, ContextNote } from '../../model/note.ts';
import { actorOf } from '../actor.ts';
import { outcomeOf } from '../outcome.ts';
import { WRITE_VERBS } from '../words.ts';
import { DELETE_VERBS, DELETE_WORD } from './deletion.ts';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const GRANTS: ReadonlySet<string> = new Set(['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']);
/** Workloads whose end belongs to their story: pods and what keeps them running come and go. */
const DELETED: ReadonlySet<string> = new Set(['cronjobs', 'jobs', 'scheduledjobs']);
const MOST_ACCOUNTS = 20;

/** Resources of acts other than grants and deletions, by `resource/subresource`, with their group and verbs. */
const OTHERS: ReadonlyMap<string, { readonly act: Act; readonly group: string; readonly verbs: readonly string[] }> =
  new Map([
    // Over a websocket an entry is a read.
    ['pods/exec', { act: 'entry', group: '', verbs: ['create', 'get'] }],
    ['pods/attach', { act: 'entry', group: '', verbs: ['create', 'get'] }],
    ['serviceaccounts/token', { act: 'token-request', group: '', verbs: ['create'] }],
    ['secrets/', { act: 'secrets-list', group: '', verbs: ['list'] }],
    ['selfsubjectrulesreviews/', { act: 'discovery', group: 'authorization.k8s.io', verbs: ['create'] }],
    ['selfsubjectaccessreviews/', { act: 'discovery', group: 'authorization.k8s.io', verbs: ['create'] }],
    ['events/', { act: 'events-removal', group: '', verbs: DELETE_VERBS }],
  ]);
const EVENTS_GROUP = 'events.k8s.io';

/** Words by which the byte gate lets such requests through; grants and deletions pass as what they tell of workloads. */
export const ACT_WORDS = {
  verbs: ['create', 'get', 'list'],
  things: ['exec', 'attach', 'token', 'secrets', 'selfsubject'],
  removalVerbs: [DELETE_WORD],
  removed: ['events'],
} as const;

/** What kind of act a request is, or `null`. */
const actIn = ({ verb, objectRef }: AuditEvent): Act | null => {
  const { resource, subresource, apiGroup } = objectRef;
  if (resource === null || verb === null) return null;
  const other = OTHERS.get(`${resource}/${subresource ?? ''}`);
  if (other?.verbs.includes(verb)) {
    const isOwn = (apiGroup ?? other.group) === other.group;
    return isOwn || (other.act === 'events-removal' && apiGroup === EVENTS_GROUP) ? other.act : null;
  }
  if ((subresource ?? '') !== '') return null;
  if (WRITE_VERBS.some((one) => one === verb))
    return GRANTS.has(resource) && (apiGroup ?? RBAC_GROUP) === RBAC_GROUP ? 'grant' : null;
  if (!DELETE_VERBS.includes(verb)) return null;
  return DELETED.has(resource) && (apiGroup ?? 'batch') === 'batch' ? 'deletion' : null;
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
  const outcome = endOf(event, act);
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
    group: apiGroup ?? GROUPS.get(act) ?? '',
    resource: resource ?? '',
    namespace,
    name: event.verb === 'deletecollection' ? null : (name ?? nameIn(event)),
    role: binding === null ? null : `${binding.role.of} ${binding.role.name}`,
    accounts: accountsOf(binding),
    receivedAt: event.receivedAt,
    event: { auditId: event.auditId, time: event.time.at, verb: event.verb ?? '', source, offset },
  };
};

/** A lost group is the only one that these resources have. */
const GROUPS: ReadonlyMap<Act, string> = new Map([
  ['grant', RBAC_GROUP],
  ['deletion', 'batch'],
  ['discovery', 'authorization.k8s.io'],
]);

/**
 * What became of the request. An entry ends with a switch of protocols. Cloud Logging writes an entry when a request has ended,
 * with a status where it failed: one without has not failed.
 */
const endOf = (event: AuditEvent, act: Act): RequestOutcome => {
  if (act === 'entry' && event.code === 101) return 'accepted';
  const outcome = outcomeOf(event);
  const isCloudLogging = event.envelope === 'gke' || event.envelope === 'sentinel-gke';
  return outcome === 'unknown' && isCloudLogging && event.code === null ? 'accepted' : outcome;
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
