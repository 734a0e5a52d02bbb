import type { Activity } from '../model/activity.ts';
import type { Envelope } from '../model/event.ts';
import type { CredentialFact } from '../model/facts.ts';
import { ABSENT, type Seen, seen, unseen } from '../model/seen.ts';

/** `user.extra` of a token that is bound to a pod: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const POD_NAME = 'authentication.kubernetes.io/pod-name';

/** What has no field for the user behind an impersonated one; `docs/envelopes.md` says what each of them loses. */
const WITHOUT_IMPERSONATION: ReadonlySet<Envelope> = new Set(['aks-audit', 'gke', 'sentinel-gke']);
/** What has no field for `user.extra`. */
const WITHOUT_EXTRA: ReadonlySet<Envelope> = new Set(['gke', 'sentinel-gke']);

/** The authenticated user behind an impersonated one. */
export const impersonationOf = ({ actor, event }: Activity): Seen<CredentialFact> => {
  if (actor.impersonatedBy !== null)
    return seen({ value: actor.impersonatedBy, pointer: '/impersonatedUser/username' });
  if (isCutBefore(event.cutAt, actor, ['/user', '/impersonatedUser'])) return unseen('truncated');
  return WITHOUT_IMPERSONATION.has(event.envelope) ? unseen('not-kept') : ABSENT;
};

/** The pod that the token of a service account is bound to. Nobody else has such a token. */
export const tokenPodOf = ({ actor, event }: Activity): Seen<CredentialFact> => {
  const pod = Object.hasOwn(actor.extra, POD_NAME) ? actor.extra[POD_NAME]?.[0] : undefined;
  if (isCutBefore(event.cutAt, actor, ['/user'])) return unseen('truncated');
  if (actor.kind !== 'service-account') return ABSENT;
  if (pod !== undefined) return seen({ value: pod, pointer: '/user/extra/authentication.kubernetes.io~1pod-name/0' });
  return WITHOUT_EXTRA.has(event.envelope) ? unseen('not-kept') : ABSENT;
};

/** Whether the record ends before what it says of the user is whole: inside it, or before it where keys stand in another order. */
const isCutBefore = (cutAt: string | null, { username }: Activity['actor'], fields: readonly string[]): boolean =>
  cutAt !== null && (username === null || fields.some((field) => cutAt === field || cutAt.startsWith(`${field}/`)));
