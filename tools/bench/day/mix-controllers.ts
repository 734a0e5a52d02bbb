import type { JsonObject } from '../../../src/model/json.ts';
import { type App, agentNamed, type Cluster, controllerClient } from './cluster.ts';
import { type Client, eventLine, objectRef, resourceUri } from './event-line.ts';
import type { Traffic } from './mix.ts';
import { appController } from './objects.ts';
import { autoscaler, endpoints } from './platform-objects.ts';
import { SLOT } from './template.ts';

interface Write {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly client: Client;
  readonly name: (app: App) => string;
  readonly body: (app: App) => JsonObject;
}

/** Updates at level RequestResponse: the object is sent whole and comes back whole. */
const updates = (cluster: Cluster, write: Write): string[] =>
  cluster.apps.map((app) => {
    const name = write.name(app);
    const body = write.body(app);
    return eventLine({
      level: 'RequestResponse',
      uri: resourceUri(
        write.group,
        app.namespace,
        write.resource,
        `/${name}${write.subresource === undefined ? '' : `/${write.subresource}`}`,
      ),
      verb: 'update',
      client: write.client,
      ref: objectRef(write.group, write.resource, {
        namespace: app.namespace,
        name,
        uid: SLOT.uid,
        resourceVersion: SLOT.version,
        ...(write.subresource === undefined ? {} : { subresource: write.subresource }),
      }),
      request: body,
      response: body,
    });
  });

const appStatus =
  (kind: 'Deployment' | 'ReplicaSet' | 'DaemonSet' | 'StatefulSet', controller: string) =>
  (cluster: Cluster): string[] =>
    updates(cluster, {
      group: 'apps/v1',
      resource: `${kind.toLowerCase()}s`,
      subresource: 'status',
      client: controllerClient(controller),
      name: (app) => (kind === 'ReplicaSet' ? `${app.name}-${app.templateHash}` : app.name),
      body: (app) =>
        appController(
          kind,
          app,
          { annotations: { 'deployment.kubernetes.io/revision': '7' } },
          {
            observedGeneration: 7,
            replicas: 3,
            updatedReplicas: 3,
            readyReplicas: 3,
            availableReplicas: 3,
            conditions: [
              {
                type: 'Available',
                status: 'True',
                lastUpdateTime: SLOT.second,
                lastTransitionTime: SLOT.second,
                reason: 'MinimumReplicasAvailable',
                message: 'Deployment has minimum availability.',
              },
            ],
          },
        ),
    });

const customStatus = (cluster: Cluster): string[] =>
  (
    [
      ['cert-manager', 'cert-manager.io/v1', 'certificates', 'update'],
      ['kustomize-controller', 'kustomize.toolkit.fluxcd.io/v1', 'kustomizations', 'patch'],
      ['helm-controller', 'helm.toolkit.fluxcd.io/v2', 'helmreleases', 'patch'],
      ['keda-operator', 'keda.sh/v1alpha1', 'scaledobjects', 'patch'],
      ['cilium-operator', 'cilium.io/v2', 'ciliumnodes', 'update'],
    ] as const
  ).flatMap(([agent, group, resource, verb]) =>
    cluster.apps.slice(0, 12).map((app) =>
      eventLine({
        level: 'Metadata',
        uri: resourceUri(group, app.namespace, resource, `/${app.name}/status`),
        verb,
        client: agentNamed(cluster, agent).client,
        ref: objectRef(group, resource, { namespace: app.namespace, name: app.name, subresource: 'status' }),
      }),
    ),
  );

const applicationPatches = (cluster: Cluster): string[] =>
  cluster.apps.map((app) =>
    eventLine({
      level: 'Metadata',
      uri: resourceUri('argoproj.io/v1alpha1', 'argocd', 'applications', `/${app.name}`),
      verb: 'patch',
      client: agentNamed(cluster, 'argocd-application-controller').client,
      ref: objectRef('argoproj.io/v1alpha1', 'applications', { namespace: 'argocd', name: app.name }),
    }),
  );

/** Elections that still use ConfigMaps, at level Metadata as every ConfigMap. */
const configMapElections = (cluster: Cluster): string[] =>
  ['ingress-nginx', 'cluster-autoscaler', 'csi-provisioner'].map((name) => {
    const agent = agentNamed(cluster, name);
    return eventLine({
      level: 'Metadata',
      uri: resourceUri('v1', agent.namespace, 'configmaps', `/${name}-leader`),
      verb: 'update',
      client: agent.client,
      ref: objectRef('v1', 'configmaps', {
        namespace: agent.namespace,
        name: `${name}-leader`,
        uid: '5f0a1be2-7c44-4a5e-8d11-2f93b7c6d0aa',
        resourceVersion: SLOT.version,
      }),
    });
  });

