import type { Activity } from '../model/activity.ts';
import type { Hit, JudgedReading } from './score.ts';
import { WEIGHTS } from './weights.ts';

/** Why power counts less, with the reasons that it covers. */
export interface Explanation {
  readonly id: string;
  /** Ends the sentence of the sum's negative line. */
  readonly says: string;
  readonly explains: readonly string[];
}

/** A controller that writes what stands in a repository, by the name that the API server authenticated. */
interface GitOpsController {
  readonly usernames: readonly string[];
  /** Keys of labels and annotations that it sets on what it writes. */
  readonly marks: readonly string[];
}

/** Their documented namespaces and accounts; a name in another namespace is another account. */
export const GITOPS_CONTROLLERS: readonly GitOpsController[] = [
  {
    usernames: [
      'system:serviceaccount:argocd:argocd-application-controller',
      'system:serviceaccount:openshift-gitops:openshift-gitops-argocd-application-controller',
    ],
    marks: ['argocd.argoproj.io/tracking-id', 'argocd.argoproj.io/instance', 'app.kubernetes.io/instance'],
  },
  {
    usernames: [
      'system:serviceaccount:flux-system:kustomize-controller',
      'system:serviceaccount:flux-system:helm-controller',
    ],
    marks: ['kustomize.toolkit.fluxcd.io/name', 'helm.toolkit.fluxcd.io/name', 'meta.helm.sh/release-name'],
  },
];

/**
 * What an authenticated identity says for the power of a workload, or `null`.
 *
 * An identity that the user named as known counts alone; a GitOps controller counts by its user name together with its own
 * marks on the object, so that neither a copied label nor another account gains anything. Never for an act, for a refused
 * or impersonated request, or where a part of the body was not seen.
 */
export const knownIdentity = (
  { actor, request, workload }: Activity,
  { reading }: Pick<JudgedReading, 'reading'>,
  hits: readonly Pick<Hit, 'indicator'>[],
  identities: ReadonlySet<string>,
): Explanation | null => {
  const { username } = actor;
  if (username === null || actor.kind === 'anonymous' || actor.impersonatedBy !== null) return null;
  if (request.outcome === 'refused' || reading === null || reading.missing !== null) return null;
  const powers: string[] = [];
  for (const { indicator } of hits) {
    const group = WEIGHTS.get(indicator.id)?.group;
    if (group === 'act') return null;
    if (group === 'power') powers.push(indicator.id);
  }
  if (powers.length === 0) return null;
  if (identities.has(username)) {
    return { id: 'identity.configured', says: `${username} is configured as a known identity`, explains: powers };
  }
  const controller = GITOPS_CONTROLLERS.find(({ usernames }) => usernames.includes(username));
  const mark = controller?.marks.find(
    (key) => Object.hasOwn(workload.labels, key) || Object.hasOwn(workload.annotations, key),
  );
  return mark === undefined
    ? null
    : { id: 'identity.gitops', says: `${username} wrote it, and its mark ${mark} is on it`, explains: powers };
};
