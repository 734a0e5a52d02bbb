import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { ClusterFailure } from './failure.ts';
import { takeLock } from './lock.ts';
import { binaryFolder, cacheFolder } from './places.ts';
import { goFolder, readVersions, type Versions } from './versions.ts';

/** Our binaries and the packages that they are built from, the quick ones first. */
export const packages = {
  pki: './pki',
  etcd: 'go.etcd.io/etcd/server/v3',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubelet: './kubelet',
} as const;
export type BinaryName = keyof typeof packages;
const names = Object.keys(packages) as BinaryName[]; // Object.keys forgets the type of a constant's keys.

export interface Binaries {
  readonly versions: Versions;
  readonly folder: string;
  path(name: BinaryName): string;
}

const binariesOf = (versions: Versions): Binaries => {
  const folder = binaryFolder(versions.build);
  return { versions, folder, path: (name) => join(folder, name) };
};

/** The binaries that were built before; nothing if one is missing. */
export const builtBinaries = (): Binaries | undefined => {
  const binaries = binariesOf(readVersions());
  return names.every((name) => existsSync(binaries.path(name))) ? binaries : undefined;
};

/** Go's installer puts it where most shells do not look. */
const goCommands = ['go', '/usr/local/go/bin/go'];
const findGo = (): string => {
  if (process.platform !== 'linux') {
    throw new ClusterFailure('The nodes are the kubelet of Kubernetes, which runs on Linux alone.');
  }
  const found = goCommands.find((go) => spawnSync(go, ['version'], { stdio: 'ignore' }).status === 0);
  if (found === undefined) {
    throw new ClusterFailure(
      'The cluster is built from the source of Kubernetes and needs Go 1.26 or newer: see https://go.dev/dl. Nothing else here needs it.',
    );
  }
  return found;
};

/** A server built without these says that it is v0.0.0-master, and so does every user agent of its clients. */
const stampOf = ({ kubernetes }: Versions): string => {
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(kubernetes) ?? [];
  const stamp = { gitVersion: kubernetes, gitMajor: major, gitMinor: minor, gitCommit: '', gitTreeState: 'archive' };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((place) => Object.entries(stamp).map(([key, value]) => `-X ${place}.${key}=${value}`))
    .join(' ');
};

/** Builds what is missing, once for each state of our Go module. Takes minutes and about 3 GB of Go's own caches. */
export const buildBinaries = async (say: (text: string) => void): Promise<Binaries> => {
  const binaries = binariesOf(readVersions());
  const missing = names.filter((name) => !existsSync(binaries.path(name)));
  if (missing.length === 0) return binaries;
  const go = findGo();
  const release = takeLock(join(cacheFolder(), 'build.lock'), 'building the binaries');
  try {
    mkdirSync(binaries.folder, { recursive: true });
    say(
      `Building ${missing.length} binaries of Kubernetes ${binaries.versions.kubernetes} and etcd ${binaries.versions.etcd} into ${binaries.folder} (once; ten to thirty minutes on two cores) …`,
    );
    for (const name of missing) {
      const start = performance.now();
      await buildOne(go, name, binaries);
      const megabytes = statSync(binaries.path(name)).size / 1e6;
      say(`  ${name}: ${((performance.now() - start) / 1000).toFixed(0)} s, ${megabytes.toFixed(0)} MB`);
    }
  } finally {
    release();
  }
  return binaries;
};

const buildOne = async (go: string, name: BinaryName, { path, versions }: Binaries): Promise<void> => {
  const target = path(name);
  const partial = `${target}.partial`;
  // The tags are those of a Kubernetes release; they let the linker drop code that is never called.
  const tags = '-tags=selinux,notest,grpcnotrace';
  const flags = `-ldflags=-s -w ${stampOf(versions)}`;
  const child = spawn(go, ['build', '-trimpath', tags, flags, '-o', partial, packages[name]], {
    cwd: goFolder,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // The machine stays usable meanwhile.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const { code, errors } = await ended(child);
  if (code !== 0) {
    throw new ClusterFailure(
      `go build ${packages[name]} failed (${code}). It needs a Go module proxy (GOPROXY) and about 6 GB of disk.\n${errors}`,
    );
  }
  renameSync(partial, target);
};

const ended = (child: ChildProcess): Promise<{ code: number | null; errors: string }> =>
  new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, errors }));
  });
