import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, builtBinaries } from './build.ts';
import { ClusterFailure, codeOf, messageOf } from './failure.ts';
import { type KubectlAnswer, kubectlIn } from './kubectl.ts';
import { introduceNodes } from './nodes.ts';
import {
  apiServerProgram,
  auditLogOf,
  controllerManagerProgram,
  etcdProgram,
  kubeconfigOf,
  kubeletProgram,
  type Layout,
  pkiFolder,
  schedulerProgram,
} from './parts.ts';
import { type PersonName, people, personNames } from './people.ts';
import { clientsOf, kubeconfigText, makeCertificates } from './pki.ts';
import { freePorts, isRunning, type Part, type Program, startPart, stopParts, tailOf } from './processes.ts';
import { type Client, clientOf } from './request.ts';
import { readState, writeState } from './state.ts';

/** A running cluster. */
export interface Cluster {
  readonly folder: string;
  readonly server: string;
  readonly kubernetes: string;
  readonly etcd: string;
  readonly nodes: readonly string[];
  readonly auditLog: string;
  readonly binaries: Binaries;
  kubectl(person: PersonName, args: readonly string[], input?: string): Promise<KubectlAnswer>;
  client(person: PersonName, userAgent?: string): Client;
  /** Starts one more part, or one again; it is stopped with the others. */
  start(program: Program): Part;
  parts(): readonly Part[];
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly binaries: Binaries;
  readonly folder: string;
  readonly nodes?: readonly string[];
  readonly policy?: string;
  readonly auditMode?: 'blocking' | 'batch';
  readonly say: (text: string) => void;
}

export const shippedPolicy = join(import.meta.dirname, 'audit-policy.yaml');
const setup = join(import.meta.dirname, 'setup.yaml');
const usualNodes = ['node-a', 'node-b', 'node-c'];
const readyMs = 120_000;

/**
 * Starts everything in an empty folder and waits until it works. When a part does not come up, all are stopped and the
 * error holds the end of its log.
 */
export const startCluster = async (options: StartOptions): Promise<Cluster> => {
  const { binaries, folder, nodes = usualNodes, policy = shippedPolicy, auditMode = 'blocking', say } = options;
  if (!existsSync(policy)) throw new ClusterFailure(`There is no audit policy ${policy}.`);
  rmSync(folder, { recursive: true, force: true });
  for (const sub of ['logs', 'kubeconfigs', 'kubelets']) {
    mkdirSync(join(folder, sub), { recursive: true, mode: 0o700 });
  }
  const [etcdPort = 0, peerPort = 0, apiPort = 0] = await freePorts(3);
  const layout: Layout = { binaries, folder, policy, auditMode, etcdPort, peerPort, apiPort };
  const server = `https://127.0.0.1:${apiPort}`;
  const started = new Date().toISOString();
  const parts: Part[] = [];
  const { kubernetes, etcd } = binaries.versions;
  const remember = (): void => writeState(folder, { server, kubernetes, etcd, started, nodes, parts });
  const cluster = handleOf({ folder, server, kubernetes, etcd, nodes, parts, binaries }, remember);
  try {
    makeCertificates(binaries, pkiFolder(folder), nodes);
    for (const [name, person] of clientsOf(nodes)) {
      if (person.by !== 'service-account') {
        writeFileSync(kubeconfigOf(folder, name), kubeconfigText(server, name, pkiFolder(folder), person), {
          mode: 0o600,
        });
      }
    }
    say('Starting etcd and kube-apiserver …');
    cluster.start(etcdProgram(layout));
    const apiServer = cluster.start(apiServerProgram(layout));
    const admin = cluster.client('admin', 'cronwarden-cluster');
    await waitFor('kube-apiserver', [...parts], folder, async () => {
      const answer = await admin.ask({ path: '/readyz', timeoutMs: 2000 });
      return answer.status === 200;
    });
    say('Starting kube-controller-manager, kube-scheduler and the nodes …');
    cluster.start(controllerManagerProgram(layout));
    cluster.start(schedulerProgram(layout));
    await applySetup(cluster, admin, apiServer);
    for (const [index, node] of nodes.entries()) cluster.start(kubeletProgram(layout, node, index));
    await introduceNodes(cluster.client('cloud', `cloud-controller-manager/${kubernetes}`), nodes, (ready) =>
      waitFor('the nodes', [...parts], folder, ready),
    );
    admin.close();
    return cluster;
  } catch (error) {
    await stopParts(parts, folder);
    throw error;
  }
};

