import type { Client } from './event-line.ts';
import { hexText, type Random, uuidText } from './random.ts';

/** The invented cluster of the benchmark: names and clients that every event is made from. */
export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly apps: readonly App[];
  readonly cronJobs: readonly ScheduledWork[];
  /** Agents and operators that run as pods, in the order of their first mention in `agentNames`. */
  readonly agents: readonly Agent[];
  readonly random: Random;
}
export interface ClusterNode {
  readonly name: string;
  readonly address: string;
  readonly uid: string;
  readonly kubelet: Client;
}
export interface App {
  readonly namespace: string;
  readonly name: string;
  readonly templateHash: string;
  readonly image: string;
}
export interface ScheduledWork {
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly image: string;
  readonly uid: string;
}
export interface Agent {
  readonly namespace: string;
  readonly name: string;
  readonly client: Client;
}

const version = 'v1.33.4';
const commit = 'a4d3e2f';

const namespaces = ['shop', 'payments', 'catalog', 'search', 'data', 'accounts', 'shipping', 'web'];
const appNames = ['api', 'worker', 'gateway', 'cache', 'frontend', 'consumer'];
const scheduledNames = ['report', 'cleanup-sessions', 'sync-prices', 'reindex', 'backup', 'rotate-exports'];

/** Agents as clusters of the large clouds run them; all ask the API server all day. */
const agentNames: readonly (readonly [string, string, string])[] = [
  ['kube-system', 'coredns', 'coredns/v0.0.0 (linux/amd64) kubernetes/$Format'],
  ['kube-system', 'metrics-server', 'metrics-server/v0.8.0 (linux/amd64) kubernetes/52d2b4c'],
  ['kube-system', 'cilium-operator', 'cilium-operator-generic/v1.18.1 (linux/amd64) kubernetes/2b1c1d9'],
  ['kube-system', 'cilium-agent', 'cilium-agent/v1.18.1 (linux/amd64) kubernetes/2b1c1d9'],
  ['kube-system', 'cluster-autoscaler', 'cluster-autoscaler/v1.33.0 (linux/amd64) kubernetes/$Format'],
  ['kube-system', 'csi-provisioner', 'csi-provisioner/v5.3.0 (linux/amd64) kubernetes/$Format'],
  ['kube-system', 'csi-attacher', 'csi-attacher/v4.9.0 (linux/amd64) kubernetes/$Format'],
  ['monitoring', 'prometheus', 'Prometheus/3.5.0'],
  ['monitoring', 'kube-state-metrics', 'v2.16.0 (linux/amd64) kube-state-metrics/$Format'],
  ['monitoring', 'node-problem-detector', 'node-problem-detector/v0.8.20 (linux/amd64) kubernetes/$Format'],
  ['logging', 'fluent-bit', 'Fluent-Bit'],
  ['cert-manager', 'cert-manager', 'cert-manager-controller/v1.18.2 (linux/amd64) cert-manager/5bf1fea'],
  ['cert-manager', 'cert-manager-cainjector', 'cert-manager-cainjector/v1.18.2 (linux/amd64) cert-manager/5bf1fea'],
  ['external-dns', 'external-dns', 'external-dns/v0.18.0'],
  ['ingress', 'ingress-nginx', 'nginx-ingress-controller/v1.13.1 (linux/amd64) ingress-nginx/7ac4f5d'],
  ['keda', 'keda-operator', 'keda/v0.0.0 (linux/amd64) kubernetes/$Format'],
  ['flux-system', 'kustomize-controller', 'kustomize-controller/v0.0.0 (linux/amd64) kubernetes/$Format'],
  ['flux-system', 'helm-controller', 'helm-controller/v0.0.0 (linux/amd64) kubernetes/$Format'],
  ['argocd', 'argocd-application-controller', 'argocd-application-controller/v0.0.0 (linux/amd64) kubernetes/$Format'],
  ['ci', 'deployer', 'kubectl/v1.33.4 (linux/amd64) kubernetes/74cdb42'],
];

