import { defineIndicator } from '../define.ts';
import { mountEvidence } from './mounts.ts';
import { isRuntimeSocket } from './runtime-socket.ts';
import { isSensitiveMount } from './sensitive.ts';

export const hostPathSensitiveRead = defineIndicator({
  id: 'host.path-sensitive-read',
  title: 'Read-only mount of a sensitive directory of the node',
  attack: ['T1053.007', 'T1552.001'],
  severity: 'low',
  why: 'Keys and configuration of the node can be read from the pod.',
  falsePositives: ['Benchmarks and scanners such as kube-bench', 'Monitoring agents'],
  needs: ['hostPaths'],
  evaluate: ({ hostPaths }) =>
    hostPaths
      .filter((mount) => isSensitiveMount(mount) && mount.readOnly === true && !isRuntimeSocket(mount))
      .map((mount) => mountEvidence(mount, "the node's")),
});
