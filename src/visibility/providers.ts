/** A service that runs the API server for its customers, and sets the audit policy. */
export interface Provider {
  readonly id: ProviderId;
  readonly name: string;
  /** Why no rule can be added, and what can be done instead. */
  readonly fixed: string;
  /** What is known to be lost on the way. */
  readonly losses: readonly string[];
  /** What it logs, as far as it is known, in the form of a policy. */
  readonly policy: string;
}

export const PROVIDERS = ['aks', 'eks', 'gke'] as const;
export type ProviderId = (typeof PROVIDERS)[number];

const GROUPS = [
  '',
  ...['admissionregistration', 'apiextensions', 'authentication', 'authorization', 'certificates', 'networking'].map(
    (name) => `${name}.k8s.io`,
  ),
  ...['rbac.authorization', 'scheduling', 'storage', 'metrics'].map((name) => `${name}.k8s.io`),
  'apiregistration.k8s.io',
  ...['apps', 'autoscaling', 'batch', 'extensions', 'policy'],
];
const known = GROUPS.map((group) => `{group: "${group}"}`).join(', ');
const END = `
- {level: Request, verbs: [get, list, watch], resources: [${known}], omitStages: [RequestReceived]}
- {level: RequestResponse, resources: [${known}], omitStages: [RequestReceived]}
- {level: Metadata, omitStages: [RequestReceived]}`;
const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:';

const AKS: Provider = {
  id: 'aks',
  name: 'AKS',
  fixed:
    'AKS sets the audit policy and no rule can be added. The diagnostic setting chooses the category: kube-audit holds reads, kube-audit-admin does not.',
  losses: [
    'properties.log is cut at 16 KiB in storage and Event Hubs, a column of AzureDiagnostics at 32,766 bytes',
    'AKSAudit writes skipped-too-big-size-object in place of a body that is too large',
    'kube-audit-admin leaves out get and list: discovery and reads of Secrets are not in it',
  ],
  policy: `${HEAD}
- {level: Metadata, verbs: [create, update, patch], resources: [{group: "", resources: [events]}], namespaces: [default, kube-system]}
- {level: Metadata, verbs: [delete, list], resources: [{group: "", resources: [events]}]}
- {level: None, resources: [{group: "", resources: [events]}]}
- {level: Metadata, resources: [{group: "", resources: [secrets, configmaps, serviceaccounts, serviceaccounts/token]}, {group: authentication.k8s.io, resources: [tokenreviews]}], omitStages: [RequestReceived]}${END}`,
};

const EKS: Provider = {
  id: 'eks',
  name: 'EKS',
  fixed: 'EKS sets the audit policy and no rule can be added. The log type "audit" of the cluster must be switched on.',
  losses: ['CloudWatch cuts long events; they end in [Truncated...]'],
  policy: `${HEAD}
- {level: None, resources: [{group: "", resources: [events]}]}
- {level: Metadata, resources: [{group: "", resources: [secrets, configmaps]}, {group: authentication.k8s.io, resources: [tokenreviews]}], omitStages: [RequestReceived]}
- {level: Request, resources: [{group: "", resources: [serviceaccounts/token]}]}${END}`,
};

const GKE: Provider = {
  id: 'gke',
  name: 'GKE',
  fixed:
    'GKE sets the audit policy and no rule can be added. Writes are in the Admin Activity log; reads only where Data Access logs of the Kubernetes Engine API are switched on.',
  losses: [
    'Cloud Logging cuts entries over 256 KiB, and marks some with audit.k8s.io/truncated',
    'without Data Access logs no get and no list arrives: discovery and reads of Secrets are not in it',
  ],
  policy: `${HEAD}
- {level: None, resources: [{group: "", resources: [events]}]}
- {level: Metadata, resources: [{group: "", resources: [secrets, configmaps]}, {group: authentication.k8s.io, resources: [tokenreviews]}], omitStages: [RequestReceived]}${END}`,
};

const ALL: Readonly<Record<ProviderId, Provider>> = { aks: AKS, eks: EKS, gke: GKE };

export const providerOf = (id: ProviderId): Provider => ALL[id];

const ENVELOPES: readonly (readonly [ProviderId, readonly string[]])[] = [
  ['aks', ['azure-diagnostics', 'azure-resource-log', 'aks-audit']],
  ['eks', ['sentinel-eks', 'sentinel-cloudwatch', 'cloudwatch']],
  ['gke', ['gke', 'sentinel-gke']],
];

/** The provider whose envelopes a log came in; `null` where that tells nothing. */
export const providerByEnvelopes = (envelopes: Readonly<Record<string, number>>): Provider | null => {
  const found = ENVELOPES.filter(([, names]) => names.some((name) => (envelopes[name] ?? 0) > 0));
  const [only] = found;
  return found.length === 1 && only !== undefined ? ALL[only[0]] : null;
};
