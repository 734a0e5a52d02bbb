/** Whom one can act as. A certificate or a token says who asks; a service account's token is asked for when needed. */
export type Person =
  | { readonly by: 'certificate'; readonly user: string; readonly groups: readonly string[]; readonly is: string }
  | { readonly by: 'static-token'; readonly user: string; readonly groups: readonly string[]; readonly is: string }
  | { readonly by: 'service-account'; readonly namespace: string; readonly name: string; readonly is: string }
  | { readonly by: 'nothing'; readonly is: string };

const byCertificate = (user: string, groups: readonly string[], is: string): Person => ({
  by: 'certificate',
  user,
  groups,
  is,
});
const asServiceAccount = (namespace: string, name: string, is: string): Person => ({
  by: 'service-account',
  namespace,
  name,
  is,
});

/** What each may do stands in setup.yaml. */
export const people = {
  admin: byCertificate('kubernetes-admin', ['system:masters'], 'may do everything'),
  developer: byCertificate('dana@example.com', ['developers'], 'edits in namespace shop'),
  oncall: byCertificate('omar@example.com', ['oncall'], 'reads everywhere, starts Jobs, drains nodes'),
  auditor: byCertificate('ada@example.com', ['auditors'], 'reads'),
  impersonator: byCertificate('ines@example.com', ['support'], 'may act as developers'),
  ci: { by: 'static-token', user: 'ci-deployer', groups: ['ci'], is: 'edits in namespaces shop and payments' },
  gitops: asServiceAccount('argocd', 'argocd-application-controller', 'applies everything'),
  metrics: asServiceAccount('monitoring', 'kube-state-metrics', 'lists and watches'),
  cloud: asServiceAccount('kube-system', 'cloud-controller-manager', 'gives nodes their addresses'),
  pod: asServiceAccount('shop', 'storefront', "a pod's own account, reads in namespace shop"),
  anonymous: { by: 'nothing', is: 'nobody: no certificate and no token' },
} as const satisfies Record<string, Person>;

export type PersonName = keyof typeof people;
export const personNames = Object.keys(people) as PersonName[]; // Object.keys forgets the type of a constant's keys.

/** The parts of the control plane, under the names that their rights are bound to in every cluster. */
export const components = {
  'kube-controller-manager': byCertificate('system:kube-controller-manager', [], 'part of the control plane'),
  'kube-scheduler': byCertificate('system:kube-scheduler', [], 'part of the control plane'),
} as const;

export const nodePerson = (name: string): Person => byCertificate(`system:node:${name}`, ['system:nodes'], 'a node');
