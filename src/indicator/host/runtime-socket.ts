import type { HostPathFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { mountEvidence } from './mounts.ts';

/** Sockets of container runtimes and of the init system, below `/run` (which `/var/run` is a link to), and Windows pipes. */
export const RUNTIME_SOCKETS: readonly string[] = [
  '/run/docker.sock',
  '/run/docker',
  '/run/dockershim.sock',
  '/run/cri-dockerd.sock',
  '/run/containerd/containerd.sock',
  '/run/containerd/containerd.sock.ttrpc',
  '/run/k3s/containerd/containerd.sock',
  '/run/k0s/containerd.sock',
  '/run/crio/crio.sock',
  '/run/podman/podman.sock',
  '/run/buildkit/buildkitd.sock',
  '/run/systemd/private',
  '/run/dbus/system_bus_socket',
  '/pipe/docker_engine',
  '/pipe/containerd-containerd',
];

/** The socket is in the mount; a mount above it is judged as a sensitive directory. */
export const isRuntimeSocket = ({ path }: Pick<HostPathFact, 'path'>): boolean => RUNTIME_SOCKETS.includes(path);

export const hostRuntimeSocket = defineIndicator({
  id: 'host.runtime-socket',
  title: 'Mount of the socket of the container runtime',
  attack: ['T1053.007', 'T1611', 'T1610'],
  severity: 'medium',
  why: 'The socket starts containers that the API server never sees, with any right on the node. Read-only makes no difference.',
  falsePositives: ['Image builders', 'Older log and monitoring agents'],
  needs: ['hostPaths'],
  evaluate: ({ hostPaths }) =>
    hostPaths.filter(isRuntimeSocket).map((mount) => mountEvidence(mount, 'the runtime socket')),
});
