import type { AuditEvent } from '../../model/event.ts';
import type { DeletionNote } from '../../model/note.ts';
import type { KindIndex } from '../kind-index.ts';
import { outcomeOf } from '../outcome.ts';
import { targetOf } from '../target.ts';

/** Verbs that end objects; both begin with the word that the byte gate looks for. */
export const DELETE_VERBS: readonly string[] = ['delete', 'deletecollection'];
export const DELETE_WORD = 'delete';

/** What the deletion of a workload tells: what is written under its name from then on is another object. */
export const deletionNote = (event: AuditEvent, kinds: KindIndex): DeletionNote | null => {
  if (!DELETE_VERBS.some((verb) => verb === event.verb) || outcomeOf(event) !== 'accepted') return null;
  const target = targetOf(event, kinds);
  if (typeof target === 'string' || target.subresource !== null) return null;
  const { apiGroup, resource, namespace, name } = target;
  if (event.verb === DELETE_WORD && name === null) return null;
  return {
    kind: 'deletion',
    cluster: event.cluster,
    group: apiGroup,
    resource,
    namespace,
    name: event.verb === DELETE_WORD ? name : null,
    at: event.time.at,
    auditId: event.auditId,
  };
};