/** Managed policies drop Events of the core group; those of `events.k8s.io` fall to the last rule, Metadata. */
const events = (cluster: Cluster): string[] =>
  ['cronjob-controller', 'job-controller', 'replicaset-controller', 'horizontal-pod-autoscaler'].flatMap((controller) =>
    cluster.apps.slice(0, 12).map((app) =>
      eventLine({
        level: 'Metadata',
        uri: resourceUri('events.k8s.io/v1', app.namespace, 'events'),
        verb: 'create',
        client: controllerClient(controller),
        ref: objectRef('events.k8s.io/v1', 'events', {
          namespace: app.namespace,
          name: `${app.name}.18a${SLOT.written}f04`,
        }),
        code: 201,
      }),
    ),
  );

const tokenReviews = (cluster: Cluster): string[] =>
  cluster.nodes.map((node) =>
    eventLine({
      level: 'Metadata',
      uri: '/apis/authentication.k8s.io/v1/tokenreviews',
      verb: 'create',
      client: node.kubelet,
      ref: objectRef('authentication.k8s.io/v1', 'tokenreviews'),
      code: 201,
    }),
  );

const accessReviews = (cluster: Cluster): string[] =>
  cluster.nodes.slice(0, 40).flatMap((node) =>
    ['prometheus', 'metrics-server'].map((name) => {
      const asked = agentNamed(cluster, name).client.user;
      const body = (status: JsonObject): JsonObject => ({
        kind: 'SubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: { creationTimestamp: null },
        spec: {
          resourceAttributes: {
            verb: 'get',
            version: 'v1',
            resource: 'nodes',
            subresource: 'metrics',
            name: node.name,
          },
          user: asked.username,
          groups: asked.groups,
          uid: asked.uid ?? '',
        },
        status,
      });
      return eventLine({
        level: 'RequestResponse',
        uri: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        verb: 'create',
        client: node.kubelet,
        ref: objectRef('authorization.k8s.io/v1', 'subjectaccessreviews'),
        code: 201,
        request: body({ allowed: false }),
        response: body({ allowed: true, reason: agentNamed(cluster, name).client.reason }),
      });
    }),
  );

/** What controllers and operators write about what others asked for. */
export const controllerMix: readonly Traffic[] = [
  { verb: 'create', resource: 'tokenreviews', weight: 12, maxLatencyMs: 6, lines: tokenReviews },
  { verb: 'create', resource: 'subjectaccessreviews', weight: 25, maxLatencyMs: 6, lines: accessReviews },
  { verb: 'create', resource: 'events', weight: 12, maxLatencyMs: 8, lines: events },
  { verb: 'update', resource: 'configmaps', weight: 10, maxLatencyMs: 8, lines: configMapElections },
  { verb: 'update/patch', resource: 'custom resources/status', weight: 30, maxLatencyMs: 15, lines: customStatus },
  { verb: 'patch', resource: 'applications', weight: 10, maxLatencyMs: 15, lines: applicationPatches },
  {
    verb: 'update',
    resource: 'endpointslices',
    weight: 12,
    maxLatencyMs: 15,
    // No known API of the managed policies: discovery.k8s.io is missing in their lists, so no body is logged.
    lines: (cluster) =>
      cluster.apps.map((app) =>
        eventLine({
          level: 'Metadata',
          uri: resourceUri('discovery.k8s.io/v1', app.namespace, 'endpointslices', `/${app.name}-8xk2q`),
          verb: 'update',
          client: controllerClient('endpointslice-controller'),
          ref: objectRef('discovery.k8s.io/v1', 'endpointslices', {
            namespace: app.namespace,
            name: `${app.name}-8xk2q`,
            uid: SLOT.uid,
            resourceVersion: SLOT.version,
          }),
        }),
      ),
  },
  {
    verb: 'update',
    resource: 'endpoints',
    weight: 10,
    maxLatencyMs: 15,
    lines: (cluster) =>
      updates(cluster, {
        group: 'v1',
        resource: 'endpoints',
        client: controllerClient('endpoint-controller'),
        name: (app) => app.name,
        body: (app) => endpoints(app, cluster.nodes),
      }),
  },
  {
    verb: 'update',
    resource: 'horizontalpodautoscalers/status',
    weight: 12,
    maxLatencyMs: 15,
    lines: (cluster) =>
      updates(cluster, {
        group: 'autoscaling/v2',
        resource: 'horizontalpodautoscalers',
        subresource: 'status',
        client: controllerClient('horizontal-pod-autoscaler'),
        name: (app) => app.name,
        body: autoscaler,
      }),
  },
  {
    verb: 'update',
    resource: 'replicasets/status',
    weight: 6,
    maxLatencyMs: 15,
    lines: appStatus('ReplicaSet', 'replicaset-controller'),
  },
  {
    verb: 'update',
    resource: 'deployments/status',
    weight: 6,
    maxLatencyMs: 15,
    lines: appStatus('Deployment', 'deployment-controller'),
  },
  {
    verb: 'update',
    resource: 'daemonsets/status',
    weight: 2,
    maxLatencyMs: 15,
    lines: appStatus('DaemonSet', 'daemon-set-controller'),
  },
  {
    verb: 'update',
    resource: 'statefulsets/status',
    weight: 1,
    maxLatencyMs: 15,
    lines: appStatus('StatefulSet', 'statefulset-controller'),
  },
];
