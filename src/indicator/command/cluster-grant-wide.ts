import type { Effect, KubeApi } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Whoever holds one of these is nobody in particular: no user, every user, or every pod that sets no account. */
const ANYBODY =
  /^(?:system:(?:anonymous|unauthenticated|authenticated|serviceaccounts(?::[\w-]{1,63})?)|system:serviceaccount:[\w-]{1,63}:default|(?:[\w-]{1,63}:)?default)$/;

/** Whoever reaches the API server is one of these, without signing in. */
const UNKNOWN = /^system:(?:anonymous|unauthenticated)$/;
/** Roles that Kubernetes itself keeps for those who have not signed in: they tell versions, keys and how to join. */
const PUBLIC_ROLES: ReadonlySet<string> = new Set([
  'system:public-info-viewer',
  'system:discovery',
  'system:basic-user',
  'system:service-account-issuer-discovery',
  'kubeadm:bootstrap-signer-clusterinfo',
]);

/** Kubernetes keeps these names for itself, and gives none of its bindings with one of them the highest role. */
const OF_THE_SYSTEM = /^system:/;

/** How an identity of a cloud is put into a group of the cluster. */
const MAPPING = /\b(?:mapUsers|mapRoles|mapAccounts|userarn|rolearn)\b/;
const ADDED = /\b(?:userarn|rolearn)["']?\s{0,4}:\s{0,4}["']?arn:/;
const MASTERS = /\bsystem:masters\b/;

/** Rules that allow everything, and roles of Kubernetes that others are bound to: whoever has one has all of it. */
const EVERYTHING = /["']?verbs["']?\s{0,8}:\s{0,8}\[\s{0,8}["']?\*["']?\s{0,8}\]/;
const OF_ANYTHING = /["']?resources["']?\s{0,8}:\s{0,8}\[\s{0,8}["']?\*["']?\s{0,8}\]/;
const BUILT_IN = /^(?:clusterroles?\/)?(?:view|edit|admin|system:[\w:-]{1,80})$/;
/** A role of its own that is added to those that Kubernetes brings along. */
const AGGREGATES = /aggregate-to-(?:view|edit|admin)["']?\s{0,4}:\s{0,4}["']?true/;
const addsToRole = ({ verb, manifest }: KubeApi): boolean =>
  /^(?:create|apply|patch|replace)$/.test(verb) &&
  manifest !== null &&
  AGGREGATES.test(manifest) &&
  EVERYTHING.test(manifest) &&
  OF_ANYTHING.test(manifest);

const widensRole = ({ verb, resources, manifest }: KubeApi): boolean =>
  (verb === 'patch' || verb === 'replace' || verb === 'edit') &&
  resources.some((one) => /^clusterroles?(?:$|[./])/.test(one)) &&
  resources.some((one) => BUILT_IN.test(one)) &&
  manifest !== null &&
  EVERYTHING.test(manifest) &&
  OF_ANYTHING.test(manifest);

/** Roles that the pod itself gives everything. */
const ownRoles = (effects: readonly Effect[]): ReadonlySet<string> =>
  new Set(
    effects.flatMap((effect) =>
      effect.kind === 'kube-api' && effect.grants === '*' && effect.verb === 'create'
        ? effect.resources.slice(1, 2)
        : [],
    ),
  );

/** Programs that change a text on its way to the API server. */
const EDITORS: ReadonlySet<string> = new Set(['sed', 'yq', 'jq', 'awk', 'perl']);

/** Whether an identity from outside becomes a master; what is appended to a file that was fetched stands in the file. */
const mapsMaster = (effect: Effect): boolean => {
  if (effect.kind === 'write') return effect.host === null && MAPPING.test(effect.text) && MASTERS.test(effect.text);
  if (effect.kind === 'code') return MAPPING.test(effect.text) && MASTERS.test(effect.text) && ADDED.test(effect.text);
  if (effect.kind === 'run')
    return (
      (effect.program === 'eksctl' &&
        effect.args.includes('iamidentitymapping') &&
        effect.args.some((arg) => MASTERS.test(arg))) ||
      // What is put into a text that the API server gave, before it gets it back.
      (EDITORS.has(effect.program) && effect.args.some((arg) => MASTERS.test(arg) && ADDED.test(arg)))
    );
  if (effect.kind !== 'kube-api' || effect.verb === 'get') return false;
  const { manifest } = effect;
  return manifest !== null && MAPPING.test(manifest) && MASTERS.test(manifest);
};

export const commandClusterGrantWide = defineIndicator({
  id: 'command.cluster-grant-wide',
  title: 'Gives rights away to nobody in particular, or under a name of the system',
  attack: ['T1053.007', 'T1098.006'],
  severity: 'high',
  why: 'Any role for the anonymous, and the highest one for everybody or for the default account of a namespace, is a door that stays open for whoever knows of it. Under a name that Kubernetes keeps for itself it is not looked at.',
  falsePositives: ['Set-up jobs of throw-away test clusters'],
  needs: ['effects'],
  kinds: ['code', 'kube-api', 'run', 'write'],
  evaluate: ({ effects }) => {
    const own = ownRoles(effects);
    return fromEffects(effects, (effect) => {
      if (mapsMaster(effect))
        return 'puts an identity from outside into the group system:masters, which no role limits';
      if (effect.kind !== 'kube-api') return null;
      if (widensRole(effect) || addsToRole(effect))
        return 'gives every right to all who hold a role that Kubernetes brings along';
      const { boundRole = '', subjects } = effect;
      const isPublic = boundRole === '' || PUBLIC_ROLES.has(boundRole);
      const unknown = isPublic ? undefined : subjects.find((one) => UNKNOWN.test(one));
      if (unknown !== undefined) return `binds ${quoted(unknown)} to the role ${quoted(boundRole)}`;
      if (effect.grants !== 'cluster-admin' && !own.has(boundRole)) return null;
      if (OF_THE_SYSTEM.test(effect.boundAs ?? ''))
        return `binds the role cluster-admin under a name of the system, ${quoted(effect.boundAs ?? '')}`;
      const subject = effect.subjects.find((one) => ANYBODY.test(one));
      return subject !== undefined && `binds ${quoted(subject)} to a role that may do everything`;
    });
  },
});
