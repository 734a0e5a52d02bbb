import type { Activity } from '../model/activity.ts';
import type { ControllerFact } from '../model/facts.ts';
import { objectAt, pointer } from '../model/json.ts';
import type { Known } from '../model/known.ts';
import { ABSENT, type Seen, seen } from '../model/seen.ts';
import { isControllerAgent, isWritingController, mayMake } from '../normalise/bookkeeping.ts';

const POD_NAME = 'authentication.kubernetes.io/pod-name';

/**
 * What tells that a write under the name of a controller was not the controller's. Its account is one that nothing but the
 * controller manager uses: whoever may ask for its tokens, or act as it, is taken for it everywhere.
 */
export const controllerOf = (activity: Activity, known: Known): Seen<readonly ControllerFact[]> => {
  const { actor, event } = activity;
  const user = actor.username;
  if (user === null || !isWritingController(user)) return ABSENT;
  const found = reasonsOf(activity, user);
  if (found.length > 0) return seen(found);
  const place = actor.peerIp === null ? undefined : known.elsewhere(event.cluster, user, actor.peerIp);
  if (place === undefined) return ABSENT;
  const at = pointer('', 'sourceIPs', Math.max(0, actor.claimedSourceIps.length - 1));
  return seen([fact('address', user, actor.peerIp ?? '', at, place)]);
};

const reasonsOf = (activity: Activity, user: string): readonly ControllerFact[] => {
  const { actor, request, workload, readings } = activity;
  const found: ControllerFact[] = [];
  if (actor.impersonatedBy !== null)
    found.push(fact('impersonated', user, actor.impersonatedBy, '/impersonatedUser/username'));
  const pod = Object.hasOwn(actor.extra, POD_NAME) ? actor.extra[POD_NAME]?.[0] : undefined;
  if (pod !== undefined) found.push(fact('pod', user, pod, pointer('', 'user', 'extra', POD_NAME, 0)));
  // Whoever acts as another one keeps an agent of their own.
  if (actor.impersonatedBy === null && !isControllerAgent(actor))
    found.push(fact('agent', user, actor.claimedUserAgent ?? '', '/userAgent'));
  // Whose it is not is known already: what it made says no more.
  if (found.length > 0) return found;
  // Elastic's integration and some exports drop owner references with all metadata; a controller sends no body without any.
  const isWhole =
    readings.state === 'seen' &&
    readings.value.every(({ missing, object }) => missing === null && objectAt(object, 'metadata') !== null);
  if (request.verb === 'create' && isWhole && !mayMake(user, workload))
    found.push(fact('duty', user, workload.kind, '/objectRef/resource'));
  return found;
};

const fact = (
  what: ControllerFact['what'],
  user: string,
  value: string,
  at: string,
  place: ControllerFact['place'] = null,
): ControllerFact => ({ container: null, role: null, pointer: at, what, user, value, place });
