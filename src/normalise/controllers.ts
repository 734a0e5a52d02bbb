/**
 * Service accounts in `kube-system` that kube-controller-manager and the cloud controller manager run their controllers
 * as: https://github.com/kubernetes/kubernetes/blob/master/plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go
 */
export const KUBE_CONTROLLERS = [
  'attachdetach-controller',
  'bootstrap-signer',
  'certificate-controller',
  'cloud-provider',
  'clusterrole-aggregation-controller',
  'cronjob-controller',
  'daemon-set-controller',
  'deployment-controller',
  'device-taint-eviction-controller',
  'disruption-controller',
  'endpoint-controller',
  'endpointslice-controller',
  'endpointslicemirroring-controller',
  'ephemeral-volume-controller',
  'expand-controller',
  'generic-garbage-collector',
  'horizontal-pod-autoscaler',
  'job-controller',
  'legacy-service-account-token-cleaner',
  'namespace-controller',
  'node-controller',
  'persistent-volume-binder',
  'pod-garbage-collector',
  'pv-protection-controller',
  'pvc-protection-controller',
  'replicaset-controller',
  'replication-controller',
  'resource-claim-controller',
  'resourcequota-controller',
  'root-ca-cert-publisher',
  'route-controller',
  'selinux-warning-controller',
  'service-account-controller',
  'service-cidrs-controller',
  'service-controller',
  'statefulset-controller',
  'storage-version-migrator-controller',
  'taint-eviction-controller',
  'token-cleaner',
  'tokens-controller',
  'ttl-after-finished-controller',
  'ttl-controller',
  'validatingadmissionpolicy-status-controller',
] as const;

/** Service accounts in `openshift-infra` of the OpenShift controller manager. */
export const OPENSHIFT_CONTROLLERS = [
  'build-config-change-controller',
  'build-controller',
  'deployer-controller',
  'deploymentconfig-controller',
  'image-import-controller',
  'image-trigger-controller',
  'origin-namespace-controller',
  'resourcequota-controller',
  'serviceaccount-controller',
  'serviceaccount-pull-secrets-controller',
  'template-instance-controller',
  'template-instance-finalizer-controller',
  'unidling-controller',
] as const;

/** Users of the control plane itself, upstream and as the managed services name them. */
export const CONTROL_PLANE_USERS = [
  'system:apiserver',
  'system:cloud-controller-manager',
  'system:kube-apiserver',
  'system:kube-controller-manager',
  'system:kube-proxy',
  'system:kube-scheduler',
  'system:konnectivity-server',
  'system:addon-manager', // GKE
  'system:cluster-autoscaler', // GKE
  'system:gcp-controller-manager', // GKE
  'system:glbc', // GKE
  'system:gke-controller', // GKE
  'system:gke-master-healthcheck', // GKE
  'aksService', // AKS
  'acsService', // AKS, older clusters
] as const;

/** EKS names its own components so, and refuses access entries that use the prefix. */
export const CONTROL_PLANE_PREFIXES = ['eks:'] as const;

const KUBE = new Set<string>(KUBE_CONTROLLERS.map((name) => `system:serviceaccount:kube-system:${name}`));
const OPENSHIFT = new Set<string>(OPENSHIFT_CONTROLLERS.map((name) => `system:serviceaccount:openshift-infra:${name}`));
const USERS = new Set<string>(CONTROL_PLANE_USERS);

export const isControlPlane = (username: string): boolean =>
  USERS.has(username) ||
  KUBE.has(username) ||
  OPENSHIFT.has(username) ||
  CONTROL_PLANE_PREFIXES.some((prefix) => username.startsWith(prefix));
