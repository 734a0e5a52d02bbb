import { defineIndicator } from '../define.ts';
import { mountEvidence } from './mounts.ts';
import { isHostRoot } from './path-root.ts';

export const hostPathRootRead = defineIndicator({
  id: 'host.path-root-read',
  title: 'Read-only mount of the root directory of the node',
  attack: ['T1053.007', 'T1611', 'T1552.001'],
  severity: 'low',
  why: 'Every key, token and certificate of the node can be read through it.',
  falsePositives: ['Node exporters and vulnerability scanners'],
  needs: ['hostPaths'],
  evaluate: ({ hostPaths }) =>
    hostPaths
      .filter((mount) => isHostRoot(mount) && mount.readOnly === true)
      .map((mount) => mountEvidence(mount, "the node's root directory")),
});
