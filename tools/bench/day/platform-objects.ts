import type { JsonObject } from '../../../src/model/json.ts';
import type { App, ClusterNode } from './cluster.ts';
import { fieldsOf } from './objects.ts';
import { SLOT } from './template.ts';

const nodeConditions = (): JsonObject[] =>
  [
    ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
  ].map(([type = '', status = '', reason = '', message = '']) => ({
    type,
    status,
    lastHeartbeatTime: SLOT.second,
    lastTransitionTime: '2026-02-20T04:11:32Z',
    reason,
    message,
  }));

/** The strategic merge patch with which a kubelet reports itself. */
export const nodeStatusPatch = (node: ClusterNode): JsonObject => ({
  status: {
    '$setElementOrder/conditions': nodeConditions().map((condition) => ({ type: condition.type ?? '' })),
    '$setElementOrder/addresses': [{ type: 'InternalIP' }, { type: 'Hostname' }],
    addresses: [
      { address: node.address, type: 'InternalIP' },
      { address: node.name, type: 'Hostname' },
    ],
    conditions: nodeConditions(),
    allocatable: { cpu: '7910m', 'ephemeral-storage': '95551679124', memory: '31482288Ki', pods: '110' },
  },
});

/**
 * A whole node. Its image list is what makes nodes large: KEP-589 counts more than 15 kB for ten to fifteen images with
 * volumes; the kubelet reports at most fifty images.
 */
export const storedNode = (node: ClusterNode, apps: readonly App[]): JsonObject => {
  const labels = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'general-8',
    'topology.kubernetes.io/region': 'eu-west-1',
    'topology.kubernetes.io/zone': 'eu-west-1b',
  };
  const status = {
    capacity: { cpu: '8', 'ephemeral-storage': '104845292Ki', memory: '32499120Ki', pods: '110' },
    allocatable: { cpu: '7910m', 'ephemeral-storage': '95551679124', memory: '31482288Ki', pods: '110' },
    conditions: nodeConditions(),
    addresses: [
      { type: 'InternalIP', address: node.address },
      { type: 'Hostname', address: node.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: 'ec2c1f6d0a3b48a59a7f7c0f2b6c4d10',
      systemUUID: node.uid,
      bootID: '0f4f1d7b-5f1e-4e63-9d0b-61a3a1f6e0f2',
      kernelVersion: '6.12.40-63.114.example.x86_64',
      osImage: 'Example Linux 2026',
      containerRuntimeVersion: 'containerd://2.1.4',
      kubeletVersion: 'v1.33.4',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
    images: apps.map((app, index) => ({
      names: [`${app.image.split(':')[0]}@sha256:${'91ce07ab4d5f2e38'.repeat(4)}`, app.image],
      sizeBytes: 61_000_000 + index * 1_300_017,
    })),
  };
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name: node.name,
      uid: node.uid,
      resourceVersion: SLOT.written,
      creationTimestamp: '2026-02-20T04:10:58Z',
      labels,
      annotations: { 'csi.volume.kubernetes.io/nodeid': JSON.stringify({ 'csi.example.com': node.uid }) },
      managedFields: [
        {
          manager: 'kubelet',
          operation: 'Update',
          apiVersion: 'v1',
          time: SLOT.second,
          fieldsType: 'FieldsV1',
          fieldsV1: fieldsOf({ metadata: { labels }, status: { ...status, images: [] } }),
          subresource: 'status',
        },
      ],
    },
    spec: {
      podCIDR: '198.51.100.0/24',
      podCIDRs: ['198.51.100.0/24'],
      providerID: `example:///eu-west-1b/${node.uid}`,
    },
    status,
  };
};

/** The Endpoints object of an app's service. Its EndpointSlice is logged without a body by managed policies. */
export const endpoints = (app: App, nodes: readonly ClusterNode[]): JsonObject => ({
  kind: 'Endpoints',
  apiVersion: 'v1',
  metadata: {
    name: app.name,
    namespace: app.namespace,
    uid: SLOT.uid,
    resourceVersion: SLOT.written,
    creationTimestamp: '2026-01-12T08:14:51Z',
    labels: { 'app.kubernetes.io/name': app.name },
    annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': SLOT.second },
  },
  subsets: [
    {
      addresses: nodes.slice(0, 8).map((node, index) => ({
        ip: `198.51.100.${20 + index}`,
        nodeName: node.name,
        targetRef: {
          kind: 'Pod',
          namespace: app.namespace,
          name: `${app.name}-${app.templateHash}-k${index}w2p`,
          uid: node.uid,
        },
      })),
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    },
  ],
});

export const autoscaler = (app: App): JsonObject => {
  const metric = (name: string, averageUtilization: number): JsonObject => ({
    type: 'Resource',
    resource: { name, current: { averageValue: '183m', averageUtilization } },
  });
  const condition = (type: string, reason: string, message: string): JsonObject => ({
    type,
    status: 'True',
    lastTransitionTime: '2026-03-01T11:20:08Z',
    reason,
    message,
  });
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: {
      name: app.name,
      namespace: app.namespace,
      uid: SLOT.uid,
      resourceVersion: SLOT.version,
      creationTimestamp: '2026-01-12T08:14:51Z',
      labels: { 'app.kubernetes.io/name': app.name },
    },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: app.name, apiVersion: 'apps/v1' },
      minReplicas: 3,
      maxReplicas: 12,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
    status: {
      lastScaleTime: SLOT.second,
      currentReplicas: 3,
      desiredReplicas: 3,
      currentMetrics: [metric('cpu', 41), metric('memory', 57)],
      conditions: [
        condition('AbleToScale', 'ReadyForNewScale', 'recommended size matches current size'),
        condition(
          'ScalingActive',
          'ValidMetricFound',
          'the HPA was able to successfully calculate a replica count from cpu resource utilization',
        ),
        condition('ScalingLimited', 'DesiredWithinRange', 'the desired count is within the acceptable range'),
      ],
    },
  };
};
