import type { HostPathFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { isWritable, mountEvidence } from './mounts.ts';

export const isHostRoot = ({ path }: Pick<HostPathFact, 'path'>): boolean => path === '/' || /^[a-z]:\/$/.test(path);

export const hostPathRoot = defineIndicator({
  id: 'host.path-root',
  title: 'Writable mount of the root directory of the node',
  attack: ['T1053.007', 'T1611'],
  severity: 'medium',
  why: 'Who can write anywhere on the node owns it: a cron entry, a service unit or a key is enough.',
  falsePositives: ['Node backup and node configuration tools'],
  needs: ['hostPaths'],
  evaluate: ({ hostPaths }) =>
    hostPaths
      .filter((mount) => isHostRoot(mount) && isWritable(mount))
      .map((mount) => mountEvidence(mount, "the node's root directory")),
});
