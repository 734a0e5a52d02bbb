import type { Rule } from '../model/note.ts';

const rule = (groups: string, resources: string, verbs: string): Rule => ({
  groups: groups.split(' '),
  resources: resources.split(' '),
  verbs: verbs.split(' '),
  names: [],
});
const READ = 'get list watch';
const WRITE = 'create delete deletecollection patch update';
const VIEWED = 'configmaps endpoints persistentvolumeclaims pods pods/log services serviceaccounts';
const WORKLOADS = 'deployments daemonsets replicasets statefulsets';

const EDIT: readonly Rule[] = [
  rule('', `${VIEWED} secrets pods/exec pods/attach pods/portforward pods/proxy services/proxy`, READ),
  rule('', 'pods pods/exec pods/attach pods/portforward pods/proxy secrets services/proxy configmaps', WRITE),
  rule('', 'serviceaccounts', `impersonate ${WRITE}`),
  rule('apps', WORKLOADS, `${READ} ${WRITE}`),
  rule('batch', 'cronjobs jobs', `${READ} ${WRITE}`),
];

/**
 * Roles that every cluster has and no export or log needs to show, as far as their rules say more than reading:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export const BUILT_IN_ROLES: ReadonlyMap<string, readonly Rule[]> = new Map<string, readonly Rule[]>([
  ['cluster-admin', [rule('*', '*', '*')]],
  ['admin', [...EDIT, rule('rbac.authorization.k8s.io', 'roles rolebindings', `${READ} ${WRITE}`)]],
  ['edit', EDIT],
  ['view', [rule('', VIEWED, READ), rule('apps', WORKLOADS, READ), rule('batch', 'cronjobs jobs', READ)]],
  ['system:basic-user', []],
  ['system:discovery', []],
  ['system:public-info-viewer', []],
  ['system:service-account-issuer-discovery', []],
]);
