import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, mounts, UNSEEN } from '../testing.ts';
import { hostRuntimeSocket, RUNTIME_SOCKETS } from './runtime-socket.ts';

indicatorTable(hostRuntimeSocket, {
  fires: {
    'the socket of Docker': mounts('/var/run/docker.sock'),
    'the socket of containerd, read-only': mounts('/run/containerd/containerd.sock', { readOnly: true }),
    'a socket in disguise': mounts('/var/./run//crio/crio.sock'),
    'the pipe of a Windows node': mounts('\\\\.\\pipe\\docker_engine'),
  },
  staysSilent: {
    'the lock of iptables': mounts('/run/xtables.lock'),
    'a name that only begins like it': mounts('/run/docker.socket'),
    'no host path': blank,
  },
  cannotTell: UNSEEN,
});

for (const socket of RUNTIME_SOCKETS.filter((one) => one.startsWith('/run'))) {
  test(`${socket}, also under /var/run`, () => {
    assert.equal(hostRuntimeSocket.assess(mounts(socket)).kind, 'hit');
    assert.equal(hostRuntimeSocket.assess(mounts(`/var${socket}`)).kind, 'hit');
  });
}