/** A client that a pod's service account token authenticates; `extra` names pod and node, as servers since 1.30 log it. */
const podClient = (namespace: string, name: string, agent: string, node: ClusterNode, random: Random): Client => ({
  user: {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid: uuidText(random),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${uuidText(random)}`],
      'authentication.kubernetes.io/node-name': [node.name],
      'authentication.kubernetes.io/node-uid': [node.uid],
      'authentication.kubernetes.io/pod-name': [`${name}-${hexText(random, 10)}-x7k2p`],
      'authentication.kubernetes.io/pod-uid': [uuidText(random)],
    },
  },
  address: `198.51.100.${1 + (random() % 250)}`,
  agent,
  reason: `RBAC: allowed by ClusterRoleBinding "${name}" of ClusterRole "${name}" to ServiceAccount "${name}/${namespace}"`,
});

const kubeletClient = (name: string, address: string, random: Random): Client => ({
  user: {
    username: `system:node:${name}`,
    groups: ['system:nodes', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${hexText(random, 64)}`] },
  },
  address,
  agent: `kubelet/${version} (linux/amd64) kubernetes/${commit}`,
  reason: '',
});

/** A built-in controller: kube-controller-manager with the controller's own service account. */
export const controllerClient = (name: string): Client => ({
  user: {
    username: `system:serviceaccount:kube-system:${name}`,
    uid: '0b6a2d0e-58f1-4f0f-8f3e-2f7f5f1f9d11',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': ['JTI=6d2f4c1e-91aa-4f0b-9b1e-1f0a4b6f7c55'] },
  },
  address: '192.0.2.250',
  agent: `kube-controller-manager/${version} (linux/amd64) kubernetes/${commit}/system:serviceaccount:kube-system:${name}`,
  reason: `RBAC: allowed by ClusterRoleBinding "system:controller:${name}" of ClusterRole "system:controller:${name}" to ServiceAccount "${name}/kube-system"`,
});

/** A control-plane component with its own certificate. */
export const componentClient = (name: string, suffix = ''): Client => ({
  user: {
    username: `system:${name}`,
    groups: ['system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${'5e2c90d1'.repeat(8)}`] },
  },
  address: '192.0.2.250',
  agent: `${name}/${version} (linux/amd64) kubernetes/${commit}${suffix}`,
  reason: `RBAC: allowed by ClusterRoleBinding "system:${name}" of ClusterRole "system:${name}" to User "system:${name}"`,
});

/** A person with kubectl. */
export const personClient = (username: string, address: string): Client => ({
  user: { username, groups: ['platform-engineers', 'system:authenticated'] },
  address,
  agent: `kubectl/${version} (linux/amd64) kubernetes/74cdb42`,
  reason:
    'RBAC: allowed by ClusterRoleBinding "platform-engineers" of ClusterRole "edit" to Group "platform-engineers"',
});

/** Builds the cluster; the same random stream and number of nodes give the same names. */
export const buildCluster = (random: Random, nodeCount: number): Cluster => {
  const nodes = Array.from({ length: nodeCount }, (_, index): ClusterNode => {
    const name = `node-${String(index).padStart(3, '0')}.prod-1.example.com`;
    const address = `192.0.2.${1 + (index % 240)}`;
    return { name, address, uid: uuidText(random), kubelet: kubeletClient(name, address, random) };
  });
  const nodeAt = (index: number): ClusterNode => {
    const node = nodes[index % nodes.length];
    if (node === undefined) throw new RangeError('a cluster needs a node');
    return node;
  };
  const apps = namespaces.flatMap((namespace) =>
    appNames.map((name): App => {
      const image = `registry.example.com/${namespace}/${name}:2026.${1 + (random() % 12)}.${random() % 40}`;
      return { namespace, name: `${namespace}-${name}`, templateHash: hexText(random, 10), image };
    }),
  );
  const cronJobs = namespaces.flatMap((namespace, place) =>
    scheduledNames.slice(0, 5).map((name, index): ScheduledWork => {
      const schedule = ['*/15 * * * *', '*/20 * * * *', '0 * * * *', '*/30 * * * *', '10 3 * * *'][(place + index) % 5];
      const image = `registry.example.com/${namespace}/jobs:2026.${1 + (random() % 12)}.${random() % 40}`;
      return { namespace, name, schedule: schedule ?? '0 * * * *', image, uid: uuidText(random) };
    }),
  );
  const agents = agentNames.map(
    ([namespace, name, agent], index): Agent => ({
      namespace,
      name,
      client: podClient(namespace, name, agent, nodeAt(index), random),
    }),
  );
  return { nodes, apps, cronJobs, agents, random };
};

/** An agent by name. Throws for a name that the list does not hold, which is a mistake of ours. */
export const agentNamed = (cluster: Cluster, name: string): Agent => {
  const found = cluster.agents.find((agent) => agent.name === name);
  if (found === undefined) throw new Error(`no agent ${name}`);
  return found;
};
