import type { ContainerRole } from '../model/activity.ts';

/** Where the containers of a template are, relative to its pod spec. */
export interface ContainerPath {
  readonly at: string;
  readonly role: ContainerRole;
  /** Name where the container carries none: what the controller calls it. */
  readonly name?: string;
}

/** What stands at a template path of the kind table, and how a pod comes out of it. */
export interface Shape {
  /** Path from the template to its pod-level fields; `null` where it has none and is only a container. */
  readonly spec: string | null;
  readonly containers: readonly ContainerPath[];
  /** True where the object is a pod spec even without containers; otherwise a container or a pod-level field must show. */
  readonly always: boolean;
}

const EPHEMERAL = [{ at: 'ephemeralContainers.*', role: 'ephemeral' }] as const;
const POD_CONTAINERS: readonly ContainerPath[] = [
  { at: 'containers.*', role: 'container' },
  { at: 'initContainers.*', role: 'init' },
  ...EPHEMERAL,
];

export const SHAPE_NAMES = [
  'pod', // {metadata, spec}: a pod template, or a pod
  'pod-spec', // the pod spec itself
  'pod-settings', // pod-level fields without containers, which a controller merges into its pods
  'container', // one container
  'ephemeral', // a pod of which only the ephemeral containers are written
  'ephemeral-list', // the EphemeralContainers kind that Kubernetes 1.16 to 1.21 had
  'argo-template', // Argo Workflows: container, script or containerSet beside pod-level fields
  'tekton-task', // Tekton: steps and sidecars
  'spark-pod', // Spark operator: pod-level and container fields in one object
] as const;
export type ShapeName = (typeof SHAPE_NAMES)[number];

export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  pod: { spec: 'spec', containers: POD_CONTAINERS, always: true },
  'pod-spec': { spec: '', containers: POD_CONTAINERS, always: true },
  'pod-settings': { spec: '', containers: [], always: false },
  container: { spec: null, containers: [{ at: '', role: 'container' }], always: false },
  ephemeral: { spec: 'spec', containers: EPHEMERAL, always: true },
  'ephemeral-list': { spec: '', containers: EPHEMERAL, always: false },
  'argo-template': {
    spec: '',
    containers: [
      { at: 'container', role: 'container', name: 'main' },
      { at: 'script', role: 'container', name: 'main' },
      { at: 'containerSet.containers.*', role: 'container' },
      { at: 'initContainers.*', role: 'init' },
      { at: 'sidecars.*', role: 'sidecar' },
    ],
    always: false,
  },
  'tekton-task': {
    spec: '',
    containers: [
      { at: 'steps.*', role: 'container' },
      { at: 'sidecars.*', role: 'sidecar' },
      { at: 'stepTemplate', role: 'container' },
    ],
    always: false,
  },
  'spark-pod': {
    spec: '',
    containers: [
      { at: '', role: 'container' },
      { at: 'initContainers.*', role: 'init' },
      { at: 'sidecars.*', role: 'sidecar' },
    ],
    always: false,
  },
};

/** Pod-level fields that make a `pod-settings` place, or a template without containers, worth lifting. */
export const POD_SETTINGS = [
  'volumes',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'serviceAccountName',
  'taskServiceAccountName',
  'serviceAccount',
  'automountServiceAccountToken',
  'securityContext',
  'nodeName',
  'podSpecPatch',
] as const;
