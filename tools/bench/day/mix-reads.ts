import type { Agent, Cluster } from './cluster.ts';
import { eventLine, objectRef, resourceUri } from './event-line.ts';
import type { Traffic } from './mix.ts';
import { SLOT } from './template.ts';

/** Group and resource of what agents look at; what a policy does not know is logged at level Metadata. */
const known: readonly (readonly [string, string])[] = [
  ['v1', 'pods'],
  ['v1', 'nodes'],
  ['v1', 'services'],
  ['v1', 'namespaces'],
  ['v1', 'persistentvolumes'],
  ['v1', 'persistentvolumeclaims'],
  ['v1', 'serviceaccounts'],
  ['apps/v1', 'deployments'],
  ['apps/v1', 'replicasets'],
  ['apps/v1', 'statefulsets'],
  ['apps/v1', 'daemonsets'],
  ['batch/v1', 'jobs'],
  ['batch/v1', 'cronjobs'],
  ['networking.k8s.io/v1', 'ingresses'],
  ['networking.k8s.io/v1', 'networkpolicies'],
  ['storage.k8s.io/v1', 'volumeattachments'],
  ['storage.k8s.io/v1', 'storageclasses'],
  ['storage.k8s.io/v1', 'csinodes'],
  ['autoscaling/v2', 'horizontalpodautoscalers'],
  ['policy/v1', 'poddisruptionbudgets'],
];
const unknown: readonly (readonly [string, string])[] = [
  ['discovery.k8s.io/v1', 'endpointslices'],
  ['cilium.io/v2', 'ciliumendpoints'],
  ['cilium.io/v2', 'ciliumnodes'],
  ['cert-manager.io/v1', 'certificates'],
  ['cert-manager.io/v1', 'certificaterequests'],
  ['keda.sh/v1alpha1', 'scaledobjects'],
  ['kustomize.toolkit.fluxcd.io/v1', 'kustomizations'],
  ['source.toolkit.fluxcd.io/v1', 'gitrepositories'],
  ['helm.toolkit.fluxcd.io/v2', 'helmreleases'],
  ['argoproj.io/v1alpha1', 'applications'],
  ['monitoring.coreos.com/v1', 'servicemonitors'],
];
const clusterWide = new Set([
  'nodes',
  'namespaces',
  'persistentvolumes',
  'storageclasses',
  'volumeattachments',
  'csinodes',
  'ciliumnodes',
]);

/** Pairs every agent with a few of the resources, so that no two agents look alike. */
const pairs = (
  cluster: Cluster,
  resources: readonly (readonly [string, string])[],
  perAgent: number,
): { agent: Agent; group: string; resource: string; namespace: string; name: string }[] =>
  cluster.agents.flatMap((agent, place) =>
    Array.from({ length: perAgent }, (_, index) => {
      const [group, resource] = resources[(place * perAgent + index * 3 + place) % resources.length] ?? ['v1', 'pods'];
      const app = cluster.apps[(place * 5 + index * 11) % cluster.apps.length];
      return { agent, group, resource, namespace: app?.namespace ?? 'default', name: app?.name ?? 'default' };
    }),
  );

const gets =
  (level: 'Metadata' | 'Request', resources: readonly (readonly [string, string])[]) =>
  (cluster: Cluster): string[] =>
    pairs(cluster, resources, 5).map(({ agent, group, resource, namespace, name }) => {
      const inside = clusterWide.has(resource) ? null : namespace;
      return eventLine({
        level,
        uri: resourceUri(group, inside, resource, `/${name}`),
        verb: 'get',
        client: agent.client,
        ref: objectRef(group, resource, { ...(inside === null ? {} : { namespace: inside }), name }),
      });
    });

const lists = (cluster: Cluster): string[] =>
  pairs(cluster, known, 4).map(({ agent, group, resource, namespace, name }, index) => {
    const inside = index % 3 === 0 && !clusterWide.has(resource) ? namespace : null;
    const query = ['?limit=500&resourceVersion=0', `?labelSelector=app.kubernetes.io%2Fname%3D${name}`, '?limit=500'][
      index % 3
    ];
    return eventLine({
      level: 'Request',
      uri: resourceUri(group, inside, resource, query),
      verb: 'list',
      client: agent.client,
      ref: objectRef(group, resource, inside === null ? {} : { namespace: inside }),
    });
  });

