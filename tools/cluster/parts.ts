import { join } from 'node:path';
import type { Binaries } from './build.ts';
import type { Program } from './processes.ts';

/** Folders and ports of one cluster. */
export interface Layout {
  readonly binaries: Binaries;
  readonly folder: string;
  readonly policy: string;
  readonly auditMode: 'blocking' | 'batch';
  readonly etcdPort: number;
  readonly peerPort: number;
  readonly apiPort: number;
}

export const pkiFolder = (folder: string): string => join(folder, 'pki');
export const kubeconfigOf = (folder: string, name: string): string => join(folder, 'kubeconfigs', `${name}.yaml`);
export const auditLogOf = (folder: string): string => join(folder, 'audit.jsonl');
export const logOf = (folder: string, name: string): string => join(folder, 'logs', `${name}.log`);

export const etcdProgram = ({ binaries, folder, etcdPort, peerPort }: Layout): Program => {
  const pki = pkiFolder(folder);
  const client = `https://127.0.0.1:${etcdPort}`;
  const peer = `https://127.0.0.1:${peerPort}`;
  const tls = (prefix: string): string[] => [
    `--${prefix}cert-file=${pki}/etcd.crt`,
    `--${prefix}key-file=${pki}/etcd.key`,
    `--${prefix}trusted-ca-file=${pki}/ca.crt`,
    `--${prefix}client-cert-auth`,
  ];
  return {
    name: 'etcd',
    path: binaries.path('etcd'),
    log: logOf(folder, 'etcd'),
    args: [
      `--name=default`,
      `--data-dir=${folder}/etcd`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      ...tls(''),
      ...tls('peer-'),
      // The cluster is thrown away when it stops; waiting for the disk would protect nothing.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
  };
};

export const apiServerProgram = (layout: Layout): Program => {
  const { binaries, folder, etcdPort, apiPort, policy, auditMode } = layout;
  const pki = pkiFolder(folder);
  return {
    name: 'kube-apiserver',
    path: binaries.path('kube-apiserver'),
    log: logOf(folder, 'kube-apiserver'),
    args: [
      `--etcd-servers=https://127.0.0.1:${etcdPort}`,
      `--etcd-cafile=${pki}/ca.crt`,
      `--etcd-certfile=${pki}/etcd.crt`,
      `--etcd-keyfile=${pki}/etcd.key`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      // The address of the loopback may not stand in an Endpoints object.
      '--endpoint-reconciler-type=none',
      `--secure-port=${apiPort}`,
      `--tls-cert-file=${pki}/kube-apiserver.crt`,
      `--tls-private-key-file=${pki}/kube-apiserver.key`,
      `--client-ca-file=${pki}/ca.crt`,
      `--token-auth-file=${pki}/tokens.csv`,
      '--anonymous-auth=true',
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--service-cluster-ip-range=203.0.113.0/24',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${pki}/service-account.key`,
      `--service-account-signing-key-file=${pki}/service-account.key`,
      '--allow-privileged=true',
      // Nodes have none, so that `kubectl exec` and the like fail here and no packet leaves for a node's made-up address.
      '--kubelet-preferred-address-types=ExternalIP',
      '--profiling=false',
      `--audit-policy-file=${policy}`,
      `--audit-log-path=${auditLogOf(folder)}`,
      `--audit-log-mode=${auditMode}`,
      // In megabytes. A log that is turned over half-way would be read as if it had been cut.
      '--audit-log-maxsize=100000',
    ],
  };
};

export const controllerManagerProgram = ({ binaries, folder }: Pick<Layout, 'binaries' | 'folder'>): Program => {
  const pki = pkiFolder(folder);
  return {
    name: 'kube-controller-manager',
    path: binaries.path('kube-controller-manager'),
    log: logOf(folder, 'kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfigOf(folder, 'kube-controller-manager')}`,
      `--service-account-private-key-file=${pki}/service-account.key`,
      `--root-ca-file=${pki}/ca.crt`,
      `--cluster-signing-cert-file=${pki}/ca.crt`,
      `--cluster-signing-key-file=${pki}/ca.key`,
      // Each controller asks under its own account, as in every cluster that kubeadm makes.
      '--use-service-account-credentials=true',
      '--leader-elect=true',
      '--secure-port=0',
      '--profiling=false',
    ],
  };
};

export const schedulerProgram = ({ binaries, folder }: Pick<Layout, 'binaries' | 'folder'>): Program => ({
  name: 'kube-scheduler',
  path: binaries.path('kube-scheduler'),
  log: logOf(folder, 'kube-scheduler'),
  args: [
    `--kubeconfig=${kubeconfigOf(folder, 'kube-scheduler')}`,
    '--leader-elect=true',
    '--secure-port=0',
    '--profiling=false',
  ],
});

export const kubeletProgram = (
  { binaries, folder }: Pick<Layout, 'binaries' | 'folder'>,
  node: string,
  index: number,
): Program => ({
  name: node,
  path: binaries.path('kubelet'),
  log: logOf(folder, node),
  args: [
    `-kubeconfig=${kubeconfigOf(folder, node)}`,
    `-name=${node}`,
    `-root=${join(folder, 'kubelets', node)}`,
    `-pod-range=198.51.100.${(index % 4) * 64}/26`,
  ],
});
