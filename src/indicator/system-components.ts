/** Parts of a cluster that every administrator expects to see, and so does not look at. */
export const SYSTEM_COMPONENTS: readonly string[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kube-dns',
  'kubelet',
  'coredns',
  'etcd',
  'cloud-controller-manager',
  'konnectivity-agent',
  'konnectivity-server',
  'metrics-server',
  'node-problem-detector',
  'nodelocaldns',
  'calico-node',
  'calico-kube-controllers',
  'kube-flannel',
  'cilium-operator',
  'aws-node',
  'azure-cns',
  'ebs-csi-controller',
  'gke-metadata-server',
];

/** Names that sound like a part of the control plane and belong to none. */
export const INVENTED_COMPONENTS: readonly string[] = [
  'kube-controller',
  'kube-api',
  'kube-api-server',
  'kube-manager',
  'kube-controllers',
];
