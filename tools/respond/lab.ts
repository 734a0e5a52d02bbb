import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { scan } from '../../src/engine/scan.ts';
import type { Finding } from '../../src/model/finding.ts';
import { objectAt, textAt } from '../../src/model/json.ts';
import { ROLES, type Role } from '../../src/playbook/model.ts';
import { roleManifest } from '../../src/playbook/roles.ts';
import { shipped } from '../../src/playbook/testing.ts';
import { type Api, openApi } from '../../src/respond/api.ts';
import { buildBinaries } from '../cluster/build.ts';
import { type Cluster, startCluster, stopCluster } from '../cluster/cluster.ts';
import { kubeconfigOf, pkiFolder } from '../cluster/parts.ts';

/** A real cluster with the owners' kinds, the shipped roles and a responder for each of them. */
export interface Lab {
  readonly cluster: Cluster;
  readonly folder: string;
  /** `cluster` for a run: the name, and the uid of kube-system as the server gave it. */
  readonly identity: { readonly name: string; readonly uid: string };
  readonly adminConfig: string;
  readonly adminContext: string;
  /** Kubeconfig of a service account that is bound to the collector and to these roles. */
  configOf(roles: readonly Role[], base?: readonly Role[]): Promise<string>;
  api(kubeconfig?: string): Promise<Api>;
  apply(objects: readonly object[]): Promise<void>;
  get(path: string): Promise<unknown>;
  /** The finding of the first write of an object, from the real audit log; those of a response to it come later. */
  finding(name: string): Promise<Finding>;
  close(): Promise<void>;
}

const NAMESPACE = 'lab';

/** The kinds alone; nothing reconciles them here. */
const ownerKinds: readonly (readonly [group: string, version: string, kind: string, plural: string])[] = [
  ['argoproj.io', 'v1alpha1', 'Application', 'applications'],
  ['kustomize.toolkit.fluxcd.io', 'v1', 'Kustomization', 'kustomizations'],
  ['helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases'],
];
const definition = ([group, version, kind, plural]: (typeof ownerKinds)[number]): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' } },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});

export const openLab = async (say: (text: string) => void): Promise<Lab> => {
  const folder = mkdtempSync(join(tmpdir(), 'cronwarden-lab-'));
  const run = join(folder, 'run');
  const cluster = await startCluster({ binaries: await buildBinaries(say), folder: run, nodes: ['node-a'], say });
  const admin = cluster.client('admin', 'cronwarden-lab');
  const adminConfig = kubeconfigOf(run, 'admin');
  const adminContext = textAt(parse(readFileSync(adminConfig, 'utf8')), 'current-context') ?? '';
  const get = async (path: string): Promise<unknown> => {
    const answer = await admin.ask({ path });
    return answer.status === 404 ? null : JSON.parse(answer.text);
  };
  const applyText = async (text: string): Promise<void> => {
    const applied = await cluster.kubectl('admin', ['apply', '--server-side', '-f', '-'], text);
    if (applied.code !== 0) throw new Error(applied.errors);
  };
  const apply = (objects: readonly object[]): Promise<void> =>
    applyText(objects.map((one) => stringify(one)).join('---\n'));
  await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, ...ownerKinds.map(definition)]);
  for (const [group, version] of ownerKinds) {
    for (let tries = 0; (await admin.ask({ path: `/apis/${group}/${version}` })).status !== 200; tries += 1) {
      if (tries > 100) throw new Error(`${group}/${version} is not served`);
      await sleep(200);
    }
  }
  await applyText(ROLES.map((role) => roleManifest(shipped(), role)).join('---\n'));
  const uid = textAt(objectAt(await get('/api/v1/namespaces/kube-system'), 'metadata'), 'uid') ?? '';
  return {
    cluster,
    folder,
    identity: { name: NAMESPACE, uid },
    adminConfig,
    adminContext,
    apply,
    get,
    configOf: async (roles, base = ['collector']) => {
      const name = `responder-${[...base, ...roles].join('-')}`;
      const subject = { kind: 'ServiceAccount', name, namespace: NAMESPACE };
      await apply([
        { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: NAMESPACE } },
        ...[...new Set([...base, ...roles])].map((role) => ({
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: { name: `${name}-${role}` },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `cronwarden-${role}` },
          subjects: [subject],
        })),
      ]);
      const token = await tokenOf(cluster, NAMESPACE, name);
      const file = join(folder, `${name}.kubeconfig`);
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          { name: 'lab', cluster: { server: cluster.server, 'certificate-authority': join(pkiFolder(run), 'ca.crt') } },
        ],
        users: [{ name, user: { token } }],
        contexts: [{ name: 'cronwarden', context: { cluster: 'lab', user: name } }],
      };
      writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
      return file;
    },
    api: (kubeconfig = adminConfig) =>
      openApi({ context: kubeconfig === adminConfig ? adminContext : 'cronwarden', kubeconfig, timeoutMs: 20_000 }),
    finding: async (name) => {
      let found: Finding | undefined;
      for await (const one of scan({ paths: [cluster.auditLog], cluster: NAMESPACE, jobs: 1 }).findings)
        if (one.workload.name === name && one.workload.namespace === NAMESPACE) found ??= one;
      if (found === undefined) throw new Error(`no finding about ${name} in the audit log`);
      return found;
    },
    close: async () => {
      admin.close();
      await stopCluster(run);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A token of `kubectl create token`: bound to nothing but the account. */
export const tokenOf = async (cluster: Cluster, namespace: string, name: string): Promise<string> => {
  const answer = await cluster.kubectl('admin', ['create', 'token', name, '-n', namespace]);
  if (answer.code !== 0) throw new Error(answer.errors);
  return answer.output.trim();
};

export interface CronJobParts {
  readonly name: string;
  readonly account?: string;
  readonly schedule?: string;
  readonly metadata?: object;
  /** Pods that no node takes stay pending, and their Job alive. */
  readonly pending?: boolean;
}

/** A CronJob with power over the node, as an attacker would want it. Its image is never pulled and its command never run. */
export const cronJob = ({
  name,
  account = 'worker',
  schedule = '* * * * *',
  metadata = {},
  pending = true,
}: CronJobParts): object => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace: NAMESPACE, ...metadata },
  spec: {
    schedule,
    jobTemplate: {
      spec: {
        template: {
          spec: {
            serviceAccountName: account,
            restartPolicy: 'Never',
            ...(pending ? { nodeSelector: { 'example.com/nowhere': 'true' } } : {}),
            containers: [
              { name: 'main', image: 'busybox:1.37', command: ['sleep', '20'], securityContext: { privileged: true } },
            ],
          },
        },
      },
    },
  },
});

/** A run of it, with the owner that the controller would give it; without one it is a Job of its own. */
export const jobOf = (parent: unknown, template: object, name: string): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name,
    namespace: NAMESPACE,
    ...(parent === null ? {} : { ownerReferences: [ownerOf(parent)] }),
  },
  spec: objectAt(objectAt(objectAt(template, 'spec'), 'jobTemplate'), 'spec'),
});

const ownerOf = (parent: unknown): object => {
  const metadata = objectAt(parent, 'metadata');
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name: textAt(metadata, 'name'),
    uid: textAt(metadata, 'uid'),
    controller: true,
  };
};