/** The cluster that was started in a folder, if all of it still runs. */
export const openCluster = (folder: string): Cluster | undefined => {
  const state = readState(folder);
  const binaries = builtBinaries();
  if (state === undefined || binaries === undefined) return undefined;
  if (!state.parts.every((part) => isRunning(part, folder))) return undefined;
  const parts = [...state.parts];
  return handleOf({ ...state, folder, parts, binaries }, () => writeState(folder, { ...state, parts }));
};

/** Stops what runs in a folder and removes it. Answers how many parts ran. */
export const stopCluster = async (folder: string): Promise<number> => {
  const parts = readState(folder)?.parts ?? [];
  const running = parts.filter((part) => isRunning(part, folder));
  await stopParts(parts, folder);
  rmSync(folder, { recursive: true, force: true });
  return running.length;
};

type Known = Pick<Cluster, 'folder' | 'server' | 'kubernetes' | 'etcd' | 'nodes' | 'binaries'> & { parts: Part[] };

const handleOf = ({ parts, ...known }: Known, remember: () => void): Cluster => ({
  ...known,
  auditLog: auditLogOf(known.folder),
  kubectl: (person, args, input) =>
    kubectlIn(known.binaries.path('kubectl'), kubeconfigOf(known.folder, person), known.folder, args, input),
  client: (person, userAgent) => clientOf(known.server, pkiFolder(known.folder), person, people[person], userAgent),
  start: (program) => {
    const part = startPart(program);
    const same = parts.findIndex((other) => other.name === part.name);
    if (same >= 0 && !isRunning(parts[same] ?? part, known.folder)) parts.splice(same, 1);
    parts.push(part);
    remember();
    return part;
  },
  parts: () => parts,
  stop: () => stopParts(parts, known.folder),
});

/** Waits until a question is answered with yes, and fails at once when one of the parts has ended. */
const waitFor = async (
  what: string,
  parts: readonly Part[],
  folder: string,
  ready: () => Promise<boolean>,
): Promise<void> => {
  const until = performance.now() + readyMs;
  let last = '';
  while (performance.now() < until) {
    const gone = parts.find((part) => !isRunning(part, folder));
    if (gone !== undefined) {
      throw new ClusterFailure(`${gone.name} ended while starting. The end of its log:\n${tailOf(gone.log)}`);
    }
    try {
      if (await ready()) return;
    } catch (error) {
      last = codeOf(error) ?? messageOf(error);
    }
    await sleep(250);
  }
  const logs = parts.map((part) => `${part.name}:\n${tailOf(part.log, 5)}`).join('\n');
  throw new ClusterFailure(`${what} did not get ready within ${readyMs / 1000} s (${last}).\n${logs}`);
};

/** Namespaces, accounts and rights, then the tokens of the service accounts among the people. */
const applySetup = async (cluster: Cluster, admin: Client, apiServer: Part): Promise<void> => {
  const applied = await cluster.kubectl('admin', ['apply', '-f', setup]);
  if (applied.code !== 0) {
    throw new ClusterFailure(`setup.yaml was not accepted: ${applied.errors}\n${tailOf(apiServer.log)}`);
  }
  const pki = pkiFolder(cluster.folder);
  for (const name of personNames) {
    const person = people[name];
    if (person.by !== 'service-account') continue;
    const path = `/api/v1/namespaces/${person.namespace}/serviceaccounts/${person.name}/token`;
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 86_400 } };
    const answer = await admin.ask({ method: 'POST', path, body });
    const token: unknown = answer.status === 201 ? JSON.parse(answer.text).status?.token : undefined;
    if (typeof token !== 'string') throw new ClusterFailure(`No token for ${name}: ${answer.status} ${answer.text}`);
    writeFileSync(join(pki, `${name}.token`), token, { mode: 0o600 });
    const text = kubeconfigText(cluster.server, name, pki, person, person.namespace);
    writeFileSync(kubeconfigOf(cluster.folder, name), text, { mode: 0o600 });
  }
};