/** Managed policies leave out RequestReceived only: a watch is logged when it starts and when it ends. */
const watches =
  (stage: 'ResponseStarted' | 'ResponseComplete') =>
  (cluster: Cluster): string[] =>
    [
      ...pairs(cluster, known, 3).map((pair) => ({ ...pair, client: pair.agent.client })),
      ...cluster.nodes.slice(0, 40).flatMap((node) =>
        ['pods', 'services', 'configmaps', 'secrets'].map((resource) => ({
          client: node.kubelet,
          group: 'v1',
          resource,
          namespace: 'shop',
          name: '',
        })),
      ),
    ].map(({ client, group, resource }) =>
      eventLine({
        level: resource === 'configmaps' || resource === 'secrets' ? 'Metadata' : 'Request',
        stage,
        uri: resourceUri(
          group,
          null,
          resource,
          `?allowWatchBookmarks=true&resourceVersion=${SLOT.version}&timeout=8m27s&timeoutSeconds=507&watch=true`,
        ),
        verb: 'watch',
        client,
        ref: objectRef(group, resource),
      }),
    );

const configurationReads = (cluster: Cluster): string[] =>
  cluster.agents.flatMap((agent) =>
    ['configmaps', 'secrets'].map((resource) => {
      const name = `${agent.name}-${resource === 'secrets' ? 'tls' : 'config'}`;
      return eventLine({
        level: 'Metadata',
        uri: resourceUri('v1', agent.namespace, resource, `/${name}`),
        verb: 'get',
        client: agent.client,
        ref: objectRef('v1', resource, { namespace: agent.namespace, name }),
      });
    }),
  );

/** Health checks are not logged by managed policies, discovery and metrics are. */
const plainPaths = (cluster: Cluster): string[] =>
  cluster.agents.flatMap((agent) =>
    [
      '/readyz',
      '/livez?exclude=etcd',
      '/apis',
      '/api',
      '/openapi/v3?timeout=32s',
      '/metrics',
      '/apis/batch/v1?timeout=32s',
    ].map((uri) => eventLine({ level: 'Metadata', uri, verb: 'get', client: agent.client })),
  );

const podMetrics = (cluster: Cluster): string[] =>
  ['keda-operator', 'kube-state-metrics', 'prometheus'].flatMap((name) =>
    cluster.apps.slice(0, 20).map((app) => {
      const agent = cluster.agents.find((one) => one.name === name) ?? cluster.agents[0];
      if (agent === undefined) throw new RangeError('a cluster needs an agent');
      const query = `?labelSelector=app.kubernetes.io%2Fname%3D${app.name}`;
      return eventLine({
        level: 'Request',
        uri: resourceUri('metrics.k8s.io/v1beta1', app.namespace, 'pods', query),
        verb: 'list',
        client: agent.client,
        ref: objectRef('metrics.k8s.io/v1beta1', 'pods', { namespace: app.namespace }),
      });
    }),
  );

/** Reads: no bodies, all day, from every agent. */
export const readMix: readonly Traffic[] = [
  { verb: 'get', resource: 'configmaps, secrets', weight: 30, maxLatencyMs: 5, lines: configurationReads },
  { verb: 'get', resource: 'built-in resources', weight: 60, maxLatencyMs: 5, lines: gets('Request', known) },
  { verb: 'get', resource: 'custom resources', weight: 30, maxLatencyMs: 5, lines: gets('Metadata', unknown) },
  { verb: 'list', resource: 'built-in resources', weight: 40, maxLatencyMs: 60, lines: lists },
  { verb: 'watch', resource: 'start', weight: 20, maxLatencyMs: 3, lines: watches('ResponseStarted') },
  { verb: 'watch', resource: 'end', weight: 20, maxLatencyMs: 580_000, lines: watches('ResponseComplete') },
  { verb: 'get', resource: 'paths without a resource', weight: 25, maxLatencyMs: 8, lines: plainPaths },
  { verb: 'list', resource: 'pods (metrics.k8s.io)', weight: 10, maxLatencyMs: 30, lines: podMetrics },
];
