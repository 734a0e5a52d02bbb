import { defineIndicator } from '../define.ts';
import { isWritable, mountEvidence } from './mounts.ts';
import { isRuntimeSocket } from './runtime-socket.ts';
import { isSensitiveMount } from './sensitive.ts';

export const hostPathSensitive = defineIndicator({
  id: 'host.path-sensitive',
  title: 'Writable mount of a sensitive directory of the node',
  attack: ['T1053.007', 'T1611', 'T1552.001'],
  severity: 'medium',
  why: 'Configuration, keys and kernel settings of the node can be changed from the pod.',
  falsePositives: ['Network and storage drivers', 'Node configuration tools'],
  needs: ['hostPaths'],
  evaluate: ({ hostPaths }) =>
    hostPaths
      .filter((mount) => isSensitiveMount(mount) && isWritable(mount) && !isRuntimeSocket(mount))
      .map((mount) => mountEvidence(mount, "the node's")),
});
