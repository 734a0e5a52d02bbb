import { agentNamed, type Cluster, componentClient } from './cluster.ts';
import { type Client, eventLine, objectRef, resourceUri } from './event-line.ts';
import type { Traffic } from './mix.ts';
import { appWork, podStatusPatch } from './objects.ts';
import { nodeStatusPatch, storedNode } from './platform-objects.ts';
import { SLOT } from './template.ts';

const leaseGroup = 'coordination.k8s.io/v1';

const kubeletLeases = (cluster: Cluster): string[] =>
  cluster.nodes.map((node) =>
    eventLine({
      level: 'Metadata',
      uri: resourceUri(leaseGroup, 'kube-node-lease', 'leases', `/${node.name}?timeout=10s`),
      verb: 'update',
      client: node.kubelet,
      ref: objectRef(leaseGroup, 'leases', {
        namespace: 'kube-node-lease',
        name: node.name,
        uid: node.uid,
        resourceVersion: SLOT.version,
      }),
    }),
  );

const electedAgents = [
  'cilium-operator',
  'cluster-autoscaler',
  'csi-provisioner',
  'csi-attacher',
  'cert-manager',
  'cert-manager-cainjector',
  'ingress-nginx',
  'keda-operator',
  'kustomize-controller',
  'helm-controller',
];

/** The control plane renews every 2 s, client-go's default; its client does not read the lease before it writes. */
const controlPlaneElections = (): string[] =>
  ['kube-scheduler', 'kube-controller-manager', 'cloud-controller-manager'].map((name) =>
    electionLine('update', 'kube-system', name, componentClient(name, '/leader-election')),
  );

/** Add-ons are elected at OpenShift's slower pace, every 26 s; a waiting replica reads the lease as often. */
const addOnElections =
  (verb: 'get' | 'update') =>
  (cluster: Cluster): string[] =>
    electedAgents.map((name) => {
      const agent = agentNamed(cluster, name);
      return electionLine(verb, agent.namespace, name, agent.client);
    });

const electionLine = (verb: 'get' | 'update', namespace: string, name: string, client: Client): string =>
  eventLine({
    level: 'Metadata',
    uri: resourceUri(leaseGroup, namespace, 'leases', `/${name}${verb === 'update' ? '?timeout=5s' : ''}`),
    verb,
    client,
    ref: objectRef(leaseGroup, 'leases', {
      namespace,
      name,
      ...(verb === 'update' ? { uid: 'f0c1d2b3-58a6-4d7e-9b0f-3e5d7c9a1b24', resourceVersion: SLOT.version } : {}),
    }),
  });

/** Managed policies log what kubelets report at level Request: the patch, without the node that it ends up in. */
const kubeletNodeStatus = (cluster: Cluster): string[] =>
  cluster.nodes.map((node) =>
    eventLine({
      level: 'Request',
      uri: resourceUri('v1', null, 'nodes', `/${node.name}/status?timeout=10s`),
      verb: 'patch',
      client: node.kubelet,
      ref: objectRef('v1', 'nodes', { name: node.name, subresource: 'status' }),
      request: nodeStatusPatch(node),
    }),
  );

/** The exception of the same policies covers kubelets only: other agents' patches carry the whole node. */
const agentNodeStatus = (cluster: Cluster): string[] =>
  ['node-problem-detector', 'cilium-agent'].flatMap((name) =>
    cluster.nodes.slice(0, 60).map((node) =>
      eventLine({
        level: 'RequestResponse',
        uri: resourceUri('v1', null, 'nodes', `/${node.name}/status`),
        verb: 'patch',
        client: agentNamed(cluster, name).client,
        ref: objectRef('v1', 'nodes', { name: node.name, subresource: 'status' }),
        request: nodeStatusPatch(node),
        response: storedNode(node, cluster.apps.slice(0, 34)),
      }),
    ),
  );

const kubeletPodStatus = (cluster: Cluster): string[] =>
  cluster.apps.map((app, index) => {
    const node = cluster.nodes[index % cluster.nodes.length] ?? cluster.nodes[0];
    if (node === undefined) throw new RangeError('a cluster needs a node');
    const name = `${app.name}-${app.templateHash}-${SLOT.suffix}`;
    return eventLine({
      level: 'Request',
      uri: resourceUri('v1', app.namespace, 'pods', `/${name}/status`),
      verb: 'patch',
      client: node.kubelet,
      ref: objectRef('v1', 'pods', { namespace: app.namespace, name, subresource: 'status' }),
      request: podStatusPatch(appWork(app).container, app.image, node),
    });
  });

const tokenRequests = (cluster: Cluster): string[] =>
  cluster.apps.map((app, index) => {
    const node = cluster.nodes[(index * 7) % cluster.nodes.length] ?? cluster.nodes[0];
    if (node === undefined) throw new RangeError('a cluster needs a node');
    return eventLine({
      level: 'Request',
      uri: resourceUri('v1', app.namespace, 'serviceaccounts', `/${app.name}/token`),
      verb: 'create',
      client: node.kubelet,
      ref: objectRef('v1', 'serviceaccounts', { namespace: app.namespace, name: app.name, subresource: 'token' }),
      code: 201,
      request: {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { creationTimestamp: null },
        spec: {
          audiences: null,
          expirationSeconds: 3607,
          boundObjectRef: {
            kind: 'Pod',
            apiVersion: 'v1',
            name: `${app.name}-${app.templateHash}-${SLOT.suffix}`,
            uid: SLOT.uid,
          },
        },
        status: { token: '', expirationTimestamp: null },
      },
    });
  });

/** What nodes and leader elections write without anyone doing anything. */
export const nodeMix: readonly Traffic[] = [
  { verb: 'update', resource: 'leases (kubelets)', weight: 380, maxLatencyMs: 9, lines: kubeletLeases },
  { verb: 'update', resource: 'leases (control plane)', weight: 260, maxLatencyMs: 9, lines: controlPlaneElections },
  { verb: 'update', resource: 'leases (add-ons)', weight: 66, maxLatencyMs: 9, lines: addOnElections('update') },
  { verb: 'get', resource: 'leases (add-ons)', weight: 20, maxLatencyMs: 4, lines: addOnElections('get') },
  { verb: 'patch', resource: 'nodes/status (kubelets)', weight: 12, maxLatencyMs: 20, lines: kubeletNodeStatus },
  { verb: 'patch', resource: 'nodes/status (agents)', weight: 5, maxLatencyMs: 20, lines: agentNodeStatus },
  { verb: 'patch', resource: 'pods/status (kubelets)', weight: 30, maxLatencyMs: 20, lines: kubeletPodStatus },
  { verb: 'create', resource: 'serviceaccounts/token', weight: 12, maxLatencyMs: 12, lines: tokenRequests },
];
