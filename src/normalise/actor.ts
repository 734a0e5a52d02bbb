import type { Actor, ActorKind } from '../model/activity.ts';
import type { AuditEvent } from '../model/event.ts';
import { isControlPlane } from './controllers.ts';

/** Who asked: the impersonated identity is the one that the request ran as, the authenticated one stands behind it. */
export const actorOf = (event: AuditEvent): Actor => {
  const as = event.impersonated ?? event.user;
  return {
    username: as.username,
    groups: as.groups,
    impersonatedBy: event.impersonated === null ? null : event.user.username,
    claimedUserAgent: event.claimedUserAgent,
    claimedSourceIps: event.claimedSourceIps,
    peerIp: event.claimedSourceIps.at(-1) ?? null,
    kind: actorKind(as.username, as.groups),
    extra: event.user.extra,
  };
};

/** The name decides before the groups do, since a name is one credential and groups may be many. An unknown name is `human`. */
export const actorKind = (username: string | null, groups: readonly string[]): ActorKind => {
  const name = username ?? '';
  if (name === 'system:anonymous') return 'anonymous';
  if (isControlPlane(name)) return 'control-plane';
  if (name.startsWith('system:node:')) return 'node';
  if (name.startsWith('system:serviceaccount:')) return 'service-account';
  if (groups.includes('system:unauthenticated')) return 'anonymous';
  if (groups.includes('system:nodes')) return 'node';
  if (groups.includes('system:serviceaccounts')) return 'service-account';
  return 'human';
};
