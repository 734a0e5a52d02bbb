import { defineIndicator } from '../define.ts';
import { mountEvidence } from './mounts.ts';
import { isHostRoot } from './path-root.ts';
import { isRuntimeSocket } from './runtime-socket.ts';
import { isLogPath, isSensitiveMount } from './sensitive.ts';

export const hostPathOther = defineIndicator({
  id: 'host.path-other',
  title: 'Mount of another directory of the node',
  attack: ['T1053.007', 'T1611'],
  severity: 'info',
  why: 'Files of the node outlive the pod and are shared with every other pod that mounts them.',
  falsePositives: ['Data directories of small clusters', 'Network shares that the nodes mount'],
  needs: ['hostPaths'],
  evaluate: ({ hostPaths }) =>
    hostPaths
      .filter((mount) => !isHostRoot(mount) && !isSensitiveMount(mount) && !isLogPath(mount) && !isRuntimeSocket(mount))
      .map((mount) => mountEvidence(mount, "the node's")),
});
